"""How often the lexical repairs change text that is not damaged.

    sh benchmarks/fetch_undamaged.sh build/undamaged && python benchmarks/repair_undamaged.py build/undamaged

Reads all text of the packages, each file once however often it is packaged, cuts it into documents of 20,000 characters at
line ends, and runs each enabled lexical rule alone. Goal: at most 0.1 words per million changed by the
word-filter table. Also counts the article bodies.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import io
import re
import subprocess
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from repair_corpus import BENCH, RULES, bodies, repairers

KINDS = ("filtered-words", "ligatures", "hyphens", "quotes", "contractions")
TEXT = re.compile(r"\.(txt|html?|rst|md|\d[a-z]?|dict|index|u8|asc|adoc)$|/fortunes/[^.]+$")
TAG = re.compile(r"<[^<>]{0,1000}>")
WORD = re.compile(r"\w+")
DOCUMENT = 20_000


def texts(package: Path, seen: set[bytes]) -> Iterator[str]:
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            name = re.sub(r"\.(gz|dz)$", "", member.name)
            file = tar.extractfile(member) if member.isfile() and TEXT.search(name) else None
            if file is None:
                continue
            content = file.read()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            digest = hashlib.sha256(content).digest()
            if digest in seen or b"\0" in content:
                continue
            seen.add(digest)
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                text = content.decode("iso-8859-1")
            yield html.unescape(TAG.sub(" ", text)) if name.endswith(("html", "htm")) else text


def documents(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + DOCUMENT) + 1 or len(text)
        yield text[start:end]
        start = end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=10, metavar="N", help="changes to show for each rule")
    args = parser.parse_args()
    rules = [rule for rule in RULES if rule["repair"] in KINDS and rule.get("enabled", True)]
    chain = list(zip([rule["id"] for rule in rules], repairers(rules), strict=True))
    words: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    shown: dict[str, list[str]] = defaultdict(list)
    seen: set[bytes] = set()
    for package in sorted(args.folder.glob("*.deb")):
        source = package.name.split("_")[0]
        before = sum(changed.values())
        for document in (part for text in texts(package, seen) for part in documents(text)):
            words[source] += len(WORD.findall(document))
            for name, repair in chain:
                for edit in repair(document).edits:
                    changed[name] += 1
                    shown[name].append(f"{source}: {document[max(0, edit.start - 30) : edit.end + 30]!r} => {edit.new!r}")
        print(f"{source:28s} {words[source]:10,d} words, {sum(changed.values()) - before} changes", flush=True)
    if BENCH.is_dir():
        for body in bodies():
            words["article bodies"] += len(WORD.findall(body))
            for name, repair in chain:
                found = repair(body).edits
                changed[name] += len(found)
                shown[name] += [f"article: {body[max(0, edit.start - 30) : edit.end + 30]!r} => {edit.new!r}" for edit in found]
    total = sum(words.values())
    for name, _ in chain:
        print(f"{name}: {changed[name]} changes in {total:,d} words, {1e6 * changed[name] / total:.3f} per million")
        for line in shown[name][:: max(1, len(shown[name]) // args.show)][: args.show]:
            print("   ", line)


if __name__ == "__main__":
    main()

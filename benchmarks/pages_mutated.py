"""Broken pages: none may crash or hang `clean_html`, and none may come out empty without a reason.

    python benchmarks/pages_mutated.py [--count 1500] [--seed 1]

Takes real pages (`../shared/bench/html`) and flips bytes, cuts, splices two, strews junk tags, or puts a bomb into them.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import Counter
from pathlib import Path

from textclean import clean_html

PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "html"
JUNK = [
    b"<div>",
    b"</div>",
    b"<table><tr>",
    b"<p",
    b"<!--",
    b"-->",
    b"<script>",
    b"]]>",
    b"&#0;",
    b"\x00",
    b"<svg>",
    b"</body>",
    b"<plaintext>",
]


def flip(page: bytes, chance: random.Random) -> bytes:
    data = bytearray(page)
    for _ in range(max(1, len(data) // 500)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut(page: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(page))
    return page[:start] if chance.random() < 0.5 else page[start:]


def junk(page: bytes, chance: random.Random) -> bytes:
    for _ in range(50):
        at = chance.randrange(len(page))
        page = page[:at] + chance.choice(JUNK) + page[at:]
    return page


def bomb(page: bytes, chance: random.Random) -> bytes:
    kinds = [
        b"<div>" * 5_000,
        b"<p>a b" * 40_000,
        b"<b><i>" * 1_000,
        b"word " * 400_000,
        b"<a href=x>y</a> " * 20_000,
        b"<font>" * 300 + b"x",
    ]
    at = chance.randrange(len(page))
    return page[:at] + chance.choice(kinds) + page[at:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    names = sorted(PAGES.iterdir())
    took: list[float] = []
    counts: Counter[str] = Counter()
    for number in range(args.count):
        page = gzip.decompress(chance.choice(names).read_bytes())
        kind = ("flip", "cut", "splice", "junk", "bomb")[number % 5]
        if kind == "splice":
            page = cut(page, chance) + cut(gzip.decompress(chance.choice(names).read_bytes()), chance)
        else:
            page = {"flip": flip, "cut": cut, "junk": junk, "bomb": bomb}[kind](page, chance)
        start = time.process_time()
        try:
            result = clean_html(page)
        except Exception as error:  # noqa: BLE001 - what is being counted
            counts[f"raised {type(error).__name__}"] += 1
            continue
        took.append(time.process_time() - start)
        counts["empty" if not result.text.strip() else "text"] += 1
        counts.update(f"failure {failure.kind}" for failure in result.failures)
        if not result.text.strip() and not result.failed:
            counts["EMPTY WITHOUT A REASON"] += 1
    took.sort()
    print(dict(counts))
    print(f"median {took[len(took) // 2]:.3f} s, 99 % {took[len(took) * 99 // 100]:.3f} s, longest {took[-1]:.2f} s of CPU")


if __name__ == "__main__":
    main()

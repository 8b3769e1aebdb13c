"""How well `clean_html` finds the article in web pages, beside trafilatura alone and other extractors in the same run.

    pip install .[peers]
    python benchmarks/pages_quality.py [--limit N] [--only NAME ...]

Reads the pages and gold bodies beside the checkout (`../shared/bench`). For WCXB the mean of the word F1 of each page; for the
article-extraction-benchmark (AEB) its own metric, F1 of the mean precision and the mean recall of shingles of four words
(https://github.com/scrapinghub/article-extraction-benchmark, evaluate.py). `with` and `without` are WCXB's snippets that must, must not
stand in the text. `lost` counts, per 10,000, the words of body lines of trafilatura's text that are gone. Each figure also by halves
(`crc32(id) % 2`). CPU time is of this process; extractors take turns page by page, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import logging
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
WARM = 40  # pages: what is built once is built by then


def extractors() -> dict[str, Callable[[dict[str, Any]], str]]:
    import justext
    import lxml.html
    import newspaper
    import readability
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    from textclean import clean_html

    stop = justext.get_stoplist("English")

    def newspaper4k(page: dict[str, Any]) -> str:
        article = newspaper.Article(page["url"] or "https://example.org/", fetch_images=False)
        article.download(input_html=page["text"])
        article.parse()
        return article.text

    def readability_lxml(page: dict[str, Any]) -> str:
        return "\n".join(lxml.html.fromstring(readability.Document(page["text"]).summary()).itertext())

    return {
        "textclean": lambda page: clean_html(page["html"], url=page["url"]).text,
        "trafilatura": lambda page: trafilatura.extract(page["html"], include_comments=False) or "",
        "readability-lxml": readability_lxml,
        "newspaper4k": newspaper4k,
        "jusText": lambda page: "\n".join(p.text for p in justext.justext(page["text"], stop) if not p.is_boilerplate),
        "resiliparse": lambda page: extract_plain_text(page["text"], main_content=True, alt_texts=False, comments=False),
    }


def pages(score: Any, limit: int | None) -> Iterator[dict[str, Any]]:
    for name in ("wcxb", "aeb"):
        for number, record in enumerate(score.read(str(BENCH / f"{name}_dev.jsonl.gz"))):
            gold = score.Gold(record["gold"])
            if not gold.tokens or (limit is not None and number >= limit):
                continue
            html = gzip.decompress((BENCH / "html" / f"{name}_{record['id']}.html.gz").read_bytes())
            text = html.decode("utf-8", "replace")
            yield {**record, "set": name, "gold": gold, "html": html, "text": text, "half": zlib.crc32(record["id"].encode()) % 2}


def body_lost(score: Any, gold: Any, before: str, after: str) -> tuple[float, int]:
    tokens = score.words(after)
    kept, run = set(score.shingles(tokens)), " " + " ".join(tokens) + " "
    gone, words = 0.0, 0
    for line in before.split("\n"):
        if gold.label(line) == "body":
            tokens = score.words(line)
            grams = list(score.shingles(tokens).elements())
            share = sum(gram not in kept for gram in grams) / len(grams) if len(tokens) > 3 else f" {' '.join(tokens)} " not in run
            gone, words = gone + share * len(tokens), words + len(tokens)
    return gone, words


def snippets(text: str, wanted: list[str] | None) -> int:
    plain = " ".join(text.split())
    return sum(" ".join(snippet.split()) in plain for snippet in wanted or ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="only the first N pages of each set")
    parser.add_argument("--only", nargs="+", help="only these extractors")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    sys.path.insert(0, str(BENCH))
    score = importlib.import_module("score")
    running = {name: run for name, run in extractors().items() if not args.only or name in args.only}
    for page, _ in zip(pages(score, WARM), range(WARM), strict=False):
        for run in running.values():
            attempt(run, page)
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages(score, args.limit):
        texts = {}
        for name, run in running.items():
            start = time.process_time()
            texts[name], failed = attempt(run, page)
            figures[name]["cpu"] += time.process_time() - start
            figures[name]["failed"] += failed
        for name, text in texts.items():
            count(score, figures[name], page, text, texts.get("trafilatura", ""))
    report(figures)


def attempt(run: Callable[[dict[str, Any]], str], page: dict[str, Any]) -> tuple[str, bool]:
    try:
        return run(page) or "", False
    except Exception:  # noqa: BLE001 - a peer that raises has no text; it is counted
        return "", True


def count(score: Any, figures: Counter[str], page: dict[str, Any], text: str, baseline: str) -> None:
    gold, tokens = page["gold"], score.words(text)
    for part in ("", f" {page['half']}"):
        key = page["set"] + part
        figures[f"{key} pages"] += 1
        figures[f"{key} f1"] += score.f1(*score.overlap(Counter(tokens), gold.bag))
        precision, recall = score.overlap(score.shingles(tokens), gold.shingles)
        figures[f"{key} p"] += precision
        figures[f"{key} r"] += recall
    figures["with"] += snippets(text, page.get("with"))
    figures["without"] += snippets(text, page.get("without"))
    gone, words = body_lost(score, gold, baseline, text)
    figures["gone"] += gone
    figures["words"] += words


def report(figures: dict[str, Counter[str]]) -> None:
    print("                   WCXB word F1 (halves)       AEB shingle F1 (halves)     with  without  lost/10k   CPU s  ratio  raised")
    for name, f in figures.items():
        word = [f[f"wcxb{part} f1"] / max(1, f[f"wcxb{part} pages"]) for part in ("", " 0", " 1")]
        shingle = []
        for part in ("", " 0", " 1"):
            n = max(1, f[f"aeb{part} pages"])
            p, r = f[f"aeb{part} p"] / n, f[f"aeb{part} r"] / n
            shingle.append(2 * p * r / (p + r) if p + r else 0.0)
        lost = 1e4 * f["gone"] / max(1, f["words"])
        ratio = f["cpu"] / figures["trafilatura"]["cpu"] if "trafilatura" in figures else float("nan")
        print(
            f"{name:18s} {word[0]:.4f} ({word[1]:.4f} {word[2]:.4f})   {shingle[0]:.4f} ({shingle[1]:.4f} {shingle[2]:.4f})   "
            f"{f['with']:6.0f}  {f['without']:7.0f}  {lost:8.1f}  {f['cpu']:6.1f}  {ratio:5.2f}  {f['failed']:6.0f}"
        )
    print(json.dumps({name: dict(f) for name, f in figures.items()}), file=sys.stderr)


if __name__ == "__main__":
    main()

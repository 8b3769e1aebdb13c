"""How fast clean article bodies pass the whole of `clean`, and what its parts take, beside ftfy on the same texts in the same run.

    python benchmarks/clean_speed.py

CPU time of this process, after a warm-up. The texts are the gold bodies of the benchmark data beside the checkout.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import ftfy

from repair_corpus import bodies, megabytes
from textclean.cleaner import Cleaner
from textclean.rules.finding import find
from textclean.rules.page import Page
from textclean.rules.policy import Policy


def seconds(run: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.process_time()
    for text in texts:
        run(text)
    return time.process_time() - start


def main() -> None:
    texts = bodies()
    size = megabytes(texts)
    cleaner = Cleaner()
    seconds(cleaner.clean, texts)
    spent = {
        "clean": seconds(cleaner.clean, texts),
        "repairs alone": seconds(cleaner.repair, texts),
        "page: lines, view, words": seconds(lambda text: Page(text).prose_words_before, texts),
        "candidates (with the page)": seconds(lambda text: cleaner._scan.candidates(Page(text)), texts),
        "findings (with both)": seconds(lambda text: find(Page(text), cleaner._finders, cleaner._scan), texts),
    }
    few = Cleaner(policy=Policy(select=("navigation", "headline", "standfirst", "reading-time", "share", "republish")))
    seconds(few.clean, texts)
    spent["clean by six categories, no repairs"] = seconds(few.clean, texts)
    spent["ftfy.fix_text"] = seconds(ftfy.fix_text, texts)
    print(f"{len(texts)} texts, {size:.1f} MB, {len(cleaner._finders)} rules that find")
    for name, took in spent.items():
        ratio = took / spent["ftfy.fix_text"]
        print(f"{name:36s} {size / took:7.1f} MB/s  {1e6 * took / len(texts):7.0f} us a text  {ratio:5.2f} of ftfy's time")


if __name__ == "__main__":
    main()

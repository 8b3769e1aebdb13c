"""What the record costs beside the cleaning it tells of: each detail, and the proof of `--strict`.

    python benchmarks/record_speed.py

Paired: for each text the cleaning and the record are timed in turn, several times, and the least CPU time of each counts. The texts are
extractor output of the benchmark data beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import statistics
import time
from collections.abc import Callable

from repair_corpus import BENCH
from textclean.batch.records import record_line
from textclean.cleaner import Cleaner
from textclean.result import Detail
from textclean.verification import clean_strictly

ROUNDS = 7


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    with gzip.open(BENCH / "aeb_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["outputs"]["resiliparse"] for line in lines]
    cleaner = Cleaner()
    jobs: dict[str, list[float]] = {"clean": [], "clean again": [], **{detail.value: [] for detail in Detail}, "clean --strict": []}
    held = {"path": "a.txt", "encoding": "utf-8", "bom": False}
    for text in texts:
        result = cleaner.clean(text)
        work: dict[str, Callable[[], object]] = {
            "clean": lambda text=text: cleaner.clean(text),
            "clean again": lambda text=text: cleaner.clean(text),
            **{d.value: lambda d=d, r=result, h=held: record_line(r, h, d) for d in Detail},
            "clean --strict": lambda text=text: clean_strictly(cleaner.clean, text),
        }
        best = dict.fromkeys(work, float("inf"))
        for _ in range(ROUNDS):
            for name, job in work.items():
                best[name] = min(best[name], cpu(job))
        for name, took in best.items():
            jobs[name].append(took)
    whole = sum(jobs["clean"])
    print(f"{len(texts)} texts, {sum(map(len, texts)) / len(texts):.0f} characters and {1e6 * whole / len(texts):.0f} us of cleaning each")
    for name, took in jobs.items():
        ratios = [one / base for one, base in zip(took, jobs["clean"], strict=True)]
        middle, most = statistics.median(ratios), max(ratios)
        print(f"{name:16s} {sum(took) / whole:7.1%} of all cleaning time; a text: median {middle:.1%}, most {most:.1%}")


if __name__ == "__main__":
    main()

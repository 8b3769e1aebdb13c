"""How a batch grows: python benchmarks/batch_scale.py [--files 10000] [--megabytes 1000]

Fixes many small files, and one long JSONL file, with the command itself: the wall time by number of workers, and the peak memory of the
process and its workers by the size of the input. Articles are the project's samples, half of them clean already.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

SAMPLES = Path(__file__).resolve().parent.parent / "corpus_samples"


class Run(NamedTuple):
    """What one run of the command took: seconds, and mebibytes of the largest of its processes."""

    seconds: float
    parent: int
    workers: int


def articles() -> list[str]:
    """The samples' texts, every other one clean."""
    texts = sorted(path for path in SAMPLES.glob("*.txt") if not path.name.endswith(".clean.txt"))
    named = [path if number % 2 else path.with_suffix(".clean.txt") for number, path in enumerate(texts)]
    return [path.read_bytes().decode() for path in named]


def run(folder: Path, workers: int) -> Run:
    """Fix what is in a folder."""
    measuring = (
        "import resource, subprocess, sys; from textclean.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally:\n"
        "    used = [resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "    print(*used, file=sys.stderr)"
    )
    command = [sys.executable, "-c", measuring, "fix", str(folder), "--isolated", "--quiet", "-j", str(workers)]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    took = time.perf_counter() - started
    parent, children = done.stderr.split()[-2:]
    return Run(took, int(parent), int(children))


def small_files(folder: Path, count: int) -> None:
    """Fill a folder with articles."""
    texts = articles()
    for number in range(count):
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:06}.txt").write_bytes(texts[number % len(texts)].encode())


def long_file(folder: Path, megabytes: int) -> None:
    """Write one JSONL file of about this size into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n" for number, text in enumerate(articles())]
    with (folder / "long.jsonl").open("wb") as file:
        while file.tell() < megabytes * 1_000_000:
            file.writelines(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        for name, fill, sizes in (
            ("small files", small_files, (options.files // 10, options.files)),
            ("megabytes of JSONL", long_file, (options.megabytes // 10, options.megabytes)),
        ):
            for size in sizes:
                for workers in (1, 2) if size == sizes[0] else (2,):
                    folder = Path(root, "batch")
                    fill(folder, size)
                    took = run(folder, workers)
                    print(
                        f"{size} {name}, {workers} workers: {took.seconds:.1f} s, {took.parent} MiB, a worker {took.workers} MiB",
                        flush=True,
                    )
                    shutil.rmtree(folder)


if __name__ == "__main__":
    main()

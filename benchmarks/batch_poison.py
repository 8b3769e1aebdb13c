"""A batch in which one document of a hundred is poison: python benchmarks/batch_poison.py [--documents 5000] [--workers 2]

Fixes files in place of which every hundredth hangs its worker, raises, crashes or eats memory, in turn, and counts: good ones that came out
right, poisoned ones that were named and left as they were, and the time beside that of the same batch without poison.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import tempfile
import time
from pathlib import Path

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Cleaned, Done, Recording, Task, Work, documents
from textclean.batch.planning import cleaners, plan
from textclean.batch.rewriting import fix
from textclean.batch.running import Limits
from textclean.batch.undo_log import UndoLog, new_run

BODY = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
CLEAN = "".join(f"{number} times {BODY[0].lower()}{BODY[1:]}\n" for number in range(20))
DIRTY = f"{CLEAN}\nSubscribe to our newsletter\n"
KINDS = ("hang", "raise", "crash", "memory")


class Poisoned:
    """Work that does what a poisoned text says."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, task: Task) -> Done:
        match task.text.rpartition("POISON ")[2].strip():
            case "hang":
                while True:
                    pass
            case "raise":
                raise RuntimeError("poison")
            case "crash":
                ctypes.string_at(0)
            case "memory":
                hoard = []
                while True:
                    hoard.append(bytearray(1 << 26))
        return self._work(task)


def run(folder: Path, workers: int, seconds: float) -> tuple[float, dict[str, str]]:
    """The seconds that a fix of a folder takes, and the problem of each document that has one."""
    files = plan([str(folder)], Configuration(isolated=True))
    name = new_run()
    work = Poisoned(Work(cleaners(files), Recording.CHANGED, marks={"fix": name}))
    started = time.perf_counter()
    with UndoLog.at(folder) as log:
        events = fix(documents(files, work, workers, Limits(seconds=seconds), in_place=True), log, name)
        problems = {event.file.path.name: event.problem for event in events if isinstance(event, Cleaned) and event.problem}
    return time.perf_counter() - started, problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5.0, help="the limit for one document")
    options = parser.parse_args()
    os.environ.pop("PYTHONFAULTHANDLER", None)
    with tempfile.TemporaryDirectory() as root:
        poisoned, plain = Path(root, "poisoned"), Path(root, "plain")
        kinds = {f"{number:06}.txt": KINDS[number // 100 % 4] for number in range(0, options.documents, 100)}
        for folder in (poisoned, plain):
            folder.mkdir()
            for number in range(options.documents):
                kind = kinds.get(f"{number:06}.txt") if folder is poisoned else None
                (folder / f"{number:06}.txt").write_text(DIRTY + (f"POISON {kind}\n" if kind else ""))
        took, problems = run(poisoned, options.workers, options.seconds)
        took_plain, _ = run(plain, options.workers, options.seconds)
        right = sum(
            (poisoned / name.name).read_text() == CLEAN for name in plain.iterdir() if name.name.endswith(".txt") and name.name not in kinds
        )
        unchanged = sum((poisoned / name).read_text() == f"{DIRTY}POISON {kind}\n" for name, kind in kinds.items())
        named, others = problems.keys() & kinds.keys(), problems.keys() - kinds.keys()
        hung = sum(kind == "hang" for kind in kinds.values()) * options.seconds
        print(f"good: {right} of {options.documents - len(kinds)} right, {len(others)} named")
        print(f"poisoned: {len(named)} of {len(kinds)} named, {unchanged} unchanged")
        for kind in KINDS:
            print(f"  {kind}: {sorted({problems[name] for name in named if kinds[name] == kind})}")
        print(f"{took:.1f} s; {took_plain:.1f} s without poison, {hung:.0f} worker seconds spent on hanging")


if __name__ == "__main__":
    main()

"""A project to fix, of files of every kind, and runs of the command in processes that can be killed.

A run is a fork of this process, which has loaded everything: what is left of a run is then what it does to files.
"""

from __future__ import annotations

import gc
import gzip
import importlib
import io
import json
import mmap
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from textclean.batch.settings import Settings
from textclean.cleaner import Cleaner
from textclean.cli import main
from textclean.rules.policy import Policy

zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

BODY = "The council met on Tuesday and put off the vote on bridge {} until the spring of next year, the mayor said."


def dirty(number: int, end: str = "\n") -> str:
    """An article with two lines that go."""
    paragraphs = [BODY.format(f"{number}.{row}") for row in range(30)]
    return (end + end).join(["Skip to main content", *paragraphs, "Share this article", ""])


def jsonl(number: int, records: int) -> bytes:
    """Records, every second of which is dirty."""
    texts = (dirty(number + row) if row % 2 else BODY.format(row) for row in range(records))
    return b"".join(json.dumps({"id": row, "text": text, "score": 1.10}).encode() + b"\n" for row, text in enumerate(texts))


def parquet(number: int, rows: int) -> bytes:
    """Rows in four row groups."""
    table = pa.table({"id": list(range(rows)), "text": [dirty(number + row) if row % 2 else BODY.format(row) for row in range(rows)]})
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=rows // 4, compression="zstd")
    return sink.getvalue()


KINDS: Mapping[str, Callable[[int, int], bytes]] = {
    "page.txt": lambda number, _: dirty(number).encode(),
    "page.md": lambda number, _: b"\xef\xbb\xbf" + dirty(number, "\r\n").encode(),
    "pages.jsonl": jsonl,
    "pages.parquet": parquet,
    "page.txt.gz": lambda number, _: gzip.compress(dirty(number).encode(), mtime=0),
    "pages.jsonl.zst": lambda number, records: zstd.compress(jsonl(number, records)),
}
"""How a file of each kind is made: from its number, and how many documents it holds if it can hold many."""


def content(path: Path) -> object:
    """What a file holds, without the container around it; an exception where it is broken."""
    data = path.read_bytes()
    match path.suffix:
        case ".gz":
            return gzip.decompress(data)
        case ".zst":
            return zstd.decompress(data)
        case ".parquet":
            return pq.read_table(io.BytesIO(data)).to_pylist()
    return data


LATER = (
    "multiprocessing.popen_fork",
    "resource",
    "textclean.batch.sources.jsonl",
    "textclean.batch.sources.parquet",
    "textclean.batch.sources.text",
    "textclean.cli.fixing",
    "textclean.cli.undoing",
    "textclean.record",
)
"""What the command imports only when it is needed."""


class Project:
    """A folder of files, with what they hold before and after a fix."""

    def __init__(self, root: Path, files: Mapping[str, bytes]) -> None:
        self.root = root
        self.files = files
        self.reset()
        self.old = {name: content(root / name) for name in files}
        done = run(self, ["fix", "--quiet", *files])
        self.new = {name: content(root / name) for name in files}
        assert done.code == 0, done
        assert all(self.old[name] != self.new[name] for name in files)
        self.reset()

    def moved(self, root: Path) -> Project:
        """The same files in another folder."""
        other = copy(self)
        other.root = root
        other.reset()
        return other

    def reset(self) -> None:
        """The files as they were, and no trace of a run."""
        shutil.rmtree(self.root / ".textclean", ignore_errors=True)
        self.root.mkdir(exist_ok=True)
        (self.root / "pyproject.toml").touch()
        for name, data in self.files.items():
            (self.root / name).write_bytes(data)

    def states(self) -> dict[str, str]:
        """Whether each file is `old`, `new` or `BROKEN`."""
        return {name: self._state(name) for name in self.files}

    def _state(self, name: str) -> str:
        try:
            held = content(self.root / name)
        except Exception:  # noqa: BLE001 - whatever a library says of a broken file
            return "BROKEN"
        return "old" if held == self.old[name] else "new" if held == self.new[name] else "BROKEN"

    def all(self, state: str) -> bool:
        """Whether all files are in a state."""
        return set(self.states().values()) == {state}

    def leftovers(self) -> list[str]:
        """Temporary files, and whatever else was not there before."""
        known = {*self.files, "pyproject.toml", ".textclean"}
        return [path.name for path in self.root.iterdir() if path.name not in known]


class Done(NamedTuple):
    """How a run ended: its exit code, negative for a signal, and what it said."""

    code: int
    said: str


class Running:
    """A run of the command that waits until it is let go."""

    def __init__(self, project: Project, args: Sequence[str], before: Callable[[], object] | None = None) -> None:
        self._gate = mmap.mmap(-1, 1)
        self._said = os.memfd_create("said")  # not on the disk that is on trial
        self.pid = os.fork()
        if not self.pid:
            code = 70
            try:
                code = self._child(project, args, before)
            except BaseException:  # noqa: BLE001 - as the interpreter does at its end
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)

    def _child(self, project: Project, args: Sequence[str], before: Callable[[], object] | None) -> int:
        os.chdir(project.root)
        os.dup2(self._said, 1)
        os.dup2(self._said, 2)
        if before:
            before()
        while self._gate[0] == 0:  # no call that a trace of files would count
            time.sleep(0.001)
        try:
            main(list(args))
        except SystemExit as error:
            sys.stdout.flush()
            return error.code if isinstance(error.code, int) else 1
        return 0

    def go(self) -> None:
        """Let it run."""
        self._gate[0] = 1

    def wait(self) -> Done:
        """Wait for its end."""
        _, status = os.waitpid(self.pid, 0)
        os.lseek(self._said, 0, os.SEEK_SET)
        with open(self._said, errors="replace") as said:  # noqa: PTH123 - a descriptor
            return Done(os.waitstatus_to_exitcode(status), said.read())


def run(project: Project, args: Sequence[str], before: Callable[[], object] | None = None) -> Done:
    """Run the command to its end."""
    running = Running(project, args, before)
    running.go()
    return running.wait()


def load() -> None:
    """Load what every run would load again, the rules first of all, and what a user without rights could not read.

    Only the rules for the two lines that go: what is on trial are the calls of the system, and all rules take three times as long.
    """
    cleaner = Cleaner(policy=Policy(select=("navigation", "share")))
    for number in range(3):
        cleaner.clean(dirty(number))  # patterns are compiled when they are first needed
    Settings.cleaner = lambda _: cleaner  # type: ignore[method-assign]
    for name in LATER:
        importlib.import_module(name)
    # A fault of all writes from some on is then one of the disk, and not of the pipes to the workers, which would be waited for in vain.
    Connection._send.__defaults__ = (lambda descriptor, data: os.writev(descriptor, [data]),)
    gc.freeze()  # a run need not copy what it only looks through for garbage

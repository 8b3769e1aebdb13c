"""The undo log: what `fix` did to which file, so that it can be taken back.

A file of JSON lines that is only ever appended to: the record of each document that a fix changes, before the file is written, and marks of
what became of the file: written, not written, or taken back.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

from textclean.batch.documents import DocumentError
from textclean.batch.locking import lock, unlock
from textclean.batch.records import as_line
from textclean.batch.state import NAME, state_folder
from textclean.batch.writing import Replacement, commit_together, sync_folder
from textclean.errors import RecordError
from textclean.result import Result

FILE = "notes.jsonl"
_HEAD = b'{"fix": "'
_MOST_PENDING = 1 << 20  # bytes: enough that a call of the system costs nothing beside what it writes
# How a record begins, so that finding a file's records in a log of gigabytes does not take parsing all of it.
_RECORD = re.compile(rb'\{"fix": "([^"\\]+)", "document": \{"path": ("(?:[^"\\]|\\.)+")')
_MARKS = ("written", "unwritten", "undone")


class TornRecordError(RecordError):
    """A record of which a kill left a part: the text that it is of was not written."""


class UndoLogError(DocumentError):
    """The log cannot be written, so nothing may be fixed."""


class Fix(NamedTuple):
    """What one run of `fix` did to one file, and was not taken back.

    `name` is the file's, as `UndoLog.path` takes it. `spans` are byte ranges of the log that hold its records. `written` is None
    where the run ended before it could tell.
    """

    run: str
    name: str
    spans: tuple[tuple[int, int], ...]
    written: bool | None


def new_run() -> str:
    """An id for a run of `fix`: the time in UTC, and something random."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}-{secrets.token_hex(4)}"


def is_undo_log(file: Path) -> bool:
    """Whether a file is there and begins as the log of `fix` does; records that `clean` wrote do not."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


class UndoLog:
    """A project's undo log. The flow of a fix, for one file:

        run = new_run()                                              # once
        with UndoLog.at(root) as log:
            with Replacement(path, inside) as replacement:
                log.append(log.line(run, path, item.held, result))  # for each document that changes
                (error,) = log.commit(run, [replacement])  # of several at a time, which costs hardly more

    An `UndoLogError` from `append` or `sync`, or among what `commit` returns, means that records are not safe, and that no text may be
    written any more: it comes again from all later calls. Several processes may append at a time. Memory is bounded by the longest record,
    and by the number of files.
    """

    def __init__(self, root: Path, file: Path, *, ours: bool) -> None:
        self.root = root
        self.file = file
        self._ours = ours  # whether the folder around it is ours to make
        self._descriptor: int | None = None
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._unsynced = False
        self._failure: UndoLogError | None = None

    @classmethod
    def at(cls, root: Path, path: Path | None = None) -> UndoLog:
        """The log of the project in `root`, or the one at `path`. Nothing is made before the first record is written."""
        root = Path(os.path.realpath(root))
        return cls(root, path or root / NAME / FILE, ours=path is None)

    def name(self, path: Path) -> str:
        """How the log names a file: links resolved, relative to the root, with slashes; absolute where it lies outside."""
        return self._name(Path(os.path.realpath(path)))

    def _name(self, real: Path) -> str:
        return (real.relative_to(self.root) if real.is_relative_to(self.root) else real).as_posix()

    def path(self, name: str) -> Path:
        """The file of a name."""
        return self.root / name

    def line(self, run: str, path: Path, held: Mapping[str, Any], result: Result) -> bytes:
        """The line of a document that a fix changes; `held` is the `Item`'s."""
        return as_line({"fix": run, "document": {"path": self.name(path), **held}, **result.as_record()})

    def append(self, line: bytes) -> None:
        """Add a whole line. It is on the disk after `sync` or `commit`."""
        self._pending.append(line)
        self._pending_bytes += len(line)
        if self._pending_bytes > _MOST_PENDING:
            self._write(sync=False)

    def sync(self) -> None:
        """Bring all that was appended to the disk."""
        self._write(sync=True)

    def commit(self, run: str, replacements: Sequence[Replacement]) -> list[DocumentError | None]:
        """Sync, then commit the replacements, and note which were written; for each, the error for which it failed."""
        try:
            return commit_together(replacements, before=self.sync)
        finally:
            for replacement in replacements:
                self._mark("written" if replacement.committed else "unwritten", run, self._name(replacement.path))

    def fixes(self) -> list[Fix]:
        """The fixes that stand, oldest first.

        Raises `DocumentError` when the log cannot be read.
        """
        spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        written: dict[tuple[str, str], bool] = {}
        for start, line in self._lines():
            record, mark = _key(line)
            if record:
                own = spans.setdefault(record, [])
                if own and own[-1][1] == start:
                    own[-1] = (own[-1][0], start + len(line))
                else:
                    own.append((start, start + len(line)))
            elif mark and mark[0] == "undone":
                spans.pop(mark[1], None)
            elif mark:
                written[mark[1]] = mark[0] == "written"
        return [Fix(*key, tuple(own), written.get(key)) for key, own in spans.items()]

    def records(self, fix: Fix) -> Iterator[dict[str, Any]]:
        """The records of a fix, in order.

        Raises `TornRecordError` at one that is not whole, `DocumentError` when the log cannot be read.
        """
        try:
            with self.file.open("rb") as file:
                for start, end in fix.spans:
                    file.seek(start)
                    while (at := file.tell()) < end:
                        record = _loaded(file.readline())
                        if record is None:
                            raise TornRecordError(f"{self.file}: the record at byte {at} is not whole")
                        yield record
        except OSError as error:
            raise DocumentError(f"{self.file}: cannot be read: {error.strerror}") from error

    def mark_written(self, fix: Fix) -> None:
        """Note that a fix turned out to have been written."""
        self._mark("written", fix.run, fix.name)

    def mark_undone(self, fix: Fix) -> None:
        """Note that a fix no longer stands."""
        self._mark("undone", fix.run, fix.name)

    def close(self) -> None:
        """Write the last marks, and close the file."""
        try:
            self._write(sync=False)
        except UndoLogError:
            pass  # records of written texts were synced before; a mark that is missing costs a look at the file when it is undone
        finally:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _mark(self, mark: str, run: str, name: str) -> None:
        # Not written at once: a mark is a help, and its failure must not pass for that of the text.
        line = as_line({mark: {"fix": run, "path": name}})
        self._pending.append(line)
        self._pending_bytes += len(line)

    def _write(self, *, sync: bool) -> None:
        """Write what is pending: whole lines, after whole lines."""
        if self._failure is not None:
            raise self._failure
        if not self._pending and not (sync and self._unsynced):
            return
        data = memoryview(b"".join(self._pending))
        self._pending, self._pending_bytes = [], 0
        try:
            self._unsynced = True
            descriptor = self._open()
            lock(descriptor)
            try:
                if _is_torn(descriptor):
                    os.write(descriptor, b"\n")
                while data:
                    data = data[os.write(descriptor, data) :]
            finally:
                unlock(descriptor)
            if sync:
                os.fsync(descriptor)
                self._unsynced = False
        except UndoLogError as failure:
            self._failure = failure
            raise
        except OSError as error:
            # For good: records of other files may be among what was lost, and what a failed fsync has dropped, a second one does not miss.
            self._failure = self._failed(error)
            raise self._failure from error

    def _open(self) -> int:
        if self._descriptor is not None:
            return self._descriptor
        if self._ours:
            state_folder(self.root)
            sync_folder(self.root)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.file, flags, 0o666)
        try:
            start = os.read(descriptor, len(_HEAD)).split(b"\n")[0]
            if not _HEAD.startswith(start):
                raise UndoLogError(f"{self.file}: is not a log that textclean fix wrote, so nothing is added to it; give another --notes")
            sync_folder(self.file.parent)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return descriptor

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The whole lines of the log, with the offset of each."""
        try:
            with self.file.open("rb") as file:
                at = 0
                for line in file:
                    if line.endswith(b"\n"):
                        yield at, line
                    at += len(line)
        except FileNotFoundError:
            return
        except OSError as error:
            raise DocumentError(f"{self.file}: cannot be read: {error.strerror}") from error

    def _failed(self, error: OSError) -> UndoLogError:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        step = "make room and run again" if full else "see to its rights, or give another --notes (fix can do without: --no-undo)"
        return UndoLogError(f"{self.file}: cannot be written, and no text is without it: {error.strerror}; {step}")


_Key = tuple[str, str]


def _key(line: bytes) -> tuple[_Key | None, tuple[str, _Key] | None]:
    """Run and name that a record is of, or a mark with those it is of; neither for a torn line."""
    if quick := _RECORD.match(line):
        return (quick[1].decode("ascii", "replace"), str(json.loads(quick[2]))), None
    data = _loaded(line) or {}
    held = data.get("document")
    if "fix" in data and isinstance(held, dict):
        return (str(data["fix"]), str(held.get("path"))), None
    for mark in _MARKS:
        if isinstance(of := data.get(mark), dict):
            return None, (mark, (str(of.get("fix")), str(of.get("path"))))
    return None, None


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _is_torn(descriptor: int) -> bool:
    """Whether the last line of a file was left unfinished."""
    if not os.fstat(descriptor).st_size:
        return False
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"

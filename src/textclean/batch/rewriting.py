"""Writing what cleaning came to: in place of the files, or into a folder, with the records beside.

Both stand in the flow of events between the workers and whoever tells the user: they write, and hand each event on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from textclean.batch.documents import DocumentError, UnencodableError
from textclean.batch.flow import Begun, Cleaned, Ended, Event, File
from textclean.batch.grouping import Group
from textclean.batch.sources import Item, Sink
from textclean.batch.undo_log import UndoLog
from textclean.batch.writing import Replacement

HELD_BACK = 1 << 20  # bytes of unchanged documents that wait for a first change before a file is begun anew


class Targets(NamedTuple):
    """Where the clean text of a file goes, and its records, if they are wanted; both lie `inside` a folder, if one is given."""

    text: Path
    notes: Path | None = None
    inside: Path | None = None


def fix(events: Iterable[Event], log: UndoLog | None, run: str) -> Iterator[Event]:
    """Write the files in which a document changes anew, in place, with the records of the changes in the log before that.

    The events come through. The end of a file tells whether it was written, or the problem for which it stays as it was.
    """
    with Group(log, run) as group:
        for event in _written(events, lambda begun: _InPlace(begun, log, group)):
            yield from group.passed(event)
        yield from group.commit()


def mirror(events: Iterable[Event], targets: Callable[[File], Targets]) -> Iterator[Event]:
    """Write every file, cleaned, to its target. The events come through as with `fix`."""
    return _written(events, lambda begun: _Mirrored(begun, targets(begun.file)))


def emit(events: Iterable[Event], text: BinaryIO | None, notes: BinaryIO | None) -> Iterator[Event]:
    """Write every file, cleaned, to one stream, and its records to another. The events come through as with `fix`."""
    return _written(events, lambda begun: _Emitted(begun, text, notes))


class _Writer(Protocol):
    def take(self, event: Cleaned) -> None:
        """Write a document. Raises `UnencodableError` when the file's encoding cannot hold it: then it is written as it was."""

    def end(self) -> bool:
        """Put the file in its place, or hand it on to be put there; whether there was anything to write."""

    def close(self) -> None:
        """Leave nothing behind."""


def _written(events: Iterable[Event], begin: Callable[[Begun], _Writer]) -> Iterator[Event]:
    writer: _Writer | None = None
    problem = ""
    try:
        for event in events:
            passed: Event = event
            try:
                match event:
                    case Begun():
                        problem = ""
                        writer = begin(event)
                    case Cleaned() if writer:
                        writer.take(event)
                    case Ended() if writer and not event.problem:
                        passed = event._replace(written=writer.end())
            except UnencodableError as error:
                assert isinstance(event, Cleaned)
                passed = event._replace(result=None, record=None, problem=str(error))
            except DocumentError as error:
                problem = str(error)
                _close(writer)
                writer = None
            if isinstance(passed, Ended):
                passed = passed._replace(problem=passed.problem or problem)
                problem = ""
                _close(writer)
                writer = None
            yield passed
    finally:
        _close(writer)


def _close(writer: _Writer | None) -> None:
    if writer:
        writer.close()


class _InPlace:
    """A file that is written anew once a document in it changes."""

    def __init__(self, begun: Begun, log: UndoLog | None, group: Group) -> None:
        self._begun = begun
        self._log = log
        self._group = group
        self._waiting: list[Item] = []
        self._bytes = 0
        self._changed = False
        self._sink: Sink | None = None
        self._stack = ExitStack()
        if begun.replacement:
            self._stack.enter_context(begun.replacement)

    def take(self, event: Cleaned) -> None:
        changes = event.result is not None and bool(event.result.edits)
        if not changes and self._refusal:
            return
        if not changes and self._sink is None and self._bytes < HELD_BACK:
            self._waiting.append(event.item)
            self._bytes += event.weight
            return
        sink = self._sink or self._start()
        _write(sink, event)
        if changes:
            self._changed = True
            if self._log and event.record:
                self._log.append(event.record)

    @property
    def _refusal(self) -> str:
        reason = self._begun.source.rewritable
        return self._begun.refusal or (f"{self._begun.file.name}: {reason}" if reason else "")

    def _start(self) -> Sink:
        if self._begun.replacement is None or self._refusal:
            raise DocumentError(self._refusal)
        self._sink = self._begun.source.sink(self._begun.replacement.file)
        for item in self._waiting:
            self._sink.write(item)
        self._waiting.clear()
        return self._sink

    def end(self) -> bool:
        if self._changed and self._sink and self._begun.replacement:
            self._sink.finish()
            self._group.add(self._begun.file.path, self._begun.replacement)
            self._stack.pop_all()  # it is the group's from here on; before it was of both, lest an interrupt leave it to neither
        return self._changed

    def close(self) -> None:
        self._waiting.clear()
        self._stack.close()


class _Mirrored:
    """A file that is written to another place, and its records beside it."""

    def __init__(self, begun: Begun, targets: Targets) -> None:
        with ExitStack() as stack:
            self._text = stack.enter_context(Replacement(targets.text, targets.inside, create=True))
            self._notes = stack.enter_context(Replacement(targets.notes, targets.inside, create=True)) if targets.notes else None
            self._sink = begun.source.sink(self._text.file)
            self._stack = stack.pop_all()

    def take(self, event: Cleaned) -> None:
        _write(self._sink, event)
        if self._notes and event.record:
            self._notes.file.write(event.record)

    def end(self) -> bool:
        self._sink.finish()
        if self._notes:
            self._notes.commit()  # first: a text is never there without its notes
        self._text.commit()
        return True

    def close(self) -> None:
        self._stack.close()


class _Emitted:
    """A file that is written to a stream as it comes."""

    def __init__(self, begun: Begun, text: BinaryIO | None, notes: BinaryIO | None) -> None:
        self._sink = begun.source.sink(text) if text else None
        self._notes = notes

    def take(self, event: Cleaned) -> None:
        if self._sink:
            _write(self._sink, event)
        if self._notes and event.record:
            self._notes.write(event.record)

    def end(self) -> bool:
        if self._sink:
            self._sink.finish()
        return True

    def close(self) -> None:
        """The streams are the caller's."""


def _write(sink: Sink, event: Cleaned) -> None:
    new = event.result is not None and (bool(event.result.edits) or event.item.page is not None)
    text = event.result.text if event.result and new else None
    try:
        sink.write(event.item, text)
    except UnencodableError:
        sink.write(event.item)
        raise

"""Files that are written anew get their names in groups, for each wait for the disk is then one for all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from textclean.batch.documents import DocumentError
from textclean.batch.flow import Cleaned, Ended, Event
from textclean.batch.undo_log import UndoLog
from textclean.batch.writing import Replacement, commit_together

_MOST_FILES = 32  # that are held open
_MOST_BYTES = 1 << 21  # of what the events hold that wait
_EVENT = 1 << 10  # bytes that one holds beside its document
_LONGEST = 0.25  # seconds that a file waits for others; what is in hand then may take longer


class Group:
    """Files whose new content is complete and waits to get their names, and the events that wait for that.

        with Group(log, run) as group:  # the last `events` before it ends; what waits when it is left otherwise stays as it was
            group.add(path, replacement)
            yield from group.passed(event)
        # and after the last event
        yield from group.commit()

    Events come out in their order. The end of a file comes out when the file has its name, or with the problem for which it has not.
    """

    def __init__(self, log: UndoLog | None, run: str) -> None:
        self._log = log
        self._run = run
        self._files: dict[Path, Replacement] = {}
        self._events: list[Event] = []
        self._bytes = 0
        self._since = 0.0
        self._stack = ExitStack()

    def add(self, path: Path, replacement: Replacement) -> None:
        """Take over the replacement of a file whose `Ended` is the next event."""
        if not self._files:
            self._since = time.monotonic()
        self._files[path] = self._stack.enter_context(replacement)

    def passed(self, event: Event) -> Iterator[Event]:
        """What may be told now that there is one event more."""
        self._events.append(event)
        self._bytes += _EVENT + (event.weight if isinstance(event, Cleaned) else 0)
        if not self._files or self._full:
            yield from self.commit()

    @property
    def _full(self) -> bool:
        return len(self._files) >= _MOST_FILES or self._bytes >= _MOST_BYTES or time.monotonic() - self._since >= _LONGEST

    def commit(self) -> Iterator[Event]:
        """Give the files their names; the events that waited for it."""
        errors = dict(zip(self._files, self._committed(list(self._files.values())), strict=True))
        self._stack.close()
        events = self._events
        self._files, self._events, self._bytes = {}, [], 0
        for event in events:
            error = errors.get(event.file.path) if isinstance(event, Ended) else None
            yield event._replace(problem=str(error), written=False) if isinstance(event, Ended) and error else event

    def _committed(self, replacements: list[Replacement]) -> list[DocumentError | None]:
        if not replacements:
            return []
        return self._log.commit(self._run, replacements) if self._log else commit_together(replacements)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

"""What `textclean fix` and `textclean clean --output` tell: a line for each file that was written, the problems, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from textclean.batch.flow import Begun, Cleaned, Ended, Event
from textclean.batch.sources import Source
from textclean.cli.options import ERROR, FINE, warn
from textclean.formats.printable import printable


@dataclass
class Told:
    """What came of a batch."""

    files: int = 0
    written: int = 0
    changed: int = 0  # files that hold a changed document
    failed: int = 0  # documents and files
    changes: Counter[str] = field(default_factory=Counter)  # by what was done: removed, replaced

    @property
    def code(self) -> int:
        """The exit code of a run that wrote what it could."""
        return ERROR if self.failed else FINE


def tell(events: Iterable[Event], *, verb: str, quiet: bool) -> Told:
    """Follow a batch to its end, telling what comes of it."""
    told = Told()
    changes: Counter[str] = Counter()
    source: Source | None = None
    for event in events:
        match event:
            case Begun():
                changes = Counter()
                source = event.source
            case Cleaned():
                told.failed += event.failed
                changes.update(_changes(event))
                tell_problems(event)
                for failure in event.result.failures if event.result else ():
                    warn(f"{event.name}: {failure.kind}: {failure.message}")
            case Ended():
                told.files += 1
                told.written += event.written
                if source and source.note:
                    warn(f"{event.file.name}: {source.note}")
                source = None
                if event.problem:
                    told.failed += 1
                    warn(event.problem)
                elif event.written and changes:
                    told.changed += 1
                    told.changes.update(changes)
                    if not quiet:
                        click.echo(f"{verb} {printable(event.file.name)}: {_counted(changes)}")
    return told


def tell_problems(event: Cleaned) -> None:
    """Name on standard error a document that could not be cleaned, and the comments in it that suppress nothing."""
    if event.problem:
        warn(f"{event.name}: {event.problem}; it is left as it is")
    for unused in event.unused:
        what = f"{', '.join(unused.targets)} in it suppress nothing" if unused.targets else "it suppresses nothing"
        warn(f"{event.name}:{unused.line}: {unused.comment}: {what}")


def summary(told: Told, *, verb: str, skipped: int) -> str:
    """What came of a batch, in one line."""
    counted = f" ({_counted(told.changes)})" if told.changes else ""
    failed = f"; {_many(told.failed, 'problem')}" if told.failed else ""
    return f"{told.changed} of {_many(told.files + skipped, 'file')} {verb}{counted}{failed}"


def _changes(event: Cleaned) -> Counter[str]:
    return Counter(note.status for note in event.result.notes if note.old != note.new) if event.result else Counter()


def _counted(changes: Counter[str]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(changes.items()))


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

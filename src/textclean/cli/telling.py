"""What a batch tells its user: a line for each file that was written, the problems, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from textclean.batch.flow import Begun, Cleaned, Ended, Event
from textclean.batch.sources import Source
from textclean.cli.options import warn
from textclean.formats.printable import printable


@dataclass
class Told:
    """What came of a batch."""

    files: int = 0
    changed: int = 0  # files that were written and hold a changed document
    failed: int = 0  # files and documents with a problem
    changes: Counter[str] = field(default_factory=Counter)  # in the changed files, by what was done: removed, replaced


def tell(events: Iterable[Event], verb: str, *, quiet: bool = False) -> Told:
    """Follow a batch to its end, telling what comes of it."""
    told = Told()
    changes: Counter[str] = Counter()
    source: Source | None = None
    for event in events:
        match event:
            case Begun():
                changes = Counter()
                source = event.source
            case Cleaned(result=result):
                tell_problems(event)
                told.failed += event.failed
                if result:
                    changes.update(note.status for note in result.notes if note.old != note.new)
                    for failure in result.failures:
                        warn(f"{event.name}: {failure.kind}: {failure.message}")
            case Ended():
                tell_end(event, source)
                source = None
                told.files += 1
                told.failed += bool(event.problem)
                if event.written and changes:
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
        warn(f"{event.name}:{unused.line}: {unused.comment}: {unused.message}")


def tell_end(event: Ended, source: Source | None) -> None:
    """Name on standard error what is to be known about a file as a whole."""
    if source and source.note:
        warn(f"{event.file.name}: {source.note}")
    if event.problem:
        warn(event.problem)


def summary(told: Told, verb: str, skipped: int = 0) -> str:
    """What came of a batch, in one line."""
    counted = f" ({_counted(told.changes)})" if told.changes else ""
    failed = f"; {many(told.failed, 'problem')}" if told.failed else ""
    return f"{told.changed} of {many(told.files + skipped, 'file')} {verb}{counted}{failed}"


def _counted(changes: Counter[str]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(changes.items()))


def many(count: int, what: str) -> str:
    """A number of things, by the name of one."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

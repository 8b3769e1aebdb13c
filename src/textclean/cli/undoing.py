"""What `textclean undo` does: takes fixes back in place and says what came of it, or prints the original of a clean file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from textclean.batch.configuration import Configuration
from textclean.batch.documents import write_bytes
from textclean.batch.records import read_records
from textclean.batch.records import undo as original
from textclean.batch.undo_log import UndoLog
from textclean.batch.undoing import undo
from textclean.cli.options import ERROR, FINE, warn
from textclean.errors import RecordError
from textclean.formats.printable import printable


def print_original(clean_file: str, notes: str) -> None:
    """Print the original of a clean file."""
    write_bytes("-", original(clean_file, notes))
    if any("extractor" in record.get("stamp", {}) for record in read_records(notes)):
        warn("of a web page this is the text that was extracted, not the page")


def take_back(paths: Sequence[str], notes: str | None) -> int:
    """Take the last fix of the paths back, or of the last run where there are none; the exit code.

    Raises `RecordError` when no fix stands.
    """
    files, documents = Counter[str](), Counter[str]()
    as_before = problems = 0
    here = Configuration({"notes": notes}).here
    with UndoLog.at(here.project, here.notes) as log:
        for taken in undo(log, [Path(path) for path in paths], here.reading):
            if said := taken.problem or (taken.note and f"{taken.path}: {taken.note}"):
                warn(said)
            problems += taken.problem is not None
            files[taken.run] += taken.documents > 0
            documents[taken.run] += taken.documents
            as_before += not taken.documents and not taken.problem
        if not files:
            raise RecordError(f"{log.file}: no fix stands in it that could be taken back")
    for run in sorted(+files, reverse=True):
        click.echo(f"fix {printable(run)}: {_count(files[run], 'file')} taken back ({_count(documents[run], 'document')})")
    if as_before:
        click.echo(f"{_count(as_before, 'file')} as before already")
    return ERROR if problems else FINE


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

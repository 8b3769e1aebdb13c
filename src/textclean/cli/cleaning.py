"""What `textclean clean` does: prints one file's clean text, or writes those of many to a folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click

from textclean.batch.configuration import Configuration
from textclean.batch.documents import STANDARD, DocumentError
from textclean.batch.flow import File, Recording, Work
from textclean.batch.manifest import Manifest
from textclean.batch.planning import Progress, check_targets
from textclean.batch.rewriting import Targets, emit, mirror
from textclean.batch.sources import PAGE, is_page
from textclean.batch.writing import sweep_beside
from textclean.cli.batches import Batch
from textclean.cli.options import ERROR, FINE
from textclean.cli.progress import with_progress
from textclean.cli.telling import summary, tell
from textclean.result import Detail

NOTES = ".notes.jsonl"
"""What the name of a file of records ends in, beside the clean text."""


class Recorded(NamedTuple):
    """Where the record of a cleaning goes and how much it holds; whether each result is proven; what is known of a page."""

    notes: str | None
    detail: Detail
    strict: bool
    title: str | None = None
    url: str | None = None


def clean_one(path: str, configuration: Configuration, recorded: Recorded, *, page: bool = False) -> int:
    """Print the clean text of a file, or its record in place of it; the exit code. With `page` it is a web page whatever its name is."""
    batch = Batch.of([path], configuration)
    if page:
        batch = replace(batch, files=[file._replace(kind=PAGE) for file in batch.files])
    work = Work(
        batch.cleaners,
        Recording.ALL if recorded.notes else Recording.NONE,
        recorded.detail,
        title=recorded.title,
        url=recorded.url,
        strict=recorded.strict,
    )
    with ExitStack() as stack:
        notes = _notes(recorded.notes, stack)
        text = None if recorded.notes == STANDARD else sys.stdout.buffer
        told = tell(emit(batch.run(work), text, notes), "cleaned", quiet=True)
        sys.stdout.buffer.flush()
    return ERROR if told.failed else FINE


def clean_into(output: Path, paths: Sequence[str], configuration: Configuration, recorded: Recorded) -> int:
    """Write the clean text of files into a folder, as a tree like theirs, each with its records beside it; the exit code."""
    batch = Batch.of(paths, configuration)
    inside = output.resolve()
    batch = replace(batch, files=[file for file in batch.files if not file.path.resolve().is_relative_to(inside)])
    check_targets(batch.files, lambda file: _target(output, file))
    sweep_beside(_target(output, file) for file in batch.files)
    work = Work(batch.cleaners, Recording.ALL, recorded.detail, strict=recorded.strict)
    with Manifest.of(output) as manifest:
        progress = Progress(manifest, batch.cleaners, lambda file: _target(output, file))
        events = mirror(batch.run(work, progress=progress), lambda file: _targets(output, file))
        told = tell(with_progress(progress.finished(events), batch.files), "cleaned")
    click.echo(summary(told, "cleaned", progress.skipped))
    return ERROR if told.failed else FINE


def _target(output: Path, file: File) -> Path:
    within = file.path.relative_to(file.under)
    return output / (within.with_name(f"{within.name.split('.')[0]}.txt") if is_page(within.name) else within)


def _targets(output: Path, file: File) -> Targets:
    text = _target(output, file)
    return Targets(text, text.with_name(text.name + NOTES), output)


def _notes(path: str | None, stack: ExitStack) -> BinaryIO | None:
    if path is None:
        return None
    if path == STANDARD:
        return sys.stdout.buffer
    try:
        return stack.enter_context(Path(path).open("wb"))
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written: {error.strerror}") from error

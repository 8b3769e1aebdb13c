"""What `textclean fix` does: cleans files in place, and tells what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import NamedTuple

import click

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Recording, Work
from textclean.batch.manifest import Manifest
from textclean.batch.planning import Progress
from textclean.batch.rewriting import fix
from textclean.batch.undo_log import UndoLog, new_run
from textclean.batch.writing import sweep_beside
from textclean.cli.batches import Batch
from textclean.cli.options import ERROR, FINE, FOUND
from textclean.cli.progress import with_progress
from textclean.cli.telling import summary, tell


class Fixing(NamedTuple):
    """How files are fixed: with records for undo, telling problems only, with proof of each result."""

    undo: bool
    quiet: bool
    strict: bool


def fix_paths(paths: Sequence[str], configuration: Configuration, fixing: Fixing) -> int:
    """Clean files in place, and tell what came of it; the exit code: 1 where one was changed, 2 where one could not be cleaned."""
    batch = Batch.of(paths, configuration)
    here = batch.here
    sweep_beside(file.path for file in batch.files)
    run = new_run()
    work = Work(batch.cleaners, Recording.CHANGED if fixing.undo else Recording.NONE, marks={"fix": run}, strict=fixing.strict)
    with ExitStack() as stack:
        log = stack.enter_context(UndoLog.at(here.project, here.notes)) if fixing.undo else None
        manifest = stack.enter_context(Manifest.of(here.project))
        progress = Progress(manifest, batch.cleaners)
        events = progress.finished(fix(batch.run(work, in_place=True, progress=progress), log, run))
        told = tell(with_progress(events, batch.files), "fixed", quiet=fixing.quiet)
    if not fixing.quiet:
        taken_back = "; `textclean undo` takes it back" if fixing.undo and told.changed else ""
        click.echo(summary(told, "fixed", progress.skipped) + taken_back)
    return ERROR if told.failed else FOUND if told.changed else FINE

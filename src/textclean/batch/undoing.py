"""Taking fixes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from textclean.batch.undo_log import UndoLog


class TakenBack(NamedTuple):
    """What came of one file: `problem` says why it stays as it is, `note` what to know about it.

    With neither and no documents the fix had never been written.
    """

    path: str
    run: str
    documents: int
    note: str | None = None
    problem: str | None = None


def undo(log: UndoLog, paths: Sequence[Path] = ()) -> Iterator[TakenBack]:
    """Take back the last fix of each file that the paths name (files, folders); without paths all of the last run."""
    raise NotImplementedError

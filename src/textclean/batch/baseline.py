"""What was found before: a baseline, so that a check tells only what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from textclean.result import Note, Result


class Stale(NamedTuple):
    """An entry of a baseline that no finding matches any more."""

    path: str
    category: str
    count: int


class Baseline:
    """The known findings of some documents: counts by path, category and a hash of the removed text.

    Paths are posix, relative to the folder of the baseline file; `document` names a document as `path` or `path:number` for a record.
    """

    @classmethod
    def of(cls, results: Iterable[tuple[str, Result]]) -> Baseline:
        """The baseline that holds all findings of some documents."""
        raise NotImplementedError

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline in a file. Raises `DocumentError` when it cannot be read."""
        raise NotImplementedError

    def write(self, path: Path) -> None:
        """Write the file: the same findings give the same bytes."""
        raise NotImplementedError

    def new(self, document: str, result: Result) -> tuple[Note, ...]:
        """The notes of a document that change something and are not in the baseline. Asked once for each document: it counts."""
        raise NotImplementedError

    def stale(self, documents: Iterable[str]) -> Sequence[Stale]:
        """The entries that were not met by now, of these documents (those that were looked at)."""
        raise NotImplementedError

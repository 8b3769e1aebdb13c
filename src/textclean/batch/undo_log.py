"""The undo log: what `fix` did to which file, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from textclean.batch.writing import Replacement
from textclean.result import Result


class Fix(NamedTuple):
    """What one run of `fix` did to one file, as far as it stands: `spans` are byte ranges of the log that hold its records."""

    run: str
    name: str
    spans: tuple[tuple[int, int], ...]
    written: bool


def project_root(start: Path) -> Path:
    """The nearest folder upward that holds .git, pyproject.toml or textclean.toml; else `start`."""
    raise NotImplementedError


def new_run() -> str:
    """An id for a run of `fix`: the time in UTC, and something random."""
    raise NotImplementedError


class UndoLog:
    """The flow of a fix, for one file:

        run = new_run()                                             # once
        with UndoLog.at(root) as log:
            with Replacement(path, inside) as replacement:
                log.append(log.line(run, path, item.held, result))  # for each document that changes
                log.commit(replacement, run)                         # fsync of the log, then the rename, then a mark that it is done

    Without a log (`--no-undo`) it is `replacement.commit()`.
    A `DocumentError` from `append` or `commit` means that the text is not written.
    """

    @classmethod
    def at(cls, root: Path, path: Path | None = None) -> UndoLog:
        """The log of a project, or the one at `path`. Nothing is made before the first `append`."""
        raise NotImplementedError

    def name(self, path: Path) -> str:
        """How the log names a file: relative to the root, with slashes; absolute where it lies outside."""
        raise NotImplementedError

    def line(self, run: str, path: Path, held: Mapping[str, Any], result: Result) -> bytes:
        """The line of a document that a fix changes."""
        raise NotImplementedError

    def append(self, line: bytes) -> None:
        """Add a whole line; on disk after `sync` or `commit`."""
        raise NotImplementedError

    def sync(self) -> None:
        """Write what was appended, and fsync it."""
        raise NotImplementedError

    def commit(self, replacement: Replacement, run: str) -> None:
        """Sync, commit the replacement, and note that it was written; or, where the commit fails, that it was not."""
        raise NotImplementedError

    def fixes(self) -> list[Fix]:
        """The fixes that stand, oldest first."""
        raise NotImplementedError

    def records(self, fix: Fix) -> Iterator[dict[str, Any]]:
        """The records of a fix, in order."""
        raise NotImplementedError

    def undone(self, fix: Fix) -> None:
        """Note that a fix no longer stands."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what was appended, and close the file."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

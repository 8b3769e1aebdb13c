"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class Replacement:
    """A file's new content, which takes the old one's place at `commit`, whole or not at all.

        with Replacement(target, inside) as replacement:   # before the file is read: from here on a change by others is noticed
            replacement.file.write(...)                     # the temporary file is made at the first use of `file`
            replacement.commit()                            # fsync, re-check, rename, fsync of the folder

    With `create` the target need not exist: folders are made, and the mode is what the umask gives.
    Every refusal and fault is a `DocumentError`; those of `__init__` and of the first use of `file` come before anything is made.
    """

    path: Path  # what will be replaced: links resolved

    def __init__(self, target: Path, inside: Path | None = None, *, create: bool = False) -> None:
        raise NotImplementedError

    @property
    def file(self) -> BinaryIO:
        """The temporary file, for writing. A fault of the disk in it is a `DocumentError`."""
        raise NotImplementedError

    def commit(self) -> None:
        """Put the file in its place."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        raise NotImplementedError


def sweep(folder: Path) -> list[Path]:
    """Remove what killed runs left in a folder (not below it); not the temporary files of runs that are alive. What was removed."""
    raise NotImplementedError

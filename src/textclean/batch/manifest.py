"""What is done already, so that a rerun does not do it again: files by the hash of what is in them and of the rules that were applied.

It is a cache: where it is missing, damaged, locked or cannot be written, work is done again and nothing else happens. SQLite keeps it whole
when a run is killed, and lets two runs share it.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path
from types import TracebackType

from textclean.batch.state import state_folder

_NAME = "done.db"
_TABLE = """
CREATE TABLE IF NOT EXISTS done (path TEXT PRIMARY KEY, recipe TEXT NOT NULL, digest TEXT NOT NULL, output TEXT NOT NULL) WITHOUT ROWID
"""
_SAVE_EVERY = 256  # files: what a killed run does again at most
_PATIENCE = 1  # seconds to wait for another run that writes


class Manifest:
    """The files that need nothing done, as one SQLite file. A context manager.

    >>> with Manifest(None) as manifest:
    ...     manifest.add("a.txt", "rules 1", "5d41")
    ...     manifest.has("a.txt", "rules 1", "5d41"), manifest.has("a.txt", "rules 2", "5d41")
    (True, False)
    """

    def __init__(self, path: Path | None) -> None:
        """Open or make it; with `None`, or where that cannot be done, it lives in memory and dies with the run."""
        self._unsaved: dict[str, tuple[str, str, str]] = {}
        try:
            self._database = _open(path)
        except (sqlite3.Error, OSError):
            self._database = _open(None)

    @classmethod
    def of(cls, project: Path) -> Manifest:
        """That of a project, in its `.textclean`."""
        try:
            return cls(state_folder(project) / _NAME)
        except OSError:
            return cls(None)

    def has(self, path: str, recipe: str, digest: str, output: str = "") -> bool:
        """Whether the file with these contents is done by this recipe, with this output."""
        wanted = (recipe, digest, output)
        if path in self._unsaved:
            return self._unsaved[path] == wanted
        try:
            row: object = self._database.execute("SELECT recipe, digest, output FROM done WHERE path = ?", (path,)).fetchone()
        except sqlite3.Error:
            return False
        return row == wanted

    def add(self, path: str, recipe: str, digest: str, output: str = "") -> None:
        """Remember that it is."""
        self._unsaved[path] = (recipe, digest, output)
        if len(self._unsaved) >= _SAVE_EVERY:
            self._save()

    def _save(self) -> None:
        rows = [(path, *entry) for path, entry in self._unsaved.items()]
        with contextlib.suppress(sqlite3.Error), self._database:
            self._database.executemany("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?)", rows)
        self._unsaved.clear()

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._save()
        self._database.close()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes.

    Raises `OSError` when it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path | None) -> sqlite3.Connection:
    try:
        return _usable(path or ":memory:")
    except sqlite3.OperationalError:  # locked or out of reach, not damaged
        raise
    except sqlite3.DatabaseError:
        assert path is not None
        path.unlink()
        return _usable(path)


def _usable(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        # A cache that a loss of power damages is made anew, so it need not wait for the disk.
        database.execute("PRAGMA synchronous = OFF")
        with database:
            database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database

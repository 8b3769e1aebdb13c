"""The folder in which a project keeps what a batch needs to remember."""

from __future__ import annotations

from pathlib import Path

NAME = ".textclean"


def state_folder(project: Path) -> Path:
    """The `.textclean` of a project, made where it is missing, with a `.gitignore` of its own that keeps it out of git.

    Raises `OSError` when it cannot be made.
    """
    folder = project / NAME
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder

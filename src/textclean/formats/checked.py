"""What the formats are made from: a document's path with what cleaning it came to, and places as editors name them."""

from __future__ import annotations

from typing import NamedTuple

from textclean.result import Note, Result
from textclean.text.lines import Lines


class Checked(NamedTuple):
    """A document that was looked at: its result or, where it could not be read, the problem."""

    path: str
    result: Result | None
    problem: str = ""


class Place(NamedTuple):
    """Where something starts or ends: line and column, both from 1, in code points."""

    line: int
    column: int


def place(lines: Lines, offset: int) -> Place:
    """The line and column of an offset.

    >>> place(Lines("one\\ntwo"), 5)
    Place(line=2, column=2)
    """
    index = lines.at(offset)
    return Place(index + 1, offset - lines.starts[index] + 1)


def visible(note: Note) -> tuple[int, int]:
    """The span of a note without the white space at its ends: what a person would point at. All of it where there is nothing else."""
    bare = note.old.strip()
    if not bare:
        return note.start, note.end
    start = note.start + len(note.old) - len(note.old.lstrip())
    return start, start + len(bare)

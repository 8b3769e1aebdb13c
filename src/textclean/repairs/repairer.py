"""What a repairer is: a pure function from a text to the edits that mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textclean.text.edits import Edit


class Skipped(NamedTuple):
    """A place that was left alone because it hit a cap; half-open offsets of the text."""

    start: int
    end: int
    reason: str


class Repairs(NamedTuple):
    """What a repairer does to a text: edits in order, and the places it left alone."""

    edits: list[Edit]
    skipped: list[Skipped]


Repairer = Callable[[str], Repairs]

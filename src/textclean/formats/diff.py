"""Original and clean text as a unified diff, with the rules that had a part in each hunk.

Hunks follow from the notes' edits, so nothing is compared: the work grows with the text, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textclean.formats.printable import printable
from textclean.result import Result
from textclean.text.edits import Edit
from textclean.text.lines import Lines

CONTEXT = 3  # lines around a change: what `diff -u` and git show

Span = tuple[int, int]


class Row(NamedTuple):
    """One line of a hunk: its sign (blank, `-` or `+`), its text with its line end, and the half-open spans of it that changed.

    An empty span marks the place where something stands in the other text alone.
    """

    sign: str
    text: str
    changed: tuple[Span, ...] = ()


class Hunk(NamedTuple):
    """Lines that changed with those around them. Indexes of lines from 0; `rules` are all that had a part."""

    old_first: int
    old_count: int
    new_first: int
    new_count: int
    rules: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class _Block:
    """A run of whole lines that some edits changed: half-open offsets of both texts, all at starts of lines or the texts' ends."""

    old_start: int
    new_start: int
    old_end: int = 0
    new_end: int = 0
    rules: list[str] = field(default_factory=list)
    old_spans: list[Span] = field(default_factory=list)
    new_spans: list[Span] = field(default_factory=list)


def hunks(result: Result) -> list[Hunk]:
    """The hunks of a result, in order; none when nothing changed."""
    old, new = Lines(result.restore()), Lines(result.text)
    groups: list[list[_Block]] = []
    for block in _blocks(result.edits, old, new):
        if groups and _index(old, block.old_start) - _index(old, groups[-1][-1].old_end) <= 2 * CONTEXT:
            groups[-1].append(block)
        else:
            groups.append([block])
    return [_hunk(group, old, new) for group in groups]


def _blocks(edits: Sequence[Edit], old: Lines, new: Lines) -> list[_Block]:
    """The changed lines. Blocks that touch are one, so between two there is always a line that both texts share."""
    blocks: list[_Block] = []
    shift = 0  # what the edits so far have grown the text by
    for number, edit in enumerate(edits):
        start = _shared_start(edit.start, old, new, shift, blocks[-1].old_end if blocks else -1)
        if not blocks or start > blocks[-1].old_end:
            blocks.append(_Block(start, start + shift))
        block = blocks[-1]
        block.rules += edit.by
        block.old_spans.append((edit.start, edit.end))
        block.new_spans.append((edit.start + shift, edit.start + shift + len(edit.new)))
        shift += len(edit.new) - len(edit.old)
        following = edits[number + 1].start if number + 1 < len(edits) else len(old.text)
        block.old_end = _shared_end(edit.end, old, new, shift, following)
        block.new_end = block.old_end + shift
    return blocks


def _shared_start(offset: int, old: Lines, new: Lines, shift: int, floor: int) -> int:
    """The last offset up to `offset` where a line starts in both texts, or one at or under `floor`: then the block before reaches here."""
    index = old.at(offset)
    while old.starts[index] > floor and not _starts_line(new, old.starts[index] + shift):
        index -= 1
    return old.starts[index]


def _shared_end(offset: int, old: Lines, new: Lines, shift: int, following: int) -> int:
    """The first offset from `offset` on where a line starts in both texts; no further than the text's end or into the following edit."""
    if offset == len(old.text) or (_starts_line(old, offset) and _starts_line(new, offset + shift)):
        return offset
    index = old.at(offset)
    while old.after(index) < following and not _starts_line(new, old.after(index) + shift):
        index += 1
    return old.after(index)


def _starts_line(lines: Lines, offset: int) -> bool:
    return lines.starts[lines.at(offset)] == offset


def _index(lines: Lines, offset: int) -> int:
    """How many lines start before `offset`. The empty rest behind a last line end is no line, as in every diff."""
    return bisect_left(lines.starts, offset)


def _hunk(blocks: Sequence[_Block], old: Lines, new: Lines) -> Hunk:
    first = max(0, _index(old, blocks[0].old_start) - CONTEXT)
    last = min(_index(old, len(old.text)), _index(old, blocks[-1].old_end) + CONTEXT)
    rows: list[Row] = []
    at = first
    for block in blocks:
        start, end = _index(old, block.old_start), _index(old, block.old_end)
        rows += _rows(" ", old, at, start, ())
        rows += _rows("-", old, start, end, block.old_spans)
        rows += _rows("+", new, _index(new, block.new_start), _index(new, block.new_end), block.new_spans)
        at = end
    rows += _rows(" ", old, at, last, ())
    before = _index(old, blocks[0].old_start) - first
    return Hunk(
        first,
        sum(row.sign != "+" for row in rows),
        _index(new, blocks[0].new_start) - before,
        sum(row.sign != "-" for row in rows),
        tuple(dict.fromkeys(name for block in blocks for name in block.rules)),
        tuple(rows),
    )


def _rows(sign: str, lines: Lines, first: int, last: int, spans: Sequence[Span]) -> Iterator[Row]:
    """The lines from `first` up to `last`, each with its part of the spans, which are in order; empty ones are places."""
    at = 0
    for index in range(first, last):
        start, end = lines.starts[index], lines.after(index)
        while at < len(spans) and spans[at][1] < start:
            at += 1
        inside = at
        changed = []
        while inside < len(spans) and spans[inside][0] < end:
            low, high = max(spans[inside][0], start), min(spans[inside][1], end)
            if low < high or spans[inside] == (low, high):
                changed.append((low - start, high - start))
            inside += 1
        yield Row(sign, lines.text[start:end], tuple(changed))


def diff_text(result: Result, path: str) -> str:
    """The unified diff from the original to the clean text; empty when nothing changed.

    `patch -p0` takes it, either way round, when the lines it shows hold no control, bidi or surrogate character but tabs and line ends,
    and the text no line that ends in a lone carriage return, which `patch` does not know as a line end. Else such characters stand as
    escapes and the hunks are headed `@@ escaped …`, which `patch` passes over: applied, they would write the escapes into the text.

    >>> from textclean.result import Note, Stamp
    >>> note = Note(5, 11, "Share\\n", "", "any-category", ("pack/id",), "A call to share.", "safe", "removed")
    >>> print(diff_text(Result("One.\\n", (note,), Stamp("1", (), {})), "a.txt"), end="")
    --- a.txt
    +++ a.txt
    @@ -1,2 +1 @@ pack/id
     One.
    -Share
    """
    found = hunks(result)
    if not found:
        return ""
    exact = _exact(found, result.restore(), result.text)
    name = printable(path)
    name += "\t" if " " in name else ""  # as git does: `patch` reads a name with blanks up to a tab
    lines = [f"--- {name}\n+++ {name}\n"]
    for hunk in found:
        lines.append(hunk_heading(hunk, exact=exact) + "\n")
        lines += (_line(row) for row in hunk.rows)
    return "".join(lines)


def hunk_heading(hunk: Hunk, *, exact: bool = True) -> str:
    """Where a hunk stands in both texts, and its rules."""
    places = f"-{_range(hunk.old_first, hunk.old_count)} +{_range(hunk.new_first, hunk.new_count)}"
    return f"@@ {'' if exact else 'escaped '}{places} @@ {printable(', '.join(hunk.rules))}"


def _range(first: int, count: int) -> str:
    """As `diff -u` writes it: from 1; a range without lines is named by the line before it; a count of 1 is left out."""
    start = first + 1 if count else first
    return f"{start}" if count == 1 else f"{start},{count}"


def _exact(found: Iterable[Hunk], *texts: str) -> bool:
    """Whether `patch` can make of one text the other by this diff."""
    if any(text.count("\r") != text.count("\r\n") for text in texts):
        return False
    return all(_shown(row.text) == row.text for hunk in found for row in hunk.rows)


def _shown(line: str) -> str:
    """A line with its unsafe characters as escapes, but for tabs and its line end."""
    end = "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
    return printable(line[: len(line) - len(end)], keep="\t") + end


def _line(row: Row) -> str:
    shown = row.sign + _shown(row.text)
    if shown.endswith("\n"):
        return shown
    return f"{shown}\n" if row.text.endswith("\r") else f"{shown}\n\\ No newline at end of file\n"

r"""Comments in a document that tell what must stay.

`<!-- textclean: ignore -->` holds for the line it ends, or alone on a line for the next; `ignore[newsletter, en/share]` for some
categories, packs or rules only; `off` to `on` for the lines between; `ignore-file` for the whole document. Behind ` -- ` each may give
a reason.

The cleaner never sees the comments: they are taken out first, so that they are no evidence and nothing can remove them, and put back
where they stood. Cleaning the outcome again changes nothing, since the last pass already found nothing else to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from textclean.cleaner import Cleaner
from textclean.result import Note, Result
from textclean.rules.sparing import Spared
from textclean.text.edits import Edit, OffsetMap, apply
from textclean.text.lines import Lines

_SUFFIXES = (".md", ".markdown")
_COMMENT = re.compile(r"<!--[ \t]*textclean:[ \t]*(?P<said>[^\r\n]*?)[ \t]*-->")
_SAID = re.compile(r"(?P<verb>ignore-file|ignore|off|on)(?:\[(?P<targets>[^\]]*)\])?(?:[ \t]+--[ \t].*)?")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")


class Unused(NamedTuple):
    """A comment, or some of the names in one, that suppressed nothing."""

    line: int
    comment: str  # as it stands there
    targets: tuple[str, ...]  # those of its names that suppressed nothing; empty: the whole comment
    message: str  # what is wrong, in a few words


class _Comment(NamedTuple):
    """A comment of ours: what is taken out of the text for it, as half-open offsets, and what it says. Without a verb it makes no sense."""

    start: int
    end: int
    line: int  # from 1
    comment: str
    alone: bool
    verb: str
    targets: tuple[str, ...]

    def reason(self) -> str:
        return f"suppressed by the comment in line {self.line}"


def takes_comments(path: str) -> bool:
    """Whether a document's format has comments: by the path's suffix, `.md` or `.markdown`, with or without that of a compression.

    >>> takes_comments("notes/README.md"), takes_comments("a.markdown.gz"), takes_comments("a.txt")
    (True, True, False)
    """
    name = PurePath(path.lower())
    return (PurePath(name.stem) if name.suffix in (".gz", ".zst") else name).suffix in _SUFFIXES


def clean_commented(cleaner: Cleaner, text: str, *, title: str | None = None, lang: str | None = None) -> tuple[Result, tuple[Unused, ...]]:
    r"""As `Cleaner.clean`, but what the comments in the text protect stays, and so do the comments; and the comments that protect nothing.

    A text without such comments is cleaned as it is. What was suppressed is a note of status `kept` whose `stays` says so.

    >>> result, unused = clean_commented(Cleaner(), "The vote is on Monday.\n<!-- textclean: ignore -->\nSubscribe to our newsletter\n")
    >>> result.edits, unused, result.notes[0].status
    ((), (), 'kept')
    """
    comments = list(_comments(text)) if "<!--" in text else []
    if not comments:
        return cleaner.clean(text, title=title, lang=lang), ()
    taken = [Edit(comment.start, text[comment.start : comment.end], "", ()) for comment in comments]
    bare = apply(text, taken)
    offsets = OffsetMap(taken)
    spared = dict(_spared(comments, Lines(bare), offsets))
    barriers = [
        Spared(place, place, (), f"the comment in line {comment.line} stands inside") for comment, place in _places(comments, offsets)
    ]
    result = cleaner.clean(bare, title=title, lang=lang, spared=[*spared.values(), *barriers])
    back = _Back(text, comments, offsets)
    notes = [piece for note in result.notes for piece in back.pieces(note)]
    edits = [Edit(note.start, note.old, note.new, note.rules) for note in notes if note.old != note.new]
    return replace(result, text=apply(text, edits), notes=tuple(sorted(notes))), tuple(_unused(comments, spared, result.notes))


def _comments(text: str) -> Iterator[_Comment]:
    """The comments in a Markdown text, in order; those in code blocks and code spans are text like any other."""
    fence = ""
    lines = Lines(text)
    for index in range(len(lines)):
        low, high = lines.starts[index], lines.ends[index]
        line = text[low:high]
        marked = _FENCE.match(line)
        if marked and (not fence or (marked["mark"].startswith(fence) and not line[marked.end() :].strip())):
            fence = "" if fence else marked["mark"]
        if fence or "<!--" not in line:
            continue
        for found in _COMMENT.finditer(line):
            if line[: found.start()].count("`") % 2 and "`" in line[found.end() :]:
                continue  # a code span
            said = _SAID.fullmatch(found["said"])
            names = tuple(name.strip() for name in (said["targets"] or "").split(",") if name.strip()) if said else ()
            alone = line.strip() == found.group()
            start = low if alone else low + len(line[: found.start()].rstrip())
            end = lines.after(index) if alone else low + found.end()
            verb = said["verb"] if said and (said["targets"] is None or (names and said["verb"] != "on")) else ""
            yield _Comment(start, end, index + 1, found.group(), alone, verb, names)


def _places(comments: Iterable[_Comment], offsets: OffsetMap) -> Iterator[tuple[_Comment, int]]:
    """Where each comment stood, by the offsets of the text without them."""
    return ((comment, offsets.to_edited(comment.start)) for comment in comments)


def _spared(comments: Sequence[_Comment], lines: Lines, offsets: OffsetMap) -> Iterator[tuple[_Comment, Spared]]:
    """What each comment protects, in the text without them."""
    end = len(lines.text)
    opened: list[tuple[_Comment, int]] = []
    for comment, place in _places(comments, offsets):
        index = lines.at(place)
        start = lines.starts[index]
        if comment.verb == "ignore-file":
            yield comment, Spared(0, end, comment.targets, comment.reason())
        elif comment.verb == "ignore":
            index = _next_filled(lines, index) if comment.alone else index
            yield comment, Spared(lines.starts[index], lines.ends[index], comment.targets, comment.reason())
        elif comment.verb == "off":
            opened.append((comment, start))
        elif comment.verb == "on":
            for off, begun in opened:
                yield off, Spared(begun, place, off.targets, off.reason())
            if opened:
                yield comment, Spared(place, place, (), comment.reason())
            opened = []
    for off, begun in opened:
        yield off, Spared(begun, end, off.targets, off.reason())


def _next_filled(lines: Lines, index: int) -> int:
    """The next line that is not blank, from a line on; the line itself where none is."""
    return next((place for place in range(index, len(lines)) if not lines[place].text.isspace() and lines[place].text), index)


class _Back:
    """Takes the notes of the text without comments to the text with them."""

    def __init__(self, text: str, comments: Sequence[_Comment], offsets: OffsetMap) -> None:
        self.text = text
        self.lines = Lines(text)
        self.comments = comments
        self.offsets = offsets

    def pieces(self, note: Note) -> Iterator[Note]:
        """The note: in pieces where comments stand inside."""
        to_source = self.offsets.to_source
        start, end = to_source(note.start), to_source(note.end - 1) + 1 if note.end > note.start else to_source(note.start)
        changes = note.old != note.new
        new = note.new
        for low, high in self._between(start, end, sorted(self._fixed(start, end, changes=changes))):
            old = self.text[low:high]
            status = "removed" if changes and not new else note.status
            yield note._replace(start=low, end=high, old=old, new=new if changes else old, status=status)
            new = ""

    def _fixed(self, start: int, end: int, *, changes: bool) -> set[tuple[int, int]]:
        """The stretches inside another that are comments; and the line ends of those that lose the rest of their line."""
        fixed = set()
        for comment in self.comments:
            if start < comment.end and comment.start < end:
                fixed.add((comment.start, comment.end))
            if changes and not comment.alone:
                index = comment.line - 1
                low, line_end, after = self.lines.starts[index], self.lines.ends[index], self.lines.after(index)
                if start <= line_end and after <= end and not _COMMENT.sub("", self.text[low:start]).strip():
                    fixed.add((line_end, after))
        return fixed

    @staticmethod
    def _between(start: int, end: int, fixed: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for low, high in fixed:
            if start < low:
                yield start, low
            start = high
        if start < end or not fixed:
            yield start, end


def _unused(comments: Iterable[_Comment], spared: dict[_Comment, Spared], notes: Sequence[Note]) -> Iterator[Unused]:
    for comment in comments:
        if not comment.verb:
            yield Unused(comment.line, comment.comment, (), "not understood: write ignore, ignore[names], ignore-file, off or on")
        elif comment not in spared:
            yield Unused(comment.line, comment.comment, (), "nothing is off here")
        elif comment.verb != "on":
            used = {name for note in notes if note.stays == comment.reason() for name in _names(note)}
            idle = tuple(target for target in comment.targets if target not in used)
            if not used:
                yield Unused(comment.line, comment.comment, comment.targets, "it suppresses nothing")
            elif idle:
                yield Unused(comment.line, comment.comment, idle, f"nothing of {', '.join(idle)} is found here")


def _names(note: Note) -> tuple[str, ...]:
    """Every target that a note's principal rule goes by."""
    return note.rules[0], note.rules[0].rpartition("/")[0], note.category

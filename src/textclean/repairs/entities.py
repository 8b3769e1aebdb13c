"""Decodes HTML entities that an extractor left in prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial

import textclean.repairs.options as read
from textclean.repairs.repairer import Repairer, Repairs, Skipped, settled
from textclean.text.edits import Edit
from textclean.text.lines import Lines

# An ampersand escaped any number of times, then the entity it was part of. The semicolon is needed: "this&not that".
_AMPERSANDS = r"(?:(?:amp|AMP|#38|#x26);)*"
_ENTITY = re.compile(rf"&({_AMPERSANDS})(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][0-9A-Za-z]{{1,23}});")
# Such a line shows markup: what looks escaped may be meant.
_MARKUP = re.compile(rf"[<`]/?[A-Za-z!?]|&{_AMPERSANDS}(?:lt|LT|#60|#x3[cC]);/?[A-Za-z!?]")
_QUOTES_BEFORE = frozenset("`'\"(\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}")
_QUOTES_AFTER = frozenset("`'\")\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")
# The longest chain in 229,341 lines of article text is escaped once.
_MAX_NESTING = 3


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of entities. `max_nesting`: how many times an ampersand may be escaped; deeper ones are left and reported.

    The line decides: one that shows a tag, escaped or not, keeps all its entities, and so does an entity in quotes or
    backticks of its own. Entities of control characters and line breaks stay. Wrong where prose speaks about an entity without quoting it.

    >>> build("x", {})("Q&amp;amp;A, and &quot;more&quot;").edits[0]
    Edit(start=1, old='&amp;amp;', new='&', by=('x',))
    """
    read.known(options, ("max_nesting",))
    return partial(settled, partial(_find, read.number(options, "max_nesting", _MAX_NESTING), (by,)))


def _find(max_nesting: int, by: tuple[str, ...], text: str) -> Repairs:
    edits: list[Edit] = []
    skipped: list[Skipped] = []
    lines: Lines | None = None
    checked = -1
    shows_markup = False
    for match in _entities(text):
        lines = lines or Lines(text)
        index = lines.at(match.start())
        if index != checked:
            checked, shows_markup = index, _MARKUP.search(text, lines.starts[index], lines.ends[index]) is not None
        if shows_markup or _is_quoted(text, *match.span()):
            continue
        if match[1].count(";") > max_nesting:
            skipped.append(Skipped(*match.span(), f"entity nested more than {max_nesting} times"))
            continue
        decoded = _decoded("&" + match[0][1 + len(match[1]) :])
        if decoded is not None:
            edits.append(Edit(match.start(), match[0], decoded, by))
    return Repairs(edits, skipped)


def _entities(text: str) -> Iterator[re.Match[str]]:
    at = text.find("&")
    while at >= 0:
        match = _ENTITY.match(text, at)
        if match:
            yield match
        at = text.find("&", match.end() if match else at + 1)


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in _QUOTES_BEFORE and text[end : end + 1] in _QUOTES_AFTER


def _decoded(entity: str) -> str | None:
    """What the entity stands for; None when it is no entity, or stands for something that is no text."""
    from ftfy.fixes import unescape_html

    decoded: str = unescape_html(entity)
    if decoded == entity or any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in decoded):
        return None
    return decoded

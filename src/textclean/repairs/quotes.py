"""Closes the quotation that lost its closing mark to the next word: `a slow transition, "he added. "All`."""

from __future__ import annotations

import re
from collections.abc import Mapping

import textclean.repairs.options as read
from textclean.repairs.repairer import Repairer, Repairs
from textclean.text.edits import Edit
from textclean.text.lines import Lines

_STARTS = ("he ", "she ", "they ")
_VERBS = (
    "said says added adds continued continues explained explains noted notes told tells asked asks replied replies wrote writes concluded "
    "concludes recalled recalls argued argues insisted insists stressed stresses warned warns claimed claims stated states admitted admits"
).replace(" ", "|")
_PLACE = re.compile(rf'(?<=[^\s"][,.!?])( ")(?=(?:he|she|they) (?:{_VERBS})\b)')


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of swapped quotation marks before an attribution. No options.

    Fires between a comma or sentence end and "he", "she" or "they" with a verb of speech, and only where the marks of the line show that
    a quotation ends there: the next one opens another, or an odd number stands before and none closes it. Wrong where a quotation
    that begins with "he said" was never closed.

    >>> build("x", {})('a transition, "he added. "All').edits
    [Edit(start=13, old=' "', new='" ', by=('x',))]
    """
    read.known(options, ())
    return lambda text: _repair(text, (by,))


def _repair(text: str, by: tuple[str, ...]) -> Repairs:
    if '"' not in text or not any(part.startswith(_STARTS) for part in text.split('"')):
        return Repairs([], [])
    lines = Lines(text)
    edits = []
    line = -1
    marks = counted = 0
    for match in _PLACE.finditer(text):
        index = lines.at(match.start())
        if index != line:
            line, marks, counted = index, 0, lines.starts[index]
        marks += text.count('"', counted, match.start())
        counted = match.start()
        if _closes(text, match.end(), lines.ends[index], marks):
            edits.append(Edit(match.start(), ' "', '" ', by))
    return Repairs(edits, [])


def _closes(text: str, after: int, end: int, marks_before: int) -> bool:
    following = text.find('"', after, end)
    if following < 0:
        return marks_before % 2 == 1
    return text[following - 1].isspace() and not text[following + 1 : following + 2].isspace() and following + 1 < end

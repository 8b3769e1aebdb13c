"""Puts an apostrophe where a replacement character stands in an English contraction."""

from __future__ import annotations

import re
from collections.abc import Mapping

import textclean.repairs.options as read
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs
from textclean.text.edits import Edit
from textclean.text.lines import Lines

_LOST = "\N{REPLACEMENT CHARACTER}"
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
# At most 30 letters back: a run of letters is looked at once.
_PLACE = re.compile(f"(?<![A-Za-z])([A-Za-z]{{1,30}}){_LOST}(t|s|re|ve|ll|d|m)(?![\\w{_LOST}])", re.IGNORECASE)
_NEGATED = frozenset(
    "don can won isn aren wasn weren hasn haven hadn doesn didn couldn shouldn wouldn mustn needn ain mightn shan oughtn".split()
)
_PRONOUNS = frozenset("i you he she it we they that who there this what how where".split())
_IS = frozenset("he she it that who there what how where here let when why".split())
# A possessive looks like a French or Spanish accent that was lost ("pa?s"): the line must read as English.
_ENGLISH = re.compile(r"\b(?:the|of|and|that|was|is|with|for)\b", re.IGNORECASE)


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of "don\N{REPLACEMENT CHARACTER}t". No options.

    The apostrophe is curly unless the text only has straight ones. Wrong in a possessive of a foreign word in an English line.

    >>> build("x", {})("It\\ufffds").edits
    [Edit(start=2, old='\\ufffd', new='’', by=('x',))]
    """
    read.known(options, ())
    return lambda text: _repair(text, (by,))


def _repair(text: str, by: tuple[str, ...]) -> Repairs:
    if _LOST not in text:
        return Repairs([], [])
    lines = Lines(text)
    apostrophe = "'" if "'" in text and _CURLY not in text else _CURLY
    edits = []
    for match in _PLACE.finditer(text):
        index = lines.at(match.start())
        if _is_contraction(match[1], match[2].lower(), text, lines.starts[index], lines.ends[index]):
            edits.append(Edit(match.end(1), _LOST, apostrophe, by))
    return Repairs(edits, [])


def _is_contraction(left: str, right: str, text: str, start: int, end: int) -> bool:
    word = left.lower()
    if right == "t":
        return word in _NEGATED
    if right != "s":
        return word in _PRONOUNS
    if word in _IS:
        return True
    known = len(word) > 2 and (word in data.lexicon() or (left[0].isupper() and left[1:].islower()))
    return known and _ENGLISH.search(text, max(start, end - 2000), end) is not None

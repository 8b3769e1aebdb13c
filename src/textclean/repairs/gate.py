"""Which lines ftfy's mojibake detector could object to, decided without loading ftfy.

ftfy leaves a text alone unless its `badness` expression matches somewhere. Each alternative of that expression needs a
character outside ASCII and `_HARMLESS`, and either two neighbours outside ASCII or one character of `_LONERS`.
`tests/repair/test_gate.py` proves both from the expression's parse tree, so a new ftfy that breaks them breaks a test, and compares
gate and detector on generated text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Typography that no alternative asks for alone. These 14 are all that three of four English articles have beside ASCII.
_HARMLESS = (
    "\N{RIGHT SINGLE QUOTATION MARK}\N{EM DASH}\N{RIGHT DOUBLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{EN DASH}"
    "\N{HORIZONTAL ELLIPSIS}\N{LEFT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}\N{REGISTERED SIGN}\N{TRADE MARK SIGN}\N{BULLET}"
    "\N{RIGHTWARDS ARROW}\N{NON-BREAKING HYPHEN}\N{DEGREE SIGN}"
)
# Blocks without a character that the expression names: Hebrew to Greek Extended, Glagolitic to Hangul, everything beyond U+FFFF.
_FOREIGN = "\u0590-\u1fff\u2c00-\ud7ff\U00010000-\U0010ffff"
_LONERS = (
    "\x80-\x9f\N{LATIN CAPITAL LETTER A WITH CIRCUMFLEX}\N{LATIN CAPITAL LETTER A WITH TILDE}"
    "\N{LATIN CAPITAL LIGATURE OE}\N{LATIN SMALL LIGATURE OE}"
)
_ASCII = bytes(range(128))
_HARMLESS_BYTES = tuple(character.encode() for character in _HARMLESS)
_REACH = 7
_ODD = f"[^\x00-\x7f{_HARMLESS}{_FOREIGN}]"
# A pattern that starts with a class skips ASCII four times faster than one that starts with a choice.
_SUSPECT = re.compile(f"[^\x00-\x7f](?:(?<=[{_LONERS}])|(?<={_ODD})[^\x00-\x7f]|{_ODD})")


def has_odd(text: str) -> bool:
    """Whether any character stands in the text beside ASCII and harmless typography.

    UTF-8 holds no byte of one character in another, so the characters may be dropped in any order, ASCII first: one fast
    pass over the bytes leaves the few that are of interest.

    >>> has_odd("“It’s” — late"), has_odd("café")
    (False, True)
    """
    if text.isascii():
        return False
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    for character in _HARMLESS_BYTES:
        rest = rest.replace(character, b"")
    return bool(rest)


def windows(line: str) -> Iterator[str]:
    """The parts of a line in which the detector's expression can match; without any, it matches nowhere.

    No match is longer than `_REACH`, so what stands around a suspicious place decides.
    """
    start = end = 0
    for match in _SUSPECT.finditer(line):
        if match.start() - _REACH > end:
            if end:
                yield line[start:end]
            start = match.start() - _REACH
        end = match.end() + _REACH
    if end:
        yield line[max(start, 0) : end]


def is_suspect(line: str) -> bool:
    """Whether the line has windows at all.

    >>> is_suspect("café"), is_suspect("cafÃ©")
    (False, True)
    """
    return _SUSPECT.search(line) is not None

"""The folded view: what patterns look at.

A view has the length of its text, code point by code point, so an offset means the same in both. It reads
curly quotes, dashes and odd spaces (a byte order mark too) as their ASCII forms, every `\\r` as `\\n`, and a
lone surrogate as U+FFFD (so that it has a UTF-8 form). Case stays. The four letters that match ASCII letters when
case is ignored (`İ ı ſ K`) are folded too: outside ASCII no character then equals an ASCII one, which
`rules/literals.py` relies on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# From folded character to the characters that read as it. A chain of `str.replace` costs 7 microseconds a document where
# `str.translate` costs 339: almost every character of almost every text is absent, and absence is cheap to see.
FOLDED: dict[str, str] = {
    "'": "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}\N{PRIME}\N{MODIFIER LETTER APOSTROPHE}",
    '"': "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}\N{DOUBLE PRIME}",
    "-": "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{MINUS SIGN}",
    " ": "\N{NO-BREAK SPACE}\N{EN QUAD}\N{EM QUAD}\N{EN SPACE}\N{EM SPACE}\N{THREE-PER-EM SPACE}\N{FOUR-PER-EM SPACE}"
    "\N{SIX-PER-EM SPACE}\N{FIGURE SPACE}\N{PUNCTUATION SPACE}\N{THIN SPACE}\N{HAIR SPACE}\N{NARROW NO-BREAK SPACE}"
    "\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH NO-BREAK SPACE}",
    "i": "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{LATIN SMALL LETTER DOTLESS I}",
    "s": "\N{LATIN SMALL LETTER LONG S}",
    "K": "\N{KELVIN SIGN}",
}
_PAIRS = [(odd, plain) for plain, odds in FOLDED.items() for odd in odds]
_SURROGATE = re.compile("[\ud800-\udfff]")

UNSEEN = frozenset(odd for odd, _ in _PAIRS) | {"\r"}
"""Characters that no view holds: a pattern that asks for one can never match."""


class View(NamedTuple):
    """A folded text and its UTF-8 form."""

    text: str
    encoded: bytes


def fold(text: str) -> View:
    """The folded view of any `str`.

    >>> fold("\\u201cDon\\u2019t\\u201d\\xa0\\u2014 she said").text
    '"Don\\'t" - she said'
    """
    if "\r" in text:
        text = text.replace("\r", "\n")
    if text.isascii():
        return View(text, text.encode("ascii"))
    for odd, plain in _PAIRS:
        text = text.replace(odd, plain)
    try:
        return View(text, text.encode("utf-8"))
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
        return View(text, text.encode("utf-8"))

"""Takes invisible characters out of Latin words."""

from __future__ import annotations

import re
from collections.abc import Mapping

import textclean.repairs.options as read
from textclean.repairs.repairer import Repairer, Repairs
from textclean.text.edits import Edit

_INVISIBLE = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
# Latin letters, of ASCII, Latin-1 to Extended-B, and Extended Additional. Never behind the two that mojibake starts with:
# there a soft hyphen is the rest of a letter.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_INSIDE = re.compile(f"(?<=[{_LATIN}])(?<![\u00c2\u00c3])[{_INVISIBLE}]+(?=[{_LATIN}])")


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer that deletes soft hyphens, zero-width characters and stray byte-order marks between two Latin letters. No options.

    Other scripts keep theirs: Persian, the Indic scripts and emoji need joiners. Wrong for a reader who wants hyphenation points.

    >>> build("x", {})("gov\\xadern\\u200bment").edits
    [Edit(start=3, old='\\xad', new='', by=('x',)), Edit(start=7, old='\\u200b', new='', by=('x',))]
    """
    read.known(options, ())
    return lambda text: _repair(text, (by,))


def _repair(text: str, by: tuple[str, ...]) -> Repairs:
    if text.isascii() or not any(character in text for character in _INVISIBLE):
        return Repairs([], [])
    return Repairs([Edit(match.start(), match[0], "", by) for match in _INSIDE.finditer(text)], [])

"""Puts back the ligature that a word lost ("o cial"), or closes the gap that one left ("fi rst")."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import textclean.repairs.options as read
import textclean.repairs.scan as scanning
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs, settled
from textclean.repairs.wordfilter import stands_alone
from textclean.text.edits import Edit

_JOINERS = frozenset(("-", "'", "\N{RIGHT SINGLE QUOTATION MARK}"))


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of words that lost a ligature. No options.

    The forms come from a closed table: those with one completion among everyday words, no part of which is a word. Wrong where such
    parts stand side by side in their own right.

    >>> build("x", {})("the o cial view").edits
    [Edit(start=4, old='o cial', new='official', by=('x',))]
    """
    read.known(options, ())
    return partial(settled, partial(_find, (by,)))


def _find(by: tuple[str, ...], text: str) -> Repairs:
    words = data.ligatures()
    edits = []
    for start, end in scanning.shipped(text):
        old = text[start:end]
        word = words.get(old.lower())
        if word and stands_alone(text, start, end) and text[start - 1 : start] not in _JOINERS:
            edits.append(Edit(start, old, word.capitalize() if old[0].isupper() else word, by))
    return Repairs(edits, [])

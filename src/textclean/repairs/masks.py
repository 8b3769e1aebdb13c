"""Fills in words that a filter blanked with asterisks: "cl***ic"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import textclean.repairs.options as read
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs
from textclean.repairs.wordfilter import stands_alone
from textclean.text.edits import Edit

_MAX_SIDE = 20


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of masked words. `cut`: the filtered words whose masks are filled in; all of the table when absent.

    A mask is filled in only where one word fits and no profanity does: "p***ed" stays. Wrong where the mask hid a name.

    >>> build("x", {})("a cl***ic case").edits
    [Edit(start=2, old='cl***ic', new='classic', by=('x',))]
    """
    read.known(options, ("cut",))
    cut = frozenset(read.words(options, "cut"))
    return lambda text: Repairs(list(_edits(text, cut, (by,))), [])


def _edits(text: str, cut: frozenset[str], by: tuple[str, ...]) -> Iterator[Edit]:
    for start, end in _masked(text):
        old = text[start:end]
        word, part = data.masks().get(old.lower(), ("", ""))
        if word and (not cut or part in cut) and stands_alone(text, start, end):
            yield Edit(start, old, _in_case(word, old), by)


def _masked(text: str) -> Iterator[tuple[int, int]]:
    """The words with one run of two asterisks or more; not those of Markdown, which have asterisks on both sides."""
    at = text.find("**")
    while at >= 0:
        start, end = at, at
        while end < len(text) and text[end] == "*":
            end += 1
        behind = end
        while start > 0 and at - start <= _MAX_SIDE and text[start - 1].isalpha():
            start -= 1
        while end < len(text) and end - behind <= _MAX_SIDE and text[end].isalpha():
            end += 1
        if "*" not in (text[start - 1 : start], text[end : end + 1]):
            yield start, end
        at = text.find("**", behind)


def _in_case(word: str, masked: str) -> str:
    letters = masked.replace("*", "")
    if letters.isupper() and len(letters) > 1:
        return word.upper()
    return word.capitalize() if masked[0].isupper() else word

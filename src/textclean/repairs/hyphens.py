"""Joins words that were split by a hyphen at the end of a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import textclean.repairs.options as read
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs, settled
from textclean.text.edits import Edit

_HYPHENS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}")
# "pre- and post-war"
_SUSPENDED = frozenset("and or to nor but as en et und oder of ou och og eller".split())
_MAX_PART = 30


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of "gov-/ernment" and of "gov- ernment", where the line break became a space. No options.

    Joins only where the joined word is in everyday English and not both halves are. The line break moves behind the
    joined word, so lines stay lines. Wrong where a compound that is also written solid was meant ("re-creation").

    >>> build("x", {})("the gov-\\nernment said").edits
    [Edit(start=7, old='-\\n', new='', by=('x',)), Edit(start=16, old=' ', new='\\n', by=('x',))]
    """
    read.known(options, ())
    return partial(settled, partial(_find, (by,)))


def _find(by: tuple[str, ...], text: str) -> Repairs:
    edits: list[Edit] = []
    for at, gap in _places(text):
        right = _word_from(text, at + len(gap))
        if not edits or edits[-1].end <= at:
            edits += _joined(text, at, gap, right, by)
    return Repairs(edits, [])


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Each hyphen with the one break behind it, where letters stand on both sides; splitting is the fastest way to see all hyphens."""
    found = []
    for hyphen in _HYPHENS:
        if hyphen not in text:
            continue
        at = -1
        for part in text.split(hyphen):
            if part and part[0] in " \n\r" and at > 0 and text[at - 1].isalpha():
                gap = "\r\n" if part.startswith("\r\n") else part[0]
                if part[len(gap) : len(gap) + 1].islower():
                    found.append((at, hyphen + gap))
            at += 1 + len(part)
    return iter(sorted(found))


def _joined(text: str, at: int, gap: str, right: str, by: tuple[str, ...]) -> list[Edit]:
    left = _word_before(text, at)
    if not _is_split(left, right, gap):
        return []
    join = Edit(at, gap, "", by)
    end = join.end + len(right)
    if gap[1:] == " ":
        return [join]
    while end < len(text) and not text[end].isspace() and end < join.end + 2 * _MAX_PART:
        end += 1
    if text[end : end + 1] == " ":
        return [join, Edit(end, " ", gap[1:], by)]
    return [join]


def _is_split(left: str, right: str, gap: str) -> bool:
    words = data.lexicon()
    if len(left) < 2 or len(right) < 2 or right in _SUSPENDED or left.lower() + right not in words:
        return False
    if gap[1:] == " ":  # "the prefix se- aside": a hyphen inside a line says less than one at its end
        return right not in words
    return gap[0] == "\N{SOFT HYPHEN}" or not (left.lower() in words and right in words)


def _word_before(text: str, end: int) -> str:
    """The word of ASCII letters that ends there, capitalised at most; empty when it is part of something longer or other."""
    start = end
    while start > 0 and end - start <= _MAX_PART and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    word = text[start:end]
    before = text[start - 1 : start]
    return "" if before.isalnum() or (before and before in "-_'@#/.\N{RIGHT SINGLE QUOTATION MARK}") or not word[1:].islower() else word


def _word_from(text: str, start: int) -> str:
    """The lower-case word of ASCII letters that starts there; empty when it goes on as something else."""
    end = start
    while end < len(text) and end - start <= _MAX_PART and "a" <= text[end] <= "z":
        end += 1
    after = text[end : end + 1]
    return "" if after.isalnum() or (after and after in "-_@/\N{SOFT HYPHEN}\N{HYPHEN}") else text[start:end]

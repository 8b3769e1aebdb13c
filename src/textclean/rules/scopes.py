"""Scopes: from the line that a rule holds for to the stretch of text that goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from textclean.rules.page import Page
from textclean.rules.rule import Rule, Scope
from textclean.text.sentences import sentence_around

_ITEM = re.compile(r"\s*(?:[-*+•·◦‣▪■►➤✓✔]|\(?\d{1,2}[.)]|[a-z][.)])\s")
_INDENT = re.compile(r"(?:\t| {2,})\S")
SHORT_WORDS = 12
"""An unmarked line under a prompt's heading may be one of its items up to here; prose begins at twelve words."""


class Reach(NamedTuple):
    """A stretch of a page: half-open offsets, first and last line, and whether it is made of whole lines."""

    start: int
    end: int
    first: int
    last: int
    whole: bool


def reach(page: Page, rule: Rule, index: int, span: tuple[int, int]) -> Reach | None:
    """The stretch that goes when `rule` holds for line `index`, having matched `span` of the shown line.

    None where the scope finds nothing that may go: a sentence without sure ends, for instance.
    """
    return _REACH[rule.scope](page, rule, index, span)


def _lines(page: Page, first: int, last: int) -> Reach:
    return Reach(page.lines.starts[first], page.lines.ends[last], first, last, True)


def _line(page: Page, _rule: Rule, index: int, _span: tuple[int, int]) -> Reach:
    return _lines(page, index, index)


def _inline(page: Page, _rule: Rule, index: int, span: tuple[int, int]) -> Reach | None:
    at = page.shown_start(index)
    return Reach(at + span[0], at + span[1], index, index, False) if span[0] < span[1] else None


def _sentence(page: Page, rule: Rule, index: int, span: tuple[int, int]) -> Reach | None:
    around = sentence_around(page.shown[index], *span)
    return around and _inline(page, rule, index, around)


def _head(page: Page, _rule: Rule, index: int, _span: tuple[int, int]) -> Reach:
    return _lines(page, page.filled[0], index)


def _tail(page: Page, _rule: Rule, index: int, _span: tuple[int, int]) -> Reach:
    return _lines(page, index, page.filled[-1])


def _block(page: Page, rule: Rule, index: int, _span: tuple[int, int]) -> Reach:
    """The line and the list items directly under it.

    An item has a marker or an indent; or, in a text whose paragraphs are set apart by blank lines, it is short and follows
    without one. A line that is an item itself takes none along. A short line that stands as near to the prose below as to the items above
    is a heading of what follows: it stays.
    """
    taken = [index]
    if not _ITEM.match(page.shown[index]):
        for rank in range(page.rank[index] + 1, min(len(page.filled), page.rank[index] + 1 + rule.max_lines)):
            below = page.filled[rank]
            gap = below - taken[-1] - 1
            if not (_is_marked(page, below) and gap <= 1) and not (gap == 0 and page.paragraph_gap > 0 and _is_short(page, below)):
                break
            taken.append(below)
    while len(taken) > 1 and _heads_prose(page, *taken[-2:]):
        taken.pop()
    return _lines(page, index, taken[-1])


def _is_marked(page: Page, index: int) -> bool:
    """Whether a line begins as a list item does: with a marker, or with an indent that prose does not have here."""
    view = page.view.text[page.lines.starts[index] : page.lines.ends[index]]
    return bool(_ITEM.match(view)) or (bool(_INDENT.match(view)) and not page.is_prose(index))


def _is_short(page: Page, index: int) -> bool:
    return page.words[index] <= SHORT_WORDS and not page.is_prose(index)


def _heads_prose(page: Page, above: int, index: int) -> bool:
    """Whether an unmarked line stands above prose, no further from it than from the line above."""
    below = page.neighbour(index, 1)
    return below is not None and page.is_prose(below) and not _is_marked(page, index) and below - index <= index - above


_REACH: dict[Scope, Callable[[Page, Rule, int, tuple[int, int]], Reach | None]] = {
    Scope.LINE: _line,
    Scope.INLINE: _inline,
    Scope.SENTENCE: _sentence,
    Scope.BLOCK: _block,
    Scope.HEAD: _head,
    Scope.TAIL: _tail,
    Scope.REPEAT: _line,
}

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

    An item has a marker or an indent; or, in a text whose paragraphs are set apart by blank lines, it is
    short and follows without one. A short line that stands directly above prose is a heading of what follows: it stays.
    """
    taken = [index]
    spaced = page.paragraph_gap > 0
    anchor_marked = bool(_ITEM.match(page.shown[index]))
    for rank in range(page.rank[index] + 1, min(len(page.filled), page.rank[index] + 1 + rule.max_lines)):
        below = page.filled[rank]
        start, end = page.lines.starts[below], page.lines.ends[below]
        view = page.view.text[start:end]
        gap = below - taken[-1] - 1
        marked = not anchor_marked and (_ITEM.match(view) or (_INDENT.match(view) and not page.is_prose(below)))
        joined = spaced and gap == 0 and page.words(below) <= SHORT_WORDS and not page.is_prose(below)
        if not (joined or (marked and gap <= 1)):
            break
        taken.append(below)
    while len(taken) > 1 and _heads_prose(page, taken[-1]):
        taken.pop()
    return _lines(page, index, taken[-1])


def _heads_prose(page: Page, index: int) -> bool:
    """Whether an unmarked line stands directly above prose."""
    below = page.neighbour(index, 1)
    view = page.view.text[page.lines.starts[index] : page.lines.ends[index]]
    return below is not None and page.is_prose(below) and not _ITEM.match(view) and not _INDENT.match(view)


_REACH: dict[Scope, Callable[[Page, Rule, int, tuple[int, int]], Reach | None]] = {
    Scope.LINE: _line,
    Scope.INLINE: _inline,
    Scope.SENTENCE: _sentence,
    Scope.BLOCK: _block,
    Scope.HEAD: _head,
    Scope.TAIL: _tail,
    Scope.REPEAT: _line,
}

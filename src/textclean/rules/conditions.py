"""The conditions of rules, decided: one small function for each key of `where`.

*Local* conditions ask about the line and the text alone. *Placed* ones also ask what is found already (which other
lines are furniture, of what category), so they are decided again until nothing new is found. All placed ones only ever turn from
false to true as more is found: the outcome does not hang on the order in which rules are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from textclean.rules.page import Page
from textclean.rules.rule import Rule


class Found:
    """What is found so far in a page: the categories on each line, and which lines are furniture.

    Furniture is what a policy removes, keeps or notes; a mere hint is evidence, but no furniture.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._evidence: dict[int, set[str]] = {}
        self._furniture: dict[int, set[str]] = {}

    def add(self, lines: Iterable[int], category: str, *, furniture: bool) -> None:
        """Take note of a finding on some lines."""
        for index in lines:
            self._evidence.setdefault(index, set()).add(category)
            if furniture:
                self._furniture.setdefault(index, set()).add(category)

    def lines(self) -> int:
        """How many lines are furniture."""
        return len(self._furniture)

    def beside(self, categories: tuple[str, ...], most: int) -> list[int]:
        """The lines within so many lines of a finding of one of the categories."""
        filled = self.page.filled
        near: set[int] = set()
        for index, of_line in self._evidence.items():
            if not of_line.isdisjoint(categories):
                rank = self.page.rank[index]
                near.update(filled[max(0, rank - most) : rank + most + 1])
        return sorted(near)

    def is_any(self, index: int | None, categories: tuple[str, ...]) -> bool:
        """Whether a finding of one of the categories stands on a line."""
        return index is not None and not self._evidence.get(index, _NOTHING).isdisjoint(categories)

    def is_furniture(self, index: int, *, but: str = "") -> bool:
        """Whether a line is furniture, of another category than `but`."""
        return not self._furniture.get(index, _NOTHING) <= {but}

    def outer_prose(self, step: int) -> int | None:
        """The first line of prose (step 1), or the last (step -1), that is not furniture."""
        filled = self.page.filled[::step]
        return next((index for index in filled if not self.is_furniture(index) and self.page.is_prose(index)), None)

    def others(self, index: int, step: int, *, but: str = "") -> Iterator[int]:
        """The lines above (step -1) or below (step 1) that are neither blank nor furniture, nearest first."""
        rank = self.page.rank[index] + step
        while 0 <= rank < len(self.page.filled):
            other = self.page.filled[rank]
            if not self.is_furniture(other, but=but):
                yield other
            rank += step


_NOTHING: frozenset[str] = frozenset()

Local = Callable[[Page, int, Any], bool]
Placed = Callable[[Found, int, Any], bool]


def _zone(found: Found, index: int, zone: str) -> bool:
    prose = found.outer_prose(1 if zone == "head" else -1)
    if prose is None:
        return False
    return index < prose if zone == "head" else index > prose


def _within(found: Found, index: int, step: int, asked: tuple[int, str]) -> bool:
    """Whether fewer than so many lines stand on one side; furniture counts only where it is of the rule's own category.

    (If a headline that is found were not counted, the line below it would be the first, and so on down the text.)
    """
    most, category = asked
    for passed, _ in enumerate(found.others(index, step, but=category), 1):
        if passed >= most:
            return False
    return most > 0


def _prose_after(found: Found, index: int, most: int) -> bool:
    page, words = found.page, 0
    for other in found.others(index, 1):
        if page.is_prose(other):
            words += page.words[other]
            if words > most:
                return False
    return True


def _headings(found: Found, index: int, most: int) -> bool:
    """Whether few lines below could be headings or items of a list: then a line above the article heads the whole of it."""
    page, seen = found.page, 0
    for other in found.others(index, 1):
        if not page.is_prose(other) and not page.ends_sentence(other):
            seen += 1
            if seen > most:
                return False
    return True


def _near(found: Found, index: int, asked: tuple[tuple[str, ...], int]) -> bool:
    categories, most = asked
    page, rank = found.page, found.page.rank[index]
    near = page.filled[max(0, rank - most) : rank] + page.filled[rank + 1 : rank + 1 + most]
    return any(found.is_any(other, categories) for other in near)


# Cheap ones first: the first that fails decides.
LOCAL: dict[str, Local] = {
    "max_words": lambda page, index, most: page.words[index] <= most,
    "min_words": lambda page, index, least: page.words[index] >= least,
    "ends_sentence": lambda page, index, wanted: page.ends_sentence(index) == wanted,
    "stands_again": lambda page, index, wanted: page.stands_again(index) == wanted,
    "same_above": lambda page, index, wanted: page.same_above(index) == wanted,
    "set_off": lambda page, index, wanted: (page.gap_below(index) > page.paragraph_gap) == wanted,
    "prose": lambda page, index, wanted: page.is_prose(index) == wanted,
    "title": lambda page, index, how: page.is_title(index, near=how == "near"),
    "min_prose_before": lambda page, index, least: page.prose_words_before[index] >= least,
    "min_prose_after": lambda page, index, least: page.prose_words_before[-1] - page.prose_words_before[index + 1] >= least,
    "last_percent": lambda page, index, percent: page.lines.starts[index] * 100 >= len(page.text) * (100 - percent),
}

PLACED: dict[str, Placed] = {
    "above": lambda found, index, categories: found.is_any(found.page.neighbour(index, -1), categories),
    "below": lambda found, index, categories: found.is_any(found.page.neighbour(index, 1), categories),
    "near": _near,
    "first": lambda found, index, most: _within(found, index, -1, most),
    "last": lambda found, index, most: _within(found, index, 1, most),
    "zone": _zone,
    "max_prose_after": _prose_after,
    "max_headings": _headings,
}


class Conditions:
    """A rule's conditions, made ready.

    `evidence` says whether one of them asks for other findings: a rule beyond the policy's level cuts where that holds.
    """

    __slots__ = ("evidence", "local", "placed")

    def __init__(self, rule: Rule) -> None:
        given = {key: _asked(rule, key) for key in (*LOCAL, *PLACED) if getattr(rule.where, key) is not None}
        self.local = tuple((test, given[key]) for key, test in LOCAL.items() if key in given)
        self.placed = tuple((test, given[key]) for key, test in PLACED.items() if key in given)
        self.evidence = bool(rule.where.categories())

    def hold(self, page: Page, index: int) -> bool:
        """Whether the local conditions hold for a line."""
        for test, asked in self.local:  # noqa: SIM110 (half the time of `all` with a generator, on the hottest path)
            if not test(page, index, asked):
                return False
        return True

    def hold_now(self, found: Found, index: int) -> bool:
        """Whether the placed conditions hold for a line, given what is found so far."""
        return all(test(found, index, asked) for test, asked in self.placed)


def verdicts(rule: Rule, found: Found, index: int) -> list[tuple[str, object, bool]]:
    """Each condition of a rule for a line, given all that is found: its key, what it asks, and whether it holds."""
    local = [(key, test(found.page, index, _asked(rule, key))) for key, test in LOCAL.items() if getattr(rule.where, key) is not None]
    placed = [(key, test(found, index, _asked(rule, key))) for key, test in PLACED.items() if getattr(rule.where, key) is not None]
    return [(key, getattr(rule.where, key), held) for key, held in local + placed]


def _asked(rule: Rule, key: str) -> object:
    """What a condition is given to decide by: its value, and what else of the rule it needs."""
    value = getattr(rule.where, key)
    match key:
        case "near":
            return value, rule.where.near_lines
        case "first" | "last":
            return value, rule.category
        case _:
            return value

"""Candidates: which patterns could match which lines.

`LiteralScan` looks once through the text for the literals that patterns ask for; `EveryLine` is the plain way, kept because the tests
hold the two against each other. Both may name lines that a pattern does not match; neither may miss one that it does.

Why literals and an Aho-Corasick automaton, and not Hyperscan: `docs/why.md`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from textclean.rules.literals import LINE_END, literals
from textclean.rules.page import Page
from textclean.rules.rule import Rule

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Candidates = list[tuple[int, int]]
"""Pairs of line index and rule index, in order, each once."""


class Scan(Protocol):
    """Finds candidates for a fixed list of rules; rule indexes are places in that list."""

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule whose pattern could match it."""

    @property
    def unfiltered(self) -> list[int]:
        """The rules that are tried on every line."""


class EveryLine:
    """Names every line that is not blank for every rule that has a pattern."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.unfiltered = [index for index, rule in enumerate(rules) if rule.match is not None]

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule with a pattern."""
        return [(line, rule) for line in page.filled for rule in self.unfiltered]


class LiteralScan:
    """One pass of an automaton over the text. The automaton is built once, and is safe in threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.unfiltered: list[int] = []
        asking: dict[str, list[int]] = {}
        for index, rule in enumerate(rules):
            if rule.match is None:
                continue
            wanted = literals(rule.match)
            if wanted is None:
                self.unfiltered.append(index)
            for literal in wanted or ():
                asking.setdefault(literal, []).append(index)
        self._asking = list(asking.values())
        self._automaton = _automaton(list(asking)) if asking else None

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule of which a literal stands in the line, and the rules without one on every line."""
        pairs = {(line, rule) for line in page.filled for rule in self.unfiltered} if self.unfiltered else set()
        hits = self._automaton.find_matches_as_indexes(_scanned(page), overlapping=True) if self._automaton else ()
        if hits:
            starts = list(accumulate((len(line) + 1 for line in page.shown), initial=0))  # of the line end before each line
            for literal, start, _ in hits:
                line = bisect_right(starts, start) - 1
                pairs.update((line, rule) for rule in self._asking[literal])
        return sorted(pairs)


def _scanned(page: Page) -> str:
    """The lines as patterns see them, in lower case, each between two line ends."""
    return f"{LINE_END}{LINE_END.join(page.shown)}{LINE_END}".lower()


def _automaton(strings: list[str]) -> AhoCorasick:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(
        strings,
        matchkind=ahocorasick_rs.MatchKind.Standard,
        implementation=ahocorasick_rs.Implementation.DFA,
    )

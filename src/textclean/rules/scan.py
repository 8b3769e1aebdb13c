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

from textclean.rules.literals import LINE_END, chance_hits, literals
from textclean.rules.page import Page
from textclean.rules.rule import Rule

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

ANYWHERE = 1 << 60

WEAK = 0.1
"""Of a line's chance to hold what a pattern asks for: past it rules that ask for findings beside them are tried there alone, for
findings are few. On gold bodies .02, .05, .1 and .3 gave 5.7, 5.9, 6.5 and 6.0 MB/s."""

HEAD_CHARS = 60
"""How much of a line is its head. Of the patterns that begin with `^` almost all ask for something in it, and a paragraph of a news
article is some 250 characters long."""

WORD_LIMITS = (25, 60, ANYWHERE)
"""Where rules part by the words that their lines may have: seven in ten are for lines of 25 at most, and most of a text stands in longer
ones."""

Candidates = list[tuple[int, int]]
"""Pairs of line index and rule index, in order, each once."""


def roams(rule: Rule) -> bool:
    """Whether something else than a literal leads to a rule's lines: its place, or the findings that it asks for.

    Such rules are no candidates anywhere; `finding` tries them at those lines.
    """
    if rule.match is None:
        return True
    wanted = literals(rule.match)
    if wanted is None:
        return bool(rule.where.categories()) or rule.where.is_placed()
    return bool(rule.where.categories()) and chance_hits(wanted) > WEAK


class Scan(Protocol):
    """Finds candidates for a fixed list of rules; rule indexes are places in that list."""

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule whose pattern could match it."""

    @property
    def unfiltered(self) -> list[int]:
        """The rules that are tried on every line."""


class EveryLine:
    """Names every line that is not blank for every rule that does not roam."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.unfiltered = [index for index, rule in enumerate(rules) if not roams(rule)]

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and such a rule."""
        return [(line, rule) for line in page.filled for rule in self.unfiltered]


class LiteralScan:
    """Passes of automata over the text, each over as little of it as its rules can need. Built once; safe in threads.

    Most patterns ask for something near the start of a line, and most rules are for short lines. Their literals are
    looked for there alone: in running text they would mostly be found for nothing.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.unfiltered: list[int] = []
        asking: dict[tuple[int, bool], dict[str, list[_Asking]]] = {}
        for index, rule in enumerate(rules):
            if rule.match is None or roams(rule):
                continue
            wanted = literals(rule.match)
            if wanted is None:
                self.unfiltered.append(index)
                continue
            reach = ANYWHERE if wanted.reach is None else wanted.reach
            most = ANYWHERE if rule.where.max_words is None else rule.where.max_words
            near = reach + max(map(len, wanted.strings)) <= HEAD_CHARS
            of_kind = asking.setdefault((next(limit for limit in WORD_LIMITS if most <= limit), near), {})
            for literal in sorted(wanted.strings):
                of_kind.setdefault(literal, []).append((index, reach, most))
        self._automata = [(limit, near, _Automaton(of_kind)) for (limit, near), of_kind in sorted(asking.items())]

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule of which a literal stands in the line, and the rules without one on every line."""
        pairs = {(line, rule) for line in page.filled for rule in self.unfiltered} if self.unfiltered else set()
        limited, lines, heads = 0, page.lowered, page.lowered
        for limit, near, automaton in self._automata:
            if limit != limited:
                limited = limit
                lines = [line if words <= limit else "" for line, words in zip(page.lowered, page.words, strict=True)]
                heads = [line[:HEAD_CHARS] for line in lines]
            automaton.search(page, heads if near else lines, pairs)
        return sorted(pairs)


class Remembering:
    """A scan for the passes over one text: a line that an earlier pass has seen is not scanned again.

    What is a candidate hangs on the line alone, and a pass leaves almost all lines as they were.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._page: Page | None = None
        self._pairs: Candidates = []

    @property
    def unfiltered(self) -> list[int]:
        """The rules that are tried on every line."""
        return self._scan.unfiltered

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule whose pattern could match it."""
        pairs = self._recalled(page)
        self._page, self._pairs = page, self._scan.candidates(page) if pairs is None else pairs
        return self._pairs

    def _recalled(self, page: Page) -> Candidates | None:
        """The candidates, if the page before had every line of this one."""
        if self._page is None:
            return None
        known: dict[str, list[int]] = {line: [] for line in self._page.shown}
        if not all(line in known for line in page.shown):
            return None
        seen: dict[str, int] = {}
        for line, rule in self._pairs:
            text = self._page.shown[line]
            if seen.setdefault(text, line) == line:
                known[text].append(rule)
        return [(index, rule) for index, line in enumerate(page.shown) for rule in known[line]]


_Asking = tuple[int, int, int]
"""A rule that asks for a literal: its index, how far in a line the literal may start, and how many words the line may have."""


class _Automaton:
    """Literals, and the rules that ask for each."""

    def __init__(self, asking: dict[str, list[_Asking]]) -> None:
        self._asking = list(asking.values())
        self._find = _finder(list(asking))

    def search(self, page: Page, lines: Sequence[str], pairs: set[tuple[int, int]]) -> None:
        """Add the pairs of a line and a rule of which a literal stands in it, where the rule's bounds allow."""
        hits = self._find.find_matches_as_indexes(_scanned(lines), overlapping=True)
        if not hits:
            return
        starts = [at + index for index, at in enumerate(accumulate(map(len, lines), initial=0))]  # of the line end before each line
        counts = page.words
        for literal, start, _ in hits:
            line = bisect_right(starts, start) - 1
            offset, words = start - starts[line], counts[line]
            pairs.update([(line, rule) for rule, reach, most in self._asking[literal] if offset <= reach and words <= most])


def _scanned(lines: Sequence[str]) -> str:
    """The lines, each between two line ends."""
    return f"{LINE_END}{LINE_END.join(lines)}{LINE_END}"


def _finder(strings: list[str]) -> AhoCorasick:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(
        strings,
        matchkind=ahocorasick_rs.MatchKind.Standard,
        implementation=ahocorasick_rs.Implementation.ContiguousNFA,
    )

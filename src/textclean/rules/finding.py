"""Findings: which rules hold where in a page, whatever the order they are tried in.

First the patterns (candidates from the scan, confirmed by `regex`) and the local conditions; then, again and again until
nothing new comes, the conditions that speak of other findings. Since those only turn true as more is found, the
outcome is one and the same for any order of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import regex

from textclean.rules.conditions import Conditions, Found, verdicts
from textclean.rules.dialect import compile_pattern
from textclean.rules.overlays import patterns
from textclean.rules.page import MAX_LINE_CHARS, Page
from textclean.rules.rule import Action, Level, Rule, Scope
from textclean.rules.scan import Scan, roams
from textclean.rules.scopes import Reach, reach

CONFIRM_SECONDS = 0.25
"""How long one pattern may look at one line. `regex` counts the processor time of the whole process and checks every 256
steps: 0.25 s asked stops within 0.4 s on a line of 1 MB. An honest confirmation takes microseconds."""


TESTED_CHARS = 2_000
"""Up to this length of a line the patterns of tested packs run without a timeout: as far as they are pumped in the tests."""


class Status(StrEnum):
    """What a finding comes to."""

    REMOVED = "removed"
    KEPT = "kept"
    NOTED = "noted"
    HINT = "hint"
    EXEMPT = "exempt"  # an overlay spares it


_OF_ACTION = {Action.REMOVE: Status.REMOVED, Action.KEEP: Status.KEPT, Action.NOTE: Status.NOTED}


class Finding(NamedTuple):
    """A rule holds for a stretch of a page. `rule` is its index among the active rules; the reach is in lines and offsets.

    `change` is its index among the rule's exemptions, where one of them spares the stretch.
    """

    rule: int
    reach: Reach
    status: Status
    change: int = -1


class PatternTimeout(Exception):
    """A pattern ran away on a line."""

    def __init__(self, rule: Rule, line: int) -> None:
        super().__init__(f"rule {rule.name} took longer than {CONFIRM_SECONDS} s on line {line + 1}")
        self.rule = rule
        self.line = line


class ActiveRule:
    """A rule that a policy lets act, made ready to find."""

    __slots__ = ("action", "conditions", "exempt", "late", "level", "misses", "pattern", "roams", "rule")

    def __init__(self, rule: Rule, action: Action, limit: Level) -> None:
        self.rule = rule
        self.action = action
        self.conditions = Conditions(rule)
        self.level = rule.level.within(limit)
        self.pattern: regex.Pattern[str] | None = None
        self.misses: Callable[[str], bool] = self._misses_at_first
        self.roams = roams(rule)
        self.late = rule.where.last_percent is not None  # its conditions fail for most lines sooner than its pattern can
        self.exempt = tuple((index, pattern) for index, change in enumerate(rule.exempt) for pattern in patterns(change))

    def status(self) -> Status:
        """What a finding of this rule comes to: beyond the policy's level only evidence makes it more than a hint."""
        return _OF_ACTION[self.action] if self.level or self.conditions.evidence else Status.HINT

    def _misses_at_first(self, line: str) -> bool:
        """Whether a line surely does not match; compiles the pattern, and from then on is but one call of it."""
        search = self._compiled().search
        if self.rule.tested:
            self.misses = lambda line: len(line) <= TESTED_CHARS and search(line) is None
        else:
            self.misses = lambda _: False
        return self.misses(line)

    def _compiled(self) -> regex.Pattern[str]:
        if self.pattern is None:
            assert self.rule.match is not None
            self.pattern = compile_pattern(self.rule.match, exact_case=self.rule.exact_case)
        return self.pattern

    def matches(self, page: Page, index: int) -> list[tuple[int, int]]:
        """The spans in the shown line that the pattern matches: the first one, or all for a scope within lines.

        Raises `PatternTimeout` when the pattern runs away.
        """
        rule, line = self.rule, page.shown[index]
        if rule.match is None:
            return [(0, len(line))]
        pattern = self._compiled()
        timeout = None if rule.tested and len(line) <= TESTED_CHARS else CONFIRM_SECONDS
        try:
            if rule.scope in (Scope.INLINE, Scope.SENTENCE):
                return [match.span() for match in pattern.finditer(line, timeout=timeout)]
            found = pattern.search(line, timeout=timeout)
        except TimeoutError:
            raise PatternTimeout(rule, index) from None
        return [found.span()] if found else []

    def spared(self, page: Page, index: int, span: tuple[int, int]) -> int:
        """The first exemption of the rule that spares what it matched in a line, or -1.

        For a scope within lines the exemption's own match must touch it.
        """
        line, whole = page.shown[index], self.rule.scope not in (Scope.INLINE, Scope.SENTENCE)
        try:
            for change, pattern in self.exempt:
                for found in compile_pattern(pattern).finditer(line, timeout=CONFIRM_SECONDS):
                    if whole or (found.start() < span[1] and span[0] < found.end()):
                        return change
        except TimeoutError:
            raise PatternTimeout(self.rule, index) from None
        return -1


class Finders(tuple[ActiveRule, ...]):
    """The rules that find, in order; a finding names a rule by its place here."""

    @cached_property
    def roaming(self) -> tuple[int, ...]:
        """The places of those that no literal leads to."""
        return tuple(index for index, active in enumerate(self) if active.roams)


class _Possible(NamedTuple):
    rule: int
    line: int
    span: tuple[int, int]
    change: int


def find(page: Page, rules: Finders, scan: Scan, lang: str | None = None) -> list[Finding]:
    """Every finding in a page, in order of rule and place.

    `scan` was built from the same rules. With `lang` only the rules of that language and of `any` are tried.

    Raises `PatternTimeout` when a pattern runs away.
    """
    return _find(Found(page), rules, scan, lang)


class Trial(NamedTuple):
    """How a rule fares on a line: the words that its pattern matched (None without a pattern), and each condition.

    A condition is its key, what it asks, and whether it holds.
    """

    rule: Rule
    matched: str | None
    conditions: tuple[tuple[str, object, bool], ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The keys of the conditions that do not hold."""
        return tuple(key for key, _, held in self.conditions if not held)


def trials(page: Page, rules: Finders, scan: Scan, index: int, lang: str | None = None) -> list[Trial]:
    """How the rules fare on one line: all whose pattern matches it, and those without a pattern that lack one condition at most.

    Raises `PatternTimeout` when a pattern runs away.
    """
    found = Found(page)
    _find(found, rules, scan, lang)
    fared = []
    for active in rules:
        if index not in page.rank or not _speaks(active, lang):
            continue
        for start, end in active.matches(page, index)[:1]:
            if active.rule.scope == Scope.REPEAT and index not in page.repeated:
                continue
            conditions = verdicts(active.rule, found, index)
            trial = Trial(active.rule, page.shown[index][start:end] if active.rule.match is not None else None, tuple(conditions))
            if active.rule.match is not None or len(trial.failed) <= 1:
                fared.append(trial)
    return fared


def _find(found: Found, rules: Finders, scan: Scan, lang: str | None) -> list[Finding]:
    """The findings in a page, which `found` is told of as they come."""
    page = found.page
    findings: dict[tuple[int, Reach], Finding] = {}
    waiting: list[_Possible] = []

    def add(possible: _Possible) -> bool:
        active = rules[possible.rule]
        stretch = reach(page, active.rule, possible.line, possible.span)
        if stretch is None or (possible.rule, stretch) in findings:
            return False
        if possible.change >= 0:
            findings[possible.rule, stretch] = Finding(possible.rule, stretch, Status.EXEMPT, possible.change)
            return False
        status = active.status()
        findings[possible.rule, stretch] = Finding(possible.rule, stretch, status)
        whole = range(stretch.first, stretch.last + 1) if stretch.whole else ()
        covered = [index for index in whole if index in page.rank] or [possible.line]
        found.add(covered, active.rule.category, furniture=status != Status.HINT and stretch.whole)
        return True

    for possible in _matched(page, rules, scan, lang):
        if rules[possible.rule].conditions.placed:
            waiting.append(possible)
        else:
            add(possible)
    claimed = {possible.line for possible in waiting if possible.change < 0 and rules[possible.rule].status() != Status.HINT}
    claimed.update(finding.reach.first for finding in findings.values() if finding.status not in (Status.HINT, Status.EXEMPT))
    roaming = [index for index in rules.roaming if _speaks(rules[index], lang)]
    grown = True
    while grown:
        grown = False
        for possible in [*waiting, *_roam(page, rules, roaming, found, claimed)]:
            if rules[possible.rule].conditions.hold_now(found, possible.line):
                grown |= add(possible)
    return sorted(findings.values())


def _speaks(active: ActiveRule, lang: str | None) -> bool:
    return lang is None or active.rule.lang in (lang, "any")


def _matched(page: Page, rules: Finders, scan: Scan, lang: str | None) -> Iterator[_Possible]:
    """Where patterns match and the local conditions hold."""
    shown = page.shown
    for line, rule in scan.candidates(page):
        active = rules[rule]
        if (active.late and not active.conditions.hold(page, line)) or active.misses(shown[line]):
            continue
        if len(shown[line]) > MAX_LINE_CHARS or (lang is not None and not _speaks(active, lang)):
            continue
        if active.conditions.hold(page, line) and (active.rule.scope != Scope.REPEAT or line in page.repeated):
            for span in active.matches(page, line):
                yield _Possible(rule, line, span, active.spared(page, line, span))


def _roam(page: Page, rules: Finders, roaming: Sequence[int], found: Found, claimed: set[int]) -> Iterator[_Possible]:
    """Where rules may hold that no literal leads to: at the places they name, or beside the findings they ask for.

    Those without a pattern, or with one that tells no words but only a shape, are not tried on lines that a pattern claims.
    """
    for rule in roaming:
        active = rules[rule]
        yields = active.rule.match is None or active.rule.where.is_placed()
        for line in _places(page, active, found):
            if line in claimed and yields:
                continue
            if len(page.shown[line]) <= MAX_LINE_CHARS and active.conditions.hold(page, line):
                for span in active.matches(page, line):
                    yield _Possible(rule, line, span, active.spared(page, line, span))


def _places(page: Page, active: ActiveRule, found: Found) -> Iterable[int]:
    """The lines where a rule that roams could hold, given what is found so far; maybe more, never fewer."""
    where = active.rule.where
    if active.rule.scope == Scope.REPEAT:
        return page.repeated
    if where.categories():
        return found.beside(where.categories(), max(1, where.near_lines))
    if where.title is not None and page.title is None:
        return ()
    # As many lines as are furniture may stand between a place and the edge of the text.
    if where.first is not None:
        return page.filled[: where.first + found.lines()]
    if where.last is not None:
        return page.filled[-(where.last + found.lines()) :]
    return page.filled

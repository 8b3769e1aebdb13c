"""Mutants: rules with one guard taken away, which their own examples should catch.

A rule whose examples come out right although its `^` is gone does not show that the `^` matters: the next author may lose it
unseen. The idea is that of mutation testing (DeMillo, Lipton and Sayward, 1978), for the guards that keep a rule from body text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from textclean.authoring.company import Companies, passes, swapped
from textclean.rules.dialect import PatternError, compile_pattern, places
from textclean.rules.rule import Pack, Rule
from textclean.rules.schema import DEFAULT_MAX_WORDS
from textclean.rules.shape import idle_edges, words

WIDER = 10  # times a cap; nested counts may then not compile, and are no mutants
LEAST_CAP = 10  # a count up to less is the shape of a word or a number (`\d{1,2}`, `[^\w]{0,3}`), no cap on what may stand in a gap


class Guard(StrEnum):
    """What a mutant lacks."""

    ANCHOR = "anchor"  # ^ or $
    BOUNDARY = "boundary"  # \b or \B
    GAP = "gap"  # the caps of its counts, such as {0,40}
    LENGTH = "length"  # its max_words


class Mutant(NamedTuple):
    """A rule without one of its guards; `change` tells people which."""

    guard: Guard
    change: str
    rule: Rule


class Trial(NamedTuple):
    """A mutant, and whether an example of the rule's own comes out wrong with it."""

    mutant: Mutant
    caught: bool


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Every mutant of a rule, in order of place.

    Not among them are the word cap that every rule has without asking, and what no text could show: edges that say nothing, and
    a word cap above what the pattern can hold.

    >>> from textclean.cleaner import load
    >>> rules = {rule.name: rule for pack in load() for rule in pack.rules}
    >>> [mutant.change for mutant in mutants(replace(rules["en/share/share-this"], match="^share.{0,40}this"))]
    ['without ^ at column 1', 'with its gaps 10 times as wide', 'with max_words: 90']
    """
    if rule.match is None:
        return
    idle = idle_edges(rule.match)
    for start, end in places(rule.match).edges:
        pattern = rule.match[:start] + rule.match[end:]
        if start not in idle and _compiles(pattern, rule):
            edge = rule.match[start:end]
            guard = Guard.ANCHOR if edge in "^$" else Guard.BOUNDARY
            yield Mutant(guard, f"without {edge} at column {start + 1}", replace(rule, match=pattern, tested=False))
    wide = _widened(rule.match)
    if wide != rule.match and _compiles(wide, rule):
        yield Mutant(Guard.GAP, f"with its gaps {WIDER} times as wide", replace(rule, match=wide, tested=False))
    held = words(rule.match).most
    if rule.where.max_words not in (None, DEFAULT_MAX_WORDS) and (held is None or held > rule.where.max_words):
        most = rule.where.max_words * WIDER
        yield Mutant(Guard.LENGTH, f"with max_words: {most}", replace(rule, where=replace(rule.where, max_words=most)))


def try_mutants(packs: Iterable[Pack], only: Callable[[Rule], bool] = lambda _: True) -> Iterator[Trial]:
    """The mutants of the rules that `only` lets through, each tried on its rule's examples among the rules of all packs."""
    companies = Companies(packs)
    for rule in (rule for pack in companies.packs for rule in filter(only, pack.rules)):
        made = list(mutants(rule))
        company = companies.of(rule) if made else ()
        for mutant in made:
            yield Trial(mutant, not passes(swapped(company, mutant.rule), rule))


def _widened(pattern: str) -> str:
    """The pattern with all caps on gaps made wider: one near miss with a gap too long shows that they count."""
    for start, end, repeat in reversed(places(pattern).counts):
        if repeat.most is not None and repeat.least < repeat.most and repeat.most >= LEAST_CAP:
            pattern = f"{pattern[:start]}{{{repeat.least},{repeat.most * WIDER}}}{pattern[end:]}"
    return pattern


def _compiles(pattern: str, rule: Rule) -> bool:
    try:
        compile_pattern(pattern, exact_case=rule.exact_case)
    except PatternError:
        return False
    return True

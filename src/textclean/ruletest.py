"""Rules run on their own examples: each must do what it says there, through the whole cleaner, and be the cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from textclean.cleaner import Cleaner
from textclean.result import Note, Result
from textclean.rules.policy import Policy
from textclean.rules.rule import Action, Change, Example, Level, Pack, Rule


class Fault(NamedTuple):
    """An example that does not come out as it says."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: rule {self.rule}: {self.message}"


def run_examples(packs: Iterable[Pack], only: Callable[[Rule], bool] = lambda _: True) -> list[Fault]:
    """The faults of all examples of the rules that `only` lets through, run beside all rules of all packs: all of `faults`."""
    return list(faults(packs, only))


def faults(packs: Iterable[Pack], only: Callable[[Rule], bool] = lambda _: True) -> Iterator[Fault]:
    """The faults one by one, as the examples are run.

    The over-cut guard is off: an example may be nothing but furniture. Rules beyond the default level, and rules that are switched off, are
    switched on for their own examples.
    """
    everything = tuple(packs)
    packs = tuple(pack for pack in everything if not pack.changes)  # an overlay may change what the rules' own examples show

    @cache
    def cleaner(level: Level, enabled: str) -> Cleaner:
        return Cleaner(packs=packs, policy=Policy(level=level, actions={enabled: Action.REMOVE} if enabled else {}))

    @cache
    def alone(name: str) -> Cleaner:
        return Cleaner(packs=packs, policy=Policy(level=Level.HINT, select=(name,)))

    for pack in packs:
        for rule in filter(only, pack.rules):
            if rule.prunes:
                yield from _element_faults(rule)
            elif rule.repair is not None:
                yield from _repair_faults(rule, alone(rule.name))
            else:
                yield from _finder_faults(rule, cleaner(max_level(rule), "" if rule.enabled else rule.name))
    if len(packs) < len(everything):
        changed = Cleaner(packs=everything)
        for change in (change for pack in everything for change in pack.changes if any(map(only, targets(change, packs)))):
            yield from _change_faults(change, changed)


def max_level(rule: Rule) -> Level:
    """The level of the policy that a rule's examples run under: the default, or its own where that is beyond it."""
    return Level.LIKELY if rule.level.within(Level.LIKELY) else rule.level


def targets(change: Change, packs: Iterable[Pack]) -> list[Rule]:
    """The rules that a change is about."""
    return [rule for pack in packs for rule in pack.rules if change.of in (rule.name, rule.pack, rule.category)]


def _change_faults(change: Change, cleaner: Cleaner) -> Iterator[Fault]:
    for example in change.keeps:
        if message := _cut_fault(example, _clean(cleaner, example)):
            yield Fault(change.path, example.line, change.name, message)


def _repair_faults(rule: Rule, cleaner: Cleaner) -> Iterator[Fault]:
    for before, after in rule.mends:
        got = cleaner.repair(before).text
        if got != after:
            yield Fault(rule.path, rule.line, rule.name, f"{before!r} becomes {got!r}, not {after!r}")
    for example in rule.keeps:
        got = cleaner.repair(example.text).text
        if got != example.text:
            yield Fault(rule.path, example.line, rule.name, f"{example.text!r} becomes {got!r}: it must stay")


def _element_faults(rule: Rule) -> Iterator[Fault]:
    """Snippets of pages: the rule must find an element in each that it drops, and none in those it keeps."""
    from textclean.pages.elements import ElementRules, cuts
    from textclean.pages.tree import parse

    rules = ElementRules([(rule, Action.REMOVE)])
    host = rule.sites[0].removeprefix("*.") if rule.sites else ""

    def finds(example: Example) -> bool:
        root = parse(f"<html><body>{example.text}</body></html>").root
        return root is not None and bool(cuts(rules.find(root, host)))

    for example in rule.drops:
        if not finds(example):
            yield Fault(rule.path, example.line, rule.name, f"finds nothing in {example.text!r}")
    for example in rule.keeps:
        if finds(example):
            yield Fault(rule.path, example.line, rule.name, f"finds something in {example.text!r}: it must stay")
    for example in rule.misses:
        if finds(example):
            yield Fault(rule.path, example.line, rule.name, "a known miss now comes out right: move it to `drops`")


def _finder_faults(rule: Rule, cleaner: Cleaner) -> Iterator[Fault]:
    for example in rule.drops:
        if message := _drop_fault(rule, example, cleaner):
            yield Fault(rule.path, example.line, rule.name, message)
    for example in rule.keeps:
        result = _clean(cleaner, example)
        if any(rule.name in note.rules for note in result.notes):
            yield Fault(rule.path, example.line, rule.name, "the rule finds something in an example of what it keeps")
        elif message := _cut_fault(example, result):
            yield Fault(rule.path, example.line, rule.name, message)
    for example in rule.misses:
        if not _drop_fault(rule, example, cleaner):
            yield Fault(rule.path, example.line, rule.name, "a known miss now comes out right: move it to `drops`")


def _clean(cleaner: Cleaner, example: Example) -> Result:
    return cleaner.clean(example.text, title=example.title, guarded=False)


def _drop_fault(rule: Rule, example: Example, cleaner: Cleaner) -> str:
    result = _clean(cleaner, example)
    if cleaner.policy.action(rule, cleaner.categories[rule.category]) != Action.REMOVE:
        marked = _offsets(example.text, example.goes)
        found = _offsets(example.text, ((note.start, note.end) for note in result.notes if note.rules[0] == rule.name))
        return "" if found == marked else "the rule does not find just what the example marks"
    if message := _cut_fault(example, result):
        return message
    if not any(rule.name in note.rules for note in _cuts(result)):
        others = ", ".join(sorted({name for note in _cuts(result) for name in note.rules}))
        return f"the text goes, but not by this rule: {others}"
    return ""


def _cuts(result: Result) -> list[Note]:
    return [note for note in result.notes if note.old != note.new and not note.new]


def _cut_fault(example: Example, result: Result) -> str:
    """What is wrong with what went: blanks aside it must be just what the example marks."""
    cuts = _cuts(result)
    gone = _offsets(example.text, ((note.start, note.end) for note in cuts))
    marked = _offsets(example.text, example.goes)
    if missing := sorted(marked - gone):
        return f"stays: {_quote(example.text, missing[0])}"
    if extra := sorted(gone - marked):
        rules = next(note.rules for note in cuts if note.start <= extra[0] < note.end)
        return f"goes by {', '.join(rules)}: {_quote(example.text, extra[0])}"
    return ""


def _offsets(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {offset for start, end in spans for offset in range(start, end) if not text[offset].isspace()}


def _quote(text: str, offset: int) -> str:
    return repr(text[offset:].split("\n", 1)[0][:80])

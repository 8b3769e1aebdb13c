"""What is wrong with rules, seen without any text but their examples: dead, shadowed, double, slow, out of the prefilter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from textclean.authoring.company import Companies
from textclean.cleaner import Cleaner
from textclean.rules.dialect import LINE_BLANKS, compile_pattern
from textclean.rules.finding import CONFIRM_SECONDS, TESTED_CHARS
from textclean.rules.literals import chance_hits, literals
from textclean.rules.overlays import patterns
from textclean.rules.policy import Policy
from textclean.rules.pumping import pump, pumped
from textclean.rules.rule import Action, Change, Example, Level, Pack, Rule, Where
from textclean.rules.scan import WEAK, roams
from textclean.rules.shape import canonical, words
from textclean.ruletest import targets
from textclean.text.folding import fold
from textclean.text.words import LONG_PROSE_WORDS, PROSE_WORDS

SLOW_SECONDS = 0.05
"""A pattern that takes longer on a line of 2,000 characters is slow. The slowest two built-in ones take 17 and 19 ms, the third 3 ms."""

ANY_LANG = "any"


class Severity(StrEnum):
    """What a report asks for."""

    ERROR = "error"  # the rule does not do what its author thinks
    WARNING = "warning"  # it costs time, or says what another says
    HINT = "hint"  # worth a look


class Report(NamedTuple):
    """Something about a rule: where it stands, what kind of thing it is, and what."""

    path: str
    line: int
    rule: str
    kind: str
    severity: Severity
    message: str


def check_rules(packs: Iterable[Pack], clock: Callable[[], float], only: Callable[[Rule], bool] = lambda _: True) -> Iterator[Report]:
    """What is wrong with the rules that `only` lets through, beside the rules of all packs; in their order.

    `clock` gives the processor time in seconds, such as `time.thread_time`: how long patterns take is measured.
    """
    packs = tuple(packs)
    companies = Companies(packs)
    finders = [rule for pack in companies.packs for rule in pack.rules if rule.finds_text]
    twins = _twins(finders)
    categories = {rule.category for rule in finders}
    for rule in filter(only, finders):
        for kind, severity, message in (
            *_never(rule, categories),
            *_twin(rule, twins),
            *_examples(rule, companies),
            *_time(rule, clock),
            *_prefilter(rule),
        ):
            yield Report(rule.path, rule.line, rule.name, kind, severity, message)
    yield from _idle_changes(packs, only)


def _idle_changes(packs: Iterable[Pack], only: Callable[[Rule], bool]) -> Iterator[Report]:
    """Patterns and lines of overlays that none of their own `keeps` needs."""
    changes = [change for pack in packs for change in pack.changes if any(map(only, targets(change, packs)))]
    cleaner = Cleaner(packs=packs) if changes else None
    for change in changes:
        for given, pattern in zip((*change.unless, *change.lines), patterns(change), strict=True):
            if cleaner and not any(_spares(change, pattern, example, cleaner) for example in change.keeps):
                message = f"none of its own `keeps` is spared by {given!r}: no rule would take it, or something else spares it first"
                yield Report(change.path, change.line, change.name, "unused", Severity.ERROR, message)


def _spares(change: Change, pattern: str, example: Example, cleaner: Cleaner) -> bool:
    compiled = compile_pattern(pattern)
    notes = cleaner.clean(example.text, title=example.title, guarded=False).notes
    spared = [line for note in notes if change.name in note.rules for line in fold(note.old).text.split("\n")]
    return any(compiled.search(line.strip(LINE_BLANKS), timeout=CONFIRM_SECONDS) for line in spared)


_Found = Iterator[tuple[str, Severity, str]]


def _never(rule: Rule, categories: set[str]) -> _Found:
    """Conditions that cannot hold together, or not for what the pattern matches."""
    for message in _contradictions(rule.where):
        yield "dead", Severity.ERROR, f"it can never hold: {message}"
    if rule.match is not None:
        least, most = words(rule.match)
        if rule.where.max_words is not None and least > rule.where.max_words:
            yield "dead", Severity.ERROR, f"it can never hold: its pattern takes {least} words, max_words is {rule.where.max_words}"
        if rule.where.min_words is not None and most is not None and most < rule.where.min_words:
            yield "dead", Severity.ERROR, f"it can never hold: its pattern takes at most {most} words, min_words is {rule.where.min_words}"
    for key in ("above", "below", "near"):
        named = getattr(rule.where, key)
        if named is not None and categories.isdisjoint(named):
            yield "dead", Severity.ERROR, f"it can never hold: no rule finds what `{key}` asks for ({', '.join(named)})"


def _contradictions(where: Where) -> Iterator[str]:
    most = where.max_words
    if most is not None and where.min_words is not None and most < where.min_words:
        yield f"max_words {most} is less than min_words {where.min_words}"
    if most is not None and where.prose and most < PROSE_WORDS:
        yield f"prose has at least {PROSE_WORDS} words, max_words is {most}"
    if where.min_words is not None and where.prose is False and where.min_words >= LONG_PROSE_WORDS:
        yield f"{LONG_PROSE_WORDS} words are prose, min_words is {where.min_words}"
    for key in ("max_words", "first", "last"):
        if getattr(where, key) == 0:
            yield f"`{key}` is 0"


def _twins(rules: Iterable[Rule]) -> Mapping[tuple[object, ...], list[str]]:
    twins: dict[tuple[object, ...], list[str]] = {}
    for rule in rules:
        twins.setdefault(_likeness(rule), []).append(rule.name)
    return twins


def _likeness(rule: Rule) -> tuple[object, ...]:
    """What two rules share that find the same."""
    pattern = None if rule.match is None else canonical(rule.match, exact_case=rule.exact_case)
    return (pattern, rule.exact_case, rule.where, rule.scope, rule.lang)


def _twin(rule: Rule, twins: Mapping[tuple[object, ...], list[str]]) -> _Found:
    others = [name for name in twins[_likeness(rule)] if name != rule.name]
    if others:
        yield "double", Severity.WARNING, f"it finds the same as {', '.join(others)}"


def _examples(rule: Rule, companies: Companies) -> _Found:
    company = companies.of(rule)
    policy = Policy(level=Level.HINT, actions={rule.name: Action.REMOVE})
    cleaner = Cleaner(packs=company, policy=policy)
    if not any(_part_in(rule, example, cleaner) for example in rule.drops):
        yield "dead", Severity.ERROR, "none of its own `drops` makes it find anything"
        return
    rest = [replace(pack, rules=tuple(other for other in pack.rules if other.name != rule.name)) for pack in company]
    without = Cleaner(packs=rest)
    if rule.level.within(Level.LIKELY) and (others := _shadows(rule, without)):
        yield "shadowed", Severity.HINT, f"all that its `drops` show goes without it too, by {', '.join(sorted(others))}"


def _part_in(rule: Rule, example: Example, cleaner: Cleaner) -> bool:
    return any(rule.name in note.rules for note in cleaner.clean(example.text, title=example.title, guarded=False).notes)


def _shadows(rule: Rule, without: Cleaner) -> set[str]:
    """The rules of its language that take all that the rule's drops show; none where something stays."""
    others: set[str] = set()
    lang = None if rule.lang == ANY_LANG else rule.lang
    for example in rule.drops:
        result = without.clean(example.text, title=example.title, lang=lang, guarded=False)
        notes = [note for note in result.notes if note.status == "removed"]
        gone = {offset for note in notes for offset in range(note.start, note.end)}
        if any(offset not in gone and not example.text[offset].isspace() for start, end in example.goes for offset in range(start, end)):
            return set()
        others.update(name for note in notes for name in note.rules)
    return others


def _time(rule: Rule, clock: Callable[[], float]) -> _Found:
    if rule.match is None:
        return
    compiled = compile_pattern(rule.match, exact_case=rule.exact_case)
    worst = pump(compiled, pumped(rule.match, TESTED_CHARS), CONFIRM_SECONDS, clock)
    line = f"on {len(worst.line):,} characters that begin {worst.line[:40]!r}"
    if worst.seconds is None:
        message = f"its pattern runs away: it took longer than {CONFIRM_SECONDS} s {line}"
        yield "explosive", Severity.ERROR, f"{message}; let no two repeats beside each other match the same text"
    elif worst.seconds > SLOW_SECONDS:
        message = f"its pattern took {worst.seconds * 1000:.0f} ms {line}; the time grows by the power {worst.growth:.1f} of the length"
        yield "slow", Severity.WARNING, f"{message}; begin it with ^, cap its repeats"


def _prefilter(rule: Rule) -> _Found:
    if rule.match is None or roams(rule):
        return
    wanted = literals(rule.match)
    if wanted is None:
        yield (
            "unfiltered",
            Severity.HINT,
            "its pattern asks for no words, so it is tried on every line; give it words, or conditions on findings",
        )
    elif (hits := chance_hits(wanted)) > WEAK:
        shown = ", ".join(map(repr, sorted(wanted.strings)[:5]))
        yield "weak", Severity.HINT, f"one line in {1 / hits:.0f} holds what its pattern asks for by chance ({shown})"

"""Why a line went, was changed, or stayed, for people to read; and a rule as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textclean.formats.checked import visible
from textclean.formats.printable import printable
from textclean.result import Note, Result
from textclean.rules.finding import Trial
from textclean.rules.rule import Example, Rule
from textclean.text.lines import Lines


def count_lines(text: str) -> int:
    """How many lines a text has, the empty one behind a final line end included."""
    return len(Lines(text))


def notes_at(result: Result, line: int, column: int | None) -> list[Note]:
    """The notes that touch a line of the original (from 1), or one place of it."""
    lines = Lines(result.restore())
    start, end = lines.starts[line - 1], lines.ends[line - 1]
    if column is not None:
        start = start + column - 1
        end = start + 1
    return [note for note in result.notes if note.start < end and start < note.end]


def telling_line(result: Result, line: int, column: int | None) -> int:
    """The line (from 1) to try the rules on for what happened at a place: a blank line went with the text that the first note quotes.

    Raises `ValueError` when the line has no such column; that of its line end is one.
    """
    lines = Lines(result.restore())
    if column is not None and column > (length := lines.ends[line - 1] - lines.starts[line - 1] + 1):
        raise ValueError(f"line {line} has no column {column}: its end is column {length}")
    changed = [note for note in notes_at(result, line, column) if note.old != note.new]
    if lines[line - 1].text.strip() or not changed:
        return line
    return lines.at(visible(changed[0])[0]) + 1


def why_lines(result: Result, trials: Iterable[Trial], place: str, line: int, column: int | None) -> Iterator[str]:
    """What happened at a place, by which rule, where that is written, what it matched and which conditions held.

    For a line that stayed, the rules whose pattern matches it or that lack but one condition, with what failed.
    """
    fared = {trial.rule.name: trial for trial in trials}
    notes = notes_at(result, line, column)
    for note in notes:
        stood = note.old == note.new
        done = f"stays ({note.status}), though found as" if stood else f"{note.status} as"
        yield f"{printable(place)}: {done} {printable(note.category)} ({note.level}): {printable(note.old.strip(), most=80)}"
        if note.status == "replaced":
            yield f"  becomes {printable(note.new, most=80)}"
        if stood:
            yield f"  because {printable(note.stays)}"
        for name in note.rules:
            yield from _rule_lines(name, fared.get(name))
        yield f"  why: {printable(note.why)}"
    if all(note.old == note.new for note in notes):
        if not notes:
            yield f"{printable(place)}: stays as it is"
        nearly = [trial for trial in fared.values() if trial.failed]
        if nearly:
            yield "  nearly found by:"
        for trial in nearly:
            yield from _rule_lines(trial.rule.name, trial, "    ")


def _rule_lines(name: str, trial: Trial | None, indent: str = "  ") -> Iterator[str]:
    if trial is None:
        yield f"{indent}{name}"
        return
    yield f"{indent}{name} ({trial.rule.path}:{trial.rule.line})"
    if trial.matched is not None:
        yield f"{indent}  matched: {printable(trial.matched, most=80)}"
    for label, wanted in (("held", True), ("failed", False)):
        given = [f"{key} {_asked(asked)}" for key, asked, held in trial.conditions if held is wanted]
        if given:
            yield f"{indent}  {label}: {', '.join(given)}"


def _asked(asked: object) -> str:
    if isinstance(asked, tuple):
        return f"[{', '.join(map(str, asked))}]"
    return str(asked).lower() if isinstance(asked, bool) else str(asked)


def rule_page(rule: Rule, action: str) -> Iterator[str]:
    """A rule as people read it, with its examples."""
    yield f"{rule.name}  ({rule.path}:{rule.line})"
    yield f"  {printable(rule.why)}"
    if rule.seen:
        yield f"  seen: {printable(rule.seen)}"
    yield f"  category {rule.category}, level {rule.level}, {action}" + ("" if rule.enabled else ", off by default")
    if rule.repair is not None:
        yield f"  repair: {rule.repair}"
        yield from (f"  mends: {printable(before)} → {printable(after)}" for before, after in rule.mends)
    elif rule.prunes:
        yield "  takes: elements of a page"
        yield from (f"  {line}" for line in element_lines(rule))
    else:
        yield f"  takes: {rule.scope}"
        if rule.match is not None:
            yield f"  match: {printable(rule.match)}" + ("  (case minded)" if rule.exact_case else "")
        if given := conditions(rule):
            yield f"  where: {', '.join(given)}"
    for change in rule.exempt:
        spared = [*map(printable, change.unless), *(f'"{printable(line)}"' for line in change.lines)]
        yield f"  unless: {', '.join(spared)}  ({change.name}, {printable(change.path)}:{change.line}: {printable(change.why)})"
    for label, examples in (("drops", rule.drops), ("keeps", rule.keeps), ("misses", rule.misses)):
        if examples:
            yield f"  {label}:"
        for example in examples:
            yield from (f"    {line}" for line in example_lines(example))


def element_lines(rule: Rule) -> Iterator[str]:
    """Which elements of a page a rule takes."""
    for key, named in (("elements", rule.elements), ("select", rule.select), ("sites", rule.sites)):
        if named:
            yield f"{key}: {', '.join(map(printable, named))}"
    if rule.outside:
        yield "outside: what is outside of them"


def conditions(rule: Rule) -> list[str]:
    """The conditions of a rule as people read them."""
    asked = {key: getattr(rule.where, key) for key in rule.where.__dataclass_fields__ if key != "near_lines" or rule.where.near}
    return [f"{key} {_asked(value)}" for key, value in asked.items() if value is not None]


def example_lines(example: Example) -> Iterator[str]:
    """An example's lines, those that go marked with a minus, and with a tilde those of which a part goes."""
    lines = Lines(example.text)
    for line in lines:
        goes = any(start <= line.start and line.end <= end for start, end in example.goes) and line.text.strip()
        part = any(line.start <= start and end <= line.end for start, end in example.goes)
        if line.text.strip():
            yield f"{'-' if goes else '~' if part else ' '} {printable(line.text, most=100)}"

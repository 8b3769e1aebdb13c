"""What a line must contain for a pattern to match it: the literals that the scan looks for.

From a pattern's nodes comes a set of strings of which every match holds at least one, in the *scanned form* of a
text: the folded lines without blanks at their ends, in lower case, each between two line ends. So `^share this` is
looked for as a line end and `share this`, and found at starts of lines only. The idea is that of the literal prefilters of RE2 and
of Rust's regex crate.

It can only err in naming lines that do not match: a string is used only where all spellings that equal it when case is ignored have one
and the same lower-case form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from textclean.rules.dialect import Char, Edge, Group, Node, Repeat, Set, class_members, parse
from textclean.text.folding import UNSEEN

LINE_END = "\n"

MAX_PRODUCT = 64  # of strings that a sequence is multiplied out to
MAX_UNION = 256  # of strings from alternatives: months in their forms, in three kinds of dates, fit in
MAX_MEMBERS = 8  # of a class that is written out
MAX_POWER = 4  # of a counted repeat that is written out


class Wanted(NamedTuple):
    """Strings of which a match holds one. It starts at most `reach` characters behind the start (None: anywhere)."""

    strings: frozenset[str]
    reach: int | None


def literals(pattern: str) -> Wanted | None:
    """What every line that `pattern` matches holds, in the scanned form; None when there is nothing to be had.

    The reach counts from the line end before the line, and is known for patterns that begin with `^`.

    Raises `PatternError` for a pattern outside the dialect.

    >>> [text.strip() for text in sorted(literals(r"^(sign up|join) (to|for) .{0,60}newsletter").strings)]
    ['join for', 'join to', 'sign up for', 'sign up to']
    >>> literals(r"^.{0,9}share").reach, literals(r"share").reach
    (10, None)
    >>> literals(r"[A-Z]+ .*") is None
    True
    """
    tree = parse(pattern)
    best = _best(_choices(_of(tree)))
    if best is None:
        return None
    best = _reduced(best)
    return best if _is_anchored(tree) else best._replace(reach=None)


class _Literals(NamedTuple):
    """`exact`: all strings that a node matches, if few; `within`: strings of which all its matches hold one; `width`: its longest match."""

    exact: frozenset[str] | None
    within: Wanted | None
    width: int | None


_EMPTY = frozenset({""})


def _of(node: Node) -> _Literals:
    match node:
        case Char():
            return _Literals(frozenset(node.char.lower()) if _has_one_lower_form(node.char) else None, None, 1)
        case Edge() if node.kind in "^$":
            return _Literals(frozenset({LINE_END}), None, 1)
        case Set():
            return _Literals(_members(node.source), None, 1)
        case Repeat():
            return _of_repeat(node)
        case Group():
            return _of_group(node)
        case _:  # a word boundary or a look-around: it takes no room
            return _Literals(_EMPTY, None, 0)


def _choices(node: _Literals) -> list[Wanted]:
    exact = [] if node.exact is None else [Wanted(node.exact, 0)]
    return exact if node.within is None else [*exact, node.within]


def _members(source: str) -> frozenset[str] | None:
    members = class_members(source)
    if members is None or not all(map(_has_one_lower_form, members)):
        return None
    lower = frozenset(members.lower())
    return lower if 0 < len(lower) <= MAX_MEMBERS else None


def _of_repeat(repeat: Repeat) -> _Literals:
    inner = _of(repeat.node)
    width = None if inner.width is None or repeat.most is None else inner.width * repeat.most
    if inner.exact is not None:
        if (repeat.least, repeat.most) == (0, 1):
            return _Literals(inner.exact | _EMPTY, None, width)
        if repeat.least == repeat.most and repeat.least <= MAX_POWER:
            return _sequence([inner] * repeat.least)
    return _Literals(None, _best(_choices(inner)) if repeat.least else None, width)


def _of_group(group: Group) -> _Literals:
    branches = [_sequence(map(_of, branch)) for branch in group.branches]
    width = _most([branch.width for branch in branches])
    exact = [branch.exact for branch in branches if branch.exact is not None]
    union: frozenset[str] = frozenset().union(*exact)
    if len(exact) == len(branches) and len(union) <= MAX_UNION:
        return _Literals(union, None, width)
    best = [_reduced(found) for found in (_best(_choices(branch)) for branch in branches) if found is not None]
    strings: frozenset[str] = frozenset().union(*(found.strings for found in best))
    usable = len(best) == len(branches) and len(strings) <= MAX_UNION
    return _Literals(None, Wanted(strings, _most([found.reach for found in best])) if usable else None, width)


def _sequence(parts: Iterable[_Literals]) -> _Literals:
    """One after the other: exact sets multiply while they are small; else the run so far is one choice, and what comes another."""
    run = _EMPTY
    at: int | None = 0  # the most room that the parts so far take
    choices: list[Wanted] = []
    broken = False
    start: int | None = 0
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= MAX_PRODUCT:
            # Two anchors in a row stand at one and the same line end.
            run = frozenset((a + b).replace(LINE_END * 2, LINE_END) for a in run for b in part.exact)
        else:
            broken = True
            choices.append(Wanted(run, start))
            if part.within is not None:
                choices.append(Wanted(part.within.strings, _sum(at, part.within.reach)))
            run = part.exact if part.exact is not None else _EMPTY
            start = at if part.exact is not None else _sum(at, part.width)
        at = _sum(at, part.width)
    if not broken:
        return _Literals(run, None, at)
    return _Literals(None, _best([*choices, Wanted(run, start)]), at)


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _most(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return max(known) if len(known) == len(numbers) and known else None


def _best(choices: Iterable[Wanted]) -> Wanted | None:
    """The choice whose weakest string says most; one that every line holds says nothing."""
    usable = [choice for choice in choices if choice.strings and choice.strings.isdisjoint(("", " ", LINE_END))]
    return max(usable, key=lambda choice: (min(map(_weight, choice.strings)), -len(choice.strings)), default=None)


def _weight(string: str) -> int:
    """How seldom a string stands in running text, roughly: a line end or a character outside ASCII says as much as two letters."""
    return sum(4 if char == LINE_END or not char.isascii() else 2 if char.isalnum() else 1 for char in string)


def _reduced(wanted: Wanted) -> Wanted:
    """Without the strings that hold another: where the longer stands, the shorter does, and starts no further in than the longer ends."""
    strings = frozenset(string for string in wanted.strings if not any(other in string for other in wanted.strings if other != string))
    slack = max(map(len, wanted.strings)) - min(map(len, strings))
    return Wanted(strings, _sum(wanted.reach, slack))


def _is_anchored(node: Node) -> bool:
    """Whether all that a node matches begins at the start of a line."""
    match node:
        case Edge():
            return node.kind == "^"
        case Group():
            return all(bool(branch) and _is_anchored(branch[0]) for branch in node.branches)
        case _:
            return False


@cache
def _has_one_lower_form(char: str) -> bool:
    """Whether every character that equals `char` when case is ignored has the same lower-case form.

    Not so for `µ` and the Greek mu, or for sigma, whose form also hangs on its place in the word.
    """
    if char.isascii():
        return True  # the few others that equal an ASCII letter never stand in a view
    return len({other.lower() for other in _equals(char)} | {char.lower()}) == 1 and len(char.lower()) == 1


def _equals(char: str) -> frozenset[str]:
    return _case_groups().get(char, frozenset(char))


@cache
def _case_groups() -> dict[str, frozenset[str]]:
    """Every cased character outside ASCII, with all that equal it when case is ignored."""
    groups: dict[str, set[str]] = {}
    for code in range(0x80, 0x1E944):  # the last cased script, Adlam, ends here
        char = chr(code)
        forms = {form for form in (char.lower(), char.upper(), char.title(), char.casefold()) if len(form) == 1} | {char}
        if len(forms) > 1 and char not in UNSEEN:
            merged = set(forms).union(*(groups.get(form, ()) for form in forms))
            for form in merged:
                groups[form] = merged
    return {char: frozenset(group) for char, group in groups.items()}

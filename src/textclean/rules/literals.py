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


def literals(pattern: str) -> tuple[str, ...] | None:
    """Strings of which every line that `pattern` matches contains one, in the scanned form; None when there are none to be had.

    Raises `PatternError` for a pattern outside the dialect.

    >>> literals(r"^(sign up|subscribe) (to|for) .{0,60}newsletter")
    ('\\nsign up for ', '\\nsign up to ', '\\nsubscribe for ', '\\nsubscribe to ')
    >>> literals(r"\\d+ mins? read")
    (' min read', ' mins read')
    >>> literals(r"[A-Z]+ .*") is None
    True
    """
    found = _of(parse(pattern))
    best = _reduced(_best([found.exact, found.within]))
    return tuple(sorted(best)) if best else None


class _Literals(NamedTuple):
    """`exact`: all strings that a node matches, if few; `within`: strings of which all its matches hold one."""

    exact: frozenset[str] | None
    within: frozenset[str] | None


_NONE = _Literals(None, None)
_EMPTY = frozenset({""})


def _of(node: Node) -> _Literals:
    match node:
        case Char():
            return _Literals(frozenset(node.char.lower()), None) if _has_one_lower_form(node.char) else _NONE
        case Edge():
            return _Literals(frozenset({LINE_END}) if node.kind in "^$" else _EMPTY, None)
        case Set():
            return _Literals(_members(node.source), None)
        case Repeat():
            return _of_repeat(node)
        case Group():
            return _of_group(node)
        case _:  # a look-around: it takes no room
            return _Literals(_EMPTY, None)


def _members(source: str) -> frozenset[str] | None:
    members = class_members(source)
    if members is None or not all(map(_has_one_lower_form, members)):
        return None
    lower = frozenset(members.lower())
    return lower if 0 < len(lower) <= MAX_MEMBERS else None


def _of_repeat(repeat: Repeat) -> _Literals:
    inner = _of(repeat.node)
    if inner.exact is not None:
        if (repeat.least, repeat.most) == (0, 1):
            return _Literals(inner.exact | _EMPTY, None)
        if repeat.least == repeat.most and repeat.least <= MAX_POWER:
            return _sequence([inner] * repeat.least)
    return _Literals(None, _best([inner.exact, inner.within]) if repeat.least else None)


def _of_group(group: Group) -> _Literals:
    branches = [_sequence(map(_of, branch)) for branch in group.branches]
    exact = _union([branch.exact for branch in branches])
    return _Literals(exact, None if exact is not None else _union([_reduced(_best([branch.exact, branch.within])) for branch in branches]))


def _union(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    every = [strings for strings in sets if strings is not None]
    union: frozenset[str] = frozenset().union(*every)
    return union if len(every) == len(sets) and len(union) <= MAX_UNION else None


def _sequence(parts: Iterable[_Literals]) -> _Literals:
    """One after the other: exact sets multiply while they are small; else the run so far is one candidate, and what comes another."""
    run = _EMPTY
    broken = False
    candidates: list[frozenset[str] | None] = []
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= MAX_PRODUCT:
            # Two anchors in a row stand at one and the same line end.
            run = frozenset((a + b).replace(LINE_END * 2, LINE_END) for a in run for b in part.exact)
            continue
        broken = True
        candidates += (run, part.within)
        run = part.exact if part.exact is not None else _EMPTY
    return _Literals(None if broken else run, _best([*candidates, run]) if broken else None)


def _best(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The set whose weakest string says most; one that every line holds says nothing."""
    usable = [strings for strings in sets if strings and strings.isdisjoint(("", " ", LINE_END))]
    return max(usable, key=lambda strings: (min(map(_weight, strings)), -len(strings)), default=None)


def _weight(string: str) -> int:
    """How seldom a string stands in running text, roughly: a line end or a character outside ASCII says as much as two letters."""
    return sum(4 if char == LINE_END or not char.isascii() else 2 if char.isalnum() else 1 for char in string)


def _reduced(strings: frozenset[str] | None) -> frozenset[str] | None:
    """Without those that hold another: where the longer stands, the shorter does."""
    return strings and frozenset(string for string in strings if not any(other in string for other in strings if other != string))


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

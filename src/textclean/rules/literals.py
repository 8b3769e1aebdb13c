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
from functools import cache, lru_cache
from math import prod
from typing import NamedTuple

from textclean.rules.dialect import Char, Edge, Group, Node, Repeat, Set, class_members, parse
from textclean.text.folding import UNSEEN

LINE_END = "\n"

LINE_CHARS = 150  # of a middling line: what a literal with no bound on its place is measured against
MAX_HITS = 0.5  # a line: past it looking for literals costs more than trying the pattern
RARE_ASCII, RARE = 0.004, 0.0003
_FREQUENT = {
    LINE_END: 1 / LINE_CHARS,
    " ": 0.17,
    "e": 0.1,
    "t": 0.075,
    "a": 0.065,
    "o": 0.06,
    "i": 0.057,
    "n": 0.057,
    "s": 0.052,
    "h": 0.05,
}
_FREQUENT |= {
    "r": 0.049,
    "d": 0.034,
    "l": 0.033,
    "c": 0.023,
    "u": 0.023,
    "m": 0.02,
    "w": 0.019,
    "f": 0.018,
    "g": 0.016,
    "y": 0.016,
    "p": 0.015,
}

MAX_PRODUCT = 256  # of strings that a sequence is multiplied out to
MAX_UNION = 512  # of strings from alternatives
MAX_MEMBERS = 24  # of a class that is written out; the digits of two scripts fit in
MAX_POWER = 4  # of a counted repeat that is written out


class Wanted(NamedTuple):
    """Strings of which a match holds one. It starts at most `reach` characters behind the start (None: anywhere)."""

    strings: frozenset[str]
    reach: int | None


@lru_cache(maxsize=4096)
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
    choices = _choices(_of(tree))
    if not _is_anchored(tree):
        choices = tuple(choice._replace(reach=None) for choice in choices)
    best = _best(choices)
    return best and _reduced(best)


@lru_cache(maxsize=65536)
def chance_hits(wanted: Wanted) -> float:
    """How often a line of running text holds one of the strings by chance, roughly: characters are taken to come independently.

    >>> chance_hits(literals("^share this")) < 1e-6 < 0.01 < chance_hits(literals("©|now"))
    True
    """
    places = LINE_CHARS if wanted.reach is None else min(LINE_CHARS, wanted.reach + 1)
    return places * sum(map(_chance, wanted.strings))


class _Literals(NamedTuple):
    """What is known of the texts that a node matches.

    `exact`: all of them, if few; `within`: choices of strings of which each holds one, among them the best one with a known reach;
    `width`: the length of the longest.
    """

    exact: frozenset[str] | None
    within: tuple[Wanted, ...]
    width: int | None


_EMPTY = frozenset({""})


def _of(node: Node) -> _Literals:
    match node:
        case Char():
            return _Literals(frozenset(node.char.lower()) if _has_one_lower_form(node.char) else None, (), 1)
        case Edge() if node.kind in "^$":
            return _Literals(frozenset({LINE_END}), (), 1)
        case Set():
            return _Literals(_members(node.source), (), 1)
        case Repeat():
            return _of_repeat(node)
        case Group():
            return _of_group(node)
        case _:  # a word boundary or a look-around: it takes no room
            return _Literals(_EMPTY, (), 0)


def _choices(node: _Literals) -> tuple[Wanted, ...]:
    return node.within if node.exact is None else (Wanted(node.exact, 0), *node.within)


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
            return _Literals(inner.exact | _EMPTY, (), width)
        if repeat.least == repeat.most and repeat.least <= MAX_POWER:
            return _sequence([inner] * repeat.least)
    return _Literals(None, _two_best(_choices(inner)) if repeat.least else (), width)


def _of_group(group: Group) -> _Literals:
    branches = [_sequence(map(_of, branch)) for branch in group.branches]
    width = _most([branch.width for branch in branches])
    exact = [branch.exact for branch in branches if branch.exact is not None]
    union: frozenset[str] = frozenset().union(*exact)
    if len(exact) == len(branches) and len(union) <= MAX_UNION:
        return _Literals(union, (), width)
    every = [_choices(branch) for branch in branches]
    near = [_best([choice for choice in choices if choice.reach is not None]) for choices in every]
    return _Literals(None, tuple(found for found in (_union(near), _union([_best(choices) for choices in every])) if found), width)


def _union(branches: Sequence[Wanted | None]) -> Wanted | None:
    """One choice for all branches, if each has one."""
    found = [branch for branch in branches if branch is not None]
    if sum(len(branch.strings) for branch in found) > MAX_UNION:
        found = [_reduced(branch) for branch in found]
    strings: frozenset[str] = frozenset().union(*(branch.strings for branch in found))
    usable = len(found) == len(branches) and len(strings) <= MAX_UNION
    return Wanted(strings, _most([branch.reach for branch in found])) if usable else None


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
            choices += [choice._replace(reach=_sum(at, choice.reach)) for choice in part.within]
            run = part.exact if part.exact is not None else _EMPTY
            start = at if part.exact is not None else _sum(at, part.width)
        at = _sum(at, part.width)
    if not broken:
        return _Literals(run, (), at)
    return _Literals(None, _two_best([*choices, Wanted(run, start)]), at)


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _most(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return max(known) if len(known) == len(numbers) and known else None


def _best(choices: Iterable[Wanted]) -> Wanted | None:
    """The choice that is found least often in running text; None if all are found in most lines anyhow."""
    rated = [(chance_hits(choice), choice) for choice in choices if choice.strings and choice.strings.isdisjoint(("", LINE_END))]
    hits, best = min(rated, key=lambda rating: rating[0], default=(MAX_HITS, None))
    return best if hits < MAX_HITS else None


def _two_best(choices: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """The best choice, and the best with a known reach."""
    near = _best([choice for choice in choices if choice.reach is not None])
    return tuple(dict.fromkeys(choice for choice in (near, _best(choices)) if choice is not None))


@lru_cache(maxsize=65536)
def _chance(string: str) -> float:
    """How often a string stands at a place of English text, roughly: enough to rank literals by."""
    return prod(_FREQUENT.get(char, RARE_ASCII if char.isascii() else RARE) for char in string[:8])


def _reduced(wanted: Wanted) -> Wanted:
    """Without the strings that hold another: where the longer stands, the shorter does, and starts no further in than the longer ends."""
    by_length = sorted(wanted.strings, key=len)
    kept: list[str] = []
    for string in by_length:
        if len(string) == len(by_length[0]) or not any(other in string for other in kept):
            kept.append(string)
    strings = frozenset(kept)
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
        if char.lower() == char.upper() == char.casefold():
            continue
        forms = {form for form in (char.lower(), char.upper(), char.title(), char.casefold()) if len(form) == 1} | {char}
        if len(forms) > 1 and char not in UNSEEN:
            merged = set(forms).union(*(groups.get(form, ()) for form in forms))
            for form in merged:
                groups[form] = merged
    return {char: frozenset(group) for char, group in groups.items()}

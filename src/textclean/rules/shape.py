"""What can be told of the lines that a pattern matches without matching any: how many words, and which of its edges say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from textclean.rules.dialect import Char, Edge, Group, Look, Node, Repeat, Set, class_members, parse
from textclean.text.words import is_unspaced


class Words(NamedTuple):
    """How many words a line has that a pattern matches: `least`, and `most` (None: no bound, as where a line may go on)."""

    least: int
    most: int | None


class _Kind(Enum):
    """What is known of a character."""

    WORD = auto()
    OTHER = auto()
    ANY = auto()


class _Run(NamedTuple):
    """What is known of the texts that a node matches: words that surely stand in it, that may; its first and last character.

    `empty` says whether it may take no room: then what stands beside it shows through.
    """

    least: int
    most: int | None
    first: _Kind
    last: _Kind
    empty: bool


_NOTHING = _Run(0, 0, _Kind.ANY, _Kind.ANY, empty=True)


@lru_cache(maxsize=4096)
def words(pattern: str) -> Words:
    r"""How many words a line has that the pattern matches.

    Both are bounds: `least` may be too low and `most` too high, never the other way around. Raises `PatternError`.

    >>> words("^share this( page)?$"), words(r"^\d{1,2} .{0,9}$"), words("share this")
    (Words(least=2, most=3), Words(least=1, most=6), Words(least=1, most=None))
    """
    tree = parse(pattern)
    run = _of(tree)
    closed = _ends(tree, 0, "^") and _ends(tree, -1, "$")
    # Where a line may go on, what goes before or after may be part of the first and the last word.
    return Words(run.least if closed else min(1, run.least), run.most if closed else None)


@lru_cache(maxsize=4096)
def idle_edges(pattern: str) -> frozenset[int]:
    r"""Where edges stand that say nothing: a `\b` between what is surely a letter and what surely is none.

    Only what stands directly beside an edge is looked at, and nothing inside look-arounds. Raises `PatternError`.

    >>> sorted(idle_edges(r"^\bshare\b this\b"))
    [1, 8]
    """
    return frozenset(_idle(parse(pattern)))


def canonical(pattern: str, *, exact_case: bool = False) -> str:
    r"""The pattern in a form that it shares with others that match the same.

    What such patterns may differ in is how groups and counts are written, the order of alternatives and, where case is ignored, the
    case of letters. Not every two patterns that match the same share it. Raises `PatternError`.

    >>> canonical("^(?:share|tweet) (?:this)+?$") == canonical("^(?P<verb>Tweet|share) (this){1,}$")
    True
    """
    if _KEPT.search(pattern):
        return pattern
    return _canonical(parse(pattern), exact_case=exact_case)


_KEPT = re.compile(r"\(\?(?:>|-?i:)|[*+?}]\+")  # groups and repeats that give nothing back, case switched inside: the nodes do not tell


def _canonical(node: Node, *, exact_case: bool) -> str:
    match node:
        case Char():
            return re.escape(node.char if exact_case else node.char.casefold())
        case Set() | Look():
            return node.source
        case Edge():
            return node.kind
        case Repeat():
            inner = _canonical(node.node, exact_case=exact_case)
            return f"({inner}){{{node.least},{'' if node.most is None else node.most}}}"
        case Group():
            branches = sorted({"".join(_canonical(inner, exact_case=exact_case) for inner in branch) for branch in node.branches})
            return branches[0] if len(branches) == 1 else f"({'|'.join(branches)})"


def _ends(node: Node, side: int, edge: str) -> bool:
    """Whether all that a node matches begins (side 0) or ends (side -1) at an edge of the line."""
    match node:
        case Edge():
            return node.kind == edge
        case Group():
            return all(bool(branch) and _ends(branch[side], side, edge) for branch in node.branches)
        case _:
            return False


def _of(node: Node) -> _Run:
    match node:
        case Char():
            kind = _kind_of(node.char)
            return _Run(int(kind == _Kind.WORD), int(kind != _Kind.OTHER), kind, kind, empty=False)
        case Set():
            kind = _kind_of_class(node.source)
            return _Run(int(kind == _Kind.WORD), int(kind != _Kind.OTHER), kind, kind, empty=False)
        case Repeat():
            return _of_repeat(node)
        case Group():
            return _either([_sequence(map(_of, branch)) for branch in node.branches])
        case Edge() | Look():
            return _NOTHING


def _of_repeat(repeat: Repeat) -> _Run:
    inner = _of(repeat.node)
    joined = _Kind.WORD == inner.first == inner.last
    single = not isinstance(repeat.node, Group)
    if repeat.most is None:
        most = 0 if inner.most == 0 else 1 if joined and inner.most == 1 else None
    elif inner.most is None:
        most = None
    elif joined:
        most = min(repeat.most, 1) * inner.most + max(0, repeat.most - 1) * (inner.most - 1)
    else:  # of single characters that may be letters every other one starts a word
        most = (repeat.most + 1) // 2 * inner.most if single else repeat.most * inner.most
    least = min(repeat.least, 1) * inner.least
    return _Run(least, most, inner.first, inner.last, empty=inner.empty or repeat.least == 0)


def _either(runs: Sequence[_Run]) -> _Run:
    most = [run.most for run in runs if run.most is not None]
    return _Run(
        min(run.least for run in runs),
        max(most) if len(most) == len(runs) else None,
        _common(run.first for run in runs),
        _common(run.last for run in runs),
        any(run.empty for run in runs),
    )


def _common(kinds: Iterable[_Kind]) -> _Kind:
    found = set(kinds)
    return found.pop() if len(found) == 1 else _Kind.ANY


def _sequence(runs: Iterable[_Run]) -> _Run:
    whole = _NOTHING
    started = False
    for run in runs:
        whole = _joined(whole, run) if started else run
        started = True
    return whole


def _joined(a: _Run, b: _Run) -> _Run:
    most = None if a.most is None or b.most is None else a.most + b.most
    if most is not None and _Kind.WORD == a.last == b.first and not (a.empty or b.empty):
        most -= 1  # one word goes on across the seam
    # Words are surely apart only where something that is surely no letter stands between them.
    apart = _Kind.OTHER in (a.last, b.first) and not (a.empty and b.empty)
    parted = (a.last == _Kind.OTHER and not a.empty) or (b.first == _Kind.OTHER and not b.empty)
    least = a.least + b.least if apart and parted else max(a.least, b.least)
    first = a.first if not a.empty else _common((a.first, b.first)) if a is not _NOTHING else b.first
    last = b.last if not b.empty else _common((a.last, b.last)) if b is not _NOTHING else a.last
    return _Run(least, most, first, last, a.empty and b.empty)


def _idle(node: Node) -> Iterator[int]:
    if isinstance(node, Repeat):
        yield from _idle(node.node)
    if not isinstance(node, Group):
        return
    for branch in node.branches:
        for place, inner in enumerate(branch):
            yield from _idle(inner)
            if isinstance(inner, Edge) and inner.kind == r"\b" and 0 < place < len(branch) - 1:
                beside = {_beside(branch[place - 1], "last"), _beside(branch[place + 1], "first")}
                if beside == {_Kind.WORD, _Kind.OTHER}:
                    yield inner.at


def _beside(node: Node, side: str) -> _Kind:
    if isinstance(node, Edge):
        return _Kind.OTHER if node.kind in "^$" else _Kind.ANY
    run = _of(node)
    return _Kind.ANY if run.empty else run.first if side == "first" else run.last


def _kind_of(char: str) -> _Kind:
    if is_unspaced(char):
        return _Kind.ANY  # a letter, but two of them make a word and ten make five
    return _Kind.WORD if char.isalnum() or char == "_" else _Kind.OTHER


def _kind_of_class(source: str) -> _Kind:
    if source in (r"\d", r"\p{Lu}", r"\p{Ll}"):  # not `\w` and `\p{L}`: they hold Han and Kana too
        return _Kind.WORD
    if source in (r"\W", r"\s"):
        return _Kind.OTHER
    members = class_members(source)
    return _Kind.ANY if not members else _common(map(_kind_of, members))

"""Does a pattern run away? It is tried on lines pumped up from what it asks for, and timed.

An attack of this kind (a repeat's own text many times over, then what makes the match fail) is how ReDoS checkers such as recheck
and safe-regex confirm a suspicion. Here it runs on every pattern, since lines are bounded: it can miss a pattern that runs away on
text of another make, never blame one that does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import log2
from typing import NamedTuple

import regex

from textclean.rules.dialect import Char, Edge, Group, Look, Node, Repeat, Set, compile_pattern, parse

UNITS = (" ", "a", "A", "1", ".", "-", "a ", "Aa ", "1 ", "a, ", "a. ", "é", "記", '"a" ', "(a) ")
MOST_REPEATS = 100  # of one pattern that are pumped
WORTH_A_SECOND_LOOK = 0.001  # seconds
BEST_OF = 5
_MEMBERS = "a 1.-,A(é"


class Pumped(NamedTuple):
    """The line that a pattern took longest on: seconds, None where it ran into the timeout.

    `growth` is the power of the line's length that the time goes by, from its half to the whole.
    """

    line: str
    seconds: float | None
    growth: float = 0.0


def pump(pattern: regex.Pattern[str], lines: Iterator[str], timeout: float, clock: Callable[[], float]) -> Pumped:
    """The line that the compiled pattern takes longest on, or the first on which it runs into the timeout (in seconds).

    `clock` gives the time in seconds, such as `time.perf_counter`.
    """
    worst = Pumped("", 0.0)
    for line in lines:
        seconds = _timed(pattern, line, timeout, clock)
        if seconds is None:
            return Pumped(line, None)
        if seconds > (worst.seconds or 0.0):
            worst = Pumped(line, seconds)
    if not worst.seconds or worst.seconds < WORTH_A_SECOND_LOOK:
        return worst
    # Once more, and the best of some: other work on the machine makes single figures jump.
    whole, half = (_best(pattern, line, timeout, clock) for line in (worst.line, worst.line[: len(worst.line) // 2]))
    return Pumped(worst.line, whole, log2(whole / half) if half else 0.0)


def _best(pattern: regex.Pattern[str], line: str, timeout: float, clock: Callable[[], float]) -> float:
    return min(timeout if (seconds := _timed(pattern, line, timeout, clock)) is None else seconds for _ in range(BEST_OF))


def _timed(pattern: regex.Pattern[str], line: str, timeout: float, clock: Callable[[], float]) -> float | None:
    start = clock()
    try:
        pattern.search(line, timeout=timeout)
    except TimeoutError:
        return None
    return clock() - start


def pumped(pattern: str, chars: int) -> Iterator[str]:
    """Lines of at most so many characters, each repeat of the pattern pumped in some, and some common text.

    With and without the pattern's own beginning before it, and what makes a match fail behind it.

    >>> next(line for line in pumped("^share( it)+$", 19) if line.startswith("share it it") and line.endswith("!"))
    'share it it it it !'

    Raises `PatternError`.
    """
    tree = parse(pattern)
    whole = _shortest(tree)
    common = [(start, unit) for unit in (*UNITS, whole) for start in ("", whole[: len(whole) // 2])]
    for start, unit in dict.fromkeys([*common, *list(_repeated((tree,), ""))[:MOST_REPEATS]]):
        for end in ("", "!", f"\x00{whole[:200]}"):
            line = f"{start}{unit * (chars // max(1, len(unit)))}"
            yield line[: chars - len(end)] + end


def _repeated(nodes: Iterable[Node], before: str) -> Iterator[tuple[str, str]]:
    """What each repeat in a row of nodes repeats, and a text that brings a match to it."""
    for node in nodes:
        if isinstance(node, Repeat):
            yield before, _shortest(node.node)
            yield from _repeated((node.node,), before)
        elif isinstance(node, Group):
            for branch in node.branches:
                yield from _repeated(branch, before)
        before += _shortest(node)


def _shortest(node: Node) -> str:
    """A text that a node matches, roughly: the first branch, the least count, a letter for a class."""
    match node:
        case Char():
            return node.char
        case Set():
            compiled = compile_pattern(node.source)
            return next((char for char in _MEMBERS if compiled.fullmatch(char)), "x")
        case Repeat():
            return _shortest(node.node) * max(1, node.least)
        case Group():
            return "".join(map(_shortest, node.branches[0]))
        case Edge() | Look():
            return ""

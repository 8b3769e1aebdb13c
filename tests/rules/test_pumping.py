"""No built-in pattern runs away: each is tried on lines pumped from what it asks for."""

import pytest

from textclean.cleaner import load
from textclean.rules.dialect import Char, Edge, Group, Look, Repeat, Set, compile_pattern, parse
from textclean.rules.finding import CONFIRM_SECONDS, TESTED_CHARS

RULES = [rule for pack in load() for rule in pack.rules if rule.match is not None]
PACKS = sorted({rule.pack for rule in RULES})
UNITS = (" ", "a", "A", "1", ".", "-", "a ", "Aa ", "1 ", "a, ", "a. ", "é", "記", '"a" ', "(a) ")


def shortest(node) -> str:
    """A text that a node matches, roughly: the first branch, the least count, a letter for a class."""
    match node:
        case Char():
            return node.char
        case Set():
            compiled = compile_pattern(node.source)
            return next((char for char in "a 1.-,A(é" if compiled.fullmatch(char)), "x")
        case Repeat():
            return shortest(node.node) * max(1, node.least)
        case Group():
            return "".join(map(shortest, node.branches[0]))
        case Edge() | Look():
            return ""


def pumped(pattern: str):
    """Lines in which each repeat of the pattern, and some common text, is pumped, behind the pattern's own beginning."""
    tree = parse(pattern)
    repeats, stack = [], [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Repeat):
            repeats.append(shortest(node.node))
            stack.append(node.node)
        elif isinstance(node, Group):
            stack += [inner for branch in node.branches for inner in branch]
    whole = shortest(tree)
    for unit in dict.fromkeys([*UNITS, *repeats[:40], whole]):
        for start in ("", whole[: len(whole) // 2]):
            for end in ("", "!", f"\x00{whole[:200]}"):
                line = f"{start}{unit * (TESTED_CHARS // max(1, len(unit)))}"
                yield line[: TESTED_CHARS - len(end)] + end


@pytest.mark.parametrize("pack", PACKS)
def test_no_pattern_runs_away(pack):
    for rule in RULES:
        if rule.pack == pack:
            compiled = compile_pattern(rule.match, exact_case=rule.exact_case)
            for line in pumped(rule.match):
                try:
                    compiled.search(line, timeout=CONFIRM_SECONDS)
                except TimeoutError:
                    pytest.fail(f"{rule.name} runs away on {line[:60]!r}…")


def test_a_pattern_that_runs_away_is_caught():
    compiled = compile_pattern(r"^(?:a|aa)+$")
    with pytest.raises(TimeoutError):
        for line in pumped(r"^(?:a|aa)+$"):
            compiled.search(line, timeout=CONFIRM_SECONDS)

"""The gate never hides a line from ftfy: proved from ftfy's own expression, and compared on texts."""

from __future__ import annotations

import re
from itertools import pairwise
from re import _constants as code  # the module that the compiled expression came from
from re import _parser as parser

import pytest
from ftfy.badness import BADNESS_RE, is_bad
from hypothesis import given
from hypothesis import strategies as st

from tests.repairs.mangling import MANGLE
from tests.strategies import ANY_TEXT
from textclean.repairs import gate

Element = frozenset[int] | None  # the characters that stand there, None for "nearly any"


def element(kind: object, value: object) -> Element:
    if kind is code.LITERAL:
        return frozenset([value])
    if kind is code.ANY:
        return None
    assert kind is code.IN, kind
    found: set[int] = set()
    for part, detail in value:
        if part is code.LITERAL:
            found.add(detail)
        elif part is code.RANGE:
            found |= set(range(detail[0], detail[1] + 1))
        else:  # a negated class, or \s and \w, which match outside ASCII too
            return None
    return frozenset(found)


def alternatives(tree) -> list[list[Element]]:
    """Every way to match, as a row of elements."""
    rows: list[list[Element]] = [[]]
    for kind, value in tree:
        if kind is code.BRANCH:
            tails = [row for branch in value[1] for row in alternatives(branch)]
        elif kind is code.SUBPATTERN:
            tails = alternatives(value[3])
        elif kind is code.MAX_REPEAT:
            least, most, inner = value
            tails = [row for count in range(least, most + 1) for row in repeated(alternatives(inner), count)]
        elif kind is code.AT:
            tails = [[]]
        else:
            tails = [[element(kind, value)]]
        rows = [row + tail for row in rows for tail in tails]
    return rows


def repeated(rows: list[list[Element]], count: int) -> list[list[Element]]:
    result: list[list[Element]] = [[]]
    for _ in range(count):
        result = [row + tail for row in result for tail in rows]
    return result


ROWS = alternatives(parser.parse(BADNESS_RE.pattern, BADNESS_RE.flags))
HARMLESS = frozenset(map(ord, gate._HARMLESS))
LONERS = frozenset(point for point in range(0x110000) if re.fullmatch(f"[{gate._LONERS}]", chr(point)))
ODD = frozenset(point for point in range(0x110000) if re.fullmatch(gate._ODD, chr(point)))


def outside_ascii(part: Element) -> bool:
    return part is not None and min(part) > 0x7F


def test_no_match_is_longer_than_the_windows_reach():
    assert max(map(len, ROWS)) <= gate._REACH
    assert len(ROWS) > 30


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_every_way_to_match_needs_a_character_that_is_not_harmless(row):
    assert any(outside_ascii(part) and not part & HARMLESS for part in row)


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_every_way_to_match_is_suspect(row):
    lone = any(part is not None and part <= LONERS for part in row)
    pair = any(outside_ascii(one) and outside_ascii(two) and (one <= ODD or two <= ODD) for one, two in pairwise(row))
    assert lone or pair


def test_each_harmless_character_alone_leaves_text_ascii():
    assert not gate.has_odd("a" + gate._HARMLESS + "\n")
    assert gate.has_odd(gate._HARMLESS + "é") and gate.has_odd("\ud800")


ALPHABET = st.one_of(
    st.sampled_from(sorted(chr(point) for row in ROWS for part in row if part for point in part)), st.characters(codec=None)
)


@given(
    st.one_of(
        ANY_TEXT, st.text(ALPHABET, max_size=12), st.builds(lambda text, how: how(text), ANY_TEXT, st.sampled_from(list(MANGLE.values())))
    )
)
def test_what_ftfy_objects_to_passes_the_gate(text):
    if is_bad(text):
        assert gate.has_odd(text) and gate.is_suspect(text)
        assert any(map(is_bad, gate.windows(text)))


@given(st.text(st.sampled_from("a é’Ã©Œ\x93語"), max_size=60))
def test_windows_are_parts_that_cover_what_is_suspect(text):
    assert all(window in text for window in gate.windows(text))
    assert bool(list(gate.windows(text))) == gate.is_suspect(text)

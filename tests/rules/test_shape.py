"""What a pattern's shape tells, held against what it matches."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import PATTERN
from textclean.rules.dialect import compile_pattern
from textclean.rules.shape import canonical, idle_edges, words
from textclean.text.words import count_words

LINES = st.text(alphabet="shareKéüΣ記. -'a1Rd", max_size=12).map(str.strip)


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        pytest.param("^share this$", 2, 2, id="words"),
        pytest.param("^share( this)? page$", 2, 3, id="one may be missing"),
        pytest.param("^(share|tweet this)$", 1, 2, id="branches"),
        pytest.param("^.{0,40}$", 0, 20, id="a gap of short words"),
        pytest.param("^share.*$", 1, None, id="no bound"),
        pytest.param("share this", 1, None, id="no anchors"),
        pytest.param(r"^\d{1,5}$", 1, 1, id="digits are one word"),
        pytest.param("^記事を読む$", 0, 5, id="no spaces between words"),
        pytest.param("^share$|tweet", 1, None, id="one branch without anchors"),
        pytest.param("^(one ){2,3}two$", 2, 4, id="a group repeated"),
    ],
)
def test_words(pattern, least, most):
    assert words(pattern) == (least, most)


@settings(max_examples=400)
@given(PATTERN, LINES)
def test_no_match_has_fewer_or_more_words(pattern, line):
    for wrapped in (f"^({pattern})$", pattern):
        least, most = words(wrapped)
        if line and regex.search(compile_pattern(wrapped), line, timeout=1):
            assert least <= count_words(line) <= (10**9 if most is None else most)


@pytest.mark.parametrize(
    ("pattern", "idle"),
    [
        (r"share\b this", [5]),
        (r"^\bshare\b$", [1, 8]),
        (r"share\b", []),
        (r"share\b.", []),
        (r"share\b ?this", []),
        (r"(share|tweet)\b this", [13]),
        (r"(share|tweet!)\b this", []),
        (r"記\b ", []),
    ],
)
def test_idle_edges(pattern, idle):
    assert sorted(idle_edges(pattern)) == idle


@settings(max_examples=400)
@given(PATTERN, LINES)
def test_an_idle_edge_may_go(pattern, line):
    for at in idle_edges(pattern):
        shorter = pattern[:at] + pattern[at + 2 :]
        found, again = (regex.search(compile_pattern(each), line, timeout=1) for each in (pattern, shorter))
        assert (found and found.span()) == (again and again.span())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a(?:b|c)", "a(C|b)", True),
        ("a{0,1}", "a?", True),
        ("a*?", "a*", True),
        ("(a)", "a", True),
        ("(?-i:a)b", "ab", False),
        ("(?>a|ab)c", "(a|ab)c", False),
        ("a++a", "a+a", False),
        (r"\w", r"\W", False),
        ("(?=a)b", "(?=c)b", False),
        ("ab+", "(ab)+", False),
    ],
)
def test_canonical(one, other, same):
    assert (canonical(one) == canonical(other)) is same


def test_case_counts_where_it_is_minded():
    assert canonical("Share", exact_case=True) != canonical("share", exact_case=True)


@given(PATTERN, PATTERN, LINES)
def test_patterns_of_one_form_match_the_same(one, other, line):
    """Held on pairs that share it: a pattern in other groups and another order."""
    pair = (f"(?:{one}|{other})", f"(?P<x>{other}|({one}))")
    assert canonical(pair[0]) == canonical(pair[1]) or any(mark in one + other for mark in ("(?", "?+"))
    found = [regex.search(compile_pattern(each), line, timeout=1) is None for each in pair]
    assert found[0] == found[1]

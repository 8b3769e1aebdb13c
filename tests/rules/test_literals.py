import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import PATTERN
from textclean.rules.dialect import LINE_BLANKS, compile_pattern
from textclean.rules.literals import _case_groups, _has_one_lower_form, literals
from textclean.text.folding import UNSEEN, fold


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        pytest.param("Share This", ("share this",), id="plain words in lower case"),
        pytest.param("^share$", ("\nshare\n",), id="anchors are line ends"),
        pytest.param("^^share$$", ("\nshare\n",), id="anchors in a row are one"),
        pytest.param("^(sign up|join) (to|for)", ("\njoin for", "\njoin to", "\nsign up for", "\nsign up to"), id="alternatives multiply"),
        pytest.param("^.{0,9}share.{0,9}newsletter", ("newsletter",), id="the longest run"),
        pytest.param(r"\bshare\b(?! it)", ("share",), id="places take no room"),
        pytest.param(r"\d+ comments?", (" comment",), id="what holds another is left out"),
        pytest.param("colou?r", ("color", "colour"), id="an optional letter"),
        pytest.param("(ab){2}", ("abab",), id="a counted group"),
        pytest.param("(ab)+", ("ab",), id="a repeated group"),
        pytest.param("[ck]at", ("cat", "kat"), id="a small class"),
        pytest.param("^×$", ("\n×\n",), id="outside ASCII"),
        pytest.param("Straße", ("straße",), id="a letter with one lower form"),
        pytest.param("ΟΔΟΣ", ("οδο",), id="sigma has two lower forms"),
        pytest.param("(share|.*) this", (" this",), id="a branch that may be anything"),
    ],
)
def test_literals(pattern, wanted):
    assert tuple(sorted(literals(pattern).strings)) == wanted


@pytest.mark.parametrize(
    ("pattern", "reach"),
    [
        pytest.param("^share", 0, id="at the start"),
        pytest.param("^.{0,9}share", 10, id="behind a gap with an end"),
        pytest.param("^.*share", None, id="behind a gap without one"),
        pytest.param("share", None, id="not anchored"),
        pytest.param("(^a|b)share", None, id="anchored in one branch only"),
        pytest.param("(^.?|^--)(share|like)", 4, id="anchored in all branches"),
        pytest.param(r"^\d{1,2} (jan|feb)", 3, id="behind digits"),
    ],
)
def test_reach(pattern, reach):
    assert literals(pattern).reach == reach


@pytest.mark.parametrize("pattern", ["", ".*", r"\d+", "[a-z]+", "^", "^.*$", "a*", "(share|.*)", "(?=share)", "Σ"])
def test_patterns_that_ask_for_nothing(pattern):
    assert literals(pattern) is None


LINE = st.text(
    alphabet=st.one_of(st.sampled_from("share comments read éÉüΣςσ記'- 12\tµμßẞǅ"), st.characters(blacklist_characters="\r\n")), max_size=20
)


@given(PATTERN, LINE, st.booleans())
def test_every_match_holds_a_literal(pattern, line, exact_case):
    shown = fold(line).text.strip(LINE_BLANKS)
    wanted = literals(pattern)
    if wanted is not None and compile_pattern(pattern, exact_case=exact_case).search(shown):
        places = [f"\n{shown}\n".lower().find(literal) for literal in wanted.strings]
        assert any(place >= 0 and (wanted.reach is None or place <= wanted.reach) for place in places)


def test_characters_that_regex_holds_equal_have_one_lower_form():
    """Over all cased characters: what `regex` matches when case is ignored has the lower form that a literal is written in."""
    cased = "".join(sorted(set(_case_groups()) - UNSEEN - set("".join(map(chr, range(128))))))
    for char in cased:
        if _has_one_lower_form(char):
            equal = regex.findall(regex.escape(char), cased, regex.IGNORECASE)
            assert {other.lower() for other in equal} == {char.lower()}, char

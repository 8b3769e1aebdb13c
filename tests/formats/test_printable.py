import pytest
from hypothesis import given

from tests.formats.helpers import UNSAFE
from tests.strategies import ANY_TEXT
from textclean.formats.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31m", "\\x1b[31m", id="escape sequence"),
        pytest.param("a\r\nb", "a\\r\\nb", id="line end"),
        pytest.param("\x9b", "\\x9b", id="C1 control"),
        pytest.param("\N{RIGHT-TO-LEFT OVERRIDE}", "\\u202e", id="bidi"),
        pytest.param("\ud800", "\\ud800", id="lone surrogate"),
    ],
)
def test_unsafe_characters_are_escaped(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize("text", ["plain", "é 記 🙂", "a\N{NO-BREAK SPACE}b", "back\\slash", "\N{SOFT HYPHEN}", ""])
def test_others_stay(text):
    assert printable(text) == text


def test_some_can_be_kept_and_the_rest_cut():
    assert printable("a\tb\n", keep="\t") == "a\tb\\n"
    assert printable("a\tbcdef", most=5) == "a\\tb…"
    assert printable("abcde", most=5) == "abcde"


@given(ANY_TEXT)
def test_nothing_unsafe_is_left(text):
    assert not UNSAFE.search(printable(text))

import pytest

from tests.formats.helpers import note
from textclean.formats.checked import place, visible
from textclean.text.lines import Lines


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        pytest.param("ab", 1, (1, 2), id="first line"),
        pytest.param("ab\ncd", 2, (1, 3), id="a line end belongs to its line"),
        pytest.param("a\r\nb\rc", 5, (3, 1), id="every line end"),
        pytest.param("a\n", 2, (2, 1), id="behind the last line end"),
        pytest.param("🙂é\u2028x", 3, (1, 4), id="code points"),
    ],
)
def test_place(text, offset, expected):
    assert place(Lines(text), offset) == expected


@pytest.mark.parametrize(
    ("old", "span"),
    [("\n\nShare this\n", (7, 17)), ("Share", (5, 10)), ("\n \n", (5, 8)), ("", (5, 5))],
)
def test_visible(old, span):
    assert visible(note(5, old, "")) == span

import pytest
from hypothesis import given

from tests.strategies import ANY_TEXT
from textclean.text.lines import Line, Lines


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        pytest.param("", [""], id="an empty text is one empty line"),
        pytest.param("a", ["a"], id="no final line end"),
        pytest.param("a\n", ["a", ""], id="a final line end is followed by an empty line"),
        pytest.param("a\r\nb\rc\nd", ["a", "b", "c", "d"], id="three kinds of line end"),
        pytest.param("\r\r\n\n", ["", "", "", ""], id="line ends only"),
    ],
)
def test_line_ends(text, contents):
    assert [line.text for line in Lines(text)] == contents


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\v", "\f", "\x1c"])
def test_other_separators_end_no_line(char):
    assert len(Lines(f"one{char}two")) == 1


@given(ANY_TEXT)
def test_lines_are_lossless(text):
    lines = Lines(text)
    assert "".join(text[lines.starts[i] : lines.after(i)] for i in range(len(lines))) == text
    for index, line in enumerate(lines):
        assert line == Line(index + 1, lines.starts[index], lines.ends[index], text[lines.starts[index] : lines.ends[index]])
        assert text[lines.ends[index] : lines.after(index)] in ("", "\n", "\r\n", "\r")
        assert "\n" not in line.text and "\r" not in line.text


@given(ANY_TEXT)
def test_every_offset_has_its_line(text):
    lines = Lines(text)
    for offset in range(len(text)):
        index = lines.at(offset)
        assert lines.starts[index] <= offset < lines.after(index)

import pytest
from hypothesis import given

from tests.strategies import ANY_TEXT, ARTICLE
from textclean.rules.page import Page
from textclean.text.words import count_words, is_prose


@given(ANY_TEXT | ARTICLE)
def test_a_page_says_of_its_lines_what_the_definitions_say(text):
    page = Page(text)
    view = page.view.text
    assert len(page.shown) == len(page.words) == len(page.prose) == len(page.lowered) == len(page.lines)
    for index, line in enumerate(page.lines):
        assert page.shown[index] == view[line.start : line.end].strip(" \t\v\f")
        assert page.words[index] == count_words(page.shown[index])
        assert page.prose[index] == is_prose(page.shown[index])
        assert len(page.lowered[index]) == len(page.shown[index])
    assert page.filled == [index for index, line in enumerate(page.shown) if line.strip()]
    first = {}
    for index in page.filled:
        first.setdefault(page.lowered[index], index)
    assert page.repeated == [index for index in page.filled if first[page.lowered[index]] != index]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("one\ntwo\nthree", 0),
        ("one\n\ntwo\n\nthree", 1),
        ("one\n\n\ntwo\n\nthree\n\nfour", 1),
        ("one", 0),
        ("", 0),
        ("one\n\ntwo\nthree", 1),
    ],
)
def test_paragraph_gap(text, gap):
    assert Page(text).paragraph_gap == gap

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ANY_TEXT
from textclean.text.words import count_words, count_words_of, ends_sentence, is_prose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  ,. ", 0),
        ("It's 3.5 km", 5),
        ("Çà et là", 3),
        ("記事", 1),
        ("記事を", 2),
        ("Tokyo 東京 2026", 3),
        ("Привет, мир", 2),
    ],
)
def test_count_words(text, words):
    assert count_words(text) == words


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_quick_count_of_ascii_is_the_plain_one(text):
    assert count_words(text) == len(re.findall(r"\w+", text))


@given(st.text(alphabet=st.sampled_from("ab_1é ’‘“”–—…\xa0•-\n\u200b")))
def test_the_quick_count_of_text_with_common_marks_is_the_plain_one(text):
    assert count_words(text) == len(re.findall(r"\w+", text))


@given(st.lists(st.text(alphabet=st.characters(blacklist_characters="\n"))))
def test_counting_many_lines_is_counting_each(lines):
    assert count_words_of(lines) == ([count_words(line) for line in lines] or [0])


@given(ANY_TEXT)
def test_a_text_has_no_more_words_than_characters(text):
    assert count_words(text) <= len(text)


@pytest.mark.parametrize("line", ["Yes.", 'He said "No."', "Really?)", "終わり。", "Fin\xa0!»", "हाँ।", "Warum…”"])
def test_ends_a_sentence(line):
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["", "Sign up", "Ingredients:", "and so on,", "(see above)", "2024-05-01"])
def test_ends_no_sentence(line):
    assert not ends_sentence(line)


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        pytest.param("The council met on Tuesday and put off the vote on the bridge.", True, id="twelve words and a full stop"),
        pytest.param("The council met on Tuesday and put off the vote on the bridge", False, id="twelve words without one"),
        pytest.param("The council met on Tuesday.", False, id="a short sentence"),
        pytest.param("word " * 25, True, id="twenty-five words"),
        pytest.param("市議会は火曜日に会合を開き橋の採決を先送りにした。", True, id="unspaced script"),
    ],
)
def test_is_prose(line, prose):
    assert is_prose(line) is prose

import pytest
import regex
from hypothesis import given

from tests.strategies import ANY_TEXT
from textclean.text.folding import FOLDED, UNSEEN, fold


@given(ANY_TEXT)
def test_the_view_has_the_length_of_the_text_and_a_utf8_form(text):
    view = fold(text)
    assert len(view.text) == len(text)
    assert view.encoded.decode("utf-8") == view.text
    assert not UNSEEN & set(view.text)
    assert fold(view.text) == view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        pytest.param("“Don’t” — she…", '"Don\'t" - she…', id="quotes and dashes"),
        pytest.param("a\xa0b\u202fc\u3000d\ufeff", "a b c d ", id="odd spaces"),
        pytest.param("a\r\nb\rc", "a\n\nb\nc", id="line ends"),
        pytest.param("x\ud800y", "x\ufffdy", id="a lone surrogate"),
        pytest.param("İıſK", "iisK", id="letters that match ASCII when case is ignored"),
    ],
)
def test_fold(text, view):
    assert fold(text).text == view


@pytest.mark.parametrize("text", ["plain ASCII", "Ünïcödé ß ё 記事 🙂", "« guillemets »", "1\u20442 x² ª"])
def test_stays_as_it_is(text):
    assert fold(text).text == text


def test_outside_ascii_no_unfolded_character_equals_an_ascii_one():
    letter = regex.compile("[\x00-\x7f]", regex.IGNORECASE)
    equal = {chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code <= 0xDFFF and letter.fullmatch(chr(code))}
    assert equal <= {odd for odds in FOLDED.values() for odd in odds}

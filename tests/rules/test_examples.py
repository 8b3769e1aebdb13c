import pytest

from textclean.rules.examples import read_example
from textclean.text.words import count_words


@pytest.mark.parametrize(
    ("written", "text", "goes"),
    [
        pytest.param("Share this", "Share this", ["Share this"], id="a line goes as a whole"),
        pytest.param("He left. [-Share this.-] Then", "He left. Share this. Then", ["Share this."], id="a part of a line"),
        pytest.param("- one\n  two\n- three", "one\ntwo\nthree", ["one", "three"], id="a document"),
        pytest.param("  one [-two-]\n\n- three\n", "one two\n\nthree", ["two", "three"], id="parts, lines and a blank"),
        pytest.param("-   • item", "  • item", ["  • item"], id="an indent behind the mark"),
    ],
)
def test_marks(written, text, goes):
    example = read_example(written, 1, goes=True)
    assert example.text == text
    assert [text[start:end] for start, end in example.goes] == goes


def test_neutral_prose_has_the_words_asked_for_and_never_repeats():
    example = read_example("- x\n  ¶\n  ¶ 200\n  ¶ 200", 1, goes=True)
    _, first, second, third = example.text.split("\n")
    assert count_words(first) >= 30
    assert count_words(second) >= 200
    sentences = [sentence for paragraph in (first, second, third) for sentence in paragraph.split(". ")]
    assert len({sentence.rstrip(".") for sentence in sentences}) == len(sentences)


def test_a_text_that_stays():
    assert read_example("Share this", 1, goes=False).goes == ()
    assert read_example("  stays\n- goes by another rule", 1, goes=False).goes == ((6, 26),)


def test_nothing_goes():
    with pytest.raises(ValueError, match="nothing goes"):
        read_example("  one\n  two", 1, goes=True)

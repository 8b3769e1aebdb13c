from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ANY_TEXT
from textclean.text.fingerprint import BLOCK_CHARS, fingerprint, first_difference


@given(ANY_TEXT, ANY_TEXT)
def test_only_the_same_text_has_no_difference(one, other):
    assert (first_difference(one, fingerprint(other)) is None) == (one == other)


@given(st.text(min_size=1, max_size=2000), st.data())
def test_a_change_is_placed_within_a_block(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    assert 0 <= at - first_difference(changed, fingerprint(text)) < BLOCK_CHARS

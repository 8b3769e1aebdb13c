import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ANY_TEXT, edits_of
from textclean.text.edits import Edit, Mismatch, OffsetMap, apply, compose, invert

EDITED = ANY_TEXT.flatmap(lambda text: st.tuples(st.just(text), edits_of(text)))


@st.composite
def twice_edited(draw):
    text = draw(ANY_TEXT)
    first = draw(edits_of(text, "first"))
    return text, first, draw(edits_of(apply(text, first), "second"))


@given(EDITED)
def test_inverting_restores(case):
    text, edits = case
    changed = apply(text, edits)
    assert apply(changed, invert(edits)) == text
    assert invert(invert(edits)) == edits


@given(twice_edited())
def test_composing_is_doing_one_after_the_other(case):
    text, first, second = case
    both = compose(first, second)
    assert apply(text, both) == apply(apply(text, first), second)
    assert all(edit.old != edit.new for edit in both)
    assert {name for edit in both for name in edit.by} <= {"first", "second"}


@given(twice_edited(), st.data())
def test_composing_is_associative_in_effect(case, data):
    text, first, second = case
    third = data.draw(edits_of(apply(apply(text, first), second), "third"))
    left, right = compose(compose(first, second), third), compose(first, compose(second, third))
    assert apply(text, left) == apply(text, right)


@given(EDITED)
def test_every_character_is_kept_or_in_one_edit(case):
    text, edits = case
    covered = [offset for edit in edits for offset in range(edit.start, edit.end)]
    assert len(covered) == len(set(covered))
    kept = [char for offset, char in enumerate(text) if offset not in set(covered)]
    changed = apply(text, edits)
    written = [offset for edit in invert(edits) for offset in range(edit.start, edit.end)]
    assert kept == [char for offset, char in enumerate(changed) if offset not in set(written)]


@given(EDITED)
def test_kept_characters_map_there_and_back(case):
    text, edits = case
    changed = apply(text, edits)
    offsets = OffsetMap(edits)
    covered = {offset for edit in edits for offset in range(edit.start, edit.end)}
    for offset in set(range(len(text))) - covered:
        there = offsets.to_edited(offset)
        assert changed[there] == text[offset]
        assert offsets.to_source(there) == offset
    assert offsets.to_edited(len(text)) == len(changed)
    assert offsets.to_source(len(changed)) == len(text)


@given(EDITED)
def test_the_map_of_a_replacement_gives_its_start(case):
    _, edits = case
    offsets = OffsetMap(edits)
    for edit, back in zip(edits, invert(edits), strict=True):
        for offset in range(back.start, back.end):
            assert offsets.to_source(offset) == edit.start
        for offset in range(edit.start, edit.end):
            assert offsets.to_edited(offset) == back.start


CUT = ("cut",)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        pytest.param(
            [Edit(0, "ab", "", CUT)],
            [Edit(0, "cd", "", ("b",))],
            [Edit(0, "ab", "", CUT), Edit(2, "cd", "", ("b",))],
            id="touching cuts stay apart",
        ),
        pytest.param(
            [Edit(2, "c", "x", CUT)],
            [Edit(0, "abxd", "", ("b",))],
            [Edit(0, "abcd", "", ("b", "cut"))],
            id="a cut swallows a repair inside it",
        ),
        pytest.param(
            [Edit(2, "c", "", CUT)],
            [Edit(1, "bd", "", ("b",))],
            [Edit(1, "bcd", "", ("b", "cut"))],
            id="a cut across an earlier cut is one cut",
        ),
        pytest.param([Edit(0, "a", "b", CUT)], [Edit(0, "b", "a", ("b",))], [], id="what cancels out is dropped"),
        pytest.param(
            [Edit(1, "", "xy", CUT)], [Edit(2, "", "-", ("b",))], [Edit(1, "", "x-y", ("b", "cut"))], id="an insertion inside an insertion"
        ),
        pytest.param([Edit(5, "a", "", CUT)], [], [Edit(5, "a", "", CUT)], id="nothing to compose with"),
    ],
)
def test_compose(first, second, both):
    assert compose(first, second) == both


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        pytest.param([Edit(0, "abd", "", CUT)], "expected 'abd', found 'abc'", id="misquotes"),
        pytest.param([Edit(2, "c", "", CUT), Edit(0, "a", "", CUT)], "out of order", id="out of order"),
        pytest.param([Edit(0, "ab", "", CUT), Edit(1, "bc", "", CUT)], "overlap", id="overlapping"),
        pytest.param([Edit(2, "cd", "", CUT)], "expected 'cd', found 'c'", id="past the end"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits, problem):
    with pytest.raises(Mismatch, match=problem):
        apply("abc", edits)

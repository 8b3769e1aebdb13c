"""Differences of two lines as edits, and the loop to a fixed point."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ANY_TEXT
from textclean.repairs.repairer import Repairs, differences, settled
from textclean.text.edits import Edit, apply

SHORT = st.text(st.sampled_from("ab é’ .Ã"), max_size=30)


@given(st.one_of(SHORT, ANY_TEXT), st.one_of(SHORT, ANY_TEXT))
def test_differences_lead_from_one_to_the_other(old, new):
    edits = differences(old, new, 0, ("x",))
    assert apply(old, edits) == new
    assert all(edit.old != edit.new for edit in edits)
    assert all(not edit.old or not edit.new or edit.old[0] != edit.new[0] for edit in edits)


@given(SHORT, SHORT)
def test_differences_start_where_they_are_told(old, new):
    moved = [edit._replace(start=edit.start - 7) for edit in differences(old, new, 7, ("x",))]
    assert moved == differences(old, new, 0, ("x",))


def test_settled_repeats_until_nothing_is_found():
    def halve(text: str) -> Repairs:
        return Repairs([Edit(0, "aa", "a", ("x",))] if text.startswith("aa") else [], [])

    assert apply("aaaab", settled(halve, "aaaab").edits) == "ab"


def test_a_text_that_does_not_settle_is_left_and_reported():
    def swing(text: str) -> Repairs:
        return Repairs([Edit(0, text[:1], "b" if text[:1] == "a" else "a", ("x",))], [])

    repairs = settled(swing, "a rest")
    assert repairs.edits == [] and [(skip.start, skip.end) for skip in repairs.skipped] == [(0, 6)]

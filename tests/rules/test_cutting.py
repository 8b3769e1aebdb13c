import itertools

import pytest

from tests.rules.helpers import cleaned, cleaner, rule

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
Q = "Nobody in the hall was surprised, for the money had run out long before the first stone was laid."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{P}\n\nx\n\n{Q}", f"{P}\n\n{Q}", id="of two blank runs one stays"),
        pytest.param(f"{P}\n\n\nx\n\n{Q}", f"{P}\n\n\n{Q}", id="the longer one"),
        pytest.param(f"{P}\nx\n{Q}", f"{P}\n{Q}", id="no blank run"),
        pytest.param(f"{P}\n\nx\n{Q}", f"{P}\n\n{Q}", id="a run on one side"),
        pytest.param(f"{P}\n\nx\n\n\nx\n\n{Q}", f"{P}\n\n\n{Q}", id="the run between two cuts"),
        pytest.param(f"\n\nx\n\n{P}", P, id="none at the start"),
        pytest.param(f"{P}\n\nx\n\n", f"{P}\n", id="none at the end"),
        pytest.param(f"{P}\n\nx", f"{P}\n", id="none at the end, without a final line end"),
        pytest.param(f"{P}\r\n\r\nx\r\n\r\n{Q}\r\n", f"{P}\r\n\r\n{Q}\r\n", id="other line ends"),
        pytest.param(f"\n\n{P}\n\n\n\n{Q}\nx\n{P}!\n\n", f"\n\n{P}\n\n\n\n{Q}\n{P}!\n\n", id="runs that touch no cut stay"),
        pytest.param(f"{P}\n \t\nx\n\xa0\n{Q}", f"{P}\n \t\n{Q}", id="a run of blanks that are not empty"),
        pytest.param(f"  {P}\t\nx\n  {Q}  ", f"  {P}\t\n  {Q}  ", id="blanks of lines that stay"),
        pytest.param("x", "", id="nothing is left"),
    ],
)
def test_blank_runs(before, after):
    assert cleaned(before, rule("^x$")) == after


def notes(text, *rules, **policy):
    result = cleaner(*rules, **policy).clean(text, guarded=False)
    return [(note.status, note.old.strip(), note.rules) for note in result.notes]


def test_overlapping_findings_are_one_cut_in_the_name_of_all_the_longest_first():
    line, tail, inner = rule("^x", id="line"), rule("^x one", id="tail", scope="tail"), rule("two", id="inner", scope="inline")
    for order in itertools.permutations((line, tail, inner)):
        found = notes(f"{P}\nx one\nx two", *order)
        assert [(status, old) for status, old, _ in found] == [("removed", "x one\nx two")]
        assert found[0][2][0] == "test/tail"
        assert set(found[0][2]) == {"test/line", "test/tail", "test/inner"}


def test_cuts_that_only_touch_keep_their_notes():
    found = notes(f"x\ny\n{P}", rule("^x$", id="x"), rule("^y$", id="y", category="date"))
    assert [(old, rules) for _, old, rules in found] == [("x", ("test/x",)), ("y", ("test/y",))]


@pytest.mark.parametrize("action", ["keep", "note"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{P}\nx\ndate\none", f"{P}\ndate\n", id="a kept line in a tail"),
        pytest.param(f"{P}\ndate x", None, id="a kept line that another rule would cut"),
    ],
)
def test_what_is_kept_is_protected(before, after, action):
    rules = rule("^x$", scope="tail"), rule("x$", id="any"), rule("^date", id="d", category="date")
    assert cleaned(before, *rules, actions={"date": action}) == (before if after is None else after)


def test_a_kept_part_of_a_line_protects_the_line():
    rules = rule("^x"), rule("date", id="d", category="date", scope="inline")
    assert cleaned(f"{P}\nx date x\nx", *rules, actions={"date": "keep"}) == f"{P}\nx date x\n"


def test_a_cut_inside_a_line_spares_a_kept_part():
    rules = rule("x+", scope="inline"), rule("date xx", id="d", category="date", scope="inline")
    assert cleaned("one x two date xx three", *rules, actions={"date": "keep"}) == "one two date xx three"


def test_kept_findings_are_noted_with_their_status():
    found = notes(f"{P}\nx\ny", rule("^x$", id="x"), rule("^y$", id="y", level="hint"), actions={"share": "note"})
    assert found == [("noted", "x", ("test/x",)), ("hint", "y", ("test/y",))]

import pytest

from tests.rules.helpers import cleaned, rule

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
Q = "Nobody in the hall was surprised, for the money had run out long before the first stone was laid."


def test_line():
    assert cleaned(f"{P}\n  x one\n{Q}", rule("^x")) == f"{P}\n{Q}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("one (x) two", "one two", id="the blank before stays, that behind goes"),
        pytest.param("(x) one", "one", id="at the start"),
        pytest.param("one (x)", "one", id="at the end"),
        pytest.param("one(x)two", "onetwo", id="without blanks"),
        pytest.param("one (x) two (x) three", "one two three", id="each time"),
        pytest.param("one (x) (x)", "one", id="two in a row at the end"),
        pytest.param("\u2028(x) (x)\u2028", "", id="nothing but white space is left"),
        pytest.param("(x) (x) (x)\none", "one", id="three in a row"),
        pytest.param("one (x) (x) (x)", "one", id="three in a row at the end"),
        pytest.param(f"{P}\n(x)\n{Q}", f"{P}\n{Q}", id="a line that would be blank goes"),
    ],
)
def test_inline(before, after):
    assert cleaned(before, rule(r"\(x\)", scope="inline")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{P} Sign up here. {Q}", f"{P} {Q}", id="in the middle"),
        pytest.param(f"{P} Sign up here.", P, id="at the end"),
        pytest.param(f"Sign up here. {P}", P, id="at the start"),
        pytest.param(f"{P}\nSign up here.\n{Q}", f"{P}\n{Q}", id="alone on its line"),
        pytest.param("It is Acme Inc. Sign up here. He left.", "It is Acme Inc. Sign up here. He left.", id="in doubt nothing"),
    ],
)
def test_sentence(before, after):
    assert cleaned(before, rule("sign up", scope="sentence")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{P}\n\nx:\n• one\n• two\n\n{Q}", f"{P}\n\n{Q}", id="marked items"),
        pytest.param(f"{P}\n\nx:\n  one\n  two\n\n{Q}", f"{P}\n\n{Q}", id="indented items"),
        pytest.param(f"{P}\n\nx:\n\n- one\n\n- two\n\n{Q}", f"{P}\n\n{Q}", id="items set apart"),
        pytest.param(f"{P}\n\nx:\none\ntwo\n\n{Q}", f"{P}\n\n{Q}", id="joined lines where blank lines part paragraphs"),
        pytest.param(f"{P}\nx:\none\ntwo\n{Q}", f"{P}\none\ntwo\n{Q}", id="not where nothing parts paragraphs"),
        pytest.param(f"{P}\n\nx:\n• one\n\nHeading\n{Q}\n\n{P}!", f"{P}\n\nHeading\n{Q}\n\n{P}!", id="a heading above prose stays"),
        pytest.param(f"{P}\n\nx:\n1. one\n2) two\n{Q}\n\n{P}!", f"{P}\n\n{Q}\n\n{P}!", id="numbered items, prose ends it"),
        pytest.param(f"{P}\n\nx:\n• one\n• two\n• three\n• four\n\n{Q}", f"{P}\n\n• four\n\n{Q}", id="no more lines than max_lines"),
        pytest.param(
            f"{P}\n\n• x\n• one\n• two\n\n{Q}", f"{P}\n\n• one\n• two\n\n{Q}", id="a match that is an item itself takes none along"
        ),
    ],
)
def test_block(before, after):
    assert cleaned(before, rule("^(• )?x", scope="block", max_lines=3)) == after


def test_head_and_tail():
    assert cleaned(f"one\nx\n{P}", rule("^x", scope="head")) == P
    assert cleaned(f"{P}\nx\none\n\ntwo", rule("^x", scope="tail")) == f"{P}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{P}\n{Q}\n{P}", f"{P}\n{Q}\n", id="the second time"),
        pytest.param(f"{P}\n{Q}\n{P}\n{P}", f"{P}\n{Q}\n", id="each time but the first"),
        pytest.param("one\ntwo\none", "one\ntwo\none", id="not by a condition that fails"),
    ],
)
def test_repeat(before, after):
    assert cleaned(before, rule(scope="repeat", where={"prose": True})) == after

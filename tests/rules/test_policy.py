import pickle

import pytest

from tests.rules.helpers import cleaned, cleaner, rule
from textclean.errors import PolicyError
from textclean.rules.policy import Policy

RULES = rule("^x$", id="x"), rule("^y$", id="y", category="date"), rule("^z$", id="z", level="hint"), rule("^off$", id="off", enabled=False)
TEXT = "x\ny\nz\noff\nstays"


@pytest.mark.parametrize(
    ("policy", "after"),
    [
        pytest.param({}, "z\noff\nstays", id="the defaults"),
        pytest.param({"ignore": ("share",)}, "x\nz\noff\nstays", id="a category off"),
        pytest.param({"ignore": ("test",)}, TEXT, id="a pack off"),
        pytest.param({"ignore": ("test/x",)}, "x\nz\noff\nstays", id="a rule off"),
        pytest.param({"select": ("date",)}, "x\nz\noff\nstays", id="only a category"),
        pytest.param({"select": ("test/y", "test/x")}, "z\noff\nstays", id="only some rules"),
        pytest.param({"select": ("test/off",)}, "x\ny\nz\nstays", id="a rule that is off by default"),
        pytest.param({"extend_select": ("test/off",)}, "z\nstays", id="a rule that is off by default, added"),
        pytest.param({"extend_select": ("share",)}, "z\nstays", id="a category added, with its rules that are off by default"),
        pytest.param({"select": ("date",), "extend_select": ("test/off",)}, "x\nz\nstays", id="added to a selection"),
        pytest.param({"extend_select": ("test/off",), "ignore": ("share",)}, "x\nz\noff\nstays", id="what is ignored is not added"),
        pytest.param({"actions": {"test/off": "remove"}}, "z\nstays", id="switched on"),
        pytest.param(
            {"actions": {"share": "keep", "test/x": "remove"}}, "z\noff\nstays", id="the rule's action goes before the category's"
        ),
        pytest.param({"actions": {"share": "off", "date": "keep"}}, TEXT, id="off and kept"),
        pytest.param({"level": "hint"}, "off\nstays", id="hints act"),
        pytest.param({"level": "safe"}, TEXT, id="likely rules do not act"),
    ],
)
def test_what_a_policy_lets_go(policy, after):
    assert cleaned(TEXT, *RULES, **policy) == after


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"actions": {"share": "drop"}}, "'drop' is not a valid Action. actions: remove, keep, note, off"),
        ({"level": "sure"}, "'sure' is not a valid Level"),
    ],
)
def test_a_policy_that_makes_no_sense(policy, message):
    with pytest.raises(PolicyError, match=message):
        Policy(**policy)


@pytest.mark.parametrize(
    "policy", [{"ignore": ("shares",)}, {"select": ("test/xx",)}, {"actions": {"tests": "off"}}, {"extend_select": ("test/of",)}]
)
def test_a_target_that_names_nothing(policy):
    with pytest.raises(PolicyError, match=r"no category, pack or rule is named .*; did you mean"):
        cleaner(*RULES, **policy)


def test_a_policy_is_a_value():
    policy = Policy(actions={"share": "keep"}, ignore=("date",), level="safe", extend_select=("test/off",))
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert Policy(**{**policy.as_record(), "select": (), "ignore": ("date",)}) == policy

"""Every rule of the repairs pack mends what it says it mends and keeps the rest."""

from pathlib import Path

import pytest
import yaml

from textclean.repairs import REPAIRERS, Repairer
from textclean.text.edits import apply

PACK = yaml.safe_load(Path(__file__).parents[2].joinpath("rules", "repairs.yaml").read_text(encoding="utf-8"))
RULES = PACK["rules"]


def repairer(rule: dict) -> Repairer:
    return REPAIRERS[rule["repair"]](rule["id"], rule.get("options", {}))


@pytest.mark.parametrize(
    ("rule", "before", "after"), [pytest.param(rule, *pair, id=f"{rule['id']}: {pair[1]}") for rule in RULES for pair in rule["mends"]]
)
def test_mends(rule, before, after):
    repair = repairer(rule)
    assert apply(before, repair(before).edits) == after
    assert repair(after).edits == []


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(rule, text, id=f"{rule['id']}: {text}") for rule in RULES for text in rule["keeps"]]
)
def test_keeps(rule, text):
    assert repairer(rule)(text).edits == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_is_complete(rule):
    assert rule["mends"] and rule["keeps"] and rule["why"]
    assert rule["level"] in ("safe", "likely", "hint")
    assert all(edit.by == (rule["id"],) for edit in repairer(rule)(rule["mends"][0][0]).edits)


def test_every_kind_has_a_rule():
    assert {rule["repair"] for rule in RULES} == set(REPAIRERS)

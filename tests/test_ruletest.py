"""The built-in rules pass their own examples; and the test of examples fails where it should."""

import pytest

from tests.rules.helpers import load
from textclean.cleaner import load as load_all
from textclean.ruletest import run_examples


def test_every_built_in_rule_passes_its_own_examples():
    assert [str(fault) for fault in run_examples(load_all())] == []


PACK = """\
pack: test
category: share
rules:
  - id: share
    why: A test.
    match: '^share'
    where: {{max_words: 4}}
    drops: [{drops}]
    keeps: [{keeps}]
    misses: [{misses}]
  - {{id: other, why: A test., match: '^other', drops: [other], keeps: [another]}}
"""


@pytest.mark.parametrize(
    ("drops", "keeps", "misses", "message"),
    [
        ("please share", "stays", "x", "stays: 'please share'"),
        ("share this", "share that", "x", "the rule finds something in an example of what it keeps"),
        ("share this", "other things", "x", "goes by test/other: 'other things'"),
        ("other things", "stays", "x", "the text goes, but not by this rule: test/other"),
        ("share this", "stays", "share it", "a known miss now comes out right: move it to `drops`"),
        ('"  one\\n- share\\n- two"', "stays", "x", "stays: 'two'"),
        ('"  share\\n- share"', "stays", "x", "goes by test/share: 'share'"),
    ],
)
def test_an_example_that_does_not_come_out_is_named(drops, keeps, misses, message):
    faults = run_examples(load(PACK.format(drops=drops, keeps=keeps, misses=misses)))
    assert [fault.message for fault in faults] == [message]
    assert all(fault.rule == "test/share" and fault.path == "pack.yaml" and fault.line for fault in faults)


def test_examples_that_come_out():
    assert run_examples(load(PACK.format(drops="share this, '  one\n\n- share'", keeps="'please share'", misses="please share it"))) == []

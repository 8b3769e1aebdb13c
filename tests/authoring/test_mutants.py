"""Mutants: what is taken away, and when the examples notice."""

import pytest

from tests.rules.helpers import load, rule
from textclean.authoring.company import Companies
from textclean.authoring.mutants import mutants, try_mutants
from textclean.cleaner import load as load_all


@pytest.mark.parametrize(
    ("pattern", "where", "changes"),
    [
        pytest.param("^share$", {}, ["without ^ at column 1", "without $ at column 7"], id="anchors"),
        pytest.param("^share|^tweet", {}, ["without ^ at column 1", "without ^ at column 8"], id="an anchor in each branch"),
        pytest.param(r"share\b", {}, [r"without \b at column 6"], id="a boundary"),
        pytest.param("share.{0,40}page.{2,50}", {}, ["with its gaps 10 times as wide"], id="all gaps at once"),
        pytest.param("share", {"max_words": 9}, ["with max_words: 90"], id="a word cap"),
        pytest.param("(?<!^)share", {}, ["without ^ at column 5"], id="inside a look-around"),
    ],
)
def test_guards_that_are_taken(pattern, where, changes):
    assert [mutant.change for mutant in mutants(rule(pattern, where=where))] == changes


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        pytest.param(r"share\b this", {}, id="a boundary that says nothing"),
        pytest.param(r"share \d{1,2}", {}, id="the shape of a number"),
        pytest.param("share .{40}", {}, id="an exact count"),
        pytest.param("share .{9,}", {}, id="a count without a cap"),
        pytest.param("share", {"max_words": 40}, id="the word cap that every rule has"),
        pytest.param(None, {"first": 1, "max_words": 9}, id="no pattern"),
    ],
)
def test_what_is_no_guard(pattern, where):
    assert list(mutants(rule(pattern, where=where))) == []


def test_a_word_cap_that_the_pattern_cannot_reach_is_no_guard():
    assert [mutant.change for mutant in mutants(rule("^share( this)?$", where={"max_words": 2}))] == [
        "without ^ at column 1",
        "without $ at column 15",
    ]


PACK = """\
pack: test
category: share
rules:
  - id: share
    why: A test.
    match: '^share\\b.{{0,20}}$'
    where: {{max_words: 4}}
    drops: [share it]
    keeps: [{keeps}]
  - {{id: other, why: A test., match: '^page', drops: [page], keeps: [a page]}}
"""


@pytest.mark.parametrize(
    ("keep", "missed"),
    [
        ("other", "^ \\b $ gap length"),
        ("to share it", "\\b $ gap length"),
        ("shared", "^ $ gap length"),
        ("share a b c d", "^ \\b $ gap"),
        ("share thistlesandnettlesandmore", "^ \\b length"),
    ],
)
def test_a_near_miss_catches_the_mutant_it_is_for(keep, missed):
    trials = list(try_mutants(load(PACK.format(keeps=keep)), lambda rule: rule.id == "share"))
    missed_ones = [trial.mutant for trial in trials if not trial.caught]
    left = {mutant.change.split()[1] if " at " in mutant.change else str(mutant.guard) for mutant in missed_ones}
    # Without `$` a gap of 20 characters no longer bounds the line, so what is too long for the gap shows the `$` too.
    assert left == set(missed.split())


def test_the_company_of_a_rule_is_what_its_examples_need():
    packs = load_all()
    companies = Companies(packs)
    sizes = [sum(len(pack.rules) for pack in companies.of(rule)) for pack in packs[:6] for rule in pack.rules if rule.match]
    assert max(sizes) < 40

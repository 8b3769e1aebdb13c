"""The fast scan and the plain one find the same, on real text and on any text."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.helpers import cleaned, rule
from tests.strategies import ANY_TEXT, ARTICLE, packs
from textclean.cleaner import Cleaner
from textclean.rules.finding import ActiveRule, Finders, find
from textclean.rules.page import Page
from textclean.rules.rule import Action, Level
from textclean.rules.scan import EveryLine, LiteralScan, Remembering


@pytest.mark.parametrize(
    ("text", "pattern", "line"),
    [
        pytest.param("one\ntwo\nshare this", "^share", 2, id="the last line"),
        pytest.param("share this\ntwo", "^share", 0, id="the first line"),
        pytest.param("one\r\n\xa0 Share this\r\n", "^share this$", 1, id="odd spaces and other line ends"),
        pytest.param("a\ud800b\nÜber uns", "^über uns$", 1, id="a lone surrogate before it, other letters in it"),
        pytest.param("one\rtwo\rthree", "^three$", 2, id="carriage returns"),
        pytest.param("İstanbul\nKelvin", "^kelvin$", 1, id="letters whose lower case would be longer"),
    ],
)
def test_a_candidate_is_found_on_its_line(text, pattern, line):
    assert LiteralScan([rule(pattern)]).candidates(Page(text)) == [(line, 0)]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        pytest.param("please share this", "^share", id="not at the start of a line"),
        pytest.param("share this now", "share this$", id="not at the end of a line"),
        pytest.param("sha\nre", "share", id="across a line end"),
        pytest.param("", "share", id="an empty text"),
    ],
)
def test_no_candidate(text, pattern):
    assert LiteralScan([rule(pattern)]).candidates(Page(text)) == []


def test_a_pattern_without_literals_is_tried_on_every_line_that_is_not_blank():
    scan = LiteralScan([rule(r"^[a-z ]+$"), rule("^share$", id="s")])
    assert scan.unfiltered == [0]
    assert EveryLine([rule(r"^.+$"), rule(where={"first": 1})]).unfiltered == [0]
    assert scan.candidates(Page("one\n\nshare")) == [(0, 0), (2, 0), (2, 1)]


def test_a_rule_without_literals_that_asks_for_findings_is_no_candidate():
    beside = rule(r"^\w+ \w+$", id="b", where={"above": ("date",)})
    assert LiteralScan([beside]).candidates(Page("Jane Doe")) == EveryLine([beside]).candidates(Page("Jane Doe")) == []
    assert cleaned("By\nJane Doe\nand more text", rule("^by$", category="date"), beside) == "and more text"


@pytest.mark.parametrize("where", [{"first": 1}, {"last": 3, "max_words": 2}, {"title": "near"}], ids=str)
def test_a_rule_without_literals_that_is_placed_is_no_candidate(where):
    placed = rule(r"^\w+ \w+$", where=where)
    assert LiteralScan([placed]).candidates(Page("Jane Doe")) == EveryLine([placed]).candidates(Page("Jane Doe")) == []


def test_a_placed_pattern_without_literals_is_tried_at_its_place_and_not_on_claimed_lines():
    shape = rule(r"^\w+ \w+$", id="shape", where={"first": 1})
    assert cleaned("Jane Doe\nand more text\nTom Berg", shape) == "and more text\nTom Berg"
    assert cleaned("Jane, Doe\nTom Berg\nand more text", shape) == "Jane, Doe\nTom Berg\nand more text"
    claims = rule("^jane", id="claims", where={"last": 1})
    assert cleaned("Jane Doe\nTom Berg\nand more text", shape, claims) == "Jane Doe\nTom Berg\nand more text"


@given(st.lists(st.tuples(ARTICLE, st.sets(st.integers(0, 30))), min_size=1, max_size=3), packs())
def test_remembering_changes_nothing(texts, pack):
    plain, remembering = LiteralScan(pack.rules), Remembering(LiteralScan(pack.rules))
    for text, cut in texts:
        lines = text.split("\n")
        shorter = "\n".join(line for index, line in enumerate(lines) if index not in cut)
        for page in (Page(text), Page(shorter), Page(shorter + "\nShare this")):
            assert remembering.candidates(page) == plain.candidates(page)


@given(ANY_TEXT, packs())
def test_both_scans_lead_to_the_same_findings(text, pack):
    active = Finders(ActiveRule(rule, Action.REMOVE, Level.HINT) for rule in pack.rules)
    assert find(Page(text), active, LiteralScan(pack.rules)) == find(Page(text), active, EveryLine(pack.rules))


def test_both_scans_agree_on_real_texts(bench):
    quick, plain = Cleaner(), Cleaner(exhaustive=True)
    with gzip.open(bench / "aeb_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [text for line in lines for text in json.loads(line)["outputs"].values()]
    for text in texts[::40]:
        assert quick.clean(text) == plain.clean(text)

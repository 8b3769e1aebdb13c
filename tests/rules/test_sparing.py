"""What is spared stays, by the rules it is spared from; the rest goes as it would."""

import pytest

from tests.rules.helpers import cleaner, rule
from textclean.cleaner import Cleaner
from textclean.rules.sparing import Spared

RULES = (
    rule("^share$", id="share"),
    rule("^date$", id="date", category="date"),
    rule("^all below$", id="below", scope="tail", guarded=False),
    rule("^list$", id="list", scope="block"),
    rule(r"\(ad\)", id="inline", scope="inline"),
)


def spared(text: str, *targets: str) -> tuple[str, list[Spared]]:
    """A text whose stretch between « and » is spared."""
    start = text.index("«")
    end = text.index("»") - 1
    return text.replace("«", "").replace("»", ""), [Spared(start, end, targets, "asked for")]


@pytest.mark.parametrize(
    ("text", "targets", "after"),
    [
        pytest.param("share\nstays\n«share»\nshare", (), "stays\nshare\n", id="a line"),
        pytest.param("stays\n«share\nx\ndate»\nshare", (), "stays\nshare\nx\ndate\n", id="several lines"),
        pytest.param("stays\n«share\ndate»", ("date",), "stays\ndate", id="a category"),
        pytest.param("stays\n«share\ndate»", ("test",), "stays\nshare\ndate", id="a pack"),
        pytest.param("stays\n«share\ndate»", ("test/share",), "stays\nshare\n", id="a rule"),
        pytest.param("stays\nall below\nx\n«y»\nz", (), "stays\ny\n", id="a line of a tail"),
        pytest.param("stays\n«all below»\nx", (), "stays\nall below\n", id="the line that a tail begins with"),
        pytest.param("stays\nlist\n- a\n- «b»\n- c", (), "stays\n- b\n", id="a part of a line spares the line"),
        pytest.param("some (ad) words «some (ad) words»", (), "some words some (ad) words", id="a part of a line, from rules within lines"),
        pytest.param("some («a»d) words", (), "some (ad) words", id="half of what a rule finds"),
        pytest.param("some (a«»d) words", (), "some (ad) words", id="a place inside what a rule finds"),
        pytest.param("some «»(ad) words", (), "some words", id="a place beside it"),
        pytest.param("sha«»re\nstays", (), "stays", id="a place inside a line that goes"),
        pytest.param("«nothing here»\nshare", (), "nothing here\n", id="nothing is found there"),
    ],
)
def test_what_stays(text, targets, after):
    text, asked = spared(text, *targets)
    result = cleaner(*RULES).clean(text, spared=asked, guarded=False)
    assert result.text == after
    assert result.restore() == text


def test_the_notes_say_why():
    text, asked = spared("stays\n«share»\ndate")
    result = cleaner(*RULES).clean(text, spared=asked, guarded=False)
    assert [(note.old, note.status, note.stays == "asked for") for note in result.notes] == [
        ("share", "kept", True),
        ("date", "removed", False),
    ]


BROKEN = "\N{RIGHT SINGLE QUOTATION MARK}".encode().decode("windows-1252")


@pytest.mark.parametrize(
    ("text", "targets", "after"),
    [
        pytest.param("«It@s» fine and it@s fine.", (), "It@s fine and it\N{RIGHT SINGLE QUOTATION MARK}s fine.", id="a stretch"),
        pytest.param("«It@s» fine.", ("share",), "It\N{RIGHT SINGLE QUOTATION MARK}s fine.", id="from other rules"),
        pytest.param("«Pay at the till.\nIt@s fine.»\n", (), "Pay at the till.\nIt@s fine.\n", id="lines"),
    ],
)
def test_repairs_are_spared(text, targets, after):
    text, asked = spared(text.replace("@", BROKEN), *targets)
    result = Cleaner().clean(text, spared=asked)
    assert result.text == after.replace("@", BROKEN)
    assert result.restore() == text
    assert Cleaner().clean(result.text, spared=asked).text == result.text


def test_a_repair_does_not_reach_across_a_place():
    text = f"It{BROKEN}s fine."
    result = Cleaner().clean(text, spared=[Spared(3, 3, (), "a place")])
    assert (result.text, [note.status for note in result.notes]) == (text, ["kept"])

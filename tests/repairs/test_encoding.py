"""Encoding repair equals ftfy on every line, and nothing but encodings is touched."""

from __future__ import annotations

import gzip
import json

import pytest
from ftfy import TextFixerConfig, fix_and_explain
from hypothesis import given
from hypothesis import strategies as st

from tests.repairs.mangling import MANGLE
from tests.strategies import ANY_TEXT
from textclean.repairs import encoding
from textclean.text.edits import apply
from textclean.text.lines import Lines

ALONE = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
repair = encoding.build("x", {})


def mended(text: str) -> str:
    return apply(text, repair(text).edits)


def by_ftfy(text: str) -> str:
    lines = Lines(text)
    return "".join(fix_and_explain(text[start : lines.after(index)], ALONE).text for index, start in enumerate(lines.starts))


@given(st.one_of(ANY_TEXT, st.builds(lambda text, how: how(text), ANY_TEXT, st.sampled_from(list(MANGLE.values())))))
def test_equals_ftfy_line_by_line(text):
    assert mended(text) == by_ftfy(text)


@pytest.mark.parametrize("how", MANGLE)
def test_equals_ftfy_on_mangled_articles(bench, how):
    with gzip.open(bench / "wcxb_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        bodies = [json.loads(line)["gold"] for line in file][::40]
    odd = [line for body in bodies for line in body.split("\n") if not line.isascii()]
    assert len(odd) > 200
    for line in odd:
        for text in (line, MANGLE[how](line), line + "\n"):
            assert mended(text) == by_ftfy(text)


@given(ANY_TEXT)
def test_line_ends_stay(text):
    assert [ending for ending in mended(text) if ending in "\r\n"] == [ending for ending in text if ending in "\r\n"]


def test_edits_are_narrow():
    text = "It’s a cafÃ© in MÃ¼nchen,\nitâ€™s said"
    assert [(edit.old, edit.new) for edit in repair(text).edits] == [("Ã©", "é"), ("Ã¼", "ü"), ("â€™", "’")]


def test_a_line_does_not_depend_on_its_neighbours():
    assert mended("Ð¿Ñ€Ð¸Ð²ÐµÑ‚\nпривет\nitâ€™s") == "привет\nпривет\nit’s"


def test_a_line_that_is_too_long_is_reported():
    repairs = encoding.build("x", {"max_line": 10})("itâ€™s\n" + "cafÃ© " * 10 + "\nitâ€™s")
    assert [edit.start for edit in repairs.edits] == [2, 70]
    assert [(skip.start, skip.end) for skip in repairs.skipped] == [(7, 68)]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        pytest.param("decode_inconsistent_utf8", "a “語” and a cafÃ©", id="two encodings in a line"),
        pytest.param("replace_lossy_sequences", "â€œ like this â€\ufffd", id="a lost byte"),
        pytest.param("fix_c1_controls", "語 \x93no\x94", id="control characters"),
    ],
)
def test_ftfys_parts_can_be_switched_off(part, text):
    off = encoding.build("x", {part: False})
    assert apply(text, off(text).edits) != mended(text)


def test_a_space_stays_a_space_when_told():
    options = {"decode_inconsistent_utf8": False}
    assert encoding.build("x", options)("voilÃ le travail").edits != []
    assert encoding.build("x", {**options, "restore_byte_a0": False})("voilÃ le travail").edits == []

"""The generated tables keep what the build promises."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from textclean.repairs import tables

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import build_tables
import wordlists

ROWS = [(damaged, row) for damaged, rows in tables.word_filter().items() for row in rows]
PAIRS = {(pair.cut, pair.put): pair.weak for pair in build_tables.pairs_of(build_tables.RULES)}


@pytest.mark.parametrize("name", ["wordfilter.tsv", "ligatures.tsv", "masks.tsv", "lexicon.tsv"])
def test_sorted_and_unique(name):
    lines = [
        line
        for line in files(tables.__package__).joinpath("data", name).read_text(encoding="ascii").split("\n")
        if line[:1] not in ("", "#")
    ]
    assert lines == sorted(set(lines))


def test_every_row_is_its_pair_applied():
    for damaged, row in ROWS:
        cut, put = row.pair.split(":")
        assert row.original.replace(cut, put) == damaged
        assert cut != row.original


def test_no_original_is_damaged_or_profane():
    assert not {row.original for _, row in ROWS} & set(tables.word_filter())
    assert not {row.original for _, row in ROWS} & build_tables.PROFANE
    assert not {word for word, _ in tables.masks().values()} & build_tables.PROFANE


def test_no_damaged_form_is_an_everyday_word():
    assert not set(tables.word_filter()) & set(tables.lexicon())
    assert not set(tables.ligatures()) & set(tables.lexicon())


def test_the_pack_and_the_table_have_the_same_pairs():
    assert {tuple(row.pair.split(":")) for _, row in ROWS} == set(PAIRS)


def test_tiers_follow_the_pairs():
    for damaged, row in ROWS:
        weak = PAIRS[tuple(row.pair.split(":"))]
        assert row.tier in ("DE" if weak else "ABD")
        if row.tier in "AE":
            assert len(damaged) >= 5 and not set(damaged) <= set("abcdef")


def test_no_mask_hides_a_profanity():
    for form in tables.masks():
        seen = re.compile(form.replace("*", "[a-z]"))
        assert not any(
            seen.fullmatch(word) for word in ("pissed", "fucked", "shitty", "bitches", "asshole", "cocks", "dicks", "asses", "fucking")
        )


@pytest.mark.parametrize(
    "word", "class classes pass passed glasses document title circumstances constitution asset assets peer poor seashell hello".split()
)
def test_innocent_words_can_be_mended(word):
    assert word not in build_tables.PROFANE
    assert word in {row.original for _, row in ROWS}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("badess\tassess\tass:bad", id="no tier"),
        pytest.param("badess\tassess\tass:bad\tX", id="unknown tier"),
        pytest.param("bad ess\tassess\tass:bad\tA", id="blank in a word"),
        pytest.param("badess\tassess\tassbad\tA", id="no pair"),
    ],
)
def test_a_bad_table_line_is_named(line):
    with pytest.raises(ValueError, match="no table line"):
        tables.rows([line])


def test_split_forms():
    assert set(build_tables.split_forms("official")) == {"o cial", "o ffi cial", "o fficial", "offi cial"}
    assert set(build_tables.split_forms("first")) == {"fi rst"}
    assert list(build_tables.split_forms("table")) == []


def test_inputs_are_checked(tmp_path):
    with pytest.raises(wordlists.InputError, match="missing"):
        wordlists.check(tmp_path)
    for line in wordlists.HASHES.read_text().splitlines():
        (tmp_path / line.split()[1]).write_bytes(b"another version")
    with pytest.raises(wordlists.InputError, match="not the file"):
        wordlists.check(tmp_path)

"""A bad option is an error that names it."""

from __future__ import annotations

import pytest

from textclean.repairs import REPAIRERS


@pytest.mark.parametrize("kind", REPAIRERS)
def test_an_unknown_option_is_named(kind):
    with pytest.raises(ValueError, match="'nonsense'"):
        REPAIRERS[kind]("x", {"nonsense": 1})


@pytest.mark.parametrize(
    ("kind", "options", "name"),
    [
        pytest.param("encoding", {"fix_c1_controls": "yes"}, "fix_c1_controls", id="text for a flag"),
        pytest.param("encoding", {"max_line": 0}, "max_line", id="zero"),
        pytest.param("encoding", {"max_line": True}, "max_line", id="flag for a number"),
        pytest.param("entities", {"max_nesting": "3"}, "max_nesting", id="text for a number"),
        pytest.param("characters", {}, "to", id="a choice without default"),
        pytest.param("characters", {"to": "pretty"}, "to", id="no such choice"),
        pytest.param("filtered-words", {"pairs": ["ass"]}, "pairs", id="list for a mapping"),
        pytest.param("filtered-words", {"pairs": {"ass": "bad"}}, "pairs", id="text for a list"),
        pytest.param("filtered-words", {"pairs": {"ass": ["zebra"]}}, "ass:zebra", id="a pair the table does not have"),
        pytest.param("filtered-words", {"words": {"a b": "c"}}, "words", id="blank in a word"),
        pytest.param("filtered-words", {"words": {"abc": 3}}, "words", id="number for a word"),
        pytest.param("filtered-words", {"rows": "abc"}, "rows", id="no table line"),
        pytest.param("filtered-words", {"rows": 3}, "rows", id="number for a text"),
        pytest.param("discovery", {}, "cut", id="no words"),
        pytest.param("discovery", {"cut": [1]}, "cut", id="number in a list of words"),
        pytest.param("masks", {"cut": "ass"}, "cut", id="text for a list of words"),
    ],
)
def test_a_bad_value_is_named(kind, options, name):
    with pytest.raises(ValueError, match=name):
        REPAIRERS[kind]("x", options)

"""The JSON Schema for editors: generated, kept in the repository, and of one mind with the loader."""

import json
from pathlib import Path

import jsonschema
import pytest

from textclean.rules import strict_yaml
from textclean.rules.files import read_builtin
from textclean.rules.schema import json_schema

KEPT = Path(__file__).resolve().parents[2] / "docs" / "schema" / "rules.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
SOURCES = {source.path: source for source in read_builtin()}


def plain(text: bytes) -> object:
    root, problems = strict_yaml.read(text, "x.yaml")
    assert not problems
    return root.plain()


def test_the_kept_file_is_what_the_code_generates():
    assert json.loads(KEPT.read_text(encoding="utf-8")) == json_schema(), "run: textclean rules schema > docs/schema/rules.schema.json"


def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", SOURCES)
def test_every_built_in_pack_is_valid(path):
    assert not list(VALIDATOR.iter_errors(plain(SOURCES[path].data)))


GOOD = "pack: p\ncategory: share\nrules:\n  - {id: x, why: X., match: a, drops: [a], keeps: [b]}\n"
OVERLAY = "overlay: o\nchanges:\n  - {id: x, of: share, why: X., unless: [a], keeps: [b], level: hint}\n"


@pytest.mark.parametrize(
    "text", [GOOD, OVERLAY, GOOD.replace("[a]", "[{title: t, text: a}]"), "overlay: o\nchanges: [{id: x, of: y, why: z}]\n"]
)
def test_good_files_are_valid(text):
    assert not list(VALIDATOR.iter_errors(plain(text.encode())))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(GOOD, ("drops", "dropz"), id="unknown key"),
        pytest.param(GOOD, ("id: x", "id: X x"), id="bad id"),
        pytest.param(GOOD, ("why: X., ", ""), id="no why"),
        pytest.param(GOOD, (", keeps: [b]", ""), id="no keeps"),
        pytest.param(GOOD, ("match: a", "match: 3"), id="a number for a pattern"),
        pytest.param(GOOD, ("match: a", "match: a, level: sure"), id="unknown level"),
        pytest.param(GOOD, ("match: a", "match: a, where: {first: '1'}"), id="text for a count"),
        pytest.param(GOOD, ("match: a", "match: a, scope: page"), id="unknown scope"),
        pytest.param(GOOD, ("pack: p", "pack: P"), id="bad name"),
        pytest.param(GOOD, ("pack: p\n", ""), id="no name"),
        pytest.param(OVERLAY, ("level: hint", "level: sure"), id="unknown level in an overlay"),
        pytest.param(OVERLAY, ("of: share, ", ""), id="a change of nothing"),
        pytest.param(OVERLAY, ("changes:", "rules:"), id="rules in an overlay"),
    ],
)
def test_broken_files_are_not(text, wrong):
    assert wrong[0] in text
    assert list(VALIDATOR.iter_errors(plain(text.replace(*wrong).encode())))

"""The schema in the repository is the one of the code, and says the same of files as the loader does."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from textclean.batch.config_file import read_config
from textclean.batch.config_schema import ConfigModel, OverrideModel, config_schema
from textclean.cli import main

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "config.schema.json"
DOCS = SCHEMA.parents[1] / "configuration.md"


def test_the_schema_in_the_repository_is_that_of_the_code(update_golden):
    text = json.dumps(config_schema(), indent=2) + "\n"
    if update_golden:
        SCHEMA.write_text(text, encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == text


def test_the_schema_is_one():
    Draft202012Validator.check_schema(config_schema())


GOOD = [
    pytest.param("", id="empty"),
    pytest.param('select = ["newsletter"]\nextend-select = ["en/share"]\nlevel = "safe"', id="a policy"),
    pytest.param('[actions]\ncaption = "keep"\n"en/share" = "note"', id="actions"),
    pytest.param('[[overrides]]\npaths = ["a/", "*.md"]\nencoding = "windows-1252"\nlevel = "hint"', id="an override"),
    pytest.param('workers = 2\ntimeout = 3\nmax-document = 10\nnotes = "n.jsonl"\noutput-format = "sarif"', id="running"),
    pytest.param('timeout = 0.5\nrespect-gitignore = false\nexclude = ["*.tmp"]\nextend = "base.toml"', id="choosing"),
]
BROKEN = [
    pytest.param("selct = []", id="an unknown key"),
    pytest.param("extend_select = []", id="an underscore"),
    pytest.param('select = "newsletter"', id="no list"),
    pytest.param('select = ["newsletter", 1]', id="a number in a list"),
    pytest.param('select = [""]', id="an empty name"),
    pytest.param('level = "sure"', id="no level"),
    pytest.param('actions = {caption = "drop"}', id="no action"),
    pytest.param('actions = ["caption"]', id="actions that are a list"),
    pytest.param('lang = "english"', id="no language code"),
    pytest.param("workers = 0", id="no worker"),
    pytest.param("workers = 1.5", id="one and a half workers"),
    pytest.param("workers = true", id="a truth for a number"),
    pytest.param('timeout = "5 s"', id="a text for a number"),
    pytest.param("timeout = 0", id="no time"),
    pytest.param("max-document = 0", id="no size"),
    pytest.param("force-exclude = 1", id="a number for a truth"),
    pytest.param('output-format = "xml"', id="no format"),
    pytest.param("[[overrides]]\nlevel = 'safe'", id="an override without paths"),
    pytest.param("[[overrides]]\npaths = []", id="an override for no paths"),
    pytest.param("[[overrides]]\npaths = ['a']\nworkers = 2", id="what no path can have of its own"),
    pytest.param("overrides = {paths = ['a']}", id="overrides that are no list"),
    pytest.param('notes = ""', id="an empty path"),
]


def loader_problems(text: str) -> list:
    problems: list = []
    read_config(text.encode(), Path("/textclean.toml"), "textclean.toml", problems)
    return problems


@pytest.mark.parametrize("text", GOOD)
def test_schema_and_loader_agree_on_good_files(text):
    assert not list(Draft202012Validator(config_schema()).iter_errors(tomllib.loads(text)))
    assert not loader_problems(text)


@pytest.mark.parametrize("text", BROKEN)
def test_schema_and_loader_agree_on_broken_files(text):
    assert list(Draft202012Validator(config_schema()).iter_errors(tomllib.loads(text)))
    assert loader_problems(text)


@pytest.mark.parametrize(
    "key", sorted({str(field.alias) for model in (ConfigModel, OverrideModel) for field in model.model_fields.values()})
)
def test_every_key_is_documented(key):
    assert f"| `{key}` |" in DOCS.read_text(encoding="utf-8")


def test_the_example_in_the_documentation_is_right():
    example = DOCS.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    problems: list = []
    config = read_config(example.encode(), Path("/pyproject.toml"), "pyproject.toml", problems)
    assert config is not None
    assert not problems
    assert len(config.overrides) == 1


def test_every_key_describes_itself():
    assert all(field.description for model in (ConfigModel, OverrideModel) for field in model.model_fields.values())


@pytest.mark.parametrize(
    ("command", "option", "key"),
    [("check", "--output-format", "output-format"), ("check", "--level", "level")],
)
def test_options_and_keys_take_the_same_words(command, option, key):
    (parameter,) = [item for item in main.commands[command].params if option in item.opts]
    schema = config_schema()
    said = schema["properties"][key]
    words = said["enum"] if "enum" in said else schema["$defs"][said["$ref"].rpartition("/")[2]]["enum"]
    assert list(parameter.type.choices) == words


def test_every_option_of_the_policy_and_files_has_its_key():
    """What the command line can say of a file, a configuration can; `exclude` adds, so its key is the one that extends."""
    keys = {str(field.alias) for field in ConfigModel.model_fields.values()}
    options = {name.removeprefix("--") for item in main.commands["check"].params for name in item.opts if name.startswith("--")}
    assert options - keys == {"config", "isolated", "diff", "statistics", "exit-zero", "write-baseline", "strict"}

import tomllib
from pathlib import Path

import pytest

from textclean.batch.config_schema import ConfigModel
from textclean.batch.configuration import Configuration
from textclean.batch.settings_view import settings_lines

TEXT = """\
select = ["newsletter"]
keep = ["caption"]
notes = "records/n.jsonl"
[[overrides]]
paths = ["docs/"]
level = "safe"
extend-ignore = ["date"]
"""


@pytest.fixture
def shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "textclean.toml").write_text(TEXT)
    return lambda path, **given: list(settings_lines(Configuration(given).settings_for(Path(path)), path))


@pytest.mark.parametrize(
    ("start", "origin"),
    [
        ('  "newsletter",', "textclean.toml:1"),
        ('"caption" = "keep"', "textclean.toml:2"),
        ('level = "safe"', "textclean.toml:6, override for docs/"),
        ('  "date",', "textclean.toml:7, override for docs/"),
        ("workers = 2", "command line"),
        ("timeout = ", "default"),
        ("# lang: not given", "default"),
        ("include = []", "default"),
    ],
)
def test_every_value_has_its_origin(shown, start, origin):
    (line,) = [line for line in shown("docs/a.txt", workers=2) if line.startswith(start)]
    assert line.endswith(f"# {origin}")


def test_what_is_shown_is_toml_and_asks_for_the_same(shown, tmp_path):
    text = "\n".join(shown("docs/a.txt"))
    read = tomllib.loads(text)
    ConfigModel.model_validate(read)
    (tmp_path / "other.toml").write_text(text)
    assert Configuration(config=Path("other.toml")).here.ruling == Configuration().settings_for(Path("docs/a.txt")).ruling
    assert read["notes"] == str(tmp_path / "records" / "n.jsonl")


def test_the_head_says_what_is_where(shown, tmp_path):
    assert shown("a\x1b.txt")[:4] == [
        "# for a\\x1b.txt",
        f"# file: {tmp_path / 'textclean.toml'}",
        f"# patterns are relative to {tmp_path}",
        f"# notes of fixes: {tmp_path / 'records' / 'n.jsonl'}",
    ]


def test_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = list(settings_lines(Configuration(isolated=True).here, "."))
    assert lines[1] == "# file: none"
    assert all(line.endswith("# default") for line in lines[4:])

"""`textclean config show`."""

import tomllib

import pytest
from click.testing import CliRunner

from textclean.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, config: str = "", name: str = "textclean.toml"):
        if config:
            (tmp_path / name).write_text(config, encoding="utf-8")
        return CliRunner().invoke(main, ["config", "show", *arguments])

    return run


def line(result, start: str) -> str:
    assert result.exit_code == 0, result.output
    (found,) = [line for line in result.stdout.split("\n") if line.startswith(start)]
    return found


def test_what_holds_and_why(run):
    config = '[[overrides]]\npaths = ["*.md"]\nlevel = "safe"'
    assert line(run("a.md", config=config), 'level = "safe"').endswith("# textclean.toml:3, override for *.md")
    assert line(run("a.txt"), 'level = "likely"').endswith("# default")
    assert line(run(), "# file: ").endswith("textclean.toml")


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (["--level", "hint"], 'level = "hint"'),
        (["--select", "date,share"], '  "share",'),
        (["--extend-select", "date"], '  "date",'),
        (["--keep", "caption"], '"caption" = "keep"'),
        (["--workers", "3"], "workers = 3"),
        (["--exclude", "*.tmp"], '  "*.tmp",'),
    ],
    ids=str,
)
def test_options_go_before_the_file(run, options, start):
    assert line(run(*options, config='level = "safe"\nselect = ["advert"]\nworkers = 1'), start).endswith("# command line")


def test_another_file_and_none(run):
    run(config='level = "safe"')
    assert line(run("--config", "o.toml", config='level = "hint"', name="o.toml"), 'level = "hint"').endswith("# o.toml:1")
    assert line(run("--isolated"), 'level = "likely"').endswith("# default")


def test_the_output_is_toml(run):
    tomllib.loads(run("a.txt", "--ignore", "date").stdout)


@pytest.mark.parametrize(
    ("config", "arguments", "message"),
    [
        ("levle = 1", [], "textclean: textclean.toml:1:1: unknown key 'levle'\n  hint: did you mean 'level'?\n"),
        ("ignore = ['dat']", [], "textclean: textclean.toml:1:11: no category, pack or rule is named 'dat'\n  hint: did you mean 'date'"),
        ("", ["--select", "dat"], "textclean: no category, pack or rule is named 'dat'; did you mean 'date'"),
        ("", ["--config", "no.toml"], "textclean: no.toml:1:1: cannot be read: No such file or directory\n"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused(run, config, arguments, message):
    result = run(*arguments, config=config)
    assert result.exit_code == 2
    assert result.stderr.startswith(message)
    assert result.stdout == ""

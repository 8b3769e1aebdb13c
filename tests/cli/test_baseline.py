"""`textclean check --write-baseline` and `--baseline`."""

import pytest
from click.testing import CliRunner

from textclean.cli import main

PROSE = "The vote is on Monday, the mayor said at the meeting, which took two hours and ended late.\n"
NEWS, SHARE = "Subscribe to our newsletter\n", "Share this article\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(PROSE + NEWS)
    (tmp_path / "b.txt").write_text(PROSE + SHARE)
    return lambda *arguments: CliRunner().invoke(main, ["check", "-j", "1", *arguments, "."])


def test_only_what_is_new_is_told(check, tmp_path):
    written = check("--write-baseline", "b.json")
    assert (written.exit_code, written.stdout) == (0, "")
    again = check("--baseline", "b.json")
    assert (again.exit_code, again.output) == (0, "")
    (tmp_path / "a.txt").write_text(SHARE + PROSE + NEWS)
    new = check("--baseline", "b.json")
    assert new.exit_code == 1
    assert [line.split(" (")[0] for line in new.stdout.splitlines()] == ["a.txt:1:1: share"]
    assert "-Share this article\n" in check("--baseline", "b.json", "--diff").stdout
    assert NEWS.strip() not in check("--baseline", "b.json", "--output-format", "sarif").stdout


def test_what_is_no_longer_found_is_told(check, tmp_path):
    check("--write-baseline", "b.json")
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / "b.txt").unlink()
    done = check("--baseline", "b.json")
    assert done.exit_code == 0
    assert done.stderr.startswith("textclean: a.txt and 1 more: 2 known lines of the baseline no longer found")


def test_a_baseline_of_the_configuration(check, tmp_path):
    check("--write-baseline", "b.json")
    (tmp_path / "textclean.toml").write_text('baseline = "b.json"')
    assert check().exit_code == 0


def test_a_baseline_that_is_not_there(check):
    done = check("--baseline", "no.json")
    assert done.exit_code == 2
    assert "no.json: cannot be read: No such file or directory; --write-baseline writes one" in done.stderr

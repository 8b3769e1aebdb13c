"""The newcomer's path of the README, line by line: what it says comes true."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.shell import Shell

ROOT = Path(__file__).resolve().parent.parent
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Clean a folder\n")[1]
LINES = re.findall(r"^(?:cat .*?<<'END'.*?\nEND|[^\n]+)$", SECTION.split("```sh\n")[1].split("```")[0], re.DOTALL | re.MULTILINE)
PROSE = "The vote is on Monday, the mayor said at the meeting, which took two hours and ended late.\n"
DIRTY = f"{PROSE}\nSubscribe to our newsletter\n"

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="the lines are for a POSIX shell")


@pytest.fixture
def shell(tmp_path):
    folder = tmp_path / "project"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "a.txt").write_text(DIRTY)
    (folder / "articles" / "b.md").write_text(PROSE)
    shell = Shell(folder, tmp_path / "scratch")
    shell.fine("git init -q && git add .")
    return shell


def test_the_path_of_a_newcomer(shell):
    """Every line is run as it stands, but those that install: the tests' environment has what they would."""
    article = shell.folder / "articles" / "a.txt"
    lines = iter(LINES)

    def step(start: str) -> str:
        line = next(lines)
        assert line.startswith(start), line
        return line

    step("pip install textclean-rules")
    listed = shell(step("textclean check articles/"))
    assert (listed.returncode, listed.stdout.split(" (")[0]) == (1, f"{Path('articles/a.txt')}:3:1: newsletter")
    shown = shell(step("textclean check --diff articles/"))
    assert (shown.returncode, "\n-Subscribe to our newsletter\n" in shown.stdout) == (1, True)
    assert article.read_text() == DIRTY
    shell.fine(step("textclean fix articles/"))
    assert article.read_text() == PROSE
    shell.fine(step("textclean undo articles/"))
    assert article.read_text() == DIRTY
    shell.fine(step("echo 'keep"))
    told = shell.fine(step("textclean config show articles/"))
    assert re.search(r'^"caption" = "keep" +# textclean.toml:1$', told, re.MULTILINE)
    step("pip install pre-commit")
    shell.fine(step("cat > .pre-commit-config.yaml"))
    shell.fine(step("pre-commit install"))
    assert list(lines) == []
    shell.fine("git add .")
    assert shell("git commit -qm articles").returncode == 1
    assert article.read_text() == PROSE
    shell.fine("git add . && git commit -qm articles")

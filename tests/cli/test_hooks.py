"""The hooks in the real pre-commit, on a real git repository."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

from tests.shell import Shell

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
PROSE = "The vote is on Monday, the mayor said at the meeting, which took two hours and ended late.\n"
DIRTY = f"{PROSE}\nSubscribe to our newsletter\n"

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("git"), reason="needs git and a POSIX shell")


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    shell = Shell(folder, tmp_path / "scratch")
    shell.fine("git init -q")
    return shell


def use(shell: Shell, *ids: str) -> None:
    """Configure hooks as they stand in the hooks file, but run by the code under test in place of an installed one."""
    hooks = [{**HOOKS[name], "language": "system"} for name in ids]
    write(shell, ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))


def write(shell: Shell, name: str, text: str) -> None:
    path = shell.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(shell: Shell, name: str) -> str:
    return (shell.folder / name).read_text(encoding="utf-8")


def test_a_dirty_file_fails_and_is_fixed_and_the_second_run_passes(repository):
    use(repository, "textclean")
    write(repository, "articles/a.txt", DIRTY)
    write(repository, "articles/b.md", PROSE)
    repository.fine("git add . && pre-commit install")
    first = repository("git commit -qm one")
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stdout + first.stderr
    assert read(repository, "articles/a.txt") == PROSE
    assert read(repository, "articles/b.md") == PROSE
    repository.fine("git add articles && git commit -qm two")
    assert repository.fine("git status --short") == ""  # the undo log is ignored by git through its own file
    repository.fine("textclean undo articles")
    assert read(repository, "articles/a.txt") == DIRTY


def test_checking_fails_and_changes_nothing(repository):
    use(repository, "textclean-check")
    write(repository, "a.md", DIRTY)
    repository.fine("git add .")
    done = repository("pre-commit run")
    assert done.returncode == 1
    assert "a.md:3:1: newsletter (" in done.stdout
    assert read(repository, "a.md") == DIRTY
    assert repository.fine("git status --short a.md") == "A  a.md\n"


NO_ARTICLES = ["README.md", "docs/CHANGELOG.md", "LICENSE.txt", "requirements-dev.txt", "robots.txt", "a.py", "notes.rst"]
ARTICLES = ["readings/a.txt", "readme.d/a.md", "my-license.md", "security-council.txt", "requirements-of-peace-talks.txt"]


def test_what_is_no_article_is_left_alone(repository):
    use(repository, "textclean-check")
    for name in NO_ARTICLES:
        write(repository, name, DIRTY)
    assert "no files to check" in repository.fine("git add . && pre-commit run --all-files")


def test_names_that_only_look_so_are_articles(repository):
    use(repository, "textclean-check")
    for name in ARTICLES:
        write(repository, name, DIRTY)
    repository.fine("git add .")
    told = repository("pre-commit run --all-files").stdout
    assert [name for name in ARTICLES if f"{name}:3:1: " not in told] == []


def test_what_the_configuration_excludes_is_left_out_though_it_is_named(repository):
    use(repository, "textclean")
    write(repository, "textclean.toml", 'exclude = ["old/"]')
    write(repository, "old/a.txt", DIRTY)
    write(repository, "new/a.txt", DIRTY)
    repository.fine("git add .")
    assert repository("pre-commit run --all-files").returncode == 1
    assert (read(repository, "old/a.txt"), read(repository, "new/a.txt")) == (DIRTY, PROSE)


def test_a_broken_configuration_fails_with_its_place(repository):
    use(repository, "textclean")
    write(repository, "textclean.toml", "levle = 1")
    write(repository, "a.txt", DIRTY)
    repository.fine("git add .")
    done = repository("pre-commit run")
    assert done.returncode == 1
    assert "textclean.toml:1:1: unknown key 'levle'" in done.stdout
    assert read(repository, "a.txt") == DIRTY


def test_the_hooks_file_is_one(repository):
    repository.fine(f"pre-commit validate-manifest '{ROOT / '.pre-commit-hooks.yaml'}'")
    assert set(HOOKS) == {"textclean", "textclean-check"}
    assert all(hook["require_serial"] for hook in HOOKS.values())

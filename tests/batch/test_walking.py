"""Which files are found: those git would know, in the order of names, each once."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textclean.batch.documents import DocumentError
from textclean.batch.walking import Choosing, Found, walk


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_text(name, encoding="utf-8")
        return tmp_path

    return make


def found(root, *arguments, **choosing):
    return [str(each.path) for each in walk(arguments or ["."], lambda _: Choosing(root, **choosing))]


def test_files_that_are_known_by_name_in_the_order_of_names(tree):
    root = tree("b.txt", "a/z.md", "a/b/c.jsonl.gz", "a.txt", "c.parquet", "d.csv", "e.TXT", "f.html", "g.parquet.gz", "README")
    assert found(root) == ["a/b/c.jsonl.gz", "a/z.md", "a.txt", "b.txt", "c.parquet", "e.TXT"]


def test_what_is_hidden_is_left_out(tree):
    root = tree("a.txt", ".b.txt", "._a.txt", ".git/c.txt", ".venv/lib/d.txt", "node_modules/x/e.txt", ".textclean/f.txt", "g/.h/i.txt")
    assert found(root) == ["a.txt"]
    assert found(root, ".b.txt", "node_modules") == [".b.txt", "node_modules/x/e.txt"]


def test_what_is_named_is_taken_whatever_it_is_called(tree):
    root = tree("a.csv", "README", "d/b.txt", "d/c.csv")
    assert found(root, "README", "a.csv", "d", "-") == ["README", "a.csv", "d/b.txt", "-"]


def test_copies_are_relative_to_the_folder_that_was_named(tree):
    root = tree("d/e/a.txt", "f/b.txt")
    each = list(walk(["d", "f/b.txt"], lambda _: Choosing(root)))
    assert [(str(one.path), str(one.under)) for one in each] == [("d/e/a.txt", "d"), ("f/b.txt", "f")]
    assert isinstance(each[0], Found)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["a.txt", "a.txt"], ["a.txt"], id="a file twice"),
        pytest.param([".", "a.txt", "d"], ["a.txt", "d/b.txt"], id="a folder, then what is in it"),
        pytest.param(["d/b.txt", "d", "."], ["d/b.txt", "a.txt"], id="what is in a folder, then that"),
        pytest.param(["d/../a.txt", "."], ["d/../a.txt", "d/b.txt"], id="a file by another path"),
    ],
)
def test_each_file_once(arguments, expected, tree):
    root = tree("a.txt", "d/b.txt")
    assert [os.path.normpath(path) for path in found(root, *arguments)] == [os.path.normpath(path) for path in expected]


def test_patterns_in_arguments(tree):
    root = tree("a.txt", "d/b.txt", "d/c.dat", "d/e/f.dat", "node_modules/g.dat", ".h/i.dat", "[x].txt")
    assert found(root, "**/*.dat") == ["d/c.dat", "d/e/f.dat"]
    assert found(root, "d/*") == ["d/b.txt", "d/c.dat"]  # and the folder d/e, which has nothing that is known
    assert found(root, "[x].txt") == ["[x].txt"]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        pytest.param("gone.txt", "gone.txt: no such file or folder", id="missing"),
        pytest.param("*.gone", r"\*.gone: matches no file", id="a pattern without matches"),
        pytest.param("dangling.txt", "dangling.txt: is a link to nothing", id="a dangling link"),
    ],
)
def test_what_is_missing_is_an_error_before_anything_is_given(argument, message, tree):
    root = tree("a.txt")
    (root / "dangling.txt").symlink_to("nowhere")
    with pytest.raises(DocumentError, match=message):
        walk(["a.txt", argument], lambda _: Choosing(root))


def test_include_and_exclude(tree):
    root = tree("a.txt", "b.dat", "d/c.dat", "d/e.txt", "old/f.dat", "d/old/g.dat", "h/old.dat")
    assert found(root, include=("*.dat",)) == ["b.dat", "d/c.dat", "d/old/g.dat", "h/old.dat", "old/f.dat"]
    assert found(root, include=("*.dat", "!/d/**")) == ["b.dat", "h/old.dat", "old/f.dat"]
    assert found(root, include=("*.dat",), exclude=("/old/",)) == ["b.dat", "d/c.dat", "d/old/g.dat", "h/old.dat"]
    assert found(root, include=("*.dat",), exclude=("old/",)) == ["b.dat", "d/c.dat", "h/old.dat"]
    assert found(root, exclude=("*.txt", "!e.txt")) == ["d/e.txt"]


def test_force_exclude_holds_for_what_is_named(tree):
    root = tree("a.txt", "old/b.txt")
    assert found(root, "a.txt", "old", "old/b.txt", exclude=("old/", "a.*")) == ["a.txt", "old/b.txt"]
    assert found(root, "a.txt", "old", "old/b.txt", exclude=("old/", "a.*"), force_exclude=True) == []


def test_exclude_holds_for_what_a_pattern_finds(tree):
    root = tree("a.txt", "old/b.txt", "new/c.txt", ".gitignore")
    (root / ".gitignore").write_text("new/\n")
    (root / ".git").mkdir()
    assert found(root, "**/*.txt", exclude=("old/",)) == ["a.txt"]


def test_each_folder_has_its_own_choice(tree):
    root = tree("a.txt", "a.dat", "d/b.txt", "d/b.dat", "d/e/c.dat")
    each = walk(["."], lambda folder: Choosing(root, include=("*.dat",) if "d" in folder.parts else ()))
    assert [str(one.path) for one in each] == ["a.txt", "d/b.dat", "d/e/c.dat"]


def test_an_unusable_pattern_is_an_error(tree):
    root = tree("a.txt")
    with pytest.raises(DocumentError, match="cannot be used"):
        found(root, exclude=("!",))


def test_links_are_followed_within_the_folder_alone(tree):
    root = tree("d/b/x.txt", "d/.store/y.txt", "d/m.txt", "outside/z.txt")
    (root / "d/a").symlink_to("b")  # comes first by its name, but goes after what it leads to
    (root / "d/k.txt").symlink_to("m.txt")
    (root / "d/loop").symlink_to(".")
    (root / "d/out").symlink_to("../outside")
    (root / "d/out.txt").symlink_to("../outside/z.txt")
    (root / "d/y.txt").symlink_to(".store/y.txt")
    (root / "d/stored").symlink_to(".store")
    (root / "d/gone.txt").symlink_to("nothing")
    assert found(root, "d") == ["d/b/x.txt", "d/m.txt", "d/stored/y.txt"]
    assert found(root, "d/out.txt", "d/out") == ["d/out.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any folder")
def test_a_folder_that_cannot_be_read_is_given_so_that_it_is_named(tree):
    root = tree("a/x.txt", "b.txt")
    (root / "a").chmod(0)
    try:
        assert found(root) == ["a", "b.txt"]
    finally:
        (root / "a").chmod(0o755)


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
IGNORED = {
    ".gitignore": "*.log.txt\n/top.txt\nbuild/\n!keep.txt\n\\#odd.txt\nspace \n# comment\n**/deep/*.md\n!\n",
    "d/.gitignore": "!a.log.txt\nlocal.txt\n!/inner.txt\n",
    "d/build/.gitignore": "!*\n",
    "e/.gitignore": "*\n!*.md\n!sub/\r\n",
    "e/sub/.gitignore": "!s.txt\n",
    "nul/.gitignore": "\N{ZERO WIDTH NO-BREAK SPACE}bom.txt\n[z-a.txt\ncaf\N{LATIN SMALL LETTER E WITH ACUTE}.txt\n",
    "more/.gitignore": "in/**\n!in/keep.txt\nsub/**/\n*.log.txt\n!logs\n/a?.txt\n*/b.txt\n!**/c/b.txt\nx/**/y.txt\n",
    "many/.gitignore": "**\n!**/\n!*.txt\n*.log.txt\n!logs\n",
    ".git/info/exclude": "private.txt\n!/d/local.txt\n",
}
FILES = """a.log.txt top.txt keep.txt build/keep.txt build/x.txt #odd.txt space d/a.log.txt d/b.log.txt d/top.txt d/local.txt d/inner.txt
d/build/y.txt d/f/local.txt d/f/deep/x.md deep/x.md deep/g/x.md e/a.txt e/b.md e/sub/s.txt e/sub/t.txt e/sub/u.md private.txt h/private.txt
nul/bom.txt nul/café.txt nul/z.txt sub/build.txt""".split()
FILES += [
    f"{top}/{name}"
    for top in ("many", "more")
    for name in """in/keep.txt in/out.txt in/z/keep.txt sub/a.txt sub/b/c.txt logs/a.log.txt logs/b.txt
a1.txt z/a1.txt b.txt c/b.txt z/c/b.txt x/y.txt x/z/y.txt x/z/z/y.txt z/x/y.txt k.md""".split()
]


@needs_git
def test_what_git_leaves_out_is_left_out(tree):
    root = tree(*FILES, *IGNORED)
    git_lists(root)
    for name, lines in IGNORED.items():
        (root / name).write_bytes(lines.encode())
    expected = sorted(name for name in git_lists(root) if name.endswith((".txt", ".md")))
    assert sorted(found(root)) == expected
    assert sorted(found(root, "**/*.txt", "**/*.md")) == expected
    assert len(found(root, respect_gitignore=False)) > len(expected) + 10
    below = sorted(name for name in expected if name.startswith("d/"))
    assert sorted(found(root, "d")) == below  # those above hold as well


def test_a_repository_within_another_has_its_own_rules(tree):
    root = tree("a.txt", "b/c.txt", ".git/HEAD", "b/.git/HEAD", ".gitignore")
    (root / ".gitignore").write_text("*.txt\n")
    assert found(root) == ["b/c.txt"]


PARTS = st.sampled_from(["a", "b", "x", "*", "**", "a*", "?", "*.txt", "[ab]", "a.txt"])
PATTERN = st.builds(
    lambda take_back, top, parts, folder: take_back + top + "/".join(parts) + folder,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(PARTS, min_size=1, max_size=3),
    st.sampled_from(["", "", "/"]),
)


@needs_git
@settings(max_examples=30)  # git starts anew for each; 2,000 random trees were compared once
@given(st.dictionaries(st.sampled_from(["", "a", "b", "a/b", "b/a"]), st.lists(PATTERN, min_size=1, max_size=4), min_size=1))
def test_any_patterns_mean_what_they_mean_to_git(patterns):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("a/b", "b/a", "a/a", "x/b"):
            (root / folder).mkdir(parents=True)
        for folder in ("", "a", "b", "x", "a/b", "b/a", "a/a", "x/b"):
            for file in ("a.txt", "b.txt"):
                (root / folder / file).touch()
        for folder, lines in patterns.items():
            (root / folder / ".gitignore").write_text("\n".join(lines))
        listed = {path for path in git_lists(root) if path.endswith(".txt")}
        assert {os.path.relpath(path, root) for path in found(root, str(root))} == listed


def git_lists(root: Path) -> list[str]:
    """The files that git sees in a new repository."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": os.devnull}
    subprocess.run(["git", "init", "-q", "."], check=True, env=env, cwd=root)
    listing = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    return subprocess.run(listing, check=True, capture_output=True, text=True, env=env, cwd=root).stdout.split("\0")

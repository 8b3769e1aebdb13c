import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.helpers import PATHS, UNSAFE, made, note, result_of, results
from textclean.formats.diff import diff_text, hunks

TEN = "".join(f"line {number}\n" for number in range(1, 11))


@pytest.mark.parametrize(
    ("text", "changes", "body"),
    [
        pytest.param("One.\nShare\nTwo.\n", [("Share\n", "")], "@@ -1,3 +1,2 @@ pack/0\n One.\n-Share\n Two.\n", id="a line"),
        pytest.param("caf\\xe9\n", [("\\xe9", "é")], "@@ -1 +1 @@ pack/0\n-caf\\xe9\n+café\n", id="a part of a line"),
        pytest.param(
            "One.\nShare",
            [("\nShare", "")],
            "@@ -1,2 +1 @@ pack/0\n-One.\n-Share\n\\ No newline at end of file\n+One.\n\\ No newline at end of file\n",
            id="no line end at the end",
        ),
        pytest.param("Share\n", [("Share\n", "")], "@@ -1 +0,0 @@ pack/0\n-Share\n", id="nothing is left"),
        pytest.param("One.\n", [("", "Two.\n")], "@@ -1 +1,2 @@ pack/0\n+Two.\n One.\n", id="a line comes in"),
        pytest.param("One.\r\nShare\r\n", [("Share\r\n", "")], "@@ -1,2 +1 @@ pack/0\n One.\r\n-Share\r\n", id="CRLF"),
        pytest.param(
            "One.\rShare\rTwo.\r",
            [("Share\r", "")],
            "@@ escaped -1,3 +1,2 @@ pack/0\n One.\\r\n-Share\\r\n Two.\\r\n",
            id="CR ends a line, and is no line end to patch",
        ),
        pytest.param("\ufeffShare\nOne.\n", [("\ufeffShare\n", "")], "@@ -1,2 +1 @@ pack/0\n-\ufeffShare\n One.\n", id="byte order mark"),
        pytest.param("a\tb \x1b[2J\n", [("a", "")], "@@ escaped -1 +1 @@ pack/0\n-a\tb \\x1b[2J\n+\tb \\x1b[2J\n", id="unsafe text"),
        pytest.param(
            "a&#8206;b\n",
            [("&#8206;", "\N{LEFT-TO-RIGHT MARK}")],
            "@@ escaped -1 +1 @@ pack/0\n-a&#8206;b\n+a\\u200eb\n",
            id="unsafe only in what comes: applied it would write the escape",
        ),
        pytest.param(
            TEN,
            [("line 1\n", ""), ("line 8\n", "")],
            "@@ -1,10 +1,8 @@ pack/0, pack/1\n-line 1\n line 2\n line 3\n line 4\n line 5\n line 6\n line 7\n-line 8\n line 9\n line 10\n",
            id="six lines between two changes: one hunk",
        ),
        pytest.param(
            TEN,
            [("line 1\n", ""), ("line 9\n", "")],
            "@@ -1,4 +1,3 @@ pack/0\n-line 1\n line 2\n line 3\n line 4\n"
            "@@ -6,5 +5,4 @@ pack/1\n line 6\n line 7\n line 8\n-line 9\n line 10\n",
            id="seven lines: two hunks",
        ),
        pytest.param(
            "a b\nc\n", [("a", "x"), ("\n", " ")], "@@ -1,2 +1 @@ pack/0, pack/1\n-a b\n-c\n+x b c\n", id="two edits, lines joined"
        ),
        pytest.param(
            "a\nb\n", [("a", "x"), ("b", "y")], "@@ -1,2 +1,2 @@ pack/0, pack/1\n-a\n-b\n+x\n+y\n", id="lines that touch go together"
        ),
        pytest.param(
            TEN + "a\rb\n",
            [("line 1\n", "")],
            "@@ escaped -1,4 +1,3 @@ pack/0\n-line 1\n line 2\n line 3\n line 4\n",
            id="a lone CR far away: patch would count lines otherwise",
        ),
        pytest.param(
            "a\rb\n", [("b", "\nb")], "@@ escaped -1,2 +1,2 @@ pack/0\n-a\\r\n-b\n+a\r\n+b\n", id="a CR becomes CRLF: its line changes too"
        ),
    ],
)
def test_diff(text, changes, body):
    assert diff_text(result_of(text, *changes), "a.txt") == f"--- a.txt\n+++ a.txt\n{body}"


@pytest.mark.parametrize("text", ["", "One.\n", "\x1b[2J", "a\rb"])
def test_no_change_no_diff(text):
    assert diff_text(made(text, [note(0, text, text, status="noted")]), "a.txt") == ""


def test_all_rules_of_a_hunk_are_named_once():
    result = made("a\nb\n", [note(0, "a\n", "", ("p/2", "p/1")), note(2, "b\n", "", ("p/1", "p/\x1b"))])
    assert "@@ p/2, p/1, p/\\x1b\n" in diff_text(result, "a.txt")


@pytest.mark.parametrize(
    ("path", "head"),
    [("my text.txt", "--- my text.txt\t\n"), ("a\x1b[31m\n+.txt", "--- a\\x1b[31m\\n+.txt\n"), ("dir/é.txt", "--- dir/é.txt\n")],
)
def test_the_name_in_the_head(path, head):
    assert diff_text(result_of("a\n", ("a\n", "")), path).startswith(head)


def test_rows_know_which_part_of_them_changed():
    (hunk,) = hunks(result_of("one two three\n", ("two ", "")))
    assert [(row.sign, row.changed) for row in hunk.rows] == [("-", ((4, 8),)), ("+", ((4, 4),))]


@given(results(), PATHS)
def test_nothing_unsafe_is_shown(result, path):
    shown = diff_text(result, path).replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    assert not UNSAFE.search(shown)


@given(results())
def test_hunks_hold_all_that_changed(result):
    """Read back: outside the hunks both texts are the same lines, inside they are what the signs say."""
    source = _lines(result.restore())
    clean: list[str] = []
    at = 0
    for hunk in hunks(result):
        clean += source[at : hunk.old_first]
        assert len(clean) == hunk.new_first
        old = [row.text for row in hunk.rows if row.sign != "+"]
        assert old == source[hunk.old_first : hunk.old_first + hunk.old_count]
        clean += [row.text for row in hunk.rows if row.sign != "-"]
        assert len(clean) == hunk.new_first + hunk.new_count
        at = hunk.old_first + hunk.old_count
    assert clean + source[at:] == _lines(result.text)


def _lines(text):
    return re.findall("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


PLAIN = st.lists(
    st.sampled_from(["a", "bc\t", "\n", "\n", "\n\n", "\r\n", "é", "記", "\ufeff", " ", "--- x\n", "@@ -1 +1 @@", "\\ No newline"]),
    max_size=40,
).map("".join)


def _patched(text: str, diff: str, *options: str) -> str:
    """What the real `patch` makes of a text; not fuzzy, so a line number that is off by one shows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a text.txt")
        file.write_bytes(text.encode())
        command = ["patch", "-p0", "--silent", "--binary", "--fuzz=0", "--posix", *options]
        done = subprocess.run(command, input=diff.encode(), cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert b"offset" not in done.stdout
        return file.read_bytes().decode() if file.exists() else ""  # it deletes a file that it empties


needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="no patch on this machine")


@needs_patch
@given(results(PLAIN))
def test_patch_applies_it_both_ways(result):
    diff = diff_text(result, "a text.txt")
    if diff and "@@ escaped" not in diff:
        assert _patched(result.restore(), diff) == result.text
        assert _patched(result.text, diff, "-R") == result.restore()


@needs_patch
def test_patch_passes_over_what_stands_in_escapes():
    escaped = diff_text(result_of("a&#8206;b\n", ("&#8206;", "\N{LEFT-TO-RIGHT MARK}")), "b.txt")
    exact = result_of("One.\nShare\n", ("Share\n", ""))
    diff = diff_text(exact, "a text.txt")
    assert _patched("One.\nShare\n", escaped + diff + escaped) == "One.\n"


@given(results(PLAIN))
def test_only_a_lone_carriage_return_keeps_such_a_text_from_patch(result):
    lone = any("\r" in text.replace("\r\n", "") for text in (result.restore(), result.text))
    assert ("@@ escaped" in diff_text(result, "a.txt")) == (lone and bool(result.edits))

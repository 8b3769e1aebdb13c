import io
import re

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console

from tests.formats.helpers import PATHS, UNSAFE, made, note, result_of, results
from textclean.formats.diff_view import diff_view

LONG = "The council met on Tuesday and put off the vote on the bridge until the spring of next year. " * 3


def shown(result, path="a.txt", **options):
    given = {"width": 40, "color_system": None, "force_terminal": True, "markup": False, "highlight": False, "emoji": False, **options}
    console = Console(file=io.StringIO(), **given)
    view = diff_view(result, path)
    if view is None:
        return ""
    console.print(view)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("text", "changes", "rows"),
    [
        pytest.param("One.\nShare\nTwo.\n", [("Share\n", "")], [" One.", "-Share", " Two."], id="a line"),
        pytest.param("One.\r\nShare\r\n", [("Share\r\n", "")], [" One.", "-Share"], id="CRLF all over is not shown"),
        pytest.param("One.\r\nShare\r\nTwo\n", [("Share\r\n", "")], [" One.\\r", "-Share\\r", " Two"], id="mixed line ends are"),
        pytest.param("a\N{SOFT HYPHEN}b\n", [("\N{SOFT HYPHEN}", "")], ["-a\\xadb", "+ab"], id="what goes unseen is shown"),
        pytest.param("a\N{SOFT HYPHEN}b\nx\n", [("x", "")], [" a\N{SOFT HYPHEN}b", "-x", "+"], id="what stays is not"),
        pytest.param(
            f"{LONG}\nShare\n", [("Share\n", "")], [" The council met on Tuesday and put off…", "-Share"], id="context takes one row"
        ),
        pytest.param(
            f"{LONG}Share{LONG}",
            [("Share", "")],
            [
                "-[…] off the vote on the bridge until",
                " the spring of next year. ShareThe",
                " council met on Tuesday and put off the",
                " vote on the […]",
                "+[…] off the vote on the bridge until",
                " the spring of next year. The council",
                " met on Tuesday and put off the vote on",
                " the […]",
            ],
            id="long stretches that stay are left out, the rest wraps",
        ),
        pytest.param("[red]a[/red] :x:\n", [("a", "b")], ["-[red]a[/red] :x:", "+[red]b[/red] :x:"], id="no markup"),
        pytest.param("記" * 30 + "\n", [("記" * 30, "")], ["-" + "記" * 19, " " + "記" * 11, "+"], id="wide characters"),
    ],
)
def test_rows(text, changes, rows):
    heading, _, *found = (line.rstrip() for line in shown(result_of(text, *changes)).splitlines())
    assert heading == "a.txt"
    assert found == rows


def test_no_change_no_view():
    assert diff_view(made("a", [note(0, "a", "a", status="noted")]), "a.txt") is None


def test_colour_is_the_console_s_to_give_and_the_change_in_a_line_is_marked_without_it():
    result = result_of("one two\n", ("one ", ""))
    assert "\x1b[31m-" in shown(result, color_system="standard")
    plain = shown(result, color_system="standard", no_color=True)
    assert "\x1b[31m" not in plain
    assert "\x1b[1;7mone " in plain


@given(results(), PATHS)
def test_nothing_unsafe_is_shown_and_no_row_is_too_wide(result, path):
    for line in shown(result, path).split("\n"):
        assert not UNSAFE.search(line)
        assert cell_len(line) <= 40


@given(results(), PATHS)
def test_in_colour_the_only_escapes_are_the_console_s(result, path):
    bare = re.sub("\x1b\\[[0-9;]*m", "", shown(result, path, color_system="truecolor"))
    assert bare == shown(result, path)

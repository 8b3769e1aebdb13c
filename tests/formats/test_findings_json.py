import json

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.helpers import CHECKED, made, note, result_of
from textclean.formats.checked import Checked
from textclean.formats.findings_json import findings, json_array, json_lines
from textclean.result import Failure, FailureKind


def test_a_note_has_all_its_fields_and_its_place():
    (item,) = findings(Checked("a.txt", result_of("One.\n\nShare\nTwo.", ("\nShare\n", ""))))
    assert item == {
        "path": "a.txt",
        "line": 2,
        "column": 1,
        "end_line": 4,
        "end_column": 1,
        "start": 5,
        "end": 12,
        "old": "\nShare\n",
        "new": "",
        "category": "kind",
        "rules": ["pack/0"],
        "why": "A test.",
        "level": "likely",
        "status": "removed",
        "stays": "",
    }


def test_what_stays_and_what_failed_are_told_by_their_status():
    result = made("One.", [note(0, "One.", "One.", status="hint")], (Failure(FailureKind.OVER_CUT, "too much", ("pack/1",)),))
    hint, failed = findings(Checked("a.txt", result))
    assert (hint["status"], hint["old"]) == ("hint", hint["new"])
    assert failed == {"path": "a.txt", "status": "failed", "failure": "over-cut", "message": "too much", "rules": ["pack/1"]}
    (unread,) = findings(Checked("b.txt", None, "b.txt: cannot be read"))
    assert (unread["status"], unread["failure"], unread["message"]) == ("failed", "unreadable", "b.txt: cannot be read")


@given(st.lists(CHECKED, max_size=3))
def test_lines_and_array_are_ascii_and_hold_the_same(documents):
    lines = [line for checked in documents for line in json_lines(checked)]
    array = json_array(documents)
    assert array.isascii()
    assert all("\n" not in line for line in lines)
    items = [json.loads(line) for line in lines]
    assert items == json.loads(array) == [item for checked in documents for item in findings(checked)]


@given(CHECKED)
def test_spans_and_places_point_at_the_quote(checked):
    if checked.result is None:
        return
    source = checked.result.restore()
    lines = [0, *(at + 1 for at, char in enumerate(source) if char == "\n" or (char == "\r" and source[at + 1 : at + 2] != "\n"))]
    for item in findings(checked):
        if item["status"] != "failed":
            assert source[item["start"] : item["end"]] == item["old"]
            assert lines[item["line"] - 1] + item["column"] - 1 == item["start"]
            assert lines[item["end_line"] - 1] + item["end_column"] - 1 == item["end"]

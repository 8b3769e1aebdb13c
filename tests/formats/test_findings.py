import pytest
from hypothesis import given

from tests.formats.helpers import PATHS, UNSAFE, made, note, result_of, results
from textclean.formats.findings import finding_lines
from textclean.result import Failure, FailureKind


@pytest.mark.parametrize(
    ("text", "change", "line"),
    [
        pytest.param("One.\n\nShare\n", ("\nShare\n", ""), "a.txt:3:1: kind (pack/0): Share", id="named where it is seen"),
        pytest.param("It is café", ("café", "cafe"), "a.txt:1:7: kind (pack/0): café → cafe", id="replaced"),
        pytest.param("x" * 100, ("x" * 100, ""), f"a.txt:1:1: kind (pack/0): {'x' * 79}…", id="long"),
        pytest.param("a \x1b[2Jb", ("\x1b[2Jb", ""), "a.txt:1:3: kind (pack/0): \\x1b[2Jb", id="escaped"),
    ],
)
def test_a_line_for_each_change(text, change, line):
    assert list(finding_lines(result_of(text, change), "a.txt")) == [line]


def test_what_stays_is_not_listed_and_failures_are():
    result = made("One.", [note(0, "One.", "One.", status="noted")], (Failure(FailureKind.TIMEOUT, "too\nslow"),))
    assert list(finding_lines(result, "a\x1b.txt")) == ["a\\x1b.txt: timeout: too\\nslow"]


@given(results(), PATHS)
def test_nothing_unsafe_is_shown(result, path):
    assert not any(UNSAFE.search(line) for line in finding_lines(result, path))

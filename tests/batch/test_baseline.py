"""Which findings are known, however the lines around them change."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.baseline import Baseline, Stale
from textclean.batch.documents import DocumentError
from textclean.cleaner import Cleaner

PROSE = "The vote is on Monday, the mayor said at the meeting, which took two hours and ended late."
NEWS, SHARE, AD = "Subscribe to our newsletter", "Share this article", "Advertisement"
BROKEN = "It" + "\N{RIGHT SINGLE QUOTATION MARK}".encode().decode("windows-1252") + "s late."


@pytest.fixture(scope="module")
def clean():
    cleaner = Cleaner()
    return lambda *lines: cleaner.clean("\n".join(lines))


def new(clean, before, after) -> list[str]:
    """What is new in the lines `after` for a baseline of the lines `before`."""
    result = Baseline.of([("a.txt", clean(*before))]).without_known("a.txt", clean(*after))
    assert result.restore() == "\n".join(after)
    return [edit.old.strip() for edit in result.edits]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([PROSE, NEWS], [PROSE, NEWS], id="the same"),
        pytest.param([PROSE, NEWS], [PROSE, PROSE + " More.", "", NEWS, PROSE], id="moved"),
        pytest.param([PROSE, NEWS, SHARE], [SHARE, PROSE, NEWS], id="apart"),
        pytest.param([SHARE, PROSE, NEWS], [PROSE, SHARE], id="fewer"),
        pytest.param([PROSE, f"  {NEWS}  "], [PROSE, NEWS], id="other blanks"),
        pytest.param([BROKEN, BROKEN], [BROKEN], id="a repair"),
        pytest.param([PROSE], [PROSE], id="nothing"),
    ],
)
def test_known(clean, before, after):
    assert new(clean, before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param([PROSE], [PROSE, NEWS], [NEWS], id="a first one"),
        pytest.param([PROSE, NEWS], [NEWS, PROSE, NEWS], [NEWS], id="the same once more"),
        pytest.param([PROSE, NEWS], [PROSE, "Subscribe to our newsletters"], ["Subscribe to our newsletters"], id="another word"),
        pytest.param([BROKEN], [BROKEN, BROKEN], ["\u00e2\u20ac\u2122"], id="a second repair"),
    ],
)
def test_new(clean, before, after, told):
    assert new(clean, before, after) == told


def test_a_baseline_knows_files_apart(clean):
    baseline = Baseline.of([("a.txt", clean(PROSE, NEWS))])
    assert baseline.without_known("b.txt", clean(PROSE, NEWS)).edits
    assert not baseline.without_known("a.txt", clean(PROSE, NEWS)).edits


def test_records_of_a_file_may_move(clean):
    one, other = clean(PROSE, NEWS), clean(SHARE)
    baseline = Baseline.of([("a.jsonl", one), ("a.jsonl", other)])
    assert not baseline.without_known("a.jsonl", other).edits
    assert not baseline.without_known("a.jsonl", one).edits
    assert baseline.without_known("a.jsonl", one).edits


def test_what_is_known_is_kept_and_noted(clean):
    result = Baseline.of([("a.txt", clean(PROSE, NEWS))]).without_known("a.txt", clean(SHARE, PROSE, NEWS))
    assert result.text == f"{PROSE}\n{NEWS}"
    assert [(note.status, note.stays == "the baseline knows it") for note in result.notes] == [("removed", False), ("kept", True)]


def test_what_is_stale(clean):
    baseline = Baseline.of([("a.txt", clean(PROSE, NEWS, PROSE + " More.", SHARE)), ("b.txt", clean(SHARE)), ("c.txt", clean(NEWS))])
    baseline.without_known("a.txt", clean(PROSE, SHARE))
    assert [(item.path, item.lines) for item in baseline.stale(["a.txt", "b.txt"])] == [("a.txt", 1), ("b.txt", 1)]
    assert baseline.stale(["d.txt"]) == ()
    assert isinstance(baseline.stale(["c.txt"])[0], Stale)


def test_a_file_and_back(clean, tmp_path):
    path = tmp_path / "baseline.json"
    results = [("b.txt", clean(PROSE, NEWS)), ("a.txt", clean(NEWS, PROSE, SHARE))]
    Baseline.of(results).write(path)
    first = path.read_bytes()
    assert not any(Baseline.read(path).without_known(*result).edits for result in results)
    assert Baseline.read(path).paths == ("a.txt", "b.txt")
    Baseline.of(reversed(results)).write(path)
    assert path.read_bytes() == first
    assert first.isascii()
    assert list(json.loads(first)["findings"]) == ["a.txt", "b.txt"]
    assert NEWS.encode() not in first


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "cannot be read: No such file or directory; --write-baseline writes one"),
        (b"{", "no baseline: invalid JSON"),
        (b"[]", "no baseline: input should be an object"),
        (b'{"textclean-baseline": 2, "findings": {}}', "no baseline: textclean-baseline: input should be 1"),
        (
            b'{"textclean-baseline": 1, "findings": {"a": {"b": {"c": 0}}}}',
            "no baseline: findings.a.b.c: input should be greater than or equal",
        ),
        (b"\xff", "no baseline: invalid JSON"),
    ],
    ids=str,
)
def test_a_file_that_is_no_baseline(tmp_path, data, problem):
    path = tmp_path / "b.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        Baseline.read(path)
    assert str(caught.value).startswith(f"{path}: {problem}")


LINES = st.lists(st.sampled_from([PROSE, NEWS, SHARE, AD, BROKEN, ""]), max_size=8)


@given(LINES)
def test_what_is_in_a_baseline_is_known_once(lines):
    result = _shared().clean("\n".join(lines))
    baseline = Baseline.of([("a", result)])
    assert baseline.without_known("a", result).text == "\n".join(lines)
    assert baseline.stale(["a"]) == ()
    assert baseline.without_known("a", result) == result


def _shared(made: list[Cleaner] = []) -> Cleaner:  # noqa: B006 - one for all examples
    return made[0] if made else made.append(Cleaner()) or made[0]

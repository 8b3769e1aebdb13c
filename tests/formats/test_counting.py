import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.helpers import made, note, results
from textclean.errors import RecordError
from textclean.formats.counting import DocumentCount, Tally, count_document, statistics
from textclean.result import Failure, FailureKind
from textclean.text.words import count_words

TEXT = "One two.\nShare this\ncafÃ©\nKept.\n"
NOTES = [
    note(9, "Share this\n", "", ("p/share", "p/other"), category="share"),
    note(20, "cafÃ©", "café", ("p/mend",), category="damage"),
    note(26, "Kept.", "Kept.", ("p/keep",), category="share", status="kept"),
]
FAILURES = (Failure(FailureKind.SKIPPED, "a cap", ("p/mend",)),)


def record(**changes):
    return {**json.loads(json.dumps(made(TEXT, NOTES, FAILURES).as_record())), "document": {"path": "a.txt"}, **changes}


def test_changes_count_for_their_category_and_principal_rule():
    counted = count_document(record())
    assert counted == DocumentCount(
        "a.txt",
        len(TEXT),
        {("share", "p/share"): Tally(1, 0, 2, 11), ("damage", "p/mend"): Tally(1, 1, 0, 0)},
        (("skipped", ("p/mend",)),),
    )
    assert counted.tally == Tally(2, 1, 2, 11, 1)
    assert not counted.failed
    assert count_document(record(failures=[{"kind": "timeout", "message": "", "rules": []}])).failed


def test_a_record_without_a_path_takes_the_given_name():
    named = record()
    del named["document"]
    assert count_document(named, "notes.jsonl:3").name == "notes.jsonl:3"


def test_without_quotes_the_spans_count_and_words_are_unknown():
    bare = record()
    for item in bare["notes"]:
        del item["old"], item["new"]
    assert count_document(bare).tally == Tally(2, 1, None, 11, 1)
    assert statistics([count_document(record()), count_document(bare)]).all.tally.words is None


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        pytest.param(3, "not a record", id="no object"),
        pytest.param({}, "record version None is unknown", id="no version"),
        pytest.param(record(textclean=2), "record version 2 is unknown", id="another version"),
        pytest.param(record(document={"path": 3}), "'path' is of the wrong type: int", id="path"),
        pytest.param(record(source=[]), "'source' is of the wrong type: list", id="source"),
        pytest.param(record(source={}), "no 'length' in it", id="no length"),
        pytest.param(record(source={"length": True}), "'length' is of the wrong type: bool", id="a bool is no number"),
        pytest.param(record(notes={}), "'notes' is of the wrong type: dict", id="notes"),
        pytest.param(record(notes=[3]), "no JSON object", id="a note that is none"),
        pytest.param(record(notes=[{**record()["notes"][0], "rules": [1]}]), "'rules' must be a list of names", id="rules"),
        pytest.param(record(notes=[{**record()["notes"][0], "end": 3}]), "a note ends before it starts", id="span"),
        pytest.param(record(notes=[{**record()["notes"][0], "old": 3}]), "'old' is of the wrong type: int", id="quote"),
        pytest.param(record(failures=[{}]), "no 'kind' in it", id="failure"),
    ],
)
def test_what_is_no_record_is_refused(bad, problem):
    with pytest.raises(RecordError, match=problem):
        count_document(bad)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*record(), *record()["notes"][0]]), inner)),
    max_leaves=10,
)


@given(st.one_of(JSON, st.builds(lambda key, value: record(**{key: value}), st.sampled_from([*record()]), JSON)))
def test_any_json_is_counted_or_refused(data):
    with suppress(RecordError):
        count_document(data)


@given(st.lists(results(), max_size=4))
def test_every_sum_is_the_sum_of_the_notes(found):
    counts = [count_document(result.as_record(), str(number)) for number, result in enumerate(found)]
    sums = statistics(counts)
    changes = [(result, note) for result in found for note in result.notes if note.old != note.new]
    removed = [note for _, note in changes if not note.new]
    tally = sums.all.tally
    assert sums.all.documents == len(found)
    assert sums.all.length == sum(len(result.restore()) for result in found)
    assert sums.changed == sum(bool(result.edits) for result in found)
    assert sums.failed == sum(result.failed for result in found)
    assert dict(sums.failures) == {
        kind: number for kind in FailureKind if (number := sum(item.kind == kind for result in found for item in result.failures))
    }
    assert (tally.changes, tally.replaced) == (len(changes), len(changes) - len(removed))
    assert tally.characters == sum(len(note.old) for note in removed)
    assert tally.words == sum(count_words(note.old) for note in removed)
    for group in (sums.categories, sums.rules, sums.documents):
        for field in ("changes", "replaced", "words", "characters"):
            assert sum(getattr(counted.tally, field) for counted in group) == getattr(tally, field)
    by_rule = {counted.name: counted.documents for counted in sums.rules if counted.tally.changes}
    assert by_rule == {
        name: sum(any(note.rules[0] == name for whose, note in changes if whose is result) for result in found) for name in by_rule
    }


def test_order_is_by_changes_and_by_share():
    documents = [
        DocumentCount("b", 100, {("x", "p/x"): Tally(changes=1, characters=10)}),
        DocumentCount("a", 10, {("y", "p/y"): Tally(changes=3, characters=5)}),
        DocumentCount("c", 0, {}),
    ]
    sums = statistics(documents)
    assert [(counted.name, counted.share) for counted in sums.documents] == [("a", 0.5), ("b", 0.1), ("c", 0.0)]
    assert [counted.name for counted in sums.categories] == ["y", "x"]
    assert [counted.name for counted in sums.rules] == ["p/y", "p/x"]

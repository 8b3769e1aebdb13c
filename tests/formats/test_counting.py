import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.helpers import made, note, results
from textclean.errors import RecordError
from textclean.formats.counting import DocumentCount, Size, Tally, count_document, statistics
from textclean.result import Detail, Failure, FailureKind
from textclean.text.words import count_words

TEXT = "One two.\nShare this\ncafÃ©\nKept.\n"
NOTES = [
    note(9, "Share this\n", "", ("p/share", "p/other"), category="share"),
    note(20, "cafÃ©", "café", ("p/mend",), category="damage"),
    note(26, "Kept.", "Kept.", ("p/keep",), category="share", status="kept"),
]
FAILURES = (Failure(FailureKind.SKIPPED, "a cap", ("p/mend",)),)


def record(**changes):
    return {
        **json.loads(json.dumps(made(TEXT, NOTES, FAILURES).as_record())),
        "document": {"path": "a.txt", "encoding": "utf-8", "bom": False},
        **changes,
    }


def test_changes_count_for_their_category_and_principal_rule():
    counted = count_document(record())
    assert counted == DocumentCount(
        "a.txt",
        Size(6, len(TEXT)),
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
    bare = json.loads(json.dumps(made(TEXT, NOTES, FAILURES).as_record(Detail.SPANS)))
    counted = count_document(bare)
    assert (counted.tally, counted.size) == (Tally(2, 1, None, 11, 1), Size(None, len(TEXT)))
    everything = statistics([count_document(record()), counted]).all
    assert (everything.tally.words, everything.word_share) == (None, None)
    assert everything.character_share == 11 / len(TEXT)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        pytest.param(3, "not a record", id="no object"),
        pytest.param({}, "record version None is unknown", id="no version"),
        pytest.param(record(textclean=2), "record version 2 is unknown", id="another version"),
        pytest.param(record(document={"path": 3}), r"malformed: document\.path: ", id="path"),
        pytest.param(record(source=[]), "malformed: source: ", id="source"),
        pytest.param(record(source={**record()["source"], "length": True}), r"malformed: source\.length: ", id="a bool is no number"),
        pytest.param(record(notes={}), "malformed: notes: ", id="notes"),
        pytest.param(record(notes=[{**record()["notes"][0], "rules": []}]), r"malformed: notes\.0\.rules: ", id="no rule"),
        pytest.param(record(notes=[{**record()["notes"][0], "end": 3}]), "a note ends before it starts", id="span"),
        pytest.param(record(notes=[{**record()["notes"][0], "old": 3}]), r"malformed: notes\.0\.old: ", id="quote"),
        pytest.param(record(failures=[{}]), r"malformed: failures\.0\.kind: Field required", id="failure"),
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
    assert sums.all.size.characters == sum(len(result.restore()) for result in found)
    assert sums.all.size.words == sum(count_words(result.restore()) for result in found)
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
        DocumentCount("b", Size(50, 100), {("x", "p/x"): Tally(changes=1, words=5, characters=10)}),
        DocumentCount("a", Size(4, 10), {("y", "p/y"): Tally(changes=3, words=1, characters=5)}),
        DocumentCount("c", Size(0, 0), {}),
    ]
    sums = statistics(documents)
    assert [(counted.name, counted.character_share, counted.word_share) for counted in sums.documents] == [
        ("a", 0.5, 0.25),
        ("b", 0.1, 0.1),
        ("c", 0.0, 0.0),
    ]
    assert [counted.name for counted in sums.categories] == ["y", "x"]
    assert [counted.name for counted in sums.rules] == ["p/y", "p/x"]


def test_shares_of_categories_and_of_rules_are_of_all_text_so_that_they_add_up():
    documents = [
        DocumentCount("a", Size(40, 80), {("x", "p/x"): Tally(1, 0, 10, 20), ("y", "p/y"): Tally(1, 0, 4, 8)}),
        DocumentCount("b", Size(60, 120), {("x", "p/x"): Tally(1, 0, 6, 12)}),
    ]
    sums = statistics(documents)
    for group in (sums.categories, sums.rules):
        assert [(counted.word_share, counted.character_share) for counted in group] == [(0.16, 0.16), (0.04, 0.04)]
    assert (sums.all.word_share, sums.all.character_share) == (0.2, 0.2)

"""The form of the record: one schema, generated, published, and agreed on by a validator and by our own reader."""

import copy
import json
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from tests.rules.helpers import cleaner as cleaner_of
from tests.rules.helpers import rule
from textclean import Policy, RecordError, Result
from textclean.batch.records import record_line
from textclean.cleaner import Cleaner
from textclean.record import (
    FailureRecord,
    FullRecord,
    NoteRecord,
    OffRecord,
    PolicyRecord,
    SpanRecord,
    SpansRecord,
    check_record,
    record_schema,
)
from textclean.result import Detail, FailureKind
from textclean.rules.rule import Action, Level

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "schema" / "record.schema.json"
SAMPLES = sorted(path for path in (ROOT / "corpus_samples").glob("*.txt") if not path.name.endswith(".clean.txt"))
P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
TEXT = f"Skip to main content\n\n{P}\n\nShare this article\n\nSign up for our newsletter\n\n{P[:-1]}, said \ud800 he, it isnâ€™t.\n"


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(policy=Policy(actions={"share": "keep", "newsletter": "note"}))


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="ascii")))


def record_of(cleaner, text, detail=Detail.FULL):
    return json.loads(record_line(cleaner.clean(text, title="T"), {"path": "a.txt", "encoding": "utf-8", "bom": False}, detail))


def test_the_published_schema_is_the_generated_one(update_golden):
    text = json.dumps(record_schema(), indent=2) + "\n"
    if update_golden:
        SCHEMA.write_text(text, encoding="ascii")
    assert SCHEMA.read_text(encoding="ascii") == text
    Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("detail", Detail)
def test_real_records_are_valid(cleaner, validator, detail):
    for text in [TEXT, *(path.read_bytes().decode() for path in SAMPLES)]:
        record = record_of(cleaner, text, detail)
        validator.validate(record)
        check_record(record)


def test_the_record_has_the_keys_of_the_schema_and_no_other(cleaner):
    for form, detail, note in ((FullRecord, "full", NoteRecord), (SpansRecord, "spans", SpanRecord), (OffRecord, "off", None)):
        record = record_of(cleaner, TEXT, Detail(detail))
        assert set(record) == set(form.model_fields) - {"fix", "elements"}  # of undo logs, of web pages alone
        for part in ("source", "clean", "stamp"):
            assert set(record[part]) == set(form.model_fields[part].annotation.model_fields) - {"extractor"}
        assert all(set(item) == set(note.model_fields) for item in record["notes"])


def test_every_kind_of_note_says_why_it_stays_or_went(cleaner):
    notes = {note["category"]: (note["status"], note["stays"]) for note in record_of(cleaner, TEXT)["notes"]}
    assert notes["navigation"] == ("removed", "")
    assert notes["share"] == ("kept", "the policy says keep for share")
    assert notes["newsletter"] == ("noted", "the policy says note for newsletter")
    hint = Cleaner(policy=Policy(level="safe")).clean("Sign up to receive the day's top stories in your inbox\n" + P).notes[0]
    assert (hint.status, hint.stays) == ("hint", "the rule's level, likely, is beyond the policy's, safe")


def test_a_finding_that_a_kept_one_holds_back_names_it():
    pack_of = Cleaner(policy=Policy(actions={"en/share/follow-outlet": "keep"}))
    text = f"{P}\n\nFollow us on Twitter: @TollmereTelegraph\n"
    found = {note.rules[0]: (note.status, note.stays) for note in pack_of.clean(text).notes}
    assert found["en/share/follow-outlet"] == ("kept", "the policy says keep for en/share/follow-outlet")
    made = cleaner_of(rule("^Share", id="a"), rule("this article$", id="b"), actions={"test/b": "note"})
    notes = {note.rules: (note.status, note.stays) for note in made.clean("Share this article\n").notes}
    assert notes == {
        ("test/a",): ("kept", "test/b finds it too, and the policy says note for test/b"),
        ("test/b",): ("noted", "the policy says note for test/b"),
    }


def test_a_category_that_is_kept_by_default_says_so(cleaner):
    (kept,) = [name for name in ("subhead",) if cleaner.categories[name].action == Action.KEEP]
    (note,) = cleaner_of(rule("^What", category=kept)).clean("What happens next\n").notes
    assert (note.status, note.stays) == ("kept", "the category subhead says keep")


def places(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


def changed(record, path, change):
    """A copy of a record with what stands at a path taken away (None) or replaced."""
    mutant = copy.deepcopy(record)
    parent = mutant
    for key in path[:-1]:
        parent = parent[key]
    if change is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = change[0]
    return mutant


def accepted(data):
    try:
        check_record(data)
    except RecordError:
        return False
    return True


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("change", [None, [None], [True], [-1], [2.5], ["no such thing"], [[]], [{}], [{"a": 1}], [[1]]], ids=repr)
def test_a_broken_record_is_refused_by_the_schema_and_by_the_reader_alike(cleaner, validator, detail, change):
    record = record_of(cleaner, TEXT, detail)
    refused = 0
    for path in [path for path in places(record) if path]:
        mutant = changed(record, path, change)
        valid = validator.is_valid(mutant)
        assert valid == accepted(mutant), path
        refused += not valid
    assert refused > 20


@pytest.mark.parametrize(
    ("path", "change", "message"),
    [
        pytest.param(("textclean",), [2], "record version 2 is unknown", id="a later version"),
        pytest.param(("textclean",), [True], "record version True is unknown", id="no number"),
        pytest.param(("detail",), ["most"], "malformed", id="detail"),
        pytest.param(("notes", 0, "why"), None, "malformed: notes.0.why: Field required", id="missing"),
        pytest.param(("notes", 0, "start"), ["0"], "malformed: notes.0.start: Input should be a valid integer", id="type"),
        pytest.param(("notes", 0, "status"), ["gone"], "malformed: notes.0.status", id="status"),
        pytest.param(("source", "sha256"), ["0"], "malformed: source.sha256", id="hash"),
        pytest.param(("source", "words"), None, "malformed: source.words: Field required", id="words"),
    ],
)
def test_the_first_fault_is_named(cleaner, validator, path, change, message):
    mutant = changed(record_of(cleaner, TEXT), path, change)
    with pytest.raises(RecordError, match=message):
        check_record(mutant)
    if change != [True]:  # to a JSON Schema true is no number either
        assert not validator.is_valid(mutant)


def test_unknown_keys_are_passed_over(cleaner, validator):
    result = cleaner.clean(TEXT)
    record = json.loads(json.dumps(result.as_record()))
    for part in (record, record["source"], record["clean"], record["stamp"], record["stamp"]["policy"], *record["notes"]):
        part["later"] = {"added": 1}
    validator.validate(record)
    assert Result.from_record(record, result.text) == result


def test_the_words_of_the_schema_are_those_of_the_code():
    assert set(get_args(FailureRecord.model_fields["kind"].annotation)) == set(FailureKind)
    assert {get_args(form.model_fields["detail"].annotation)[0] for form in (FullRecord, SpansRecord, OffRecord)} == set(Detail)
    assert set(get_args(PolicyRecord.model_fields["level"].annotation)) == set(Level)
    assert set(get_args(get_args(PolicyRecord.model_fields["actions"].annotation)[1])) == set(Action)

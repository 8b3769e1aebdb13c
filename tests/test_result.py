import json
import random
import re

import pytest

import textclean
from textclean import RecordError, Result
from textclean.result import Detail
from textclean.text.edits import apply
from textclean.text.lines import Lines

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
TEXT = f"Skip to main content\r\n\r\n{P}\r\n\r\nShare this article\r\n\r\n{P[:-1]}, said \ud800 he.\r\n"


@pytest.fixture
def result():
    return textclean.clean(TEXT)


def test_notes_quote_the_original(result):
    assert [note.category for note in result.notes] == ["navigation", "share"]
    for note in result.notes:
        assert TEXT[note.start : note.end] == note.old
        assert (note.new, note.status) == ("", "removed")
        assert note.why
        assert note.level in ("safe", "likely")
    assert apply(TEXT, result.edits) == result.text
    assert result.restore() == TEXT


def test_offsets_map_both_ways(result):
    at = result.text.index("council")
    assert TEXT[result.to_source(at) :].startswith("council")
    assert result.to_clean(result.to_source(at)) == at
    assert result.to_clean(TEXT.index("Share this")) == result.text.index(P[:-1] + ",")
    assert result.to_source(len(result.text)) == len(TEXT)
    assert result.to_clean(len(TEXT)) == len(result.text)


@pytest.mark.parametrize("offset", [-1, 10_000])
def test_offsets_outside_raise(result, offset):
    with pytest.raises(IndexError, match=f"offset {offset} is outside"):
        result.to_source(offset)
    with pytest.raises(IndexError, match=f"offset {offset} is outside"):
        result.to_clean(offset)


def test_a_record_survives_json(result):
    record = json.loads(json.dumps(result.as_record()))
    again = Result.from_record(record, result.text)
    assert again == result
    assert again.restore() == TEXT
    assert record["notes"][0]["line"] == 1
    assert record["notes"][1]["line"] == 5
    assert record["source"]["length"] == len(TEXT)
    assert set(record) == {"textclean", "detail", "source", "clean", "notes", "fields", "failures", "stamp"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda record: record.update(textclean=99), "record version 99 is unknown"),
        (lambda record: record.pop("textclean"), "record version None is unknown"),
        (lambda record: record["clean"].update(length=3), "the text is not the one"),
        (lambda record: record["source"].update(length=3), "do not lead back"),
        (lambda record: record["notes"].pop(), "do not lead back"),
        (lambda record: record["notes"][0].update(old="Skip to"), "does not quote what it spans"),
        (lambda record: record["notes"][0].pop("why"), "malformed"),
        (lambda record: record.pop("stamp"), "malformed"),
        (lambda record: record.update(notes=3), "malformed"),
        (lambda record: record["notes"][0].update(start=10_000), "does not quote what it spans"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(result, change, message):
    record = json.loads(json.dumps(result.as_record()))
    change(record)
    with pytest.raises(RecordError, match=message):
        Result.from_record(record, result.text)


@pytest.mark.parametrize("detail", [Detail.SPANS, Detail.OFF])
def test_a_record_without_the_removed_text_says_so(result, detail):
    record = json.loads(json.dumps(result.as_record(detail)))
    assert "Skip to main" not in json.dumps(record)
    assert "Share this" not in json.dumps(record)
    again = Result.from_record(record, result.text)
    assert [(note.start, note.end, note.rules) for note in again.notes] == (
        [(note.start, note.end, note.rules) for note in result.notes] if detail == Detail.SPANS else []
    )
    with pytest.raises(RecordError, match=f"made with detail '{detail.name.lower()}'"):
        again.restore()


def test_one_changed_character_is_refused_and_placed():
    """1,000 random changes of a text or of what its record quotes."""
    source = random.Random(7)
    text = "\n".join(f"{P} {number}\nShare this article" for number in range(40))
    result = textclean.clean(text)
    record = json.loads(json.dumps(result.as_record()))
    for _ in range(500):
        at = source.randrange(len(result.text))
        changed = result.text[:at] + chr(ord(result.text[at]) ^ 1) + result.text[at + 1 :]
        with pytest.raises(RecordError, match="it differs in the 256 characters from line") as caught:
            Result.from_record(record, changed)
        line, column = map(int, re.findall(r"line (\d+), column (\d+)", str(caught.value))[0])
        lines = Lines(changed)
        assert 0 <= at - (lines.starts[line - 1] + column - 1) < 256
    for _ in range(500):
        mutant = json.loads(json.dumps(record))
        note = source.choice(mutant["notes"])
        at = source.randrange(len(note["old"]))
        note["old"] = note["old"][:at] + chr(ord(note["old"][at]) ^ 1) + note["old"][at + 1 :]
        with pytest.raises(RecordError, match="it differs in the 256 characters from line"):
            Result.from_record(mutant, result.text)


def test_a_record_of_another_text_is_refused(result):
    with pytest.raises(RecordError, match="the text is not the one"):
        Result.from_record(result.as_record(), result.text + ".")


def test_the_stamp_says_what_made_the_result(result):
    stamp = textclean.clean("text", title="T", lang="en").stamp
    assert (stamp.title, stamp.lang) == ("T", "en")
    assert dict(stamp.packs) == dict(result.stamp.packs)
    assert all(len(digest) == 64 for digest in dict(stamp.packs).values())

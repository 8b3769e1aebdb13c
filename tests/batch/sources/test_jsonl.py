"""JSON lines: one string goes, the other bytes stay."""

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.batch.sources.helpers import copied, items, put_back, zstd
from tests.batch.sources.test_json_tokens import JSON, spellings
from textclean.batch.documents import DocumentError, UnencodableError
from textclean.batch.sources import Reading, open_source

ODD = b"".join(
    [
        b'\xef\xbb\xbf{"id": 1.10, "text" : "one\\n" ,"e": 1e400}\r\n',
        b"\r\n",
        b'{"te\\u0078t": "caf\\u00e9", "x": "\xff"}\n',
        b"not json\n",
        b'{"text": null}\n',
        b'{"other": "text"}\n',
        '{"text": "Bürger"}\n'.encode(),
        b'{"text": 5}\n',
        b"[1]\n",
        b'{"text": "\\ud800\\/"}\n',
        b'{"text": "\xe9"}\n',
        b'{"text": "a", "text": "b"}',
    ]
)


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(ODD)
    return path


def test_the_records_and_what_is_wrong_with_them(odd):
    found = [(item.number, item.text, item.problem) for item in items(odd)]
    assert found == [
        (1, "one\n", None),
        (2, None, None),
        (3, "café", None),
        (4, None, "not JSON: a value expected at byte 1"),
        (5, None, None),
        (6, None, None),
        (7, "Bürger", None),
        (8, None, "the field 'text' is a number, not a string"),
        (9, None, "not a JSON object"),
        (10, "\ud800/", None),
        (11, "\udce9", None),
        (12, "b", None),
    ]


def test_what_is_held_is_json_and_short_where_the_text_tells_all(odd):
    held = {item.number: dict(item.held) for item in items(odd) if item.text is not None}
    assert held[1] == {"record": 1, "field": "text", "spelled": "ascii"}
    assert held[10] == {"record": 10, "field": "text", "spelled": "ascii", "token": '"\\ud800\\/"'}
    assert json.loads(json.dumps(held[11])) == held[11]


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\n\n"])
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".ndjson.zst"])
def test_rewriting_nothing_gives_the_same_bytes(ending, suffix, tmp_path):
    data = ODD + ending
    path = tmp_path / f"f{suffix}"
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else zstd.compress(data) if suffix.endswith("zst") else data)
    assert copied(path) == path.read_bytes()


def test_only_the_tokens_change(odd):
    copy = copied(odd, lambda item: item.text and item.text.upper().replace("É", "Éß"))
    assert copy.split(b"\n") == [
        b'\xef\xbb\xbf{"id": 1.10, "text" : "ONE\\n" ,"e": 1e400}\r',
        b"\r",
        b'{"te\\u0078t": "CAF\\u00c9\\u00df", "x": "\xff"}',
        b"not json",
        b'{"text": null}',
        b'{"other": "text"}',
        '{"text": "BÜRGER"}'.encode(),
        b'{"text": 5}',
        b"[1]",
        b'{"text": "\\ud800/"}',
        b'{"text": "\xe9"}',
        b'{"text": "a", "text": "B"}',
    ]


def test_putting_back_gives_every_byte_back(odd, tmp_path):
    originals = {item.number: item for item in items(odd) if item.text is not None}
    changed = tmp_path / "changed.jsonl"
    changed.write_bytes(copied(odd, lambda item: item.text and item.text.upper()))
    assert changed.read_bytes() != ODD
    assert put_back(changed, originals) == ODD


@given(
    st.lists(
        spellings(st.dictionaries(st.text(max_size=3), JSON, max_size=3) | st.fixed_dictionaries({"text": st.text(), "b": JSON})),
        max_size=5,
    ),
    st.sampled_from([b"\n", b"\r\n", b"\n\n"]),
    st.text(max_size=5),
)
def test_any_records(tmp_path_factory, records, end, new):
    path = tmp_path_factory.mktemp("any") / "f.jsonl"
    data = end.join(records)
    path.write_bytes(data)
    assert copied(path) == data
    originals = {item.number: item for item in items(path) if item.text is not None}
    copy = copied(path, lambda item: None if item.text is None else new)
    for before, after in zip(data.split(b"\n"), copy.split(b"\n"), strict=True):
        if before.strip():
            value = json.loads(before)
            expected = {**value, "text": new} if isinstance(value.get("text"), str) else value
            assert json.dumps(json.loads(after)) == json.dumps(expected)
    path.write_bytes(copy)
    assert put_back(path, originals) == data


def test_a_field_may_be_a_path(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_bytes(b'{"article": {"body": "a"}, "body": "x"}\n')
    assert copied(path, lambda _: "b", field="/article/body") == b'{"article": {"body": "b"}, "body": "x"}\n'


def test_long_lines_and_documents_are_passed_by_and_named(tmp_path):
    path = tmp_path / "f.jsonl"
    data = b'{"text": "a"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "' + b"y" * 500 + b'"}\n{"text": "b"}'
    path.write_bytes(data)
    found = items(path, max_line=1000, max_document=100)
    assert [item.problem for item in found] == [
        None,
        "the line has 5,013 bytes; the most is 1,000",
        "the document has 500 bytes; the most is 100",
        None,
    ]
    changed = copied(path, lambda item: item.text and item.text + "!", max_line=1000, max_document=100)
    assert changed == data.replace(b'"a"', b'"a!"').replace(b'"b"', b'"b!"')


@pytest.mark.parametrize("length", [999, 1000, 1001])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_the_longest_line(length, end, tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_bytes(b'{"text": "%b"}' % (b"x" * (length - 12)) + end + b'{"text": "b"}')
    first, *rest = items(path, max_line=1000)
    assert (first.problem is None) == (length + len(end) <= 1000 and bool(end))
    assert [item.text for item in rest] == (["b"] if end else [])


def note_of(path, **reading):
    with open_source(str(path), Reading(**reading)) as source:
        list(source.items())
        return source.note


def test_notes(odd, tmp_path):
    assert note_of(odd) == "1 records hold bytes that are not UTF-8, as JSON is; they stay as they are"
    assert note_of(odd, field="body") == "no record has the field 'body'; give --field"
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(b'{"text": "a"}\n{"id": 1}\n')
    assert note_of(plain) is None
    plain.write_bytes(b"")
    assert note_of(plain) is None


def test_utf_16_is_refused(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_bytes('{"text": "a"}\n'.encode("utf-16"))
    with pytest.raises(DocumentError, match=r"f.jsonl: is UTF-16; JSON lines are UTF-8"):
        items(path)


@pytest.mark.parametrize(
    ("line", "text", "held", "error", "message"),
    [
        pytest.param(b'{"text": "x"}', "\ud83d\ude00", None, UnencodableError, "together would read as another text", id="halves meet"),
        pytest.param(b'{"text": 1}', "x", None, DocumentError, ":1: there is no text to replace", id="no text"),
        pytest.param(b'{"text": "x"}', "y", {"token": '"z"'}, DocumentError, ":1: the token that was kept", id="another token"),
        pytest.param(b'{"text": "x"}', "y", {"token": '"z'}, DocumentError, ":1: the token", id="a damaged token"),
    ],
)
def test_a_text_that_cannot_be_held_is_refused_and_the_item_may_still_be_written(line, text, held, error, message, tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_bytes(line)
    target = io.BytesIO()
    with open_source(str(path)) as source:
        sink = source.sink(target)
        (item,) = source.items()
        with pytest.raises(error, match=message):
            sink.write(item, text, held)
        sink.write(item)
        sink.finish()
    assert target.getvalue() == line

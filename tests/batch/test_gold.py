"""Articles with gold bodies, as they stand in files."""

import gzip
import json

import pytest

from textclean.authoring.scoring import Case
from textclean.batch.documents import DocumentError
from textclean.batch.gold import read_cases
from textclean.errors import RecordError

OUTPUTS = {"gold": "g", "outputs": {"one": "a", "two": "b"}, "title": "t"}


@pytest.mark.parametrize(
    ("record", "fields", "titled", "case"),
    [
        pytest.param({"gold": "g", "text": "a"}, (), False, Case("g", ("a",)), id="a text"),
        pytest.param(OUTPUTS, (), False, Case("g", ("a", "b")), id="all outputs"),
        pytest.param(OUTPUTS, ("two",), False, Case("g", ("b",)), id="one output"),
        pytest.param(OUTPUTS, ("two", "three"), True, Case("g", ("b",), "t"), id="an output that is not there, and the title"),
        pytest.param({"gold": "g", "body": "a"}, ("body",), True, Case("g", ("a",)), id="another key, and no title"),
        pytest.param({"gold": "g", "outputs": {}, "text": "a"}, (), False, None, id="no outputs"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_records(tmp_path, record, fields, titled, case, packed):
    path = tmp_path / ("gold.jsonl.gz" if packed else "gold.jsonl")
    data = json.dumps(record).encode() + b"\n\n"
    path.write_bytes(gzip.compress(data) if packed else data)
    if case is None:
        with pytest.raises(RecordError, match=r"gold\.jsonl.*:1: no text under"):
            list(read_cases(str(path), fields, titled=titled))
    else:
        assert list(read_cases(str(path), fields, titled=titled)) == [case]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "gold.jsonl:1: not JSON"),
        ("[" * 100_000, "gold.jsonl:1: not JSON"),
        ("[]", "gold.jsonl:1: a record is a JSON object"),
        ('{"text": "a"}', "gold.jsonl:1: gold: not a text"),
        ('{"gold": "g", "text": 3}', "gold.jsonl:1: text: not a text"),
        ('{"gold": "g", "outputs": []}', "gold.jsonl:1: `outputs` is not an object"),
        ('{"gold": "g", "text": "a", "title": 3}', "gold.jsonl:1: title: not a text"),
        ('{"gold": "g", "texts": "a"}', "no text under text; there are: gold, texts"),
    ],
)
def test_lines_that_are_no_such_record(tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(line)
    with pytest.raises(RecordError, match=message.replace("[", r"\[")):
        list(read_cases(str(path), titled=True))


@pytest.mark.parametrize("name", ["missing.jsonl", "missing.jsonl.gz", "torn.jsonl.gz", "plain.jsonl.gz"])
def test_files_that_cannot_be_read(tmp_path, name):
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(b'{"gold": "g", "text": "a"}\n' * 99)[:40])
    (tmp_path / "plain.jsonl.gz").write_bytes(b'{"gold": "g", "text": "a"}\n')
    with pytest.raises(DocumentError, match=f"{name}: cannot be read"):
        list(read_cases(str(tmp_path / name)))

import json

import pytest
from click.testing import CliRunner

from tests.formats.helpers import result_of
from textclean.batch.records import record_line
from textclean.cli import main


def record(path, *asked):
    return record_line(result_of(*asked), {"path": path, "encoding": "utf-8", "bom": False}).decode("ascii")


RECORD = record("a.txt", "One.\nShare this\n", ("Share this\n", ""))
OTHER = record("b\x1b[31m.txt", "Two.", ("Two.", "2."))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.jsonl").write_text(RECORD + "\n" + OTHER)
    return lambda *args, **options: CliRunner().invoke(main, ("stats", *args), **options)


def test_tables(run):
    done = run("notes.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "kind            2     2         1          2     50.0%         11     55.0%\n" in done.stdout
    assert "pack/0        2     2         1          2     50.0%         11         0\n" in done.stdout
    assert "a.txt                1         0          2     66.7%         11     68.8%         0\n" in done.stdout
    assert "b\\x1b[31m.txt        1         1          0      0.0%          0      0.0%         0\n" in done.stdout


def test_json_and_standard_input(run):
    data = json.loads(run("--json", "notes.jsonl").stdout)
    assert data["total"]["documents"] == 2
    assert json.loads(run("--json", "-", input=RECORD + OTHER).stdout) == data
    assert json.loads(run("--json", "notes.jsonl", "notes.jsonl").stdout)["total"]["documents"] == 4


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param(b"{", "not JSON: Expecting property name", id="cut off"),
        pytest.param(b"\xff{}", "not JSON: ", id="no UTF-8"),
        pytest.param(b"[" * 100_000, "not JSON: ", id="nested"),
        pytest.param(b"9" * 5_000, "not JSON: ", id="a number without end"),
        pytest.param(b"[]", "not a record", id="no object"),
        pytest.param(b'{"textclean": 7}', "record version 7 is unknown", id="version"),
        pytest.param(b'{"textclean": "\\u001b[31m"}', "record version '\\x1b[31m' is unknown", id="escaped"),
    ],
)
def test_a_bad_line_is_named_and_the_others_count(run, tmp_path, line, problem):
    (tmp_path / "bad.jsonl").write_bytes(RECORD.encode() + line + b"\n" + OTHER.encode())
    done = run("bad.jsonl")
    assert done.exit_code == 2
    assert done.stderr.startswith("textclean: bad.jsonl:2: " + problem)
    assert done.stderr.count("\n") == 1
    assert "2 documents (20 characters, 4 words): 2 changed" in done.stdout


def test_a_file_without_records_gives_messages_and_no_table(run, tmp_path):
    (tmp_path / "bad\x1b.jsonl").write_text("word\n" * 30)
    done = run("bad\x1b.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "bad\\x1b.jsonl:20: not JSON" in done.stderr
    assert done.stderr.endswith("and 10 more such lines\n")


def test_a_file_that_is_missing(run):
    done = run("mis\x1bsing.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "textclean: mis\\x1bsing.jsonl: cannot be read: No such file or directory\n"

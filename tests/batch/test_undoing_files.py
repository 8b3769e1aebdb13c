"""Undo through files, as the command line does it: every byte comes back, for real texts in every kind of file."""

import gzip
import json
import os
import re
from itertools import cycle
from pathlib import Path

import pytest

from textclean.batch.documents import DocumentError, read_document, write_bytes
from textclean.batch.records import record_line, undo
from textclean.cleaner import Cleaner

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (ROOT / "corpus_samples").glob("*.txt") if not path.name.endswith(".clean.txt"))
ALL = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
ENDS = {"LF": ["\n"], "CRLF": ["\r\n"], "CR": ["\r"], "mixed": ["\n", "\r\n", "\r", "\n"]}


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner()


def variants(text):
    """A text as files: name, bytes, and the encoding to give; the encodings that cannot hold it left out."""
    plain = re.sub(r"\r\n|\r", "\n", text)
    for name, ends in ENDS.items():
        lines = plain.split("\n")
        written = "".join(line + end for line, end in zip(lines[:-1], cycle(ends), strict=False)) + lines[-1]
        data = written.encode("utf-8", "surrogatepass")
        yield name, data, None
        yield f"{name}, mark", b"\xef\xbb\xbf" + data, None
        for encoding, mark in (("windows-1252", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"")):
            try:
                yield f"{name}, {encoding}", mark + written.encode(encoding), None if mark else encoding
            except UnicodeEncodeError:
                continue


def undone(cleaner, folder, data, encoding):
    """What comes back of a file's bytes after cleaning and undoing it, by the functions of the command line; None where it is refused."""
    paths = [str(folder / name) for name in ("page.txt", "clean.txt", "notes.jsonl")]
    write_bytes(paths[0], data)
    document = read_document(paths[0], encoding)
    result = cleaner.clean(document.text)
    try:
        clean = document.encode(result.text)
    except DocumentError:
        return None
    write_bytes(paths[1], clean)
    write_bytes(paths[2], record_line(result, {"path": document.path, "encoding": document.encoding, "bom": document.bom}))
    return undo(paths[1], paths[2])


def check(cleaner, folder, texts):
    """Round trips of all variants of some texts; how many came back, and how many were refused for their encoding."""
    back = refused = 0
    for name, text in texts:
        for variant, data, encoding in variants(text):
            original = undone(cleaner, folder, data, encoding)
            if original is None:
                assert "1252" in variant, (name, variant)  # UTF-8 and UTF-16 hold any repair
                refused += 1
            else:
                assert original == data, (name, variant)
                back += 1
    return back, refused


@pytest.mark.parametrize("path", SAMPLES if ALL else SAMPLES[::4], ids=lambda path: path.stem)
def test_samples(cleaner, tmp_path, path):
    back, _ = check(cleaner, tmp_path, [(path.name, path.read_bytes().decode())])
    assert back >= 16


def test_seeds(cleaner, tmp_path, bench):
    texts = [
        (path.name, path.read_bytes().decode()) for path in sorted((bench.parent / "seeds").glob("*.txt")) if ".clean." not in path.name
    ]
    assert len(texts) == 5
    check(cleaner, tmp_path, texts)


def test_200_documents_of_the_benchmark(cleaner, tmp_path, bench):
    texts = []
    for name, output, step in (("aeb_dev", "resiliparse", 1), ("wcxb_dev", "trafilatura_nocomments", 7)):
        with gzip.open(bench / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        texts += [(record["id"], record["outputs"][output]) for record in records[::step] if record["outputs"].get(output)]
    texts = texts[:200]
    assert len(texts) == 200
    back, refused = check(cleaner, tmp_path, texts if ALL else texts[::8])
    assert back > 10 * refused, (back, refused)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfThe vote is on Monday, the mayor said.\nShare this article\n", id="two marks"),
        pytest.param(b"Share this article\n\xff\xfeThe vote is on Monday, the mayor said.\n", id="the clean text begins like UTF-16"),
        pytest.param(b"The vote is on Monday.\n\xc3\nShare this article\n\xa9 The mayor said.\n\xed\xa0\x80", id="stray bytes"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_odd_bytes(cleaner, tmp_path, data):
    assert undone(cleaner, tmp_path, data, None) == data


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"caf\xc3 | \xa9", "utf-8", id="two bytes become a letter"),
        pytest.param("smile \ud83d | \ude00".encode("utf-16-le", "surrogatepass"), "utf-16-le", id="two surrogates become a character"),
    ],
)
def test_what_would_read_as_another_text_is_refused(tmp_path, data, encoding):
    (tmp_path / "page.txt").write_bytes(data)
    document = read_document(str(tmp_path / "page.txt"), encoding)
    assert document.encode(document.text) == data
    with pytest.raises(DocumentError, match=r"stray bytes that came together read as .* \(line 1, column \d of the clean text\)"):
        document.encode(document.text.replace(" | ", ""))

"""A text file is one document; its bytes survive."""

import gzip
import io

import pytest

from tests.batch.sources.helpers import copied, items, put_back
from textclean.batch.documents import DocumentError
from textclean.batch.sources import Reading, open_source

BODY = "One, zwölf.\n\nThree\n"
VARIANTS = [
    pytest.param(mark + body.replace("\n", end).encode(), id=f"{name}{' with mark' if mark else ''}{' without last end' if cut else ''}")
    for mark in (b"", b"\xef\xbb\xbf")
    for body, cut in ((BODY, False), (BODY[:-1], True))
    for name, end in (("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r"), ("mixed", "\r\n\n"))
]


@pytest.mark.parametrize("data", [*VARIANTS, pytest.param(b"", id="empty"), pytest.param(bytes(range(256)), id="every byte")])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".unknown", ""])
def test_an_unchanged_copy_is_the_same_bytes(data, suffix, tmp_path):
    path = tmp_path / f"f{suffix}"
    path.write_bytes(data)
    assert copied(path) == data
    (item,) = items(path)
    assert put_back(path, {1: item}) == data


def test_another_text_keeps_encoding_and_mark(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes("\N{ZERO WIDTH NO-BREAK SPACE}a\r\nb".encode("utf-16-le"))
    assert [(item.number, item.text, item.held, item.problem) for item in items(path)] == [
        (1, "a\r\nb", {"encoding": "utf-16-le", "bom": True}, None)
    ]
    assert copied(path, lambda item: item.text[:1]) == "\N{ZERO WIDTH NO-BREAK SPACE}a".encode("utf-16-le")


def test_a_record_says_how_the_text_was_written(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes("é".encode("cp1252"))
    (original,) = items(path, encoding="windows-1252")
    path.write_bytes(b"e")
    assert put_back(path, {1: original}) == b"\xe9"


def test_what_the_encoding_cannot_hold_is_refused_and_the_file_may_still_be_written(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes(b"caf\xe9")
    target = io.BytesIO()
    with open_source(str(path), Reading(encoding="latin-1")) as source:
        sink = source.sink(target)
        (item,) = source.items()
        with pytest.raises(DocumentError, match=r"f.txt: iso8859-1 cannot hold '\\u20ac' \(offset 1\)"):
            sink.write(item, "a\N{EURO SIGN}")
        sink.write(item)
    assert target.getvalue() == b"caf\xe9"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("f.txt", b"x" * 1001, "f.txt: has 1,001 bytes; the most for one document is 1,000", id="too large"),
        pytest.param("f.txt.gz", gzip.compress(b"x" * 1001), "f.txt.gz: has more than 1,000 bytes", id="too large once decompressed"),
        pytest.param("f.txt", gzip.compress(b"x"), r"f.txt: is a gzip file \(name it .gz\), not a text", id="gzip by another name"),
        pytest.param("f", b"PK\x03\x04...", "f: is a zip archive or office document, not a text", id="an archive"),
        pytest.param("f.pdf", b"%PDF-1.7\n", "f.pdf: is a PDF document, not a text", id="PDF"),
        pytest.param("f.tar", b"a.txt" + bytes(95) + b"0" * 157 + b"ustar\x0000", "is a tar archive", id="tar"),
        pytest.param("f.json", b"{}", "f.json: one JSON value is not cleaned; write the records as JSON lines", id="JSON"),
    ],
)
def test_refused(name, data, message, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        open_source(str(tmp_path / name), Reading(max_document=1000))


def test_what_is_not_there_or_no_file(tmp_path):
    with pytest.raises(DocumentError, match=r"gone.txt: cannot be read: No such file"):
        open_source(str(tmp_path / "gone.txt"))
    with pytest.raises(DocumentError, match="cannot be read: is a folder"):
        open_source(str(tmp_path))
    with pytest.raises(DocumentError, match="cannot be read: not a regular file"):
        open_source("/dev/null")


def test_notes_and_whether_it_can_be_rewritten(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes(b"caf\xe9")
    with open_source(str(path)) as source:
        assert "1 byte that is not utf-8" in source.note
        assert source.rewritable is None
    path.write_bytes(b"\x1b$B0!\x1b(B\x1b$B0!\x1b(B")
    with open_source(str(path), Reading(encoding="iso-2022-jp")) as source:
        assert "does not give the same bytes again" in source.rewritable

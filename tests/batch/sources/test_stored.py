"""Compressed files: read whole or not at all, never more than asked for, written as they were."""

import gzip
import io
import os
import sys
import threading

import pytest

from tests.batch.sources.helpers import copied, items, zstd
from textclean.batch.documents import DocumentError
from textclean.batch.sources import Reading, open_source
from textclean.batch.sources.stored import Stored

TEXT = b"A text. " * 1000
CHECKED = {zstd.CompressionParameter.checksum_flag: True}
SKIPPABLE = b"\x50\x2a\x4d\x18\x04\0\0\0skip"


@pytest.mark.parametrize(
    ("suffix", "data", "text"),
    [
        pytest.param(".gz", gzip.compress(TEXT), TEXT, id="gzip"),
        pytest.param(".gz", gzip.compress(b"a") + gzip.compress(b"b") + bytes(7), b"ab", id="several members and padding"),
        pytest.param(".gz", gzip.compress(b""), b"", id="empty gzip"),
        pytest.param(".zst", zstd.compress(TEXT), TEXT, id="zstd"),
        pytest.param(".zst", zstd.compress(b"a") + SKIPPABLE + zstd.compress(b"b"), b"ab", id="several frames and one to skip"),
        pytest.param(".zst", zstd.compress(b""), b"", id="empty zstd"),
    ],
)
def test_compressed_texts_are_read_whole(suffix, data, text, tmp_path):
    path = tmp_path / f"f.txt{suffix}"
    path.write_bytes(data)
    assert items(path)[0].text.encode() == text
    assert copied(path) == data
    changed = copied(path, lambda item: item.text + "!")
    assert (gzip if suffix == ".gz" else zstd).decompress(changed) == text + b"!"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("f.txt.gz", gzip.compress(TEXT)[:-1], "f.txt.gz: is cut short", id="gzip, cut in the check"),
        pytest.param("f.txt.gz", gzip.compress(TEXT)[:30], "f.txt.gz: is cut short", id="gzip, cut in the data"),
        pytest.param("f.jsonl.gz", gzip.compress(b"{}\n") + gzip.compress(TEXT)[:-4], "is cut short", id="gzip, a later member"),
        pytest.param("f.txt.gz", TEXT, "is no sound gzip file: Not a gzipped file", id="no gzip"),
        pytest.param("f.txt.gz", gzip.compress(TEXT)[:-8] + bytes(8), "is no sound gzip file: CRC", id="gzip, a wrong check"),
        pytest.param("f.txt.zst", zstd.compress(TEXT)[:-1], "f.txt.zst: is cut short", id="zstd"),
        pytest.param("f.jsonl.zst", zstd.compress(b"{}\n") + zstd.compress(TEXT)[:-4], "is cut short", id="zstd, a later frame"),
        pytest.param("f.txt.zst", TEXT, "is no sound zstd file", id="no zstd"),
        pytest.param("f.txt.zst", zstd.compress(TEXT, options=CHECKED)[:-4] + bytes(4), "is no sound zstd file", id="zstd, a wrong check"),
        pytest.param("f.txt.zst", zstd.compress(TEXT) + b"junk", "is no sound zstd file", id="zstd, and something after it"),
    ],
)
def test_damaged_files_are_errors_not_short_texts(name, data, message, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        items(path)


def test_a_window_of_gigabytes_is_refused(tmp_path):
    path = tmp_path / "f.txt.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00")  # 2 GiB, then an empty block
    with pytest.raises(DocumentError, match="is no sound zstd file"):
        open_source(str(path))


def test_gzip_keeps_its_name_time_and_level(tmp_path):
    path = tmp_path / "f.txt.gz"
    with path.open("wb") as file, gzip.GzipFile("original.txt", "wb", 9, file, mtime=1234567890) as packed:
        packed.write(TEXT)
    before, after = path.read_bytes(), copied(path, lambda item: item.text + "!")
    assert after[:10] == before[:10]
    assert after[10:23] == b"original.txt\0"


@pytest.mark.parametrize("options", [{}, CHECKED], ids=["no checksum", "checksum"])
def test_zstd_keeps_whether_it_has_checksums(options, tmp_path):
    path = tmp_path / "f.txt.zst"
    path.write_bytes(zstd.compress(TEXT, options=options))
    assert copied(path, lambda item: item.text + "!")[4] & 4 == bool(options) * 4


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_several_streams_do_not_disturb_one_another(suffix, tmp_path):
    data = b"".join(b"%d\n" % number for number in range(100_000))
    path = tmp_path / "f"
    path.write_bytes({"": bytes, ".gz": gzip.compress, ".zst": zstd.compress}[suffix](data))
    stored = Stored(str(path), suffix)
    one, other = stored.contents(), stored.contents()
    for line in io.BytesIO(data):
        assert one.readline() == line
        if line.endswith(b"7\n"):
            assert other.read(len(line)) == data[other.tell() - len(line) : other.tell()]
    stored.close()


def test_copying_more_than_there_is_is_an_error(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes(b"abc")
    stored = Stored(str(path))
    with pytest.raises(DocumentError, match="became shorter while it was read"):
        stored.copy(stored.bytes(), io.BytesIO(), 4)
    stored.close()


def test_standard_input_is_read_as_what_it_is_said_to_be(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "a"}\n')))
    target = io.BytesIO()
    with open_source("-", Reading(kind=".jsonl")) as source:
        assert source.rewritable == "standard input has no place to write to"
        sink = source.sink(target)
        for item in source.items():
            sink.write(item, "b")
        sink.finish()
    assert target.getvalue() == b'{"text": "b"}\n'


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_read_but_not_rewritten(tmp_path):
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"piped",))
    writer.start()
    with open_source(str(path)) as source:
        assert [item.text for item in source.items()] == ["piped"]
        assert source.rewritable == "not a regular file"
    writer.join()

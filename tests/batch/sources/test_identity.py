"""Real texts in eight ways and every kind of file: a copy is the same bytes, and a change can be taken back."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import settings

from tests.batch.sources.helpers import copied, items, put_back, zstd

FOLDER = Path(__file__).resolve().parents[3] / "corpus_samples"
SAMPLES = sorted(path for path in FOLDER.glob("*.txt") if not path.name.endswith(".clean.txt"))


def variants(text):
    """A text in eight ways: CRLF or LF, with a byte order mark or none, with a last line end or none."""
    lines = text.replace("\r\n", "\n").rstrip("\n")
    for end in ("\n", "\r\n"):
        for mark in ("", "\N{ZERO WIDTH NO-BREAK SPACE}"):
            for last in ("", end):
                yield mark + lines.replace("\n", end) + last


def same_bytes(path, data):
    path.write_bytes(data)
    found = {item.number: item for item in items(path) if item.text is not None}
    assert found
    assert copied(path) == data
    if path.suffix not in {".gz", ".zst"}:
        changed = copied(path, lambda item: item.text and item.text[: len(item.text) // 2])
        path.write_bytes(changed)
        assert put_back(path, found) == data


def in_every_kind_of_file(texts, folder):
    count = 0
    for text in texts:
        for variant in variants(text):
            same_bytes(folder / "f.txt", variant.encode())
            count += 1
    every = [variant for text in texts for variant in variants(text)]
    for end in ("\n", "\r\n"):
        for escaped in (True, False):
            lines = end.join(json.dumps({"text": variant, "n": 1.10}, ensure_ascii=escaped) for variant in every).encode()
            same_bytes(folder / "f.jsonl", lines)
    same_bytes(folder / "f.jsonl.gz", gzip.compress(lines, 1))
    same_bytes(folder / "f.jsonl.zst", zstd.compress(lines))
    return count


def test_the_samples(tmp_path):
    assert in_every_kind_of_file([path.read_bytes().decode() for path in SAMPLES], tmp_path) == 8 * len(SAMPLES) > 300


@pytest.mark.skipif(settings.get_current_profile_name() != "slow", reason="takes minutes; HYPOTHESIS_PROFILE=slow runs it")
def test_a_thousand_bodies(bench, tmp_path):
    texts = []
    for name in ("wcxb_dev.jsonl.gz", "aeb_dev.jsonl.gz"):
        with gzip.open(bench / name, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                texts += [record["gold"], *(text for text in record.get("outputs", {}).values() if text)]
    assert in_every_kind_of_file(texts[:1000], tmp_path) >= 8 * 1000

"""The golden articles: what cleaning makes of each sample, to the character."""

import json
from pathlib import Path

import pytest

import textclean
from textclean import Result

FOLDER = Path(__file__).resolve().parent.parent / "corpus_samples"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt") if not path.name.endswith(".clean.txt"))


def read(name: str) -> str:
    return (FOLDER / name).read_bytes().decode("utf-8")


def record(result: Result) -> dict:
    """The record without what changes with every edit of a rule file."""
    golden = json.loads(json.dumps(result.as_record()))
    del golden["stamp"]
    return golden


@pytest.mark.parametrize("name", NAMES)
def test_sample(name, update_golden):
    source = read(f"{name}.txt")
    result = textclean.clean(source)
    assert result.text == read(f"{name}.clean.txt")
    assert result.restore() == source
    assert not result.failures
    assert textclean.clean(result.text).text == result.text
    path = FOLDER / f"{name}.notes.jsonl"
    if update_golden:
        path.write_text(json.dumps(record(result)) + "\n", encoding="ascii")
    assert json.loads(path.read_text(encoding="ascii")) == record(result)

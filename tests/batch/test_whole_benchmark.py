"""Real extractor output, fixed in place: a second fix finds nothing, and undo gives every byte back."""

import gzip
import json
import os
from pathlib import Path

import pytest

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Cleaned, Ended, Recording, Work, documents
from textclean.batch.planning import cleaners, plan
from textclean.batch.rewriting import fix
from textclean.batch.undo_log import UndoLog, new_run
from textclean.batch.undoing import undo

EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "slow" else 12


def _fix(folder: Path) -> tuple[int, int]:
    """How many files a fix writes, and how many documents fail."""
    files = plan(["."], Configuration(isolated=True))
    run = new_run()
    with UndoLog.at(folder) as log:
        events = list(fix(documents(files, Work(cleaners(files), Recording.CHANGED, marks={"fix": run}), 2, in_place=True), log, run))
    failed = sum(bool(event.problem) for event in events if isinstance(event, Cleaned | Ended))
    return sum(event.written for event in events if isinstance(event, Ended)), failed


def test_fixed_once_for_all_and_taken_back(bench: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    records = []
    for name in ("aeb_dev", "wcxb_dev"):
        with gzip.open(bench / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records += [json.loads(line) for line in lines]
    texts = [text for record in records for text in (record["gold"], *record["outputs"].values())][::EVERY]
    before = {f"{number}.txt": text.encode() for number, text in enumerate(texts[::2])}
    before["all.jsonl"] = b"".join(json.dumps({"n": number, "text": text}).encode() + b"\n" for number, text in enumerate(texts[1::2]))
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    written, failed = _fix(tmp_path)
    assert written > len(before) / 3
    assert failed == 0
    assert _fix(tmp_path) == (0, 0)
    assert not [taken.problem for taken in undo(UndoLog.at(tmp_path)) if taken.problem]
    assert {name: (tmp_path / name).read_bytes() for name in before} == before

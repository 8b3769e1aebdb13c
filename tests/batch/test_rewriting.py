"""Files are rewritten only where something changes, whole or not at all, and every change can be taken back."""

import gzip
import json
import os
from pathlib import Path

import pytest

from textclean.batch import rewriting
from textclean.batch.configuration import Configuration
from textclean.batch.documents import DocumentError
from textclean.batch.flow import Ended, Event, Recording, Work, documents
from textclean.batch.planning import cleaners, plan
from textclean.batch.rewriting import Targets, fix, mirror
from textclean.batch.undo_log import UndoLog, new_run
from textclean.batch.undoing import undo

BODY = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
DIRTY = f"{BODY}\n\nSubscribe to our newsletter\n"
CLEAN = f"{BODY}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _fix(folder: Path, *paths: str, log: UndoLog | None = None) -> list[Ended]:
    files = plan(paths or ["."], Configuration(isolated=True))
    run = new_run()
    work = Work(cleaners(files), Recording.CHANGED, marks={"fix": run})
    with log or UndoLog.at(folder) as opened:
        events = list(fix(documents(files, work, in_place=True), opened, run))
    return [event for event in events if isinstance(event, Ended)]


def _state(path: Path) -> tuple[bytes, int, int]:
    found = path.stat()
    return path.read_bytes(), found.st_mtime_ns, found.st_ino


LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", [*LINE_ENDS, "mixed"])
def test_fixed_and_taken_back_to_the_byte(folder: Path, end: str, bom: bytes) -> None:
    lines = [BODY, "", "Subscribe to our newsletter", BODY]
    ends = [LINE_ENDS[end]] * 4 if end in LINE_ENDS else ["\n", "\r\n", "\r", "\n"]
    before = bom + "".join(line + end for line, end in zip(lines, ends, strict=True)).encode()
    (folder / "a.txt").write_bytes(before)
    assert [event.written for event in _fix(folder)] == [True]
    assert b"Subscribe" not in (folder / "a.txt").read_bytes()
    assert [taken.problem for taken in undo(UndoLog.at(folder))] == [None]
    assert (folder / "a.txt").read_bytes() == before


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "a.txt.gz"])
def test_what_nothing_changes_in_keeps_every_byte_and_its_time(folder: Path, name: str) -> None:
    text = json.dumps({"text": CLEAN, "n": 1.10}).replace("1.1", "1.10") + "\n" if "jsonl" in name else CLEAN
    (folder / name).write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    before = _state(folder / name)
    assert [event.written for event in _fix(folder)] == [False]
    assert _state(folder / name) == before
    assert not (folder / ".textclean").exists()


def test_a_second_fix_finds_nothing(folder: Path) -> None:
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.jsonl").write_text(json.dumps({"text": DIRTY}) + "\n")
    assert [event.written for event in _fix(folder)] == [True, True]
    before = [_state(folder / name) for name in ("a.txt", "b.jsonl")]
    assert [event.written for event in _fix(folder)] == [False, False]
    assert [_state(folder / name) for name in ("a.txt", "b.jsonl")] == before


@pytest.mark.parametrize("held_back", [0, 300, 1 << 20], ids=["from the start", "midway", "at the first change"])
def test_untouched_records_keep_their_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch, held_back: int) -> None:
    monkeypatch.setattr(rewriting, "HELD_BACK", held_back)
    odd = [b'{"text": "fine",  "n": 1.10, "big": 1e400}\n', b"\n", b'{"n": "\\u00e9\xc3\xa9", "n": 2}\n', b"not json\n"]
    lines = [*odd, json.dumps({"text": DIRTY}).encode() + b"\r\n", *odd]
    (folder / "a.jsonl").write_bytes(b"".join(lines))
    _fix(folder)
    after = (folder / "a.jsonl").read_bytes().split(b"\n")
    assert b"\n".join([*after[:4], b""]) == b"".join(odd)
    assert b"\n".join(after[5:]) == b"".join(odd)
    assert json.loads(after[4])["text"] == CLEAN


def test_a_file_that_cannot_be_replaced_is_named_only_when_it_would_change(folder: Path) -> None:
    for name, text in (("a.txt", DIRTY), ("b.txt", CLEAN)):
        (folder / name).write_text(text)
        os.link(folder / name, folder / f"{name}.other")
    first, second = _fix(folder, "a.txt", "b.txt")
    assert "hard link" in first.problem
    assert (first.written, second.written, second.problem) == (False, False, "")
    assert (folder / "a.txt").read_text() == DIRTY


class _Full(UndoLog):
    def append(self, line: bytes) -> None:
        raise DocumentError("the log is full")


def test_what_the_log_cannot_hold_is_not_written(folder: Path) -> None:
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.txt").write_text(CLEAN)
    first, second = _fix(folder, log=_Full(folder, folder / "log", ours=False))
    assert (first.problem, first.written) == ("the log is full", False)
    assert (second.problem, second.written) == ("", False)
    assert (folder / "a.txt").read_text() == DIRTY
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_stopping_midway_leaves_files_as_they_were_or_fixed(folder: Path) -> None:
    for number in range(80):
        (folder / f"{number:02}.txt").write_text(DIRTY)
    files = plan(["."], Configuration(isolated=True))
    with UndoLog.at(folder) as log:
        events = fix(documents(files, Work(cleaners(files), Recording.CHANGED, marks={"fix": "r"}), in_place=True), log, "r")
        next(event for event in events if isinstance(event, Ended))
        events.close()  # type: ignore[attr-defined]
    after = [(folder / f"{number:02}.txt").read_text() for number in range(80)]
    assert after == sorted(after)  # CLEAN is before DIRTY
    assert set(after) == {CLEAN, DIRTY}
    assert not [path for path in folder.iterdir() if path.name.endswith("tmp")]


def _mirror(folder: Path, *paths: str) -> list[Event]:
    files = plan(paths, Configuration(isolated=True))
    out = folder / "out"
    work = Work(cleaners(files), Recording.ALL)
    return list(mirror(documents(files, work), lambda file: Targets(out / file.name, out / f"{file.name}.notes.jsonl")))


def test_mirror_writes_every_file_and_its_notes(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(DIRTY)
    (folder / "in" / "b.jsonl").write_text(json.dumps({"text": CLEAN}) + "\n" + json.dumps({"text": DIRTY}) + "\n")
    _mirror(folder, "in")
    out = folder / "out" / "in"
    assert (out / "a.txt").read_text() == CLEAN
    assert [json.loads(line)["text"] for line in (out / "b.jsonl").open()] == [CLEAN, CLEAN]
    assert [len((out / f"{name}.notes.jsonl").read_text().splitlines()) for name in ("a.txt", "b.jsonl")] == [1, 2]
    assert (folder / "in" / "a.txt").read_text() == DIRTY


def test_mirror_leaves_nothing_of_a_file_that_breaks_off(folder: Path) -> None:
    whole = gzip.compress(json.dumps({"text": DIRTY * 400}).encode() + b"\n")
    (folder / "a.jsonl.gz").write_bytes(whole[:-20])
    *_, ended = _mirror(folder, "a.jsonl.gz")
    assert isinstance(ended, Ended)
    assert ended.problem
    assert not list((folder / "out").rglob("*.gz*")) if (folder / "out").exists() else True

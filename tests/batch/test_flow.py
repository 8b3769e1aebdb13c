"""The flow of a batch: every file and document comes out, in order, and what fails costs itself alone."""

import json
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Begun, Cleaned, Ended, Event, Recording, Task, Work, documents
from textclean.batch.planning import cleaners, plan
from textclean.batch.running import Limits

BODY = "The council met on Tuesday and put off the vote on the bridge until the spring of next year.\n"
DIRTY = f"{BODY}\nSubscribe to our newsletter\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(paths: Iterable[str], workers: int = 1, **options: object) -> list[Event]:
    files = plan(list(paths), Configuration(isolated=True))
    return list(documents(files, Work(cleaners(files), **options), workers))  # type: ignore[arg-type]


def _told(events: Iterable[Event]) -> list[str]:
    """The events as short text."""
    told = []
    for event in events:
        match event:
            case Begun():
                told.append(f"begin {event.file.name}")
            case Ended():
                told.append(f"end {event.file.name}" + (": problem" if event.problem else ""))
            case Cleaned():
                done = "failed" if event.failed else "as it is" if event.result is None else "changed" if event.result.edits else "clean"
                told.append(f"{event.name} {done}")
    return told


def test_every_document_comes_between_begin_and_end_of_its_file(folder: Path) -> None:
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in (BODY, DIRTY)) + "\n")
    (folder / "c.txt").write_text(BODY)
    assert _told(_run(["."])) == [
        *("begin a.txt", "a.txt changed", "end a.txt"),
        *("begin b.jsonl", "b.jsonl:1 clean", "b.jsonl:2 changed", "end b.jsonl"),
        *("begin c.txt", "c.txt clean", "end c.txt"),
    ]


def test_what_cannot_be_read_is_named_and_costs_itself(folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": 1}\n{"text": "x"}\n{nonsense\n{"other": "x"}\n')
    (folder / "b.txt.gz").write_bytes(b"no gzip")
    (folder / "c.txt").write_text(DIRTY)
    told = _told(_run(["."]))
    assert told[:6] == ["begin a.jsonl", "a.jsonl:1 failed", "a.jsonl:2 clean", "a.jsonl:3 failed", "a.jsonl:4 as it is", "end a.jsonl"]
    assert "end b.txt.gz: problem" in told
    assert told[-3:] == ["begin c.txt", "c.txt changed", "end c.txt"]


@pytest.mark.parametrize("recording", list(Recording))
def test_records_are_made_of_what_is_asked(folder: Path, recording: Recording) -> None:
    (folder / "a.txt").write_text(DIRTY)
    (folder / "b.txt").write_text(BODY)
    events = _run(["a.txt", "b.txt"], recording=recording, marks={"fix": "run"})
    records = [json.loads(event.record) for event in events if isinstance(event, Cleaned) and event.record]
    assert [record["document"]["path"] for record in records] == ["a.txt", "b.txt"][: recording.value]
    assert all(record["fix"] == "run" for record in records)


@pytest.mark.parametrize("workers", [2, 4])
def test_any_number_of_workers_gives_the_same(folder: Path, workers: int) -> None:
    texts = [DIRTY * (number % 7 + 1) for number in range(60)]
    (folder / "a.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
    for number in range(40):
        (folder / f"f{number}.txt").write_text(texts[number])
    names = ["a.jsonl", *(f"f{number}.txt" for number in range(40))]

    def outcome(workers: int) -> list[object]:
        events = _run(names, workers, recording=Recording.ALL)
        return [(event.name, event.result and event.result.text, event.record) for event in events if isinstance(event, Cleaned)]

    assert outcome(workers) == outcome(1)


class _Poisoned:
    """Work that hangs, raises or dies where a text says so."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, task: Task) -> object:
        if "HANG" in task.text:
            time.sleep(60)
        if "RAISE" in task.text:
            raise RuntimeError("poison")
        return self._work(task)


def test_poison_is_named_and_costs_itself(folder: Path) -> None:
    poison = {3: "HANG", 7: "RAISE", 8: "RAISE"}
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(DIRTY + poison.get(number, ""))
    files = plan(["."], Configuration(isolated=True))
    events = list(documents(files, _Poisoned(Work(cleaners(files))), 2, Limits(seconds=3)))  # type: ignore[arg-type]
    cleaned = [event for event in events if isinstance(event, Cleaned)]
    assert [event.failed for event in cleaned] == [number in poison for number in range(12)]
    assert "longer than 3 s" in cleaned[3].problem
    assert cleaned[7].problem == "RuntimeError: poison"

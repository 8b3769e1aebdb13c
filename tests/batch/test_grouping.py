"""Files get their names together, and stay or fail each for itself."""

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.batch.faults import Faults, names_below, recorded
from tests.batch.fixing import FIRST, dirty
from textclean.batch import grouping
from textclean.batch.flow import Cleaned, Ended, Event, File
from textclean.batch.grouping import Group
from textclean.batch.sources import Item
from textclean.batch.undo_log import UndoLog
from textclean.batch.writing import Replacement

OLD, NEW = dirty(), FIRST.clean(dirty()).text
NAMES = ("a.txt", "b.txt", "c/d.txt", "e.txt")
CHANGED = ("a.txt", "b.txt", "c/d.txt")
ANY: Any = None


def _file(root: Path, name: str) -> File:
    return File(root / name, root, name, name, ANY)


def _events(
    root: Path, group: Group, log: UndoLog | None, names: Sequence[str] = NAMES, changed: Sequence[str] = CHANGED
) -> Iterator[Event]:
    """A document and an end for each file; those that change are written anew and handed to the group."""
    result = FIRST.clean(OLD)
    for name in names:
        yield from group.passed(Cleaned(_file(root, name), Item(1, OLD, {}), len(OLD), result))
        if name in changed:
            replacement = Replacement(root / name, root)
            replacement.file.write(NEW.encode())
            if log:
                log.append(log.line("run", root / name, {}, result))
            group.add(root / name, replacement)
            yield from group.passed(Ended(_file(root, name), written=True))
        else:
            yield from group.passed(Ended(_file(root, name)))
    yield from group.commit()


def _fresh(root: Path, names: Sequence[str] = NAMES) -> Path:
    for name in names:
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text(OLD)
    return root


def _ends(events: Iterator[Event]) -> list[tuple[str, bool, str]]:
    return [(event.file.name, event.written, event.problem) for event in events if isinstance(event, Ended)]


def _new(root: Path) -> list[str]:
    """The files that are new; every other one is whole and old."""
    texts = {name: (root / name).read_text() for name in NAMES}
    assert set(texts.values()) <= {OLD, NEW}
    return [name for name in NAMES if texts[name] == NEW]


def test_events_come_out_in_their_order_and_tell_what_was_written(tmp_path: Path) -> None:
    root = _fresh(tmp_path)
    with UndoLog.at(root) as log, Group(log, "run") as group:
        events = list(_events(root, group, log))
    assert [(type(event), event.file.name) for event in events] == [(kind, name) for name in NAMES for kind in (Cleaned, Ended)]
    assert _ends(iter(events)) == [(name, name in CHANGED, "") for name in NAMES]
    assert [(fix.name, fix.written) for fix in log.fixes()] == [(name, True) for name in CHANGED]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no names of open files here")
def test_all_records_and_all_texts_are_on_the_disk_before_the_first_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _fresh(tmp_path)
    with UndoLog.at(root) as log, Group(log, "run") as group:
        log.append(log.line("run", root / "before.txt", {}, FIRST.clean(OLD)))
        log.sync()
        calls = recorded(monkeypatch)
        list(_events(root, group, log))
    assert calls == [
        *[("write", "temporary")] * 3,
        *[("write", "notes.jsonl"), ("fsync", "notes.jsonl")],
        *[("fsync", "temporary")] * 3,
        *[("replace", Path(name).name) for name in CHANGED],
        *[("fsync", root.name), ("fsync", "c")],
        ("write", "notes.jsonl"),
    ]


@pytest.mark.parametrize("undo", [True, False], ids=["with records", "without"])
def test_what_one_fails_for_is_no_matter_of_the_others(tmp_path: Path, *, undo: bool) -> None:
    root = _fresh(tmp_path)
    log = UndoLog.at(root) if undo else None
    with Group(log, "run") as group:
        events = _events(root, group, log)
        told = [next(events)]  # the first document; no end comes before the last event, and until then others may write
        with Replacement(root / "b.txt") as theirs:
            theirs.file.write(b"theirs")
            group.passed = lambda event, passed=group.passed: _meanwhile(event, theirs, passed)  # type: ignore[method-assign]
            told += events
    first, second, third, fourth = _ends(iter(told))
    assert (first, third, fourth) == (("a.txt", True, ""), ("c/d.txt", True, ""), ("e.txt", False, ""))
    assert second[:2] == ("b.txt", False)
    assert "changed by another program" in second[2]
    assert [(root / name).read_text() for name in NAMES] == [NEW, "theirs", NEW, OLD]
    if log:
        log.close()
        assert [(fix.name, fix.written) for fix in log.fixes()] == [("a.txt", True), ("b.txt", False), ("c/d.txt", True)]


def _meanwhile(event: Event, theirs: Replacement, passed: Any) -> Iterator[Event]:
    """Somebody else writes b.txt while it waits."""
    if event.file.name == "e.txt" and not theirs.committed:
        theirs.commit()
    yield from passed(event)


CODES = [errno.ENOSPC, errno.EIO, errno.EACCES]


@pytest.mark.parametrize("lasting", [False, True], ids=["one fault", "all that follow"])
@pytest.mark.parametrize("code", CODES, ids=[errno.errorcode[code] for code in CODES])
def test_a_fault_of_any_call_leaves_each_file_old_or_new_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, lasting: bool
) -> None:
    faults = Faults(monkeypatch, lasting=lasting)
    numbers = set()
    for turn, _ in enumerate(faults.each(OSError(code, os.strerror(code)))):
        root = _fresh(tmp_path / str(turn))
        log = UndoLog.at(root)
        written = _prepared(root, log)
        with Group(log, "run") as group, faults:
            for name, replacement in written.items():
                group.add(root / name, replacement)
                list(group.passed(Ended(_file(root, name), written=True)))
            ends = _ends(group.commit())
        log.close()
        new = _new(root)
        assert [name for name, *_ in ends] == list(CHANGED)
        for name, told, problem in ends:
            assert told == (not problem)
            assert (name in new) == (told or "was written, but its folder cannot be synced" in problem)
            assert told or os.strerror(code) in problem
        assert {fix.name for fix in UndoLog.at(root).fixes()} >= set(new)
        assert not [name for name in names_below(root) if name.endswith("-tmp")]
        numbers.add(len(new))
    assert numbers == ({0, 1, 2, 3} if lasting else {0, 2, 3})  # the log, one text, or what is told and done after


def _prepared(root: Path, log: UndoLog) -> dict[str, Replacement]:
    """The files that change, written, with their records."""
    written = {name: Replacement(root / name, root) for name in CHANGED}
    for name, replacement in written.items():
        replacement.file.write(NEW.encode())
        log.append(log.line("run", root / name, {}, FIRST.clean(OLD)))
    return written


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
def test_an_interrupt_at_any_call_leaves_each_file_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    faults = Faults(monkeypatch, after=after)
    numbers = []
    for turn, _ in enumerate(faults.each(KeyboardInterrupt())):
        root = _fresh(tmp_path / str(turn))
        log = UndoLog.at(root)
        written = _prepared(root, log)
        try:
            with faults, Group(log, "run") as group:
                for name, replacement in written.items():
                    group.add(root / name, replacement)
                list(group.commit())
        except KeyboardInterrupt:
            pass
        log.close()
        new = _new(root)
        assert {fix.name for fix in UndoLog.at(root).fixes()} >= set(new)
        assert not [name for name in names_below(root) if name.endswith("-tmp")]
        numbers.append(len(new))
    assert numbers == sorted(numbers)
    assert set(numbers) == {0, 1, 2, 3}


@pytest.mark.parametrize(("limit", "most", "kept"), [("_MOST_FILES", 2, 2), ("_MOST_BYTES", 1, 1), ("_LONGEST", 0.0, 1)])
def test_what_waits_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: float, kept: int) -> None:
    monkeypatch.setattr(grouping, limit, most)
    names = [f"{number}.txt" for number in range(7)]
    root = _fresh(tmp_path, names)
    waiting = []
    with Group(None, "run") as group:
        for event in _events(root, group, None, names, names):
            waiting.append(len([name for name in names_below(root) if name.endswith("-tmp")]))
            assert not isinstance(event, Ended) or event.file.path.read_text() == NEW
    assert max(waiting) < kept
    assert len(waiting) == 14


def test_events_pass_by_where_no_file_waits(tmp_path: Path) -> None:
    with Group(None, "run") as group:
        event = Ended(_file(tmp_path, "a.txt"))
        assert list(group.passed(event)) == [event]


def test_what_waits_stays_as_it_was_when_the_group_is_left(tmp_path: Path) -> None:
    root = _fresh(tmp_path)
    with Group(None, "run") as group:
        for name in CHANGED:
            replacement = Replacement(root / name, root)
            replacement.file.write(NEW.encode())
            group.add(root / name, replacement)
    assert names_below(root) == {"c", *NAMES}
    assert _new(root) == []

import errno
import json
import os
import subprocess
import sys
import textwrap
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.batch.faults import Faults, names_below, recorded
from tests.batch.fixing import commit
from textclean import Cleaner, Policy
from textclean.batch.documents import DocumentError
from textclean.batch.undo_log import TornRecordError, UndoLog, UndoLogError, is_undo_log, new_run
from textclean.batch.writing import Replacement

DIRTY = "The vote is on Monday, the mayor said.\n\nShare this article\n"


@pytest.fixture(scope="session")
def result():
    return Cleaner(policy=Policy(select=("share",))).clean(DIRTY)


@pytest.fixture
def log(tmp_path):
    with UndoLog.at(tmp_path) as log:
        yield log


def fix(log, path, result, run="run", **held):
    """What `fix` does to a file of one document."""
    with Replacement(path, log.root) as replacement:
        replacement.file.write(result.text.encode())
        log.append(log.line(run, path, {"encoding": "utf-8", "bom": False, **held}, result))
        commit(log, replacement, run)


def test_a_line_is_the_record_with_its_document_and_its_fix(log, tmp_path, result):
    (tmp_path / "a").mkdir()
    line = log.line("run", tmp_path / "a" / "page.txt", {"encoding": "utf-8", "bom": True}, result)
    record = json.loads(line)
    assert record.pop("fix") == "run"
    assert record.pop("document") == {"path": "a/page.txt", "encoding": "utf-8", "bom": True}
    assert record == json.loads(json.dumps(result.as_record()))
    assert line.isascii()
    assert line.count(b"\n") == 1


def test_records_are_found_by_run_and_file(log, tmp_path, result):
    for run, name, numbers in (("one", "a.txt", (1, 2)), ("one", "b.txt", (5,)), ("two", "a.txt", (3,))):
        for number in numbers:
            log.append(log.line(run, tmp_path / name, {"record": number}, result))
    log.sync()
    found = log.fixes()
    assert [(fix.run, fix.name, fix.written) for fix in found] == [("one", "a.txt", None), ("one", "b.txt", None), ("two", "a.txt", None)]
    assert [[record["document"]["record"] for record in log.records(fix)] for fix in found] == [[1, 2], [5], [3]]
    assert all(len(fix.spans) == 1 for fix in found)


def test_a_fix_is_marked_written_and_no_longer_stands_once_undone(log, tmp_path, result):
    (tmp_path / "a.txt").write_text(DIRTY)
    fix(log, tmp_path / "a.txt", result)
    log.sync()
    (found,) = log.fixes()
    assert (found.name, found.written) == ("a.txt", True)
    log.mark_undone(found)
    log.sync()
    assert log.fixes() == []


def test_a_text_that_could_not_be_written_is_marked_so(log, tmp_path, result):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    with pytest.raises(DocumentError, match="changed by another program"), Replacement(path) as replacement:
        replacement.file.write(b"new")
        log.append(log.line("run", path, {}, result))
        path.write_text("theirs, and of another length")
        commit(log, replacement, "run")
    log.sync()
    assert [found.written for found in log.fixes()] == [False]


def test_nothing_is_made_before_the_first_record_and_git_ignores_what_is(log, tmp_path, result):
    log.sync()
    assert log.fixes() == []
    assert names_below(tmp_path) == set()
    log.append(log.line("run", tmp_path / "a.txt", {}, result))
    log.sync()
    assert names_below(tmp_path) == {".textclean", ".textclean/.gitignore", ".textclean/notes.jsonl"}
    assert (tmp_path / ".textclean" / ".gitignore").read_text() == "*\n"


def test_a_log_elsewhere_gets_no_folder_and_no_gitignore(tmp_path, result):
    (tmp_path / "logs").mkdir()
    with UndoLog.at(tmp_path, tmp_path / "logs" / "own.jsonl") as log:
        log.append(log.line("run", tmp_path / "a.txt", {}, result))
    assert names_below(tmp_path) == {"logs", "logs/own.jsonl"}
    with UndoLog.at(tmp_path, tmp_path / "missing" / "own.jsonl") as log:
        log.append(log.line("run", tmp_path / "a.txt", {}, result))
        with pytest.raises(UndoLogError, match=r"own\.jsonl: cannot be written.*No such file"):
            log.sync()


@pytest.mark.parametrize("held", [b"An article.\n", b'{"document": {"path": "a.txt"}}\n', b"{}\n", b"\r\n"])
def test_nothing_is_added_to_a_file_that_is_no_log(tmp_path, result, held):
    other = tmp_path / "other"
    other.write_bytes(held)
    with UndoLog.at(tmp_path, other) as log:
        log.append(log.line("run", tmp_path / "a.txt", {}, result))
        for _ in range(2):
            with pytest.raises(UndoLogError, match="is not a log"):
                log.sync()
    assert other.read_bytes() == held


@pytest.mark.parametrize("held", [b"", b'{"fi', b'{"fix": "r', b'{"fi\n'])
def test_an_empty_log_and_one_torn_in_its_first_line_go_on(tmp_path, result, held):
    other = tmp_path / "other"
    other.write_bytes(held)
    with UndoLog.at(tmp_path, other) as log:
        log.append(log.line("run", tmp_path / "a.txt", {}, result))
        log.sync()
        assert [found.name for found in log.fixes()] == ["a.txt"]


NAMES = ["a.txt", "deep/b.txt", 'quo"te\\.txt', "line\nend.txt", "\N{SNOWMAN}.txt", os.fsdecode(b"\xff.txt"), " .txt", "{}"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_found_again(log, tmp_path, result, name):
    log.append(log.line("run", tmp_path / name, {}, result))
    log.sync()
    (found,) = log.fixes()
    assert log.path(found.name) == tmp_path.resolve() / name


def test_a_name_is_relative_to_the_root_and_absolute_outside_it(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link.txt").symlink_to("page.txt")
    log = UndoLog.at(tmp_path / "root")
    assert log.name(tmp_path / "root" / "deep" / "page.txt") == "deep/page.txt"
    assert log.name(tmp_path / "root" / "link.txt") == "page.txt"
    outside = tmp_path.resolve() / "outside.txt"
    assert log.name(tmp_path / "root" / ".." / "outside.txt") == outside.as_posix()
    assert log.path(log.name(outside)) == outside


@pytest.mark.parametrize(("held", "wanted"), [(b'{"fix": "r', True), (b"", False), (b'{"document": {}}\n', False), (None, False)])
def test_a_log_is_known_by_how_it_begins(tmp_path, held, wanted):
    if held is not None:
        (tmp_path / "log").write_bytes(held)
    assert is_undo_log(tmp_path / "log") is wanted


def test_runs_are_told_apart_and_sort_by_time():
    runs = [new_run() for _ in range(100)]
    assert len(set(runs)) == 100
    assert runs[0][:20] <= runs[-1][:20]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no names of open files here")
@pytest.mark.parametrize("size", [10, 2_000_000], ids=["a short record", "one that is written before it is synced"])
def test_the_record_is_on_the_disk_before_the_text_and_the_folders_that_hold_it(tmp_path, monkeypatch, result, size):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    calls = recorded(monkeypatch)
    with UndoLog.at(tmp_path) as log:
        fix(log, path, result, token="x" * size)
    assert [call for call in calls if call[1] != "temporary"] == [
        ("fsync", tmp_path.name),
        ("fsync", ".textclean"),
        ("write", "notes.jsonl"),
        ("fsync", "notes.jsonl"),
        ("replace", "a.txt"),
        ("fsync", tmp_path.name),
        ("write", "notes.jsonl"),
    ]


# Torn lines


@st.composite
def logs(draw):
    """A log as steps: records, and marks of what came before."""
    keys = st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(["a.txt", 'b"\\.txt']))
    return draw(st.lists(st.tuples(st.sampled_from(["record", "written", "unwritten", "undone"]), keys), max_size=12))


def model(steps):
    found = {}
    marks = {}
    for number, (kind, key) in enumerate(steps):
        if kind == "record":
            found.setdefault(key, []).append(number)
        elif kind == "undone":
            found.pop(key, None)
        else:
            marks[key] = kind == "written"
    return [(*key, numbers, marks.get(key)) for key, numbers in found.items()]


def write_steps(log, steps, result, start=0):
    """The end of each line in the log."""
    ends = []
    for number, (kind, (run, name)) in enumerate(steps, start):
        if kind == "record":
            log.append(log.line(run, log.path(name), {"number": number}, result))
        else:
            log._mark(kind, run, name)
        log._write(sync=False)  # a log is cut hundreds of times here, and fsync is dear
        ends.append(log.file.stat().st_size)
    return ends


def read_steps(log, but=()):
    standing = [fix for fix in log.fixes() if fix not in but]
    return [(fix.run, fix.name, [record["document"]["number"] for record in log.records(fix)], fix.written) for fix in standing]


def is_torn(log, fix):
    try:
        return not list(log.records(fix))
    except TornRecordError:
        return True


@given(before=logs(), after=logs(), cut=st.integers(0, 10_000))
def test_a_log_cut_at_any_byte_keeps_its_whole_lines_and_takes_new_ones(tmp_path_factory, result, before, after, cut):
    root = tmp_path_factory.mktemp("log")
    before = [("record", ("zero", "first.txt")), *before]  # a log begins with a record
    with UndoLog.at(root) as log:
        ends = write_steps(log, before, result)
        assert read_steps(log) == model(before)
        cut = max(cut % (ends[-1] + 1), 1)
        os.truncate(log.file, cut)
        whole = [step for step, end in zip(before, ends, strict=True) if end <= cut]
        assert read_steps(log) == model(whole)
    with UndoLog.at(root) as log:
        write_steps(log, after, result, len(before))
        lost = [("lost", ("", ""))] * (len(before) - len(whole))
        wanted = model(whole + lost + after)
        torn = [fix for fix in log.fixes() if is_torn(log, fix)]
        assert read_steps(log, but=torn) == [step for step in wanted if step[:2] not in [fix[:2] for fix in torn]]
        assert len(torn) <= (cut not in ends)  # the record that was cut, where its head was left


def test_a_record_that_is_not_whole_is_named_with_its_place(log, tmp_path, result):
    line = log.line("run", tmp_path / "a.txt", {}, result)
    log.append(line)
    log.append(line[:-20])
    log.sync()
    log.append(log.line("next", tmp_path / "a.txt", {}, result))
    log.sync()
    torn, whole = log.fixes()
    with pytest.raises(TornRecordError, match=rf"notes\.jsonl: the record at byte {len(line)} is not whole"):
        list(log.records(torn))
    assert len(list(log.records(whole))) == 1


def test_records_in_another_layout_of_json_are_found_too(log, tmp_path, result):
    log.append(log.line("run", tmp_path / "a.txt", {"encoding": "utf-8"}, result))
    log.sync()
    record = json.loads(log.file.read_text())
    log.file.write_text(json.dumps(record, sort_keys=True, separators=(",", ":")) + '\n[]\n{"fix": 1}\n{"undone": 2}\nnonsense\n')
    assert [(fix.run, fix.name) for fix in log.fixes()] == [("run", "a.txt")]


# Faults


CODES = [errno.ENOSPC, errno.EIO, errno.EACCES]


@pytest.mark.parametrize("code", CODES, ids=[errno.errorcode[code] for code in CODES])
def test_a_text_is_written_only_when_its_record_is_on_the_disk(tmp_path, monkeypatch, result, code):
    faults = Faults(monkeypatch)
    refused = 0
    for turn, _ in enumerate(faults.each(OSError(code, os.strerror(code)))):
        root = tmp_path / str(turn)
        root.mkdir()
        path = root / "a.txt"
        path.write_text(DIRTY)
        try:
            with faults, UndoLog.at(root) as log:
                fix(log, path, result)
        except DocumentError as error:
            refused += isinstance(error, UndoLogError)
            assert os.strerror(code) in str(error)
        found = UndoLog.at(root).fixes()
        if path.read_text() == DIRTY:
            assert all(fix.written is not True for fix in found)
        else:
            assert path.read_text() == result.text
            ((record,),) = [list(log.records(fix)) for fix in found]
            assert record["source"]["length"] == len(DIRTY)
        assert not [name for name in names_below(root) if name.endswith("-tmp")]
    assert refused >= 5  # making folder and file, syncing, writing


def test_after_a_fault_no_text_is_written_any_more(log, tmp_path, monkeypatch, result):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(DIRTY)
    log.append(log.line("run", tmp_path / "b.txt", {}, result))  # b is under way as well
    real = os.fsync
    with monkeypatch.context() as patch, pytest.raises(UndoLogError):
        patch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        fix(log, tmp_path / "a.txt", result)
    assert os.fsync is real
    with pytest.raises(UndoLogError, match="Input/output error"):
        fix(log, tmp_path / "b.txt", result)
    assert {(tmp_path / name).read_text() for name in ("a.txt", "b.txt")} == {DIRTY}


def test_a_full_disk_in_the_middle_of_a_line_leaves_a_log_that_goes_on(tmp_path, monkeypatch, result):
    with UndoLog.at(tmp_path) as log:
        log.append(log.line("one", tmp_path / "a.txt", {}, result))
        log.sync()
        real = os.write
        calls = iter([lambda descriptor, data: real(descriptor, data[:100]), full])
        log.append(log.line("two", tmp_path / "a.txt", {}, result))
        with monkeypatch.context() as patch, pytest.raises(UndoLogError, match=r"No space left.*make room"):
            patch.setattr(os, "write", lambda descriptor, data: next(calls)(descriptor, data))  # noqa: PLW0108
            log.sync()
    with UndoLog.at(tmp_path) as log:
        log.append(log.line("three", tmp_path / "a.txt", {}, result))
        log.sync()
        first, torn, last = log.fixes()
        assert [fix.run for fix in (first, torn, last)] == ["one", "two", "three"]
        assert len(list(log.records(first))) == len(list(log.records(last))) == 1
        with pytest.raises(TornRecordError):
            list(log.records(torn))


def full(descriptor, data):
    raise OSError(errno.ENOSPC, "No space left on device")


# Others at the same log, and size


def test_two_processes_append_whole_lines(tmp_path, result):
    code = """
        import json, sys
        from pathlib import Path
        from textclean.batch.records import as_line
        from textclean.batch.undo_log import UndoLog
        with UndoLog.at(Path(sys.argv[1])) as log:
            for number in range(200):
                held = {"path": "a.txt", "number": number, "token": "x" * (number * 97 % 30_000)}
                log.append(as_line({"fix": sys.argv[2], "document": held}))
                log.sync()
    """
    runs = [subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), tmp_path, name]) for name in ("one", "two")]
    assert [process.wait() for process in runs] == [0, 0]
    log = UndoLog.at(tmp_path)
    found = {fix.run: [record["document"]["number"] for record in log.records(fix)] for fix in log.fixes()}
    assert found == {"one": list(range(200)), "two": list(range(200))}


@pytest.mark.skipif(sys.platform == "win32", reason="fcntl")
def test_a_line_waits_for_one_that_another_process_is_at(log, tmp_path, result):
    log.append(log.line("first", tmp_path / "a.txt", {}, result))
    log.sync()
    code = """
        import fcntl, os, sys, time
        log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
        fcntl.lockf(log, fcntl.LOCK_EX)
        os.write(log, b'{"fix": "theirs", "document": ')
        print("ready", flush=True)
        time.sleep(0.3)
        os.write(log, b'{"path": "a.txt"}}\\n')
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), log.file], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"ready"
        log.append(log.line("ours", tmp_path / "a.txt", {}, result))
        log.sync()
    assert [fix.run for fix in log.fixes()] == ["first", "theirs", "ours"]


def test_memory_does_not_grow_with_what_is_appended(log, tmp_path, result):
    line = log.line("run", tmp_path / "a.jsonl", {"token": "x" * 500_000}, result)
    tracemalloc.start()
    try:
        for _ in range(40):
            log.append(bytes(bytearray(line)))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_log(log, tmp_path, result):
    for number in range(30):
        for name in ("a.jsonl", "b.jsonl"):
            log.append(log.line("run", tmp_path / name, {"record": number, "token": "x" * 500_000}, result))
    log.sync()
    assert log.file.stat().st_size > 30_000_000
    tracemalloc.start()
    try:
        found = log.fixes()
        assert [sum(1 for _ in log.records(fix)) for fix in found] == [30, 30]
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()

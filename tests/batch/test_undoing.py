import errno
import gzip
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.batch.faults import Faults, names_below
from tests.batch.fixing import BODY, FIRST, SECOND, commit, dirty, fix
from tests.batch.sources import helpers
from textclean.batch.documents import DocumentError
from textclean.batch.sources import Reading
from textclean.batch.undo_log import UndoLog
from textclean.batch.undoing import undo
from textclean.batch.writing import Replacement


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def page(root):
    path = root / "page.txt"
    path.write_bytes(dirty().encode())
    return path


def take_back(root, *paths):
    with UndoLog.at(root) as log:
        return list(undo(log, paths))


def documents(taken):
    return {item.path: item.documents for item in taken}


# Files of every kind


KINDS = [
    pytest.param("page.txt", dirty().encode(), {}, id="text"),
    pytest.param("page.md", b"\xef\xbb\xbf" + dirty(end="\r\n").encode(), {}, id="byte order mark and CRLF"),
    pytest.param("page.txt", dirty(end="\r").encode() + b"\xff\xfe caf\xe9", {}, id="bytes that are no UTF-8"),
    pytest.param("page.txt", dirty().encode("utf-16"), {}, id="UTF-16 by its mark"),
    pytest.param("page.txt", (dirty() + "caf\xe9").encode("windows-1252"), {"encoding": "windows-1252"}, id="an encoding that was given"),
]


@pytest.mark.parametrize(("name", "data", "reading"), KINDS)
def test_every_byte_comes_back(root, name, data, reading):
    path = root / name
    path.write_bytes(data)
    fix(root, path, reading=Reading(**reading))
    assert path.read_bytes() != data
    (taken,) = take_back(root)
    assert (taken.path, taken.documents, taken.problem) == (name, 1, None)
    assert path.read_bytes() == data
    assert take_back(root) == []


LINES = [
    json.dumps({"text": dirty(0), "id": 1.10}),
    '{"id":1e400,  "text" : "' + dirty(1).replace("\n", "\\u000a").replace("e", "\\u0065") + '", "id": 2}',
    "",
    '{"text": null}',
    json.dumps({"text": BODY, "id": 3}),
    '{"text":"' + dirty(2).replace("\n", "\\n").replace("T", "\\u0054", 1) + ' \\ud800"}',
    json.dumps({"text": dirty(3)}, ensure_ascii=False),
]
JSONL = "\r\n".join(LINES).encode()


def gzipped(data):
    return gzip.compress(data, mtime=0)


def zstd(data):
    return helpers.zstd.compress(data)


def parquet(rows):
    table = pa.table({"id": list(range(len(rows))), "text": rows}, schema=pa.schema([("id", pa.int64()), ("text", pa.string())]))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=2, compression="zstd")
    return sink.getvalue().to_pybytes()


def rows_of(data):
    return pq.read_table(pa.BufferReader(data)).to_pylist()


def test_records_of_jsonl_come_back_with_their_spelling(root):
    path = root / "pages.jsonl"
    path.write_bytes(JSONL)
    for cleaner in (FIRST, SECOND):
        fix(root, path, cleaner=cleaner)
    once = path.read_bytes()
    assert sum(old != new for old, new in zip(JSONL.split(b"\n"), once.split(b"\n"), strict=True)) == 4
    for _ in range(2):
        (taken,) = take_back(root)
        assert (taken.documents, taken.note, taken.problem) == (4, None, None)
    assert path.read_bytes() == JSONL


@pytest.mark.parametrize(
    ("name", "packed", "content"),
    [
        pytest.param("page.txt.gz", gzipped(dirty().encode()), gzip.decompress, id="gzip"),
        pytest.param("pages.jsonl.gz", gzipped(JSONL), gzip.decompress, id="JSONL in gzip"),
        pytest.param("pages.jsonl.zst", zstd(JSONL), helpers.zstd.decompress, id="zstd"),
        pytest.param("pages.parquet", parquet([dirty(0), None, BODY, dirty(1), "", dirty(2)]), rows_of, id="Parquet"),
    ],
)
def test_of_a_file_within_a_container_the_texts_come_back_and_it_says_so(root, name, packed, content):
    path = root / name
    path.write_bytes(packed)
    fix(root, path)
    assert content(path.read_bytes()) != content(packed)
    (taken,) = take_back(root)
    assert taken.note == "its texts are as before the fix; the file around them was written anew"
    assert content(path.read_bytes()) == content(packed)


def test_one_changed_record_keeps_its_file_as_it_is_and_a_changed_neighbour_does_not(root):
    path = root / "pages.jsonl"
    path.write_bytes(JSONL)
    fix(root, path)
    fixed = path.read_bytes()
    path.write_bytes(fixed.replace(b"(3)", b"(4)"))
    (taken,) = take_back(root)
    assert taken.problem.startswith("pages.jsonl:7: was changed since the fix")
    assert path.read_bytes() == fixed.replace(b"(3)", b"(4)")
    path.write_bytes(fixed.replace(b'"id": 3', b'"id": 4'))
    (taken,) = take_back(root)
    assert (taken.documents, taken.problem) == (4, None)
    assert path.read_bytes() == JSONL.replace(b'"id": 3', b'"id": 4')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[1:], "pages.jsonl:1: "),
        (lambda lines: [*lines[:6], b"{"], "pages.jsonl:7: not JSON"),
        (lambda lines: lines[:6], "has no document 7 any more"),
        (lambda lines: [*lines[:6], b'{"text": null}'], "there is no text any more, which the fix changed"),
    ],
    ids=["a line gone before", "no JSON any more", "gone", "null"],
)
def test_records_that_moved_or_went_are_named(root, change, message):
    path = root / "pages.jsonl"
    path.write_bytes(JSONL)
    fix(root, path)
    theirs = b"\n".join(change(path.read_bytes().split(b"\n")))
    path.write_bytes(theirs)
    (taken,) = take_back(root)
    assert message in taken.problem
    assert path.read_bytes() == theirs


def test_a_record_that_is_as_before_already_stays_and_the_others_are_taken_back(root):
    path = root / "pages.jsonl"
    path.write_bytes(JSONL)
    fix(root, path)
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([LINES[0].encode(), *lines[1:]]))
    (taken,) = take_back(root)
    assert (taken.documents, taken.problem) == (3, None)
    assert path.read_bytes() == JSONL


# Which fix


def test_two_fixes_are_taken_back_in_reverse_order(root, page):
    other = root / "other.txt"
    other.write_text(dirty(1))
    contents = [page.read_bytes()]
    for cleaner in (FIRST, SECOND):
        fix(root, page, other, cleaner=cleaner)
        contents.append(page.read_bytes())
    assert len(set(contents)) == 3
    for wanted in (contents[1], contents[0]):
        assert documents(take_back(root)) == {"page.txt": 1, "other.txt": 1}
        assert page.read_bytes() == wanted
    assert other.read_text() == dirty(1)
    assert take_back(root) == []


def test_a_path_has_its_own_last_fix(root, page):
    other = root / "other.txt"
    other.write_text(dirty(1))
    fix(root, page, other)
    fix(root, other, cleaner=SECOND)
    assert documents(take_back(root, page)) == {"page.txt": 1}
    assert page.read_bytes() == dirty().encode()
    assert documents(take_back(root)) == {"other.txt": 1}
    assert documents(take_back(root)) == {"other.txt": 1}
    assert other.read_text() == dirty(1)


def test_after_an_undo_it_can_be_fixed_and_undone_again(root, page):
    for _ in range(3):
        fix(root, page)
        assert page.read_bytes() != dirty().encode()
        assert documents(take_back(root, page)) == {"page.txt": 1}
        assert page.read_bytes() == dirty().encode()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (["deep"], {"deep/a.txt", "deep/er/b.txt"}),
        (["deep/er"], {"deep/er/b.txt"}),
        (["."], {"deep/a.txt", "deep/er/b.txt", "deep.txt", "deep-1.txt"}),
        (["deep", "deep/a.txt", "deep.txt"], {"deep/a.txt", "deep/er/b.txt", "deep.txt"}),
        (["deep/../deep.txt"], {"deep.txt"}),
        (["link"], {"deep/a.txt", "deep/er/b.txt"}),
        (["link.txt"], {"deep.txt"}),
    ],
)
def test_folders_files_and_links_name_what_is_taken_back(root, asked, wanted):
    names = ["deep/a.txt", "deep/er/b.txt", "deep.txt", "deep-1.txt"]
    (root / "deep" / "er").mkdir(parents=True)
    (root / "link").symlink_to("deep")
    (root / "link.txt").symlink_to("deep.txt")
    for name in names:
        (root / name).write_text(dirty())
    fix(root, *(root / name for name in names))
    taken = take_back(root, *(root / path for path in asked))
    assert {item.path for item in taken} == wanted
    assert len(taken) == len(wanted)
    assert {name for name in names if (root / name).read_text() == dirty()} == wanted
    assert (root / "link.txt").is_symlink()


def test_a_file_named_like_standard_input_is_a_file(root):
    (root / "-").write_text(dirty())
    fix(root, root / "-")
    assert [item.documents for item in take_back(root)] == [1]
    assert (root / "-").read_text() == dirty()


def test_what_has_no_fix_is_named(root, page):
    (taken,) = take_back(root, page)
    assert taken.problem == f"{page}: no fix of it stands in .textclean/notes.jsonl"
    assert names_below(root) == {"page.txt"}


# What stays as it is


def changed_text(path):
    path.write_text(path.read_text().replace("Tuesday", "Monday"))


def added_line(path):
    path.write_text(path.read_text() + "More.\n")


def other_line_ends(path):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def emptied(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("change", [changed_text, added_line, other_line_ends, emptied])
def test_a_file_that_was_changed_since_stays_and_is_named_with_the_place(root, page, change):
    fix(root, page)
    change(page)
    theirs = page.read_bytes()
    for _ in range(2):
        (taken,) = take_back(root)
        assert taken.problem.startswith("page.txt: was changed since the fix: the text is not the one")
        assert "differs in the 256 characters from line 1, column 1 on" in taken.problem
        assert (taken.documents, page.read_bytes()) == (0, theirs)


def test_a_file_that_is_gone_is_named_and_the_others_are_taken_back(root, page):
    other = root / "other.txt"
    other.write_text(dirty(1))
    fix(root, page, other)
    page.unlink()
    first, second = take_back(root)
    assert first.problem == "page.txt: cannot be read: No such file or directory; nothing was changed"
    assert (second.path, second.documents) == ("other.txt", 1)
    assert other.read_text() == dirty(1)


def test_a_file_that_must_not_be_written_is_named(root, page):
    fix(root, page)
    fixed = page.read_bytes()
    page.chmod(0o444)
    (taken,) = take_back(root)
    assert "page.txt: is read-only" in taken.problem
    page.chmod(0o644)
    assert page.read_bytes() == fixed
    assert documents(take_back(root)) == {"page.txt": 1}


def test_an_undo_touches_nothing_but_its_files(root, page):
    other = root / "other.txt"
    other.write_text(dirty(1))
    fix(root, page)
    before = other.stat()
    take_back(root)
    assert other.stat() == before
    assert names_below(root) == {"page.txt", "other.txt", ".textclean", ".textclean/.gitignore", ".textclean/notes.jsonl"}


def test_a_log_from_elsewhere_cannot_reach_out_of_its_folder(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "page.txt"
    outside.write_text(dirty())
    fix(root, outside)
    fixed = outside.read_text()
    assert fixed != dirty()
    (root / "link.txt").symlink_to(outside)
    log = root / ".textclean" / "notes.jsonl"
    lines = log.read_bytes()
    for name in ("link.txt", os.path.relpath(outside, root)):
        with log.open("ab") as file:
            file.write(lines.replace(json.dumps(str(outside)).encode(), json.dumps(name).encode()))
    taken = take_back(root)
    assert len(taken) == 3
    assert all(f"is outside {root}; name it to take its fix back" in item.problem for item in taken)
    assert {item.documents for item in take_back(root, root)} == {0}
    assert outside.read_text() == fixed
    assert [item.documents for item in take_back(root, outside)] == [1]
    assert outside.read_text() == dirty()


# Fixes and undos that were killed


def test_a_fix_killed_before_it_wrote_is_passed_over(root, page):
    first = fix(root, page)
    fixed = page.read_bytes()
    second = fix(root, page, cleaner=SECOND, kill="rename")
    assert page.read_bytes() == fixed
    assert [(item.run, item.documents, item.problem) for item in take_back(root)] == [(second, 0, None), (first, 1, None)]
    assert page.read_bytes() == dirty().encode()
    assert take_back(root) == []


def test_a_fix_killed_before_it_wrote_and_run_again_is_one_fix(root, page):
    fix(root, page, kill="rename")
    fix(root, page)
    assert documents(take_back(root, page)) == {"page.txt": 1}
    assert page.read_bytes() == dirty().encode()


def test_a_fix_killed_after_it_wrote_is_taken_back(root, page):
    fix(root, page, kill="mark")
    assert page.read_bytes() != dirty().encode()
    assert documents(take_back(root)) == {"page.txt": 1}
    assert page.read_bytes() == dirty().encode()


def test_a_fix_that_gave_way_to_another_program_leaves_nothing_to_take_back(root, page):
    with UndoLog.at(root) as log, pytest.raises(DocumentError, match="changed by another"), Replacement(page) as replacement:
        log.append(log.line("run", page, {"encoding": "utf-8", "bom": False}, FIRST.clean(dirty())))
        replacement.file.write(b"clean")
        page.write_text("theirs")
        commit(log, replacement, "run")
    (taken,) = take_back(root)
    assert (taken.documents, taken.problem) == (0, None)
    assert page.read_text() == "theirs"


@pytest.mark.parametrize("marked", [True, False], ids=["the fix is marked as written", "the fix is not"])
def test_an_undo_killed_before_its_mark_takes_no_more_back_when_run_again(root, page, marked, monkeypatch):
    fix(root, page)
    once = page.read_bytes()
    fix(root, page, cleaner=SECOND, kill="" if marked else "mark")
    with monkeypatch.context() as patch:
        patch.setattr(UndoLog, "mark_undone", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take_back(root)
    assert page.read_bytes() == once
    assert documents(take_back(root)) == {"page.txt": 0}
    assert page.read_bytes() == once
    assert documents(take_back(root)) == {"page.txt": 1}
    assert page.read_bytes() == dirty().encode()


@pytest.mark.parametrize("written", [True, False])
def test_a_damaged_record_is_named_unless_its_text_was_never_written(root, page, written):
    fix(root, page, kill="" if written else "rename")
    log = root / ".textclean" / "notes.jsonl"
    lines = log.read_bytes().split(b"\n")
    lines[0] = lines[0][:-200]
    log.write_bytes(b"\n".join(lines))
    (taken,) = take_back(root)
    if written:
        assert taken.problem.startswith("page.txt: ")
        assert "the record at byte 0 is not whole, so its text cannot be given back" in taken.problem
    else:
        assert (taken.documents, taken.problem) == (0, None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"old": "\\nShare', b'"old": "\\nSpare', "the notes do not lead back to the original"),
        (b'"textclean": 1', b'"textclean": 2', "record version 2 is unknown"),
        (b'"encoding": "utf-8"', b'"encoding": 8', "does not say how to read"),
        (b'"bom": false', b'"row": "x"', "does not say where its document stands"),
        (b'"bom": false', b'"row": 7', "has no document 7 any more"),
        (b'"source": {"length"', b'"source": {"breadth"', "malformed"),
        (b'"source": {"length"', b'"source": 5, "was": {"length"', "malformed"),
    ],
)
def test_a_record_that_was_changed_restores_nothing(root, page, old, new, message):
    fix(root, page)
    fixed = page.read_bytes()
    log = root / ".textclean" / "notes.jsonl"
    assert old in log.read_bytes()
    log.write_bytes(log.read_bytes().replace(old, new))
    (taken,) = take_back(root)
    assert message in taken.problem
    assert page.read_bytes() == fixed


# Faults


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_a_fault_of_any_call_leaves_the_fixed_file_or_the_original_and_the_next_undo_ends_well(root, monkeypatch, code):
    faults = Faults(monkeypatch)
    outcomes = set()
    for turn, _ in enumerate(faults.each(OSError(code, os.strerror(code)))):
        folder = root / str(turn)
        folder.mkdir()
        page = folder / "page.txt"
        page.write_bytes(dirty().encode())
        fix(folder, page)
        fixed = page.read_bytes()
        try:
            with faults:
                problems = [taken.problem for taken in take_back(folder) if taken.problem]
        except DocumentError as error:
            problems = [str(error)]
        assert page.read_bytes() in (fixed, dirty().encode())
        assert all(os.strerror(code) in problem for problem in problems)
        outcomes.add((bool(problems), page.read_bytes() == fixed))
        assert not [name for name in names_below(folder) if name.endswith("-tmp")]
        take_back(folder)
        assert page.read_bytes() == dirty().encode()
        assert take_back(folder) == []
    assert outcomes == {(True, True), (True, False), (False, False)}


def test_the_body_is_never_part_of_what_a_fix_takes(page):
    assert BODY in FIRST.clean(dirty()).text
    assert BODY in SECOND.clean(dirty()).text

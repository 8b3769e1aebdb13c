import pytest
from click.testing import CliRunner

from tests.batch.fixing import FIRST, SECOND, SHARE, dirty, fix
from textclean.batch.records import as_line
from textclean.batch.undo_log import UndoLog
from textclean.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.textclean]\n")  # the project is here
    for number, name in enumerate(("a.txt", "b.txt")):
        (tmp_path / name).write_text(dirty(number))
    return lambda *args: CliRunner().invoke(main, ["undo", *args])


def invoke(*args):
    return CliRunner().invoke(main, args)


def fixed(root, *names, **options):
    return fix(root, *(root / name for name in names), **options)


def test_without_paths_the_last_run_is_taken_back(run, tmp_path):
    first = fixed(tmp_path, "a.txt", "b.txt")
    second = fixed(tmp_path, "a.txt", cleaner=SECOND)
    done = run()
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"fix {second}: 1 file taken back (1 document)\n", "")
    done = run()
    assert (done.exit_code, done.stdout) == (0, f"fix {first}: 2 files taken back (2 documents)\n")
    assert [(tmp_path / name).read_text() for name in ("a.txt", "b.txt")] == [dirty(0), dirty(1)]
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith("notes.jsonl: no fix stands in it that could be taken back\n")


def test_paths_name_what_is_taken_back_from_any_folder_of_the_project(run, tmp_path, monkeypatch):
    fixed(tmp_path, "a.txt", "b.txt")
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert run("../a.txt").exit_code == 0
    assert (tmp_path / "a.txt").read_text() == dirty(0)
    assert (tmp_path / "b.txt").read_text() != dirty(1)


def test_what_cannot_be_taken_back_is_named_and_the_rest_is(run, tmp_path):
    fixed(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.txt").write_text("changed")
    done = run("a.txt", "b.txt", "none.txt")
    assert done.exit_code == 2
    assert "taken back (1 document)" in done.stdout
    assert [line.split(": ")[:3] for line in done.stderr.splitlines()] == [
        ["textclean", "a.txt", "was changed since the fix"],
        ["textclean", "none.txt", "no fix of it stands in .textclean/notes.jsonl"],
    ]


def test_a_fix_that_was_killed_before_it_wrote_is_counted_and_no_more_is_said(run, tmp_path):
    fixed(tmp_path, "a.txt", kill="rename")
    done = run()
    assert (done.exit_code, done.stdout, done.stderr) == (0, "1 file as before already\n", "")


def test_a_log_elsewhere_is_used_as_fix_left_it_in_place(run, tmp_path):
    with UndoLog.at(tmp_path, tmp_path / "own.jsonl") as log:
        log.append(log.line("run", tmp_path / "a.txt", {"encoding": "utf-8", "bom": False}, FIRST.clean(dirty(0))))
    (tmp_path / "a.txt").write_text(FIRST.clean(dirty(0)).text)
    done = run("--notes", "own.jsonl", "a.txt")
    assert (done.exit_code, done.stdout) == (0, "fix run: 1 file taken back (1 document)\n")
    assert (tmp_path / "a.txt").read_text() == dirty(0)


def test_what_fix_did_is_taken_back_in_a_project_within_the_project_too(run, tmp_path):
    inner = tmp_path / "inner"
    for folder in (tmp_path, inner):
        (folder / ".git").mkdir(parents=True)
    (inner / "a.txt").write_text(dirty(7))
    assert invoke("fix", ".").exit_code == 0
    names = ("a.txt", "b.txt", "inner/a.txt")
    assert [(tmp_path / name).read_text().count(SHARE) for name in names] == [0, 0, 0]
    assert "3 files taken back" in run().stdout
    assert [(tmp_path / name).read_text() for name in names] == [dirty(0), dirty(1), dirty(7)]


def test_the_configuration_says_where_the_log_is(run, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.textclean]\nnotes = "log.jsonl"\n')
    assert invoke("fix", "a.txt").exit_code == 0
    assert (tmp_path / "log.jsonl").exists()
    assert "1 file taken back" in run("a.txt").stdout
    assert (tmp_path / "a.txt").read_text() == dirty(0)


def test_notes_of_clean_print_the_original_of_one_file(run, tmp_path):
    result = FIRST.clean(dirty(0))
    (tmp_path / "clean.txt").write_text(result.text)
    record = {"document": {"path": "a.txt", "encoding": "utf-8", "bom": False}, **result.as_record()}
    (tmp_path / "notes.jsonl").write_bytes(as_line(record))
    done = run("clean.txt", "--notes", "notes.jsonl")
    assert (done.exit_code, done.stdout) == (0, dirty(0))
    assert (tmp_path / "clean.txt").read_text() == result.text
    for paths in ((), ("clean.txt", "a.txt")):
        done = run(*paths, "--notes", "notes.jsonl")
        assert done.exit_code == 2
        assert "holds notes of `clean`" in done.stderr


def test_no_control_character_of_a_log_or_a_name_reaches_the_terminal(run, tmp_path):
    name = "a\x1b[31m.txt"
    (tmp_path / name).write_text(dirty())
    result = FIRST.clean(dirty())
    with UndoLog.at(tmp_path) as log:
        log.append(log.line("run\x1b[0m", tmp_path / name, {"encoding": "utf-8", "bom": False}, result))
        log.append(log.line("run\x1b[0m", tmp_path / "gone\x07.txt", {"encoding": "utf-8", "bom": False}, result))
    (tmp_path / name).write_text(result.text)
    done = run()
    assert done.exit_code == 2
    assert "taken back" in done.stdout
    assert "gone" in done.stderr
    assert all(char.isprintable() or char == "\n" for char in done.output)

import json

import pytest
from click.testing import CliRunner

from textclean import Result
from textclean.cli import main

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
DIRTY = f"Skip to main content\r\n\r\n{P}\r\n\r\nShare this article"
CLEAN = f"{P}\r\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dirty.txt").write_bytes(DIRTY.encode())
    (tmp_path / "clean.txt").write_bytes(CLEAN.encode())
    return lambda *args, **options: CliRunner().invoke(main, args, **options)


def test_clean_prints_the_text_and_nothing_else(run):
    done = run("clean", "dirty.txt")
    assert (done.exit_code, done.stdout_bytes, done.stderr) == (0, CLEAN.encode(), "")


def test_clean_reads_standard_input(run):
    assert run("clean", "-", input=DIRTY.encode()).stdout_bytes == CLEAN.encode()


def test_bytes_that_are_no_utf8_and_a_byte_order_mark_survive(run, tmp_path):
    (tmp_path / "odd.txt").write_bytes(b"\xef\xbb\xbfShare this article\n" + P.encode() + b"\n\xff\xfe caf\xe9 \xed\xa0\x80\n")
    assert run("clean", "odd.txt").stdout_bytes == P.encode() + b"\n\xff\xfe caf\xe9 \xed\xa0\x80\n"


def test_notes_go_to_a_file_or_to_standard_output_instead_of_the_text(run, tmp_path):
    assert run("clean", "dirty.txt", "--notes", "notes.jsonl").stdout_bytes == CLEAN.encode()
    (line,) = (tmp_path / "notes.jsonl").read_text().splitlines()
    assert json.loads(line)["path"] == "dirty.txt"
    assert Result.from_record(json.loads(line), CLEAN).restore() == DIRTY
    assert json.loads(run("clean", "dirty.txt", "--notes", "-").stdout) == json.loads(line)


def test_check_lists_what_would_go_and_exits_with_1(run):
    done = run("check", "dirty.txt", "clean.txt")
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("dirty.txt:1:1: navigation (")
    assert first.endswith("): Skip to main content")
    assert second.startswith("dirty.txt:5:1: share (")
    assert run("check", "clean.txt").exit_code == 0


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        (["--select", "share"], {"share"}),
        (["--ignore", "share"], {"navigation"}),
        (["--keep", "share,navigation"], set()),
        (["--level", "safe", "--select", "navigation"], {"navigation"}),
    ],
)
def test_policy_options(run, options, gone):
    record = json.loads(run("clean", "dirty.txt", "--notes", "-", *options).stdout)
    assert {note["category"] for note in record["notes"] if note["status"] == "removed"} == gone


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["clean", "missing.txt"], "missing.txt: cannot be read: No such file"),
        (["clean", "dirty.txt", "--ignore", "shares"], "no category, pack or rule is named 'shares'; did you mean 'share'"),
        (["clean", "dirty.txt", "--rules", "missing.yaml"], "missing.yaml:1:1: cannot be read"),
        (["clean", "dirty.txt", "--notes", "no/such/folder"], "cannot be written"),
        (["clean"], "Missing argument"),
        (["clean", "dirty.txt", "--level", "sure"], "Invalid value"),
        (["rules", "test", "nothing"], "no category, pack or rule is named nothing"),
    ],
)
def test_errors_exit_with_2_and_say_so_on_standard_error(run, args, message):
    done = run(*args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_document_that_fails_comes_out_unchanged_and_is_named(run, tmp_path):
    (tmp_path / "eager.yaml").write_text(
        "pack: eager\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^x', drops: [x], keeps: [y]}\n"
    )
    text = f"{P}\n" + "x one two three four five six seven eight\n" * 9
    (tmp_path / "over.txt").write_text(text)
    done = run("clean", "over.txt", "--rules", "eager.yaml")
    assert (done.exit_code, done.stdout) == (2, text)
    assert "textclean: over.txt: over-cut: rules would cut 81 of 100 words" in done.stderr
    assert run("check", "over.txt", "--rules", "eager.yaml").exit_code == 2


def test_no_control_character_of_a_text_or_a_name_reaches_the_terminal(run, tmp_path):
    (tmp_path / "a\x1b[31m.txt").write_text(f"{P}\nShare this article \x1b[2J\u202e\n")
    done = run("check", "a\x1b[31m.txt")
    assert done.exit_code == 1
    assert not set(done.stdout) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x202E]))
    assert "a\\x1b[31m.txt:2:1: share" in done.stdout


def test_rules_list_and_test(run):
    listed = run("rules", "list", "--ignore", "share").stdout.splitlines()
    assert any("/skip-" in line and " remove " in line for line in listed)
    assert all(" off " in line for line in listed if line.split()[1] == "share")
    tested = run("rules", "test", "navigation")
    assert tested.exit_code == 0
    assert tested.stdout.endswith("0 faults\n")


def test_a_rule_whose_example_fails_is_named(run, tmp_path):
    (tmp_path / "bad.yaml").write_text("pack: bad\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^x$', drops: [xx], keeps: [y]}\n")
    done = run("rules", "test", "bad", "--rules", "bad.yaml")
    assert done.exit_code == 2
    assert "bad.yaml:4: rule bad/x: stays: 'xx'" in done.stdout


def test_version_and_help(run):
    assert run("--version").stdout.startswith("textclean, version ")
    assert "clean" in run("-h").stdout

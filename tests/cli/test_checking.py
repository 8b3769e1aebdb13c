import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import textclean
from textclean.cli import main

PACK = """
pack: mine
category: promo
rules:
  - {id: offer, why: An offer., match: '^offer', drops: [offer], keeps: [an offer]}
"""
P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
DIRTY = f"{P}\r\nOffer {{0}} \ud83d\r\n".encode("utf-8", "surrogatepass")  # the last is no UTF-8
PLAIN = f"{P}\nOffer é\n"
SOURCE = str(Path(textclean.__file__).parents[1])
RULES = ("--rules", "mine.yaml", "--select", "mine")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(PACK)
    (tmp_path / "dirty.txt").write_bytes(DIRTY)
    (tmp_path / "plain.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(f"{P}\n")
    return lambda *args: CliRunner().invoke(main, ("check", *args, *RULES))


def test_diff(run, tmp_path):
    done = run("--diff", "plain.txt", "clean.txt")
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout == f"--- plain.txt\n+++ plain.txt\n@@ -1,2 +1 @@ mine/offer\n {P}\n-Offer é\n"
    assert run("--diff", "clean.txt").output == ""
    assert run("--diff", "clean.txt").exit_code == 0


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch on this machine")
def test_patch_takes_what_the_command_writes(run, tmp_path):
    (tmp_path / "crlf.txt").write_bytes(f"\ufeff{P}\r\nOffer\r\n{P}".encode())
    diff = run("--diff", "plain.txt", "crlf.txt").stdout_bytes
    before = (tmp_path / "crlf.txt").read_bytes()
    subprocess.run(["patch", "-p0", "--binary"], input=diff, check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "plain.txt").read_text(encoding="utf-8") == f"{P}\n"
    assert run("plain.txt", "crlf.txt").exit_code == 0
    subprocess.run(["patch", "-p0", "--binary", "-R"], input=diff, check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "plain.txt").read_text(encoding="utf-8") == PLAIN
    assert (tmp_path / "crlf.txt").read_bytes() == before


def test_json_and_jsonl(run):
    done = run("--output-format", "json", "dirty.txt", "plain.txt", "clean.txt")
    assert done.exit_code == 1
    items = json.loads(done.stdout)
    assert [(item["path"], item["line"], item["rules"], item["status"]) for item in items] == [
        ("dirty.txt", 2, ["mine/offer"], "removed"),
        ("plain.txt", 2, ["mine/offer"], "removed"),
    ]
    assert items[0]["old"] == "Offer {0} \udced\udca0\udcbd\r\n"
    lines = run("--output-format", "jsonl", "dirty.txt", "plain.txt", "clean.txt").stdout.splitlines()
    assert [json.loads(line) for line in lines] == items


def test_sarif(run):
    done = run("--output-format", "sarif", "dirty.txt", "./plain.txt")
    assert done.exit_code == 1
    (log,) = json.loads(done.stdout)["runs"]
    assert [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in log["results"]] == ["dirty.txt", "plain.txt"]
    (rule,) = log["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"], rule["properties"]["category"]) == ("mine/offer", {"text": "An offer."}, "promo")


def test_statistics(run):
    done = run("--statistics", "dirty.txt", "plain.txt", "clean.txt")
    assert done.exit_code == 1
    head, promo, everything, remark = done.stdout.splitlines()
    assert head.split()[:2] == ["category", "changes"]
    assert promo.split()[:3] == ["promo", "2", "2"]
    assert everything.split()[:3] == ["all", "2", "3"]
    assert remark.startswith("3 documents (303 characters, 61 words): 2 changed, 0 failed")


@pytest.mark.parametrize("options", [["--output-format", "text"], ["--output-format", "json"], ["--diff"], ["--statistics"]])
def test_a_document_that_fails_has_exit_code_2_in_every_form(run, tmp_path, options):
    (tmp_path / "over.txt").write_text(f"{P}\n" + "offer one two three four five six seven eight\n" * 9)
    done = run(*options, "over.txt")
    assert done.exit_code == 2
    assert "over-cut" in done.output


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif"])
def test_a_file_that_cannot_be_read_costs_that_file_only(run, tmp_path, form):
    (tmp_path / "bro\x1b[31mken.txt.gz").write_bytes(b"no gzip")
    done = run("--output-format", form, "bro\x1b[31mken.txt.gz", "plain.txt")
    assert done.exit_code == 2
    assert "textclean: bro\\x1b[31mken.txt.gz: is no sound gzip file" in done.stderr
    assert "mine/offer" in done.stdout
    assert ("no sound gzip" in done.stdout) == (form != "text")


@pytest.mark.parametrize(
    "options", [["--diff", "--statistics"], ["--diff", "--output-format", "json"], ["--statistics", "--output-format", "text"]]
)
def test_one_form_at_a_time(run, options):
    done = run(*options, "plain.txt")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "exclude one another" in done.stderr


def on_a_terminal(*args, **variables):
    """What the command writes to a terminal of 50 columns."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this machine")
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environment = {**kept, "TERM": "xterm", "COLUMNS": "50", "LINES": "20", "PYTHONPATH": SOURCE, **variables}
    code = "import sys; from textclean.cli import main; main(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", code, *args], stdout=theirs, env=environment)
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 4096):
            parts.append(part)
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    process.wait()
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_and_wrapped_lines(run, tmp_path):
    (tmp_path / "escape.txt").write_text(f"{P}\nOffer \x1b[2J\n")
    text = on_a_terminal("check", "--diff", "escape.txt", *RULES)
    assert "\x1b[31m-" in text
    assert "\x1b[2J" not in text
    assert "Offer \\x1b[2J" in text
    assert f" {P[:48]}…" in text.replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert "\x1b[31m" not in on_a_terminal("check", "--diff", "escape.txt", *RULES, NO_COLOR="1")


def test_colours_never_reach_a_file(run, tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    for options in (["--diff"], ["--statistics"]):
        assert "\x1b" not in run(*options, "plain.txt").stdout

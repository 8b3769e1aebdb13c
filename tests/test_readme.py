"""The README's session does what it shows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SESSION = re.search(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1].splitlines()
RULE_LINE = re.compile(r"\.yaml:\d+\)")  # where a rule stands in its file moves with every rule above it


@pytest.fixture
def shell(tmp_path):
    command = tmp_path / "bin" / "textclean"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from textclean.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    shutil.copy(ROOT / "corpus_samples" / "news-harbour-bridge.txt", tmp_path / "article.txt")
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    options = {"cwd": tmp_path, "env": {**os.environ, "PATH": path}, "capture_output": True, "text": True}
    return lambda line: subprocess.run(line, shell=True, check=False, **options)


@pytest.mark.skipif(os.name == "nt", reason="the session is one of a POSIX shell")
def test_the_session_shows_what_happens(shell, tmp_path):
    assert len(SESSION) == 10
    shown, given = [], []
    for line in SESSION:
        if line.startswith("$ "):
            done = shell(line[2:])
            assert (done.returncode, done.stderr) == (0, ""), line
            given += [line, *done.stdout.splitlines()]
        shown.append(line)
    assert RULE_LINE.sub(".yaml)", "\n".join(given)) == RULE_LINE.sub(".yaml)", "\n".join(shown))
    article = (tmp_path / "article.txt").read_bytes()
    assert (tmp_path / "clean.txt").read_bytes() == (ROOT / "corpus_samples" / "news-harbour-bridge.clean.txt").read_bytes() != article
    undone = shell("textclean undo clean.txt --notes notes.jsonl > original.txt")
    assert (undone.returncode, (tmp_path / "original.txt").read_bytes()) == (0, article)

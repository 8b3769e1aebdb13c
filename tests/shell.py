"""A shell in which `textclean` is the code under test, and git and pre-commit know nothing of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMANDS = {
    "textclean": 'exec "{python}" -c "from textclean.cli import main; main()" "$@"',
    "pre-commit": 'exec "{python}" -m pre_commit "$@"',
}


class Shell:
    """Runs lines of `sh` in a folder."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder = folder
        programs = scratch / "bin"
        programs.mkdir(parents=True)
        for name, line in COMMANDS.items():
            (programs / name).write_text(f"#!/bin/sh\n{line.format(python=sys.executable)}\n")
            (programs / name).chmod(0o755)
        git = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
        people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "FORCE_COLOR", "CLICOLOR"))}
        self.env = {
            **bare,
            **git,
            **people,
            "PATH": path,
            "HOME": str(scratch),
            "PRE_COMMIT_HOME": str(scratch / "pre-commit"),
            "NO_COLOR": "1",
        }

    def __call__(self, line: str) -> subprocess.CompletedProcess[str]:
        """What comes of a line."""
        return subprocess.run(line, shell=True, check=False, cwd=self.folder, env=self.env, capture_output=True, text=True)

    def fine(self, line: str) -> str:
        """What a line that must succeed prints."""
        done = self(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

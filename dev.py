#!/usr/bin/env python3
"""Sets everything up and runs it, with nothing but Python 3.11+: `python3 dev.py samples`, `python3 dev.py test`, `python3 dev.py checks`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
SHOWN = "news-harbour-bridge"


def main() -> int:
    tasks = {"samples": samples, "test": test, "checks": checks}
    if sys.version_info < (3, 11):
        print(
            f"textclean needs Python 3.11 or newer; this is {sys.version.split()[0]}. Run it as: python3.12 dev.py samples", file=sys.stderr
        )
        return 2
    if len(sys.argv) < 2 or sys.argv[1] not in tasks:
        print(__doc__, file=sys.stderr)
        return 2
    set_up()
    return tasks[sys.argv[1]](sys.argv[2:])


def set_up() -> None:
    """Make the virtual environment, and make it anew when pyproject.toml has changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    mark = HOME / "made-from"
    if mark.is_file() and mark.read_text() == wanted:
        return
    print(f"Setting up {HOME.relative_to(ROOT)} …", file=sys.stderr)
    if HOME.exists():
        shutil.rmtree(HOME)
    venv.create(HOME, with_pip=True)
    run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f"{ROOT}[dev]", check=True)
    mark.write_text(wanted)


def run(command: str, *args: str, check: bool = False) -> int:
    return subprocess.run([str(BIN / command), *args], cwd=ROOT, check=check).returncode


def samples(_: list[str]) -> int:
    """Clean one sample, and list what cleaning changes in all of them."""
    shown = f"corpus_samples/{SHOWN}.txt"
    print(f"── {shown}, cleaned " + "─" * 40, flush=True)
    failed = run("textclean", "clean", shown)
    print("\n── what went, and why " + "─" * 40, flush=True)
    failed |= run("textclean", "check", shown) not in (0, 1)
    others = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "corpus_samples").glob("*.txt") if not path.name.endswith(".clean.txt"))
    print(f"\n── all {len(others)} samples, by category " + "─" * 40, flush=True)
    return failed | run("textclean", "check", "--statistics", *others) not in (0, 1)


def test(args: list[str]) -> int:
    return run("python", "-m", "pytest", "-q", "-n", "auto", *args)


def checks(_: list[str]) -> int:
    """Lint, layout, types, the rules' own examples, what else may be wrong with rules, and whether the examples hold them."""
    return max(
        run("ruff", "check", "."),
        run("ruff", "format", "--check", "."),
        run("mypy"),
        run("textclean", "rules", "test"),
        run("textclean", "rules", "check"),
        run("textclean", "rules", "mutants", "--at-least", "90"),
    )


if __name__ == "__main__":
    sys.exit(main())

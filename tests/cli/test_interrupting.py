"""Ctrl-C: one line, exit code 130, and every file is as it was or done."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import textclean

BODY = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
CLEAN = "".join(f"{number} times {BODY[0].lower()}{BODY[1:]}\n" for number in range(30))
DIRTY = f"{CLEAN}\nSubscribe to our newsletter\n"
SOURCE = str(Path(textclean.__file__).parents[1])


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for children")
@pytest.mark.parametrize("fixed", [1, 40], ids=["at the first file", "midway"])
def test_interrupted(tmp_path: Path, fixed: int) -> None:
    files = [tmp_path / f"{number:04}.txt" for number in range(4000)]
    for file in files:
        file.write_text(DIRTY)
    command = [sys.executable, "-m", "textclean", "fix", str(tmp_path), "--isolated", "-j", "2"]
    running = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": SOURCE},
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - this process has no threads
    )
    assert running.stdout is not None
    for _ in range(fixed):
        assert running.stdout.readline().startswith("fixed ")
    running.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, told = running.communicate(timeout=20)
    assert (running.returncode, told) == (130, "textclean: interrupted; every file is as it was before or done\n")
    assert time.monotonic() - sent < 5  # one second where nothing else runs
    texts = [file.read_text() for file in files]
    assert set(texts) == {DIRTY, CLEAN}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".textclean", *(file.name for file in files)]


def _heed_interrupts() -> None:
    """Whatever runs the tests in the background may ignore them, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

"""A fix in its simplest form, for tests of what comes after it."""

from __future__ import annotations

from pathlib import Path

from textclean import Cleaner, Policy
from textclean.batch.sources import Reading, open_source
from textclean.batch.undo_log import UndoLog, new_run
from textclean.batch.writing import Replacement

BODY = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
SHARE, CAPTION = "Share this article", "Skip to main content"
DEFAULT = Reading()
FIRST, SECOND = Cleaner(policy=Policy(select=("share",))), Cleaner(policy=Policy(select=("navigation",)))
"""Two fixes: each takes one of the two lines."""


def dirty(number: int = 0, end: str = "\n") -> str:
    """A text of which both fixes take a line."""
    return end.join([CAPTION, "", f"{BODY} ({number})", "", SHARE, ""])


def fix(root: Path, *paths: Path, cleaner: Cleaner = FIRST, reading: Reading = DEFAULT, kill: str = "") -> str:
    """Fix files in place; the run. `kill` leaves off as a kill would: before the first `rename`, or before its `mark`."""
    run = new_run()
    log = UndoLog.at(root)
    for path in paths:
        with Replacement(path) as replacement, open_source(str(path), reading) as source:
            sink = source.sink(replacement.file)
            for item in source.items():
                result = cleaner.clean(item.text or "")
                if item.text is None or not result.edits:
                    sink.write(item)
                    continue
                log.append(log.line(run, path, item.held, result))
                sink.write(item, result.text)
            sink.finish()
            log.sync()
            if kill == "rename":
                return run
            commit(log, replacement, run)
        if kill == "mark":
            return run
    log.close()
    return run


def commit(log: UndoLog, replacement: Replacement, run: str) -> None:
    """Commit one replacement by itself."""
    (error,) = log.commit(run, [replacement])
    if error:
        raise error

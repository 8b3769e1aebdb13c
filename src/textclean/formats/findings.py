"""Findings as lines of text, in the manner of compilers and linters."""

from __future__ import annotations

from collections.abc import Iterator

from textclean.formats.checked import place, visible
from textclean.formats.printable import printable
from textclean.result import Result
from textclean.text.lines import Lines


def finding_lines(result: Result, path: str) -> Iterator[str]:
    """One line for each note that changes something, and for each failure: `path:line:column: category (rule): text`."""
    lines = Lines(result.restore())
    name = printable(path)
    for note in result.notes:
        if note.old == note.new:
            continue
        line, column = place(lines, visible(note)[0])
        change = printable(note.old.strip(), most=80) + (f" → {printable(note.new, most=80)}" if note.new else "")
        yield f"{name}:{line}:{column}: {printable(note.category)} ({printable(note.rules[0])}): {change}"
    for failure in result.failures:
        yield f"{name}: {failure.kind}: {printable(failure.message)}"

"""Findings as JSON, for programs: one object for each note and each failure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from textclean.formats.checked import Checked, place
from textclean.text.lines import Lines


def findings(checked: Checked) -> Iterator[dict[str, object]]:
    """What was found in one document, as JSON data: notes in order of place, whether they change something or not, then failures.

    `line` and `column` are those of `start`, `end_line` and `end_column` those of `end`: code points, lines and columns from 1, ends
    exclusive. What was not done has the status `failed`, and `failure` names its kind; a document that could not be read is one such.
    """
    path, result, problem = checked
    if result is None:
        yield _failed(path, "unreadable", problem, ())
        return
    lines = Lines(result.restore())
    for note in result.notes:
        (line, column), (end_line, end_column) = place(lines, note.start), place(lines, note.end)
        yield {
            "path": path,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            **note._asdict(),
            "rules": list(note.rules),
        }
    for failure in result.failures:
        yield _failed(path, str(failure.kind), failure.message, failure.rules)


def _failed(path: str, kind: str, message: str, rules: tuple[str, ...]) -> dict[str, object]:
    return {"path": path, "status": "failed", "failure": kind, "message": message, "rules": list(rules)}


def json_lines(checked: Checked) -> Iterator[str]:
    """The findings of one document, each as a line of ASCII JSON: a quote may hold a lone surrogate, which UTF-8 cannot."""
    return (json.dumps(item) for item in findings(checked))


def json_array(documents: Iterable[Checked]) -> str:
    """The findings of all documents as one JSON array in ASCII, an object to a line.

    >>> json_array([])
    '[]'
    """
    lines = [line for checked in documents for line in json_lines(checked)]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"

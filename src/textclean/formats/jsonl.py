"""Records as JSON lines: one document to a line."""

from __future__ import annotations

import json

from textclean.result import Result


def record_line(result: Result, path: str | None = None) -> str:
    """The record of a result as one line of ASCII JSON, with the path of its document first if there is one.

    ASCII, because a note may quote a lone surrogate, which UTF-8 cannot hold and JSON escapes can.
    """
    record = result.as_record()
    return json.dumps(record if path is None else {"path": path, **record}) + "\n"

"""Reading articles with gold bodies: one JSON object to a line, packed with gzip or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from textclean.authoring.scoring import Case
from textclean.batch.documents import DocumentError
from textclean.errors import RecordError


def read_cases(path: str, fields: Sequence[str] = (), *, titled: bool = False) -> Iterator[Case]:
    """The articles of a JSONL file, in order.

    A record holds `gold`, the body, and either `text` or `outputs`, texts by name. Of `outputs` those that `fields` names are taken, all
    without; where there are none, `fields` name keys of the record itself in place of `text`. With `titled` the record's `title` goes
    with it.

    Raises `DocumentError` when the file cannot be read, `RecordError` at a line that is no such record.
    """
    for place, record in _records(path):
        outputs = record.get("outputs", record)
        if not isinstance(outputs, dict):
            raise RecordError(f"{place}: `outputs` is not an object of texts by name")
        names = fields or (outputs if "outputs" in record else ("text",))
        texts = {name: outputs[name] for name in names if name in outputs}
        title = record.get("title") if titled else None
        held = {"gold": record.get("gold"), **texts} | ({} if title is None else {"title": title})
        if wrong := [name for name, value in held.items() if not isinstance(value, str)]:
            raise RecordError(f"{place}: {', '.join(wrong)}: not a text; a record holds `gold`, and `text` or `outputs`")
        if not texts:
            there = ", ".join(sorted(outputs))
            raise RecordError(f"{place}: no text under {' or '.join(names)}; there are: {there}")
        yield Case(cast(str, record["gold"]), tuple(texts.values()), title)


def _records(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        file = Path(path)
        with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise RecordError(f"{path}:{number}: not JSON: {error}") from error
                if not isinstance(record, dict):
                    raise RecordError(f"{path}:{number}: a record is a JSON object")
                yield f"{path}:{number}", record
    except (OSError, EOFError) as error:
        raise DocumentError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error

"""Records of documents, as they stand on disk: the record of a result, with what it takes to write the document again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from textclean.batch.documents import DocumentError, read_document
from textclean.errors import RecordError
from textclean.result import Detail, Result


def record_line(
    result: Result, document: Mapping[str, Any], detail: Detail = Detail.FULL, marks: Mapping[str, Any] = MappingProxyType({})
) -> bytes:
    """The record of a document as one line.

    `document` is where it stands and what it takes to write it again; `marks` is whatever else the record is to hold, and comes first.
    """
    return as_line({**marks, "document": dict(document), **result.as_record(detail)})


def as_line(data: Mapping[str, Any]) -> bytes:
    """JSON data as one line of ASCII.

    ASCII, because a note may quote a lone surrogate, which UTF-8 cannot hold and a JSON escape can.
    """
    return json.dumps(data).encode("ascii") + b"\n"


def read_records(path: str) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file, in order.

    Raises `DocumentError` when the file cannot be read, `RecordError` at a line that is no record.
    """
    for number, line in enumerate(read_document(path).text.split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise RecordError(f"{path}:{number}: not JSON: {error}") from error
            if not isinstance(record, dict):
                raise RecordError(f"{path}:{number}: a record is a JSON object")
            yield record


def undo(clean: str, notes: str) -> bytes:
    """The bytes of the original of a clean file, by the last of the records that is of it.

    A record is of the file when it is of its text; where none is, of those of its path, and of the only one, the
    first place that differs is named.

    Raises `RecordError` when there is none, `DocumentError` when a file cannot be read.
    """
    records = list(read_records(notes))
    if not records:
        raise RecordError(f"{notes}: no record in it")
    refused: RecordError | None = None
    for record in reversed(records):
        try:
            held = record.get("document") or {}
            read = read_document(clean, held.get("encoding"))
            bom = held.get("bom", False)
            # A clean text may begin with the character that a mark is made of: then what was read as a mark is text.
            text = "\N{ZERO WIDTH NO-BREAK SPACE}" + read.text if read.bom and not bom else read.text
            return read._replace(bom=bom).encode(Result.from_record(record, text).restore())
        except (RecordError, DocumentError) as error:
            refused = refused or RecordError(f"{clean}: {error}")
    assert refused is not None
    raise (
        refused if len(records) == 1 else RecordError(f"{clean}: none of the {len(records)} records in {notes} is of this text ({refused})")
    )

"""What every kind of source is: a file as a row of documents, and a copy of it in which some documents have another text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Protocol, Self

MIB = 1 << 20


NUMBERS = frozenset({"record", "row"})
"""The fields of `held` that count documents of a file with several."""


class Reading(NamedTuple):
    """How files are read.

    `field` is the field of a JSONL record or the column of a Parquet file; one that begins with `/` is a JSON Pointer (`/article/body`).
    `encoding` is that of text files (JSON and Parquet are UTF-8): `None` is what a byte order mark says, else UTF-8; `auto` detects.
    Larger documents (bytes, after decompression), lines and Parquet pages than the limits are refused, so that memory stays bounded.
    `kind` is the suffix of the kind as which a file is read, in place of that of its name; standard input is a text without it.
    """

    field: str = "text"
    encoding: str | None = None
    max_document: int = 50_000_000
    max_line: int = 64 * MIB
    max_page: int = 64 * MIB
    kind: str = ""


class Item(NamedTuple):
    """A document of a source.

    `number` counts from 1: the line of a JSONL file, the row of a Parquet file, 1 in a text file. `text` is `None` where there is nothing
    to clean: a blank line, a null, a record without the field, or a `problem`, which says why the document stays as it is. `held` is JSON
    data: what writing this document again takes beyond its text. `raw` is the source's own. `page` is a web page, in place of a text.
    """

    number: int
    text: str | None
    held: Mapping[str, Any]
    problem: str | None = None
    raw: Any = None
    page: bytes | None = None

    @property
    def single(self) -> bool:
        """Whether it is all of its file, so that the file's name is enough to name it."""
        return NUMBERS.isdisjoint(self.held)


class Sink(Protocol):
    """Writes a copy of a source, item by item in its order."""

    def write(self, item: Item, text: str | None = None, held: Mapping[str, Any] | None = None) -> None:
        """Write an item: as it was, to the byte, or with another text.

        `held` is that of a record, when its text is put back.

        Raises `UnencodableError` when the file cannot hold the text; then nothing was written, and `write(item)` may follow.
        """

    def finish(self) -> None:
        """Write what is pending, once every item was written. The target stays open."""


class Source(Protocol):
    """A file as a row of documents: a context manager, read once."""

    path: str

    @property
    def note(self) -> str | None:
        """Something to tell about the file as a whole; complete when the items are read."""

    @property
    def rewritable(self) -> str | None:
        """Why the file cannot be rewritten in place; `None` if it can."""

    def items(self) -> Iterator[Item]:
        """The documents, once, in order.

        Raises `DocumentError` when the file turns out to be broken: what a sink has written by then is not the whole of it.
        """

    def sink(self, target: BinaryIO) -> Sink:
        """A copy of the source into `target`, written while the items are read, any number of items behind."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

"""A Parquet file: a document in each row of one column.

A copy takes the chunks of all other columns, and of row groups without a change, as the bytes that they are, and only the changed
column of a changed row group is written anew; the footer keeps schema and metadata as they stand. Writing the whole file with a library
would need all columns in memory, and loses what it does not know: levels and kinds of compression, page indexes, Bloom filters, old types.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from textclean.batch.documents import DocumentError
from textclean.batch.sources.parquet_column import Column, reading_errors
from textclean.batch.sources.parquet_sink import ParquetSink
from textclean.batch.sources.source import Item, Reading
from textclean.batch.sources.stored import Opened, Stored


class Row(NamedTuple):
    """Where a row stands, from 0: its row group, and its place in that."""

    group: int
    row: int


class ParquetSource(Opened):
    """A Parquet file, decoded a few rows of one column at a time.

    Raises `DocumentError` when it is none, has no such column of strings, or has a page larger than the limit.
    """

    def __init__(self, stored: Stored, reading: Reading) -> None:
        super().__init__(stored)
        if stored.packed:
            raise DocumentError(f"{self.path}: a compressed Parquet file is not read (it is compressed within); decompress it first")
        self.rewritable = stored.rewritable
        self._reading = reading
        self._stray = 0
        with reading_errors(stored):
            self._column = Column(stored, reading)

    @property
    def note(self) -> str | None:
        """What the rows came to, if it is odd."""
        return f"{self._stray} rows hold bytes that are not UTF-8; they stay as they are" if self._stray else None

    def items(self) -> Iterator[Item]:
        """The rows."""
        number = 0
        with reading_errors(self._stored):
            for group in range(self._column.layout.groups):
                for row, value in enumerate(self._column.values(group)):
                    number += 1
                    yield self._item(number, Row(group, row), value)

    def _item(self, number: int, raw: Row, value: bytes | None) -> Item:
        held = {"row": number, "column": self._column.name}
        if value is None:
            return Item(number, None, held, None, raw)
        if len(value) > self._reading.max_document:
            problem = f"the document has {len(value):,} bytes; the most is {self._reading.max_document:,}"
            return Item(number, None, held, problem, raw)
        try:
            text = value.decode()
        except UnicodeDecodeError:
            self._stray += 1
            text = value.decode("utf-8", "surrogateescape")
        return Item(number, text, held, None, raw)

    def sink(self, target: BinaryIO) -> ParquetSink:
        """A copy of the file into `target`."""
        return ParquetSink(self._stored, self._column, target)

"""One column chunk of a Parquet file as if it were all there is."""

from __future__ import annotations

import io
from typing import BinaryIO

from textclean.batch.sources import thrift
from textclean.batch.sources.parquet_layout import MAGIC, Chunk, Footer, Group, Leaf, Meta, Node
from textclean.batch.sources.thrift import Elements, Field, Struct


def alone(group: Struct, leaf: Leaf) -> bytes:
    """The footer of a file that has one row group of the one column, and says nothing of it but that it is bytes.

    So pyarrow reads it whatever Arrow's type for the column is, and whatever else is in the file.
    """
    chunk: Struct = group[Group.COLUMNS].value.values[leaf.column]
    root = {Node.NAME: Field(thrift.BINARY, b""), Node.CHILDREN: Field(thrift.I32, 1)}
    node = {**{number: leaf.node[number] for number in (Node.TYPE, Node.REPETITION)}, Node.NAME: Field(thrift.BINARY, b"")}
    told = (Meta.TYPE, Meta.ENCODINGS, Meta.CODEC, Meta.VALUES, Meta.BYTES, Meta.PACKED, Meta.DATA, Meta.DICTIONARY)
    meta = {number: field for number, field in chunk[Chunk.META].value.items() if number in told}
    meta[Meta.PATH] = Field(thrift.LIST, Elements(thrift.BINARY, [b""]))
    column = {Chunk.OFFSET: Field(thrift.I64, 0), Chunk.META: Field(thrift.STRUCT, meta)}
    only = {
        Group.COLUMNS: Field(thrift.LIST, Elements(thrift.STRUCT, [column])),
        Group.BYTES: meta[Meta.BYTES],
        Group.ROWS: group[Group.ROWS],
    }
    footer = thrift.write_struct(
        {
            Footer.VERSION: Field(thrift.I32, 2),
            Footer.SCHEMA: Field(thrift.LIST, Elements(thrift.STRUCT, [root, node])),
            Footer.ROWS: group[Group.ROWS],
            Footer.GROUPS: Field(thrift.LIST, Elements(thrift.STRUCT, [only])),
        }
    )
    return footer + len(footer).to_bytes(4, "little") + MAGIC


class WithFooter(io.RawIOBase):
    """A file with another footer in place of its own."""

    def __init__(self, file: BinaryIO, end: int, footer: bytes) -> None:
        super().__init__()
        self._file = file
        self._end = end
        self._footer = footer
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end + len(self._footer)}[whence] + offset
        return self._at

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # type: ignore[override]
        """As of any file."""
        if self._at < self._end:
            self._file.seek(self._at)
            data = self._file.read(min(len(buffer), self._end - self._at))
        else:
            data = self._footer[self._at - self._end :][: len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

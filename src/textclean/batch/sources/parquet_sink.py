"""Copies a Parquet file, and writes one column anew in the row groups that change."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from textclean.batch.documents import DocumentError, UnencodableError
from textclean.batch.sources import thrift
from textclean.batch.sources.parquet_chunks import ChunkWriter
from textclean.batch.sources.parquet_column import Column, reading_errors
from textclean.batch.sources.parquet_layout import MAGIC, Chunk, Group, Meta, offset_index, place, shifted_offset_index
from textclean.batch.sources.source import Item
from textclean.batch.sources.stored import Stored
from textclean.batch.sources.thrift import Field, Struct


class _Moved(NamedTuple):
    """A row group of the copy, as bytes; how far each chunk moved, and the OffsetIndex of the one that was written anew."""

    group: bytes
    shifts: array[int]
    rewritten: bytes | None


class ParquetSink:
    """A copy of a file, a row group after the other."""

    def __init__(self, stored: Stored, column: Column, target: BinaryIO) -> None:
        self._stored = stored
        self._column = column
        self._file = stored.bytes()
        self._target = _Counting(target)
        self._moved: list[_Moved] = []
        self._rewriting: _Rewriting | None = None

    def write(self, item: Item, text: str | None = None, held: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002
        """As `Sink.write`; `held` has nothing that is needed."""
        if text is None:
            return  # it is copied once there is something else to write after it
        value = self._value(item, text)
        with reading_errors(self._stored):
            if not self._target.count:
                self._target.write(MAGIC)
            while len(self._moved) < item.raw.group:
                self._end_group()
            self._rewriting = self._rewriting or self._rewrite()
            self._rewriting.replace(item.raw.row, value)

    def _value(self, item: Item, text: str) -> bytes:
        where = f"{self._stored.path}:{item.number}"
        if item.text is None:
            raise DocumentError(f"{where}: there is no text to replace")
        try:
            value = text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            raise UnencodableError(f"{where}: UTF-8 cannot hold {text[error.start]!a} (offset {error.start})") from error
        if value.decode("utf-8", "surrogateescape") != text:
            raise UnencodableError(f"{where}: the clean text would read as another: its stray bytes make characters")
        return value

    def finish(self) -> None:
        """Copy what is left, and write the indexes and the footer; the whole file as it is where nothing changed."""
        with reading_errors(self._stored):
            if not self._target.count:
                self._stored.copy(self._stored.bytes(), self._target, self._stored.size)
                return
            while len(self._moved) < self._column.layout.groups:
                self._end_group()
            groups = []
            for moved in self._moved:
                group, _ = thrift.read_struct(moved.group)
                self._bloom_filters(group)
                self._column_indexes(group)
                self._offset_indexes(group, moved)
                groups.append(thrift.write_struct(group))
            self._target.write(self._column.layout.with_groups(groups))

    def _rewrite(self) -> _Rewriting:
        """Copy the chunks before that of the column, and begin to write that."""
        number = len(self._moved)
        group = self._column.layout.group(number)
        shifts = array("q", [0] * len(_chunks(group)))
        order = _in_order(group)
        at = order.index(self._column.leaf.column)
        self._copy(group, shifts, order[:at])
        writer = ChunkWriter(self._column.style(group), self._target)
        return _Rewriting(group, shifts, order[at + 1 :], writer, self._column.values(number))

    def _end_group(self) -> None:
        rewritten = None
        if self._rewriting:
            group, shifts, rest, writer = self._rewriting.end()
            _put_chunk(group, self._column.leaf.column, writer)
            rewritten = offset_index(writer.pages)
            self._rewriting = None
        else:
            group = self._column.layout.group(len(self._moved))
            shifts, rest = array("q", [0] * len(_chunks(group))), _in_order(group)
        self._copy(group, shifts, rest)
        if Group.OFFSET in group and (starts := [start for start, length in map(place, _chunks(group)) if length]):
            group[Group.OFFSET] = Field(thrift.I64, min(starts))
        self._moved.append(_Moved(thrift.write_struct(group), shifts, rewritten))

    def _copy(self, group: Struct, shifts: array[int], columns: list[int]) -> None:
        """Copy chunks, and let what says where they stand say so."""
        for column in columns:
            chunk = _chunks(group)[column]
            start, length = place(chunk)
            shift = shifts[column] = self._target.count - start
            self._copy_bytes(start, length)
            meta = chunk[Chunk.META].value
            for number in (Meta.DATA, Meta.INDEX, Meta.DICTIONARY):
                if number in meta and meta[number].value:  # some writers say 0 for none
                    meta[number] = Field(thrift.I64, meta[number].value + shift)
            chunk[Chunk.OFFSET] = Field(thrift.I64, start + shift if chunk[Chunk.OFFSET].value == start else 0)

    def _bloom_filters(self, group: Struct) -> None:
        for chunk in _chunks(group):
            meta = chunk[Chunk.META].value
            if Meta.BLOOM in meta and Meta.BLOOM_LENGTH in meta:
                start, meta[Meta.BLOOM] = meta[Meta.BLOOM].value, Field(thrift.I64, self._target.count)
                self._copy_bytes(start, meta[Meta.BLOOM_LENGTH].value)
            else:  # without its length it cannot be copied; readers do without
                meta.pop(Meta.BLOOM, None)

    def _column_indexes(self, group: Struct) -> None:
        for chunk in _chunks(group):
            if Chunk.COLUMN_INDEX in chunk and Chunk.COLUMN_INDEX_LENGTH in chunk:
                start, chunk[Chunk.COLUMN_INDEX] = chunk[Chunk.COLUMN_INDEX].value, Field(thrift.I64, self._target.count)
                self._copy_bytes(start, chunk[Chunk.COLUMN_INDEX_LENGTH].value)

    def _offset_indexes(self, group: Struct, moved: _Moved) -> None:
        for column, chunk in enumerate(_chunks(group)):
            if Chunk.OFFSET_INDEX not in chunk or Chunk.OFFSET_INDEX_LENGTH not in chunk:
                continue
            data = moved.rewritten if column == self._column.leaf.column else None
            if data is None:
                self._file.seek(chunk[Chunk.OFFSET_INDEX].value)
                data = shifted_offset_index(self._file.read(chunk[Chunk.OFFSET_INDEX_LENGTH].value), moved.shifts[column])
            chunk[Chunk.OFFSET_INDEX] = Field(thrift.I64, self._target.count)
            chunk[Chunk.OFFSET_INDEX_LENGTH] = Field(thrift.I32, len(data))
            self._target.write(data)

    def _copy_bytes(self, start: int, length: int) -> None:
        self._file.seek(start)
        self._stored.copy(self._file, self._target, length)


class _Rewriting:
    """The column of a row group while it is written anew."""

    def __init__(self, group: Struct, shifts: array[int], rest: list[int], writer: ChunkWriter, values: Iterator[bytes | None]) -> None:
        self._group = group
        self._shifts = shifts
        self._rest = rest
        self._writer = writer
        self._values = values
        self._row = 0

    def replace(self, row: int, value: bytes) -> None:
        """Write the rows before that one as they were, and its new value."""
        while self._row < row:
            self._writer.add(next(self._values))
            self._row += 1
        next(self._values)
        self._writer.add(value)
        self._row += 1

    def end(self) -> tuple[Struct, array[int], list[int], ChunkWriter]:
        """Write the rows that are left; what remains to be done."""
        for value in self._values:
            self._writer.add(value)
        return self._group, self._shifts, self._rest, self._writer


class _Counting:
    """A target that knows how far it is."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.count = 0

    def write(self, data: bytes) -> int:
        self.count += len(data)
        return self._target.write(data)


def _put_chunk(group: Struct, column: int, writer: ChunkWriter) -> None:
    """Let a row group tell of the new chunk of a column."""
    chunk = _chunks(group)[column]
    old = chunk[Chunk.META].value
    new = writer.finish(old)
    chunk[Chunk.META] = Field(thrift.STRUCT, new)
    chunk[Chunk.OFFSET] = Field(thrift.I64, place(chunk)[0] if chunk[Chunk.OFFSET].value else 0)
    for number in (Chunk.COLUMN_INDEX, Chunk.COLUMN_INDEX_LENGTH):
        chunk.pop(number, None)  # it tells the least and greatest value of each page as it was
    for number, of in ((Group.BYTES, Meta.BYTES), (Group.PACKED, Meta.PACKED)):
        if number in group:
            group[number] = Field(thrift.I64, group[number].value + new[of].value - old[of].value)
    if Group.SORTING in group and any(sorting[1].value == column for sorting in group[Group.SORTING].value.values):
        del group[Group.SORTING]  # the new texts may be in another order


def _chunks(group: Struct) -> list[Struct]:
    chunks: list[Struct] = group[Group.COLUMNS].value.values
    return chunks


def _in_order(group: Struct) -> list[int]:
    """The columns of a row group, in the order in which their chunks stand in the file."""
    chunks = _chunks(group)
    return sorted(range(len(chunks)), key=lambda column: place(chunks[column])[0])

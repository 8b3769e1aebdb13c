"""Writes a column chunk of a Parquet file, of any size in little memory: pyarrow writes pieces of it, whose pages are put in a row."""

from __future__ import annotations

import io
from typing import Any, NamedTuple, Protocol

from textclean.batch.sources import thrift
from textclean.batch.sources.parquet_layout import (
    DATA_PAGE_V2,
    DICTIONARY_PAGE,
    Chunk,
    Group,
    Layout,
    Meta,
    Node,
    Page,
    pages,
    place,
)
from textclean.batch.sources.thrift import Elements, Field, Struct

_PIECE = 8 << 20  # bytes of values; writing takes some six times that
_PIECE_ROWS = 1 << 20
_REQUIRED = 0
_DELTAS = {6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY"}
_NULLS, _MAX, _MIN, _MAX_IS_EXACT, _MIN_IS_EXACT = 3, 5, 6, 7, 8  # Statistics


class Style(NamedTuple):
    """How a chunk is written."""

    codec: str
    nullable: bool
    dictionary: bool
    delta: str | None
    version: str
    checked: bool

    @classmethod
    def of(cls, located: list[Page], codec: str, node: Struct) -> Style:
        """That of a chunk, as its pages tell."""
        deltas = (_DELTAS.get(page.encoding) for page in located)
        return cls(
            codec,
            node[Node.REPETITION].value != _REQUIRED,
            any(page.kind == DICTIONARY_PAGE for page in located),
            next(filter(None, deltas), None),
            "2.0" if any(page.kind == DATA_PAGE_V2 for page in located) else "1.0",
            any(page.checked for page in located),
        )


class Target(Protocol):
    """Where the chunk goes; it knows how far it is."""

    count: int

    def write(self, data: bytes) -> int:
        """Write all of it."""


class ChunkWriter:
    """Takes values one by one. `pages` are those that were written, by their places in the target."""

    def __init__(self, style: Style, target: Target) -> None:
        self.pages: list[Page] = []
        self._style = style
        self._target = target
        self._values: list[bytes | None] = []
        self._size = 0
        self._pieces: list[Struct] = []

    def add(self, value: bytes | None) -> None:
        """The next value."""
        self._values.append(value)
        self._size += len(value or b"")
        if self._size >= _PIECE or len(self._values) >= _PIECE_ROWS:
            self._write()

    def finish(self, old: Struct) -> Struct:
        """The metadata of the chunk, given those of the one in whose place it stands."""
        if self._values or not self._pieces:
            self._write()
        new = {**old, Meta.CODEC: self._pieces[0][Meta.CODEC]}
        for number in (Meta.INDEX, Meta.DICTIONARY, Meta.STATISTICS, Meta.ENCODING_STATISTICS, Meta.BLOOM, Meta.BLOOM_LENGTH, Meta.SIZES):
            new.pop(number, None)
        for number in (Meta.BYTES, Meta.PACKED):
            new[number] = Field(thrift.I64, sum(piece[number].value for piece in self._pieces))
        encodings = sorted({encoding for piece in self._pieces for encoding in piece[Meta.ENCODINGS].value.values})
        new[Meta.ENCODINGS] = Field(thrift.LIST, Elements(thrift.I32, encodings))
        for page in self.pages:
            new.setdefault(Meta.DICTIONARY, Field(thrift.I64, page.start)) if page.kind == DICTIONARY_PAGE else None
        new[Meta.DATA] = Field(thrift.I64, next(page.start for page in self.pages if page.kind != DICTIONARY_PAGE))
        if Meta.STATISTICS in old and (statistics := _statistics(self._pieces)):
            new[Meta.STATISTICS] = Field(thrift.STRUCT, statistics)
        return new

    def _write(self) -> None:
        piece = io.BytesIO(_written(self._values, self._style, first=not self._pieces))
        self._values, self._size = [], 0
        chunk = Layout(piece, len(piece.getvalue())).group(0)[Group.COLUMNS].value.values[0]
        start, length = place(chunk)
        shift = self._target.count - start
        self.pages += [page._replace(start=page.start + shift) for page in pages(piece, start, length)]
        self._target.write(piece.getvalue()[start : start + length])
        self._pieces.append(chunk[Chunk.META].value)


def _written(values: list[bytes | None], style: Style, *, first: bool) -> bytes:
    """A file of one row group and one column. Only the first page of a chunk may be a dictionary, so only the first piece has one."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([pa.field("", pa.binary(), nullable=style.nullable)])
    table = pa.Table.from_arrays([pa.array(values, pa.binary())], schema=schema)
    out = pa.BufferOutputStream()
    dictionary = style.dictionary and first
    options: dict[str, Any] = {} if dictionary or not style.delta else {"column_encoding": {"": style.delta}}
    parquet.write_table(
        table,
        out,
        row_group_size=max(1, len(values)),
        compression=style.codec,
        use_dictionary=dictionary,
        data_page_version=style.version,
        write_page_checksum=style.checked,
        store_schema=False,
        **options,
    )
    data: bytes = out.getvalue().to_pybytes()
    return data


def _statistics(pieces: list[Struct]) -> Struct | None:
    """Those of the whole; the least and greatest value only where every piece tells its own, or has none but nulls."""
    told = [(piece[Meta.STATISTICS].value, piece[Meta.VALUES].value) for piece in pieces if Meta.STATISTICS in piece]
    if len(told) < len(pieces):
        return None
    nulls = [each[_NULLS].value for each, _ in told if _NULLS in each]
    whole = {_NULLS: Field(thrift.I64, sum(nulls))} if len(nulls) == len(told) else {}
    bounds = [each for each, values in told if not (_NULLS in each and each[_NULLS].value == values)]
    if bounds and all(_MAX in each and _MIN in each for each in bounds):
        whole[_MAX] = Field(thrift.BINARY, max(each[_MAX].value for each in bounds))
        whole[_MIN] = Field(thrift.BINARY, min(each[_MIN].value for each in bounds))
        for number in (_MAX_IS_EXACT, _MIN_IS_EXACT):
            if all(each[number].value for each in bounds if number in each):
                whole[number] = Field(thrift.TRUE, value=True)
    return whole or None

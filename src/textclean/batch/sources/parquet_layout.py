"""How a Parquet file is laid out: its footer, the chunk of each column in each row group, and the pages of a chunk.

Source: https://github.com/apache/parquet-format (README.md and src/main/thrift/parquet.thrift). Fields go
by numbers there; here they have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from textclean.batch.sources import thrift
from textclean.batch.sources.thrift import Field, NotThrift, Struct

MAGIC = b"PAR1"
ENCRYPTED_MAGIC = b"PARE"
BYTE_ARRAY = 6
REPEATED = 2
PLAIN, PLAIN_DICTIONARY, DELTA_LENGTH, RLE_DICTIONARY = 0, 2, 6, 8
DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2 = 0, 2, 3
CODECS = {0: "none", 1: "snappy", 2: "gzip", 4: "brotli", 5: "lz4", 6: "zstd", 7: "lz4"}

_MOST_FOOTER = 64 << 20  # 4,000 row groups of 100 columns come to about 40 MB
_PAGE_HEAD, _MOST_PAGE_HEAD = 1 << 10, 1 << 24  # bytes: most headers are shorter than the first; one may quote the least and greatest value


class Footer:
    """FileMetaData."""

    VERSION, SCHEMA, ROWS, GROUPS, ENCRYPTION = 1, 2, 3, 4, 8


class Node:
    """SchemaElement."""

    TYPE, REPETITION, NAME, CHILDREN, CONVERTED, LOGICAL = 1, 3, 4, 5, 6, 10


class Group:
    """RowGroup."""

    COLUMNS, BYTES, ROWS, SORTING, OFFSET, PACKED = 1, 2, 3, 4, 5, 6


class Chunk:
    """ColumnChunk."""

    PATH, OFFSET, META, OFFSET_INDEX, OFFSET_INDEX_LENGTH, COLUMN_INDEX, COLUMN_INDEX_LENGTH, CRYPTO = range(1, 9)


class Meta:
    """ColumnMetaData."""

    TYPE, ENCODINGS, PATH, CODEC, VALUES, BYTES, PACKED = 1, 2, 3, 4, 5, 6, 7
    DATA, INDEX, DICTIONARY, STATISTICS, ENCODING_STATISTICS, BLOOM, BLOOM_LENGTH, SIZES = 9, 10, 11, 12, 13, 14, 15, 16


class PageHeader:
    """PageHeader, and within it those of its kinds."""

    TYPE, BYTES, PACKED, CRC, DATA, DATA_V2 = 1, 2, 3, 4, 5, 8
    VALUES, ENCODING = 1, 2  # of a data page
    V2_ROWS, V2_ENCODING = 3, 4


class Broken(ValueError):
    """The file is not laid out as a Parquet file is."""


class Page(NamedTuple):
    """A page of a chunk: where its header begins, how long it is with its header, and what the header says."""

    start: int
    length: int
    kind: int
    size: int  # uncompressed, without the header
    rows: int  # of a flat column; 0 of a dictionary
    encoding: int
    checked: bool


class Leaf(NamedTuple):
    """A column of single values at the top of the schema: where it stands among all columns, and what the schema says."""

    column: int
    node: Struct


class Layout:
    """The footer of a file. Row groups are kept as their bytes, and read one at a time.

    Raises `Broken` when it is no Parquet file.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        file.seek(max(size - 8, 0))
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if size < 12 or tail[4:] not in {MAGIC, ENCRYPTED_MAGIC}:
            raise Broken("it does not end as a Parquet file does; it may be cut short")
        if tail[4:] == ENCRYPTED_MAGIC:
            raise Broken("it is encrypted")
        if length > min(_MOST_FOOTER, size - 12):
            raise Broken(f"its footer has {length:,} bytes")
        self.end = size - 8 - length  # of what the chunks may stand in
        file.seek(self.end)
        self._data = file.read(length)
        try:
            self._fields, _ = thrift.fields(self._data)
            self._groups, _ = thrift.elements(self._data, self._fields[Footer.GROUPS][1])
            self._schema = [thrift.read_struct(self._data, start)[0] for start, _ in self._elements(Footer.SCHEMA)]
        except (NotThrift, IndexError, KeyError) as error:
            raise Broken(f"its footer cannot be read: {error}") from error
        if Footer.ENCRYPTION in self._fields:
            raise Broken("it is encrypted")

    def _elements(self, number: int) -> list[tuple[int, int]]:
        return thrift.elements(self._data, self._fields[number][1])[0]

    @property
    def groups(self) -> int:
        """How many row groups there are."""
        return len(self._groups)

    def group(self, number: int) -> Struct:
        """A row group.

        Raises `Broken` when it points out of the file.
        """
        try:
            group, _ = thrift.read_struct(self._data, self._groups[number][0])
            chunks = group[Group.COLUMNS].value.values
            places = [place(chunk) for chunk in chunks]
            missing = group[Group.ROWS].value < 0 or any(Chunk.PATH in chunk or Chunk.CRYPTO in chunk for chunk in chunks)
        except (NotThrift, IndexError, KeyError, AttributeError, TypeError) as error:
            raise Broken(f"row group {number + 1} cannot be read: {error}") from error
        if missing:
            raise Broken(f"row group {number + 1} has columns that are encrypted or in other files")
        if any(length and not (len(MAGIC) <= start <= start + length <= self.end) for start, length in places):
            raise Broken(f"row group {number + 1} has columns outside of the file")
        if sum(length for _, length in places) > self.end:
            raise Broken(f"row group {number + 1} has columns that overlap")
        return group

    def top(self) -> dict[str, Leaf | None]:
        """The columns at the top of the schema by name; `None` for one that has others within it."""
        found: dict[str, Leaf | None] = {}
        at, index = 1, 0
        while at < len(self._schema):
            node = self._schema[at]
            start = at
            at, leaves = self._past(at)
            found[node[Node.NAME].value.decode("utf-8", "replace")] = Leaf(index, node) if at == start + 1 else None
            index += leaves
        return found

    def _past(self, at: int) -> tuple[int, int]:
        """Where the schema goes on after a node and all within it, and how many of these hold values."""
        pending, leaves = 1, 0
        while pending and at < len(self._schema):
            children = self._schema[at].get(Node.CHILDREN)
            pending += (children.value if children else 0) - 1
            leaves += not (children and children.value)
            at += 1
        return at, leaves

    def with_groups(self, groups: Sequence[bytes]) -> bytes:
        """The end of a file with other row groups: the footer with all else as it is, its length and the magic bytes."""
        out, last = bytearray(), 0
        for number, (kind, start, end) in sorted(self._fields.items()):
            value = thrift.list_head(thrift.STRUCT, len(groups)) + b"".join(groups) if number == Footer.GROUPS else self._data[start:end]
            out += thrift.field_head(number, kind, last) + value
            last = number
        out += b"\0"
        return bytes(out) + len(out).to_bytes(4, "little") + MAGIC


def place(chunk: Struct) -> tuple[int, int]:
    """Where the pages of a column chunk stand: start and length."""
    meta = chunk[Chunk.META].value
    told = (meta[number].value for number in (Meta.DATA, Meta.DICTIONARY) if number in meta)
    start: int = min((at for at in told if at), default=0)  # some writers say 0 for none
    length: int = meta[Meta.PACKED].value
    return start, length


def pages(file: BinaryIO, start: int, length: int) -> Iterator[Page]:
    """The pages of a chunk, by their headers.

    Raises `Broken` when the headers do not add up.
    """
    end = start + length
    while start < end:
        header, head = _header(file, start, end)
        try:
            page = _page(header, start, head)
        except (KeyError, AttributeError, TypeError) as error:
            raise Broken(f"the page at byte {start} cannot be read") from error
        if page.length <= head - 1 or page.size < 0 or page.rows < 0 or start + page.length > end:
            raise Broken(f"the page at byte {start} is not within its column")
        yield page
        start += page.length


def _header(file: BinaryIO, start: int, end: int) -> tuple[Struct, int]:
    most = _PAGE_HEAD
    while True:
        file.seek(start)
        data = file.read(min(most, end - start))
        try:
            return thrift.read_struct(data)
        except IndexError:
            if len(data) == end - start or most > _MOST_PAGE_HEAD:
                raise Broken(f"the page at byte {start} is cut short") from None
            most *= 8
        except NotThrift as error:
            raise Broken(f"the page at byte {start} cannot be read: {error}") from error


def _page(header: Struct, start: int, head: int) -> Page:
    kind, size, packed = (header[number].value for number in (PageHeader.TYPE, PageHeader.BYTES, PageHeader.PACKED))
    if kind == DATA_PAGE:
        data = header[PageHeader.DATA].value
        rows, encoding = data[PageHeader.VALUES].value, data[PageHeader.ENCODING].value
    elif kind == DATA_PAGE_V2:
        data = header[PageHeader.DATA_V2].value
        rows, encoding = data[PageHeader.V2_ROWS].value, data[PageHeader.V2_ENCODING].value
    else:
        rows, encoding = 0, PLAIN
    return Page(start, head + packed, kind, size, rows, encoding, PageHeader.CRC in header)


def offset_index(located: Sequence[Page]) -> bytes:
    """The OffsetIndex of the data pages among these."""
    places, row = [], 0
    for page in located:
        if page.kind != DICTIONARY_PAGE:
            values = ((1, thrift.I64, page.start), (2, thrift.I32, page.length), (3, thrift.I64, row))
            places.append({number: Field(kind, value) for number, kind, value in values})
            row += page.rows
    return thrift.write_struct({1: Field(thrift.LIST, thrift.Elements(thrift.STRUCT, places))})


def shifted_offset_index(data: bytes, shift: int) -> bytes:
    """An OffsetIndex whose pages moved by so many bytes."""
    index, _ = thrift.read_struct(data)
    for page in index[1].value.values:
        page[1] = Field(thrift.I64, page[1].value + shift)
    return thrift.write_struct(index)

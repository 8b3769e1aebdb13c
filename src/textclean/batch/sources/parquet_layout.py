"""How a Parquet file is laid out: its footer, the chunk of each column in each row group, and the pages of a chunk.

Source: https://github.com/apache/parquet-format (README.md and src/main/thrift/parquet.thrift). Fields go
by numbers there; here they have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
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
    NEEDS = MappingProxyType({NAME: thrift.BINARY})
    MAY = MappingProxyType({**dict.fromkeys((TYPE, REPETITION, CHILDREN, CONVERTED), thrift.I32), LOGICAL: thrift.STRUCT})


class Group:
    """RowGroup."""

    COLUMNS, BYTES, ROWS, SORTING, OFFSET, PACKED = 1, 2, 3, 4, 5, 6
    NEEDS = MappingProxyType({COLUMNS: thrift.LIST, BYTES: thrift.I64, ROWS: thrift.I64})
    MAY = MappingProxyType({SORTING: thrift.LIST, OFFSET: thrift.I64, PACKED: thrift.I64})


class Chunk:
    """ColumnChunk."""

    PATH, OFFSET, META, OFFSET_INDEX, OFFSET_INDEX_LENGTH, COLUMN_INDEX, COLUMN_INDEX_LENGTH, CRYPTO = range(1, 9)
    NEEDS = MappingProxyType({OFFSET: thrift.I64, META: thrift.STRUCT})
    MAY = MappingProxyType(
        {OFFSET_INDEX: thrift.I64, OFFSET_INDEX_LENGTH: thrift.I32, COLUMN_INDEX: thrift.I64, COLUMN_INDEX_LENGTH: thrift.I32}
    )


class Meta:
    """ColumnMetaData."""

    TYPE, ENCODINGS, PATH, CODEC, VALUES, BYTES, PACKED = 1, 2, 3, 4, 5, 6, 7
    DATA, INDEX, DICTIONARY, STATISTICS, ENCODING_STATISTICS, BLOOM, BLOOM_LENGTH, SIZES = 9, 10, 11, 12, 13, 14, 15, 16
    NEEDS = MappingProxyType(
        {TYPE: thrift.I32, ENCODINGS: thrift.LIST, CODEC: thrift.I32, **dict.fromkeys((VALUES, BYTES, PACKED, DATA), thrift.I64)}
    )
    MAY = MappingProxyType({**dict.fromkeys((INDEX, DICTIONARY, BLOOM), thrift.I64), BLOOM_LENGTH: thrift.I32})


class PageHeader:
    """PageHeader, and within it those of its kinds."""

    TYPE, BYTES, PACKED, CRC = 1, 2, 3, 4
    DATA_PAGES = MappingProxyType({DATA_PAGE: (5, 1, 2), DATA_PAGE_V2: (8, 3, 4)})  # the field; in it those of rows and encoding
    NEEDS = MappingProxyType(dict.fromkeys((TYPE, BYTES, PACKED), thrift.I32))
    MAY = MappingProxyType({CRC: thrift.I32})


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
        for node in self._schema:
            _check(node, Node.NEEDS, Node.MAY)
        self._leaves = sum(not _children(node) for node in self._schema)
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
        name = f"row group {number + 1}"
        try:
            group, _ = thrift.read_struct(self._data, self._groups[number][0])
            chunks = _chunks(group)
        except (NotThrift, IndexError) as error:
            raise Broken(f"{name} cannot be read: {error}") from error
        if len(chunks) != self._leaves or group[Group.ROWS].value < 0:
            raise Broken(f"{name} does not have the columns that the schema has")
        if any(Chunk.PATH in chunk or Chunk.CRYPTO in chunk for chunk in chunks):
            raise Broken(f"{name} has columns that are encrypted or in other files")
        for start, length in (part for chunk in chunks for part in (place(chunk), *_beside(chunk))):
            if length and not (len(MAGIC) <= start <= start + length <= self.end):
                raise Broken(f"{name} has columns outside of the file")
        if sum(place(chunk)[1] for chunk in chunks) > self.end:
            raise Broken(f"{name} has columns that overlap")
        return group

    def top(self) -> list[tuple[str, Leaf | None]]:
        """The columns at the top of the schema with their names; `None` for one that has others within it."""
        found: list[tuple[str, Leaf | None]] = []
        at, index = 1, 0
        while at < len(self._schema):
            node = self._schema[at]
            start = at
            at, leaves = self._past(at)
            if at == start + 1:
                _check(node, dict.fromkeys((Node.TYPE, Node.REPETITION), thrift.I32), {})
            found.append((node[Node.NAME].value.decode("utf-8", "replace"), Leaf(index, node) if at == start + 1 else None))
            index += leaves
        return found

    def _past(self, at: int) -> tuple[int, int]:
        """Where the schema goes on after a node and all within it, and how many of these hold values."""
        pending, leaves = 1, 0
        while pending and at < len(self._schema):
            children = _children(self._schema[at])
            pending += children - 1
            leaves += not children
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
        page = _page(header, start, head)
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
    _check(header, PageHeader.NEEDS, PageHeader.MAY)
    kind, size, packed = (header[number].value for number in (PageHeader.TYPE, PageHeader.BYTES, PageHeader.PACKED))
    rows, encoding = 0, PLAIN
    if kind in {DATA_PAGE, DATA_PAGE_V2}:
        number, *told = PageHeader.DATA_PAGES[kind]
        _check(header, {number: thrift.STRUCT}, {})
        data = header[number].value
        _check(data, dict.fromkeys(told, thrift.I32), {})
        rows, encoding = (data[field].value for field in told)
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
    try:
        index, _ = thrift.read_struct(data)
    except (NotThrift, IndexError) as error:
        raise Broken(f"a page index cannot be read: {error}") from error
    _check(index, {1: thrift.LIST}, {})
    for page in _structs(index[1]):
        _check(page, {1: thrift.I64}, {})
        page[1] = Field(thrift.I64, page[1].value + shift)
    return thrift.write_struct(index)


def _chunks(group: Struct) -> list[Struct]:
    """The column chunks of a row group, which have all that is read of them."""
    _check(group, Group.NEEDS, Group.MAY)
    for sorting in _structs(group.get(Group.SORTING)):
        _check(sorting, {1: thrift.I32}, {})
    chunks = _structs(group[Group.COLUMNS])
    for chunk in chunks:
        _check(chunk, Chunk.NEEDS, Chunk.MAY)
        _check(chunk[Chunk.META].value, Meta.NEEDS, Meta.MAY)
    return chunks


def _beside(chunk: Struct) -> Iterator[tuple[int, int]]:
    """Where indexes and Bloom filters of a chunk stand."""
    meta = chunk[Chunk.META].value
    for holder, at, length in (
        (chunk, Chunk.OFFSET_INDEX, Chunk.OFFSET_INDEX_LENGTH),
        (chunk, Chunk.COLUMN_INDEX, Chunk.COLUMN_INDEX_LENGTH),
        (meta, Meta.BLOOM, Meta.BLOOM_LENGTH),
    ):
        if at in holder and length in holder:
            yield holder[at].value, holder[length].value


def _check(struct: Struct, needs: Mapping[int, int], may: Mapping[int, int]) -> None:
    """See to it that a structure has its fields, of the types that they are read as."""
    for number, kind in needs.items():
        if number not in struct:
            raise Broken(f"field {number} is missing where it must not be")
        _check(struct, {}, {number: kind})
    for number, kind in may.items():
        if number in struct and struct[number].type != kind:
            raise Broken(f"field {number} has the wrong type")


def _structs(field: Field | None) -> list[Struct]:
    if field is None:
        return []
    if field.value.type != thrift.STRUCT and field.value.values:
        raise Broken("a list is not of structures")
    values: list[Struct] = field.value.values
    return values


def _children(node: Struct) -> int:
    count: int = node[Node.CHILDREN].value if Node.CHILDREN in node else 0
    return count

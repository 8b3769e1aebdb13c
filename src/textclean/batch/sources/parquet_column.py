"""The one column of a Parquet file that is cleaned, a few rows at a time."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

from textclean.batch.documents import DocumentError
from textclean.batch.sources.jsonl import field_path
from textclean.batch.sources.parquet_alone import WithFooter, alone
from textclean.batch.sources.parquet_chunks import Style
from textclean.batch.sources.parquet_layout import (
    BYTE_ARRAY,
    CODECS,
    DELTA_LENGTH,
    DICTIONARY_PAGE,
    PLAIN,
    PLAIN_DICTIONARY,
    REPEATED,
    RLE_DICTIONARY,
    Broken,
    Chunk,
    Group,
    Layout,
    Leaf,
    Meta,
    Node,
    Page,
    pages,
    place,
)
from textclean.batch.sources.source import Reading
from textclean.batch.sources.stored import Stored
from textclean.batch.sources.thrift import Struct

_AT_ONCE = 4 << 20  # bytes of values that are decoded together
_ROWS_AT_ONCE = 1024
_STRING_LOGICAL, _STRING_CONVERTED = 1, 0


class Column:
    """The one column of a file, by row groups."""

    def __init__(self, stored: Stored, reading: Reading) -> None:
        self._stored = stored
        self._parquet = _pyarrow_parquet(stored.path)
        self._file = stored.bytes()
        self.layout = Layout(self._file, stored.size)
        names = field_path(reading.field)
        self.name = names[0] if len(names) == 1 else reading.field
        self.leaf = _leaf(self.layout, self.name)
        self._rows: list[int] = []
        self._at_once: list[int] = []
        for number in range(self.layout.groups):
            group = self.layout.group(number)
            self._rows.append(group[Group.ROWS].value)
            self._at_once.append(self._rows_at_once(number, group, reading.max_page))

    def chunk(self, group: Struct) -> Struct:
        """The chunk of the column in a row group."""
        chunk: Struct = group[Group.COLUMNS].value.values[self.leaf.column]
        return chunk

    def style(self, group: Struct) -> Style:
        """How the chunk of the column in a row group is written."""
        return Style.of(self.pages(group), CODECS[self.chunk(group)[Chunk.META].value[Meta.CODEC].value], self.leaf.node)

    def pages(self, group: Struct) -> list[Page]:
        """The pages of the column in a row group."""
        return list(pages(self._file, *place(self.chunk(group))))

    def values(self, number: int) -> Iterator[bytes | None]:
        """The values of the column in a row group, as they are stored: not every writer sees to it that they are UTF-8.

        Raises `Broken` when there are fewer or more than the group has rows.
        """
        group = self.layout.group(number)
        left: int = group[Group.ROWS].value
        if not left:
            return
        only = io.BufferedReader(WithFooter(self._stored.bytes(), self.layout.end, alone(group, self.leaf)), 1 << 20)
        file = self._parquet.ParquetFile(only, pre_buffer=False, buffer_size=1 << 20)
        for batch in file.iter_batches(self._at_once[number], use_threads=False):
            left -= batch.num_rows
            values: list[bytes | None] = batch.column(0).to_pylist()
            yield from values
        if left:
            raise Broken(f"row group {number + 1} has not as many rows as it says")

    def _rows_at_once(self, number: int, group: Struct, most: int) -> int:
        """How many rows may be decoded together: a small page may stand for values of any size."""
        if self.chunk(group)[Chunk.META].value[Meta.CODEC].value not in CODECS:
            raise Broken("its kind of compression is not known")
        located = self.pages(group)
        for page in located:
            if page.size > most:
                raise Broken(f"row group {number + 1} has a page of {page.size:,} bytes; the most is {most:,}")
        if sum(page.rows for page in located) != group[Group.ROWS].value:
            raise Broken(f"row group {number + 1} has not as many values as rows")
        dictionary = max((page.size for page in located if page.kind == DICTIONARY_PAGE), default=0)
        return max(1, min([_ROWS_AT_ONCE, *(_AT_ONCE // max(1, _largest(page, dictionary)) for page in located if page.rows)]))


@contextlib.contextmanager
def reading_errors(stored: Stored) -> Iterator[None]:
    """Turns what goes wrong while a file is read into a `DocumentError` with its path."""
    try:
        with stored.reading():
            yield
    except Broken as error:
        raise DocumentError(f"{stored.path}: cannot be used as Parquet: {error}") from error
    except Exception as error:
        if type(error).__module__ == "pyarrow.lib":
            raise DocumentError(f"{stored.path}: cannot be read as Parquet: {error}") from error
        raise


def _pyarrow_parquet(path: str) -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise DocumentError(f"{path}: reading Parquet needs pyarrow; pip install 'textclean-rules[parquet]'") from error
    return parquet


def _leaf(layout: Layout, name: str) -> Leaf:
    named = [leaf for each, leaf in layout.top() if each == name]
    if len(named) != 1:
        has = ", ".join(each for each, _ in layout.top())
        raise Broken(f"{'more than one' if named else 'no'} column {name!r}, it has {has}; give --field")
    (leaf,) = named
    if leaf is None or leaf.node[Node.REPETITION].value == REPEATED:
        raise Broken(f"the column {name!r} has others within it; only columns of strings are cleaned")
    logical, converted = leaf.node.get(Node.LOGICAL), leaf.node.get(Node.CONVERTED)
    is_string = _STRING_LOGICAL in logical.value if logical else converted is not None and converted.value == _STRING_CONVERTED
    if leaf.node[Node.TYPE].value != BYTE_ARRAY or not is_string:
        raise Broken(f"the column {name!r} is not of strings")
    return leaf


def _largest(page: Page, dictionary: int) -> int:
    """How many bytes a row of a page comes to: of plain values on average, of others, which may repeat what stands once, at most."""
    if page.encoding in {PLAIN, DELTA_LENGTH}:
        return page.size // page.rows
    return dictionary if page.encoding in {PLAIN_DICTIONARY, RLE_DICTIONARY} else page.size

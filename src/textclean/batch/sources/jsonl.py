"""JSON lines: a document in one field of each record."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from textclean.batch.documents import DocumentError, UnencodableError
from textclean.batch.sources.json_tokens import BYTES, NotJson, Span, find, read_string, spelling, text_of, token_of
from textclean.batch.sources.source import Item, Reading
from textclean.batch.sources.stored import BUFFER, Opened, Stored

_BLANK = re.compile(rb"[ \t\r\n]*+")
_OBJECT = re.compile(rb"[ \t\r\n]*+\{")
_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_KINDS = {b"{": "an object", b"[": "an array", b"t": "a truth value", b"f": "a truth value"}


class _Line(NamedTuple):
    """A line's length in bytes with its end, and the token in it."""

    length: int
    token: Span = Span(0, 0)


class JsonlSource(Opened):
    """A file of JSON lines. Nothing but the one string in a record is ever written anew; a line in memory at a time.

    Only \\n ends a record. A line that is no JSON object, or holds something other than a string, is a problem; one
    without the field is not.
    """

    def __init__(self, stored: Stored, reading: Reading) -> None:
        super().__init__(stored)
        self.rewritable = stored.rewritable
        self._reading = reading
        self._field = field_path(reading.field)
        self._records = self._with_field = self._stray = 0

    @property
    def note(self) -> str | None:
        """What the records came to, if it is odd."""
        if self._records and not self._with_field:
            return f"no record has the field {self._reading.field!r}; give --field"
        if self._stray:
            return f"{self._stray} records hold bytes that are not UTF-8, as JSON is; they stay as they are"
        return None

    def items(self) -> Iterator[Item]:
        """The records."""
        with self._stored.reading(), self._stored.contents() as stream:
            number = 0
            while line := stream.readline(self._reading.max_line + 1):
                number += 1
                if number == 1 and line.startswith(_OTHER_MARKS):
                    raise DocumentError(f"{self.path}: is UTF-16; JSON lines are UTF-8: convert it first")
                if len(line) > self._reading.max_line:
                    length = len(line) + (0 if line.endswith(b"\n") else _rest(stream))
                    problem = f"the line has {length:,} bytes; the most is {self._reading.max_line:,}"
                    yield Item(number, None, {}, problem, _Line(length))
                else:
                    yield self._item(number, line)

    def _item(self, number: int, line: bytes) -> Item:
        start = len(_MARK) if number == 1 and line.startswith(_MARK) else 0
        held = {"record": number, "field": self._reading.field}
        raw = _Line(len(line))
        if _BLANK.fullmatch(line, start):
            return Item(number, None, held, None, raw)
        try:
            span = find(line, self._field, start)
        except NotJson as error:
            return Item(number, None, held, f"not JSON: {error}", raw)
        if not _OBJECT.match(line, start):
            return Item(number, None, held, "not a JSON object", raw)
        self._records += 1
        if span is None:
            return Item(number, None, held, None, raw)
        self._with_field += 1
        return self._string(Item(number, None, held, None, _Line(len(line), span)), line[span.start : span.end])

    def _string(self, item: Item, token: bytes) -> Item:
        if token == b"null":
            return item
        if not token.startswith(b'"'):
            kind = _KINDS.get(token[:1], "a number")
            return item._replace(problem=f"the field {self._reading.field!r} is {kind}, not a string")
        if len(token) - 2 > self._reading.max_document:
            return item._replace(problem=f"the document has {len(token) - 2:,} bytes; the most is {self._reading.max_document:,}")
        try:
            spelled = spelling(token)
        except NotJson as error:
            return item._replace(problem=str(error))
        self._stray += spelled == BYTES
        text, usual = read_string(token, spelled)
        held = {**item.held, "spelled": spelled}
        if not usual:
            held["token"] = token.decode("utf-8", "surrogateescape")
        return item._replace(text=text, held=held)

    def sink(self, target: BinaryIO) -> JsonlSink:
        """A copy of the file into `target`."""
        return JsonlSink(self._stored, target)


class JsonlSink:
    """Reads the file again beside the source, and puts other tokens in place."""

    def __init__(self, stored: Stored, target: BinaryIO) -> None:
        self._stored = stored
        self._stream = stored.contents()
        self._target = target
        self._packed: BinaryIO | None = None
        self._behind = 0  # bytes that are unchanged and not yet copied

    def write(self, item: Item, text: str | None = None, held: Mapping[str, Any] | None = None) -> None:
        """As `Sink.write`."""
        length, (start, end) = item.raw
        if text is None:
            self._behind += length
            return
        token = self._token(item, text, held or {})
        with self._stored.reading():
            self._packed = self._packed or self._stored.repacked(self._target)
            self._stored.copy(self._stream, self._packed, self._behind + start)
            self._packed.write(token)
            self._stored.copy(self._stream, None, end - start)
        self._behind = length - end

    def _token(self, item: Item, text: str, held: Mapping[str, Any]) -> bytes:
        where = f"{self._stored.path}:{item.number}"
        if item.text is None:
            raise DocumentError(f"{where}: there is no text to replace")
        if "token" not in held:
            try:
                return token_of(text, held.get("spelled", item.held["spelled"]))
            except NotJson as error:
                raise UnencodableError(f"{where}: {error}") from error
        token: bytes = held["token"].encode("utf-8", "surrogateescape")
        with contextlib.suppress(ValueError):
            if text_of(token) == text:
                return token
        raise DocumentError(f"{where}: the token that was kept is of another text")

    def finish(self) -> None:
        """Copy what is left; the whole file as it is, compressed or not, where nothing changed."""
        with self._stored.reading():
            if self._packed:
                self._stored.copy(self._stream, self._packed, self._behind)
                self._packed.close()
            else:
                self._stored.copy(self._stored.bytes(), self._target, self._stored.size)
        self._stream.close()


def field_path(field: str) -> list[str]:
    """The names that a field, or a JSON Pointer (RFC 6901) through objects, goes by.

    >>> field_path("text"), field_path("/article/body"), field_path("/a~1b")
    (['text'], ['article', 'body'], ['a/b'])
    """
    if not field.startswith("/"):
        return [field]
    return [name.replace("~1", "/").replace("~0", "~") for name in field[1:].split("/")]


def _rest(stream: BinaryIO) -> int:
    """How many bytes are left of a line; they are read past."""
    length = 0
    while piece := stream.readline(BUFFER):
        length += len(piece)
        if piece.endswith(b"\n"):
            break
    return length

"""Where a value stands in the bytes of a JSON text, so that it can be replaced and nothing else.

Parsing and writing again keeps hardly a line byte for byte: 1.10 becomes 1.1, blanks go, equal names are merged. Here the text is checked
against the grammar of RFC 8259 (and NaN and Infinity, as Python's `json` is) by a few patterns over its bytes, without building values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_WS = rb"[ \t\n\r]*+"
_STRING = rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*+)*+"'
_SCALAR = rb"(?:" + _STRING + rb"|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+|true|false|null|NaN|-?Infinity)"
_KEY = _STRING + _WS + rb":" + _WS
_COMMA = _WS + rb"," + _WS


def _value(depth: int) -> bytes:
    """A pattern of scalars, and of arrays and objects so many deep."""
    if not depth:
        return _SCALAR
    parts = {b"in": _value(depth - 1), b"ws": _WS, b"key": _KEY, b"scalar": _SCALAR}
    array = rb"\[%(ws)b(?:%(in)b%(ws)b(?:,%(ws)b(?!\])|(?=\])))*+\]" % parts
    members = rb"\{%(ws)b(?:%(key)b%(in)b%(ws)b(?:,%(ws)b(?!\})|(?=\})))*+\}" % parts
    return rb"(?:%b|%b|%b)" % (_SCALAR, array, members)


_SHALLOW = _value(3)  # most of what there is, in one step; compiling takes 15 ms, and twice that with each level
_FLAT = re.compile(_SHALLOW)
_OPEN = re.compile(rb"\[%b|(\{)%b%b" % (_WS, _WS, _KEY))
_NEXT_ELEMENT = re.compile(rb"%b(?:(,)%b|\])" % (_WS, _WS))
_NEXT_MEMBER = re.compile(rb"%b(?:(,)%b%b|\})" % (_WS, _WS, _KEY))
_BLANK = re.compile(_WS)
_MEMBER = re.compile(rb"%b(%b)%b:%b" % (_WS, _STRING, _WS, _WS))
_WHOLE_MEMBER = re.compile(rb"%b(%b)%b:%b(%b)%b(?:(,)|\})" % (_WS, _STRING, _WS, _WS, _SHALLOW, _WS))
_AFTER = re.compile(rb"%b(?:(,)|\})" % _WS)
_EMPTY = re.compile(rb"\{%b\}" % _WS)

# A piece ends where no escape, pair of escapes, or character is cut in two: escapes are at most six bytes long.
_PIECE = re.compile(rb".{1,262144}+(?:.*?(?<=[^\\]{5})(?=[^\\\x80-\xbf]|\\(?!u[dD][c-fC-F]))|.*+)", re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_STRAY = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_STRAY_ESCAPE = re.compile(rb"\\u[dD][cC][89a-fA-F]")

ASCII, UTF_8, BYTES = "ascii", "utf-8", "bytes"
"""How a string is written: with escapes for all that is not ASCII; as UTF-8; as UTF-8 with stray bytes."""


class NotJson(ValueError):
    """The bytes are not one JSON value."""


class Span(NamedTuple):
    """The bytes of a value."""

    start: int
    end: int


def find(data: bytes, path: Sequence[str], at: int = 0) -> Span | None:
    """The value that a path of member names leads to, in the JSON text from `at` on; `None` if there is none.

    Of equal names in an object the last counts, as for nearly every reader.

    Raises `NotJson` when the bytes are not one JSON value, wherever the fault is.

    >>> find(b'{"id": 1.10, "text": "a"}', ["text"])
    Span(start=21, end=24)
    >>> find(b'{"a": {"b": "x"}, "a": {"b": "y"}}', ["a", "b"])
    Span(start=29, end=32)
    """
    start = _BLANK.match(data, at).end()  # type: ignore[union-attr]
    here: Span | None = Span(start, _value_end(data, start)) if data[start : start + 1] != b"{" else None
    end, member = (here.end, None) if here else _member(data, start, path[0])
    if (end := _BLANK.match(data, end).end()) != len(data):  # type: ignore[union-attr]
        raise NotJson(f"more than one value at byte {end + 1}")
    for name in path[1:]:
        if member is None or data[member.start : member.start + 1] != b"{":
            return None
        _, member = _member(data, member.start, name)
    return member


def _member(data: bytes, at: int, name: str) -> tuple[int, Span | None]:
    """Where the object ends, and the value of its last member of that name."""
    if empty := _EMPTY.match(data, at):
        return empty.end(), None
    plain = _plain(name)
    found = None
    at += 1
    while True:
        if whole := _WHOLE_MEMBER.match(data, at):
            key, value, at, more = whole[1], Span(*whole.span(2)), whole.end(), whole[3]
        else:
            key, value, at, more = _deep_member(data, at)
        if key == plain or (b"\\" in key and text_of(key) == name):
            found = value
        if not more:
            return at, found


def _deep_member(data: bytes, at: int) -> tuple[bytes, Span, int, bytes | None]:
    """Name and value of a member, where the next begins, and whether there is one."""
    member = _MEMBER.match(data, at)
    if not member:
        raise NotJson(f"a name in quotes and a colon expected at byte {at + 1}")
    end = _value_end(data, member.end())
    after = _AFTER.match(data, end)
    if not after:
        raise NotJson(f"a comma or closing brace expected at byte {end + 1}")
    return member[1], Span(member.end(), end), after.end(), after[1]


@lru_cache(maxsize=16)
def _plain(name: str) -> bytes:
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _value_end(data: bytes, at: int) -> int:
    """Where the value that begins at `at` ends."""
    pending = []  # what may follow in each array and object that is open
    while True:
        if flat := _FLAT.match(data, at):
            at = flat.end()
        elif opened := _OPEN.match(data, at):
            pending.append(_NEXT_MEMBER if opened[1] else _NEXT_ELEMENT)
            at = opened.end()
            continue
        else:
            raise NotJson(f"a value expected at byte {at + 1}")
        while pending:
            step = pending[-1].match(data, at)
            if not step:
                raise NotJson(f"a comma or closing bracket expected at byte {at + 1}")
            at = step.end()
            if step[1]:
                break
            pending.pop()
        else:
            return at


def text_of(token: bytes) -> str:
    """The text of a string token; stray bytes become lone surrogates."""
    if b"\\" not in token:
        return token[1:-1].decode("utf-8", "surrogateescape")
    return "".join(map(_text_of_piece, _pieces(token)))


def read_string(token: bytes, spelled: str) -> tuple[str, bool]:
    r"""The text of a string token that is spelled so, and whether `token_of` gives the token again from it.

    >>> read_string(rb'"a\/b"', ASCII)
    ('a/b', False)
    """
    if b"\\" not in token:
        return text_of(token), True
    pieces = [(piece, _text_of_piece(piece)) for piece in _pieces(token)]
    usual = all(_token_of_piece(text, spelled) == b'"%b"' % piece for piece, text in pieces)
    return "".join(text for _, text in pieces), usual


def _pieces(token: bytes) -> Iterator[bytes]:
    """What stands between the quotes, in pieces: reading one of 50 MB at once takes up to half a gigabyte."""
    return (match[0] for match in _PIECE.finditer(token, 1, len(token) - 1))


def _text_of_piece(piece: bytes) -> str:
    text: str = json.loads(f'"{piece.decode("utf-8", "surrogateescape")}"')
    return text


def spelling(token: bytes) -> str:
    """How a string token is written: `ASCII`, `UTF_8` or `BYTES`.

    Raises `NotJson` when it has stray bytes and escapes that read like some.
    """
    if token.isascii():
        return ASCII
    try:
        token.decode()
    except UnicodeDecodeError:
        if _STRAY_ESCAPE.search(token):
            raise NotJson("bytes that are not UTF-8 stand beside escapes that cannot be told from them") from None
        return BYTES
    return UTF_8


def token_of(text: str, spelled: str) -> bytes:
    """A string token for a text.

    Raises `NotJson` when the token would read as another text: two halves of a surrogate pair that were apart meet.

    >>> token_of('"é"', "ascii"), token_of("é", "utf-8")
    (b'"\\\\"\\\\u00e9\\\\""', b'"\\xc3\\xa9"')
    """
    token = _token_of_piece(text, spelled)
    if not text.isascii() and _SURROGATES.search(text) and text_of(token) != text:
        raise NotJson("halves of characters or stray bytes that came together would read as another text")
    return token


def _token_of_piece(text: str, spelled: str) -> bytes:
    if spelled == ASCII:
        return json.dumps(text).encode("ascii")
    escaped = _NOT_STRAY if spelled == BYTES else _SURROGATES
    return escaped.sub(_escape, json.dumps(text, ensure_ascii=False)).encode("utf-8", "surrogateescape")


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"

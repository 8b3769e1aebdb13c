"""Thrift's compact protocol, in which Parquet keeps what it says of itself: structures as plain data, with fields that nobody here knows.

Generated readers drop the fields that they were not generated for; here a structure that is read and written again is the same
bytes, if it was in the usual form. Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID = range(1, 14)
_DEEPEST = 32  # Parquet nests 6 deep
_LONGEST = 10  # bytes of a number of 64 bits

Struct = dict[int, "Field"]
"""A structure: its fields by number."""


class NotThrift(ValueError):
    """The bytes are no structure."""


class Field(NamedTuple):
    """A value with its type. That of a list or set is `Elements`, of a structure `Struct`, of a map, as of what is rare, its bytes."""

    type: int
    value: Any


class Elements(NamedTuple):
    """The elements of a list or set, of one type."""

    type: int
    values: list[Any]


def read_struct(data: bytes, at: int = 0) -> tuple[Struct, int]:
    """The structure that begins at `at`, and where it ends.

    Raises `NotThrift`; `IndexError` when the bytes end before the structure does.

    >>> read_struct(b"\\x15\\x02\\x18\\x01a\\x00")
    ({1: Field(type=5, value=1), 2: Field(type=8, value=b'a')}, 6)
    """
    return _read_struct(data, at, 0)


def elements(data: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where the structures of a list begin and end, and where the list ends; without keeping what is in them."""
    kind, count, at = _list_head(data, at)
    if kind != STRUCT:
        raise NotThrift("a list of structures expected")
    places = []
    for _ in range(count):
        end = _skip(data, at, STRUCT, 0)
        places.append((at, end))
        at = end
    return places, at


def fields(data: bytes, at: int = 0) -> tuple[dict[int, tuple[int, int, int]], int]:
    """The fields of the structure at `at`, each as its type, start and end; and where the structure ends."""
    found = {}
    number = 0
    while head := data[at]:
        kind, number, at = _field_head(data, at, head, number)
        end = at if kind in {TRUE, FALSE} else _skip(data, at, kind, 1)
        found[number] = (kind, at, end)
        at = end
    return found, at + 1


def write_struct(struct: Struct) -> bytes:
    """The bytes of a structure.

    >>> write_struct({1: Field(I32, 1), 2: Field(BINARY, b"a")})
    b'\\x15\\x02\\x18\\x01a\\x00'
    """
    out = bytearray()
    last = 0
    for number, (kind, value) in sorted(struct.items()):
        out += field_head(number, kind, last) + _written(kind, value)
        last = number
    return bytes(out) + b"\0"


def field_head(number: int, kind: int, last: int) -> bytes:
    """What stands before a field's value, after the field `last`."""
    step = number - last
    return bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _varint(_zigzag(number))


def list_head(kind: int, count: int) -> bytes:
    """What stands before the elements of a list."""
    return bytes([count << 4 | kind]) if count < 15 else bytes([0xF0 | kind]) + _varint(count)


def _read_struct(data: bytes, at: int, depth: int) -> tuple[Struct, int]:
    struct: Struct = {}
    number = 0
    while head := data[at]:
        kind, number, at = _field_head(data, at, head, number)
        value, at = (kind == TRUE, at) if kind in {TRUE, FALSE} else _read(data, at, kind, depth + 1)
        struct[number] = Field(kind, value)
    return struct, at + 1


def _read(data: bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise NotThrift("too deep")
    if kind in {I16, I32, I64}:
        number, at = _number(data, at)
        return (number >> 1) ^ -(number & 1), at
    if kind == STRUCT:
        return _read_struct(data, at, depth)
    if kind in {LIST, SET}:
        of, count, at = _list_head(data, at)
        values = []
        for _ in range(count):
            value, at = (data[at] == TRUE, at + 1) if of in {TRUE, FALSE} else _read(data, at, of, depth + 1)
            values.append(value)
        return Elements(of, values), at
    start = at
    at = _skip(data, at, kind, depth)
    if kind == BINARY:
        start = _number(data, start)[1]
    return data[start:at], at


def _skip(data: bytes, at: int, kind: int, depth: int) -> int:
    """Where a value ends."""
    if depth > _DEEPEST:
        raise NotThrift("too deep")
    if kind in {I16, I32, I64}:
        return _number(data, at)[1]
    if kind == STRUCT:
        number = 0
        while head := data[at]:
            of, number, at = _field_head(data, at, head, number)
            at = at if of in {TRUE, FALSE} else _skip(data, at, of, depth + 1)
        return at + 1
    if kind in {LIST, SET}:
        of, count, at = _list_head(data, at)
        for _ in range(count):
            at = _within(data, at + 1) if of in {TRUE, FALSE} else _skip(data, at, of, depth + 1)
        return at
    if kind == MAP:
        return _skip_map(data, at, depth)
    if kind == BINARY:
        length, at = _number(data, at)
        return _within(data, at + length)
    if kind in {BYTE, DOUBLE, UUID}:
        return _within(data, at + {BYTE: 1, DOUBLE: 8, UUID: 16}[kind])
    raise NotThrift(f"no type {kind}")


def _skip_map(data: bytes, at: int, depth: int) -> int:
    count, at = _number(data, at)
    if count:
        kinds = data[at] >> 4, data[at] & 15
        at += 1
        for _ in range(count):
            for kind in kinds:
                at = _within(data, at + 1) if kind in {TRUE, FALSE} else _skip(data, at, kind, depth + 1)
    return at


def _field_head(data: bytes, at: int, head: int, last: int) -> tuple[int, int, int]:
    if head >> 4:
        return head & 15, last + (head >> 4), at + 1
    number, at = _number(data, at + 1)
    return head & 15, (number >> 1) ^ -(number & 1), at


def _list_head(data: bytes, at: int) -> tuple[int, int, int]:
    head = data[at]
    count, at = (head >> 4, at + 1) if head >> 4 < 15 else _number(data, at + 1)
    return head & 15, count, at


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 7 * _LONGEST, 7):
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
    raise NotThrift("a number is too long")


def _within(data: bytes, at: int) -> int:
    if at > len(data):
        raise IndexError("the bytes end within a value")
    return at


def _written(kind: int, value: Any) -> bytes:
    if kind in {TRUE, FALSE}:
        return b""
    if kind in {I16, I32, I64}:
        return _varint(_zigzag(value))
    if kind == BINARY:
        return _varint(len(value)) + bytes(value)
    if kind == STRUCT:
        return write_struct(value)
    if kind in {LIST, SET}:
        of, values = value
        pieces = (bytes([TRUE if each else FALSE]) for each in values) if of in {TRUE, FALSE} else (_written(of, each) for each in values)
        return list_head(of, len(values)) + b"".join(pieces)
    return bytes(value)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)

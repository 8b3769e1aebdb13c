"""Structures are read and written as the same bytes; what is none is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.sources import thrift
from textclean.batch.sources.thrift import Elements, Field, NotThrift, elements, fields, read_struct, write_struct

NUMBERS = st.sampled_from([thrift.I16, thrift.I32, thrift.I64])
SCALARS = st.one_of(
    st.builds(Field, NUMBERS, st.integers(-(2**63), 2**63 - 1)),
    st.builds(Field, st.just(thrift.BINARY), st.binary(max_size=20)),
    st.booleans().map(lambda value: Field(thrift.TRUE if value else thrift.FALSE, value)),
    st.builds(Field, st.just(thrift.DOUBLE), st.binary(min_size=8, max_size=8)),
    st.builds(Field, st.just(thrift.BYTE), st.binary(min_size=1, max_size=1)),
    st.builds(Field, st.just(thrift.UUID), st.binary(min_size=16, max_size=16)),
    st.just(Field(thrift.MAP, b"\0")),
    st.just(Field(thrift.MAP, b"\x02\x85\x01a\x04\x00\x06")),  # {"a": 2, "": 3}
)
KINDS = st.sampled_from([thrift.LIST, thrift.SET])
LISTS = st.one_of(
    st.builds(lambda kind, of, values: Field(kind, Elements(of, values)), KINDS, NUMBERS, st.lists(st.integers(-99, 99), max_size=20)),
    st.lists(st.booleans(), max_size=3).map(lambda values: Field(thrift.LIST, Elements(thrift.TRUE, values))),
)
STRUCTS = st.recursive(
    st.dictionaries(st.integers(1, 40), SCALARS | LISTS, max_size=4),
    lambda inner: st.dictionaries(
        st.integers(1, 40),
        SCALARS
        | inner.map(lambda value: Field(thrift.STRUCT, value))
        | st.lists(inner, max_size=16).map(lambda values: Field(thrift.LIST, Elements(thrift.STRUCT, values))),
        max_size=4,
    ),
    max_leaves=6,
)


@given(STRUCTS, st.binary(max_size=3))
def test_structures_come_back(struct, rest):
    data = write_struct(struct)
    read, end = read_struct(data + rest)
    assert read == struct
    assert end == len(data)
    places, past = fields(data + rest)
    assert past == end
    assert set(places) == set(struct)
    for number, (_, start, stop) in places.items():
        if struct[number].type == thrift.LIST and struct[number].value.type == thrift.STRUCT:
            each, stopped = elements(data, start)
            assert stopped == stop
            assert [read_struct(data, at)[0] for at, _ in each] == struct[number].value.values


@given(STRUCTS, st.data())
def test_structures_that_are_cut_short_are_told(struct, draw):
    data = write_struct(struct)
    cut = draw.draw(st.integers(0, len(data) - 1))
    with pytest.raises(IndexError):
        read_struct(data[:cut])
    with pytest.raises(IndexError):
        fields(data[:cut])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    for read in (read_struct, fields):
        try:
            _, end = read(data)
        except (NotThrift, IndexError):
            continue
        assert end <= len(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x1c" * 100, id="too deep"),
        pytest.param(b"\x15" + b"\xff" * 12, id="a number without end"),
        pytest.param(b"\x1e\x00", id="a type that there is not"),
    ],
)
def test_what_is_no_structure_is_refused(data):
    with pytest.raises(NotThrift):
        read_struct(data)

"""Parquet: the texts of one column change, and nothing else does."""

import datetime
import decimal
import io
import struct
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.batch.sources.helpers import copied, items, put_back
from textclean.batch.documents import DocumentError, UnencodableError
from textclean.batch.sources import Reading, open_source, parquet_chunks
from textclean.batch.sources.parquet_layout import Chunk, Group, Layout, place

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = 25
TEXTS = [None if row % 7 == 3 else f"Text {row} zwölf" for row in range(ROWS)]


def others():
    """Columns of many kinds, that must come through as they are."""
    day = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)
    return {
        "id": pa.array(range(ROWS), pa.uint32()),
        "when": pa.array([day] * ROWS, pa.timestamp("us", "Europe/Berlin")),
        "price": pa.array([decimal.Decimal("1.10")] * ROWS, pa.decimal128(9, 2)),
        "tags": pa.array([["a", None], [], None, ["b"], ["c"]] * 5, pa.large_list(pa.string())),
        "meta": pa.array([{"lang": "de", "n": 1}] * ROWS, pa.struct([("lang", pa.string()), ("n", pa.int8())])),
        "kind": pa.array(["news", "blog", None, "news", "news"] * 5).dictionary_encode(),
        "blob": pa.array([b"\xff\0"] * ROWS, pa.binary()),
        "pairs": pa.array([[("k", 1.5)]] * ROWS, pa.map_(pa.string(), pa.float64())),
    }


def table(texts):
    before = others()
    columns = {"id": before.pop("id"), "text": texts, **before}
    schema = pa.schema([pa.field(name, column.type, metadata={"of": name}) for name, column in columns.items()])
    return pa.table(list(columns.values()), schema=schema.with_metadata({"pandas": "{}", "k": "v\xe9"}))


TYPES = {
    "string": pa.array(TEXTS, pa.string()),
    "large_string": pa.array(TEXTS, pa.large_string()),
    "dictionary": pa.array(TEXTS).dictionary_encode(),
    "string_view": pa.array(TEXTS, pa.string_view()),
}
WAYS = {
    "plain": {},
    "row groups": {"row_group_size": 4},
    "codecs": {"row_group_size": 10, "compression": {"text": "zstd", "id": "gzip", "when": "none", "blob": "brotli", "kind": "lz4"}},
    "gzip": {"compression": "gzip"},
    "brotli": {"compression": "brotli"},
    "lz4": {"compression": "lz4"},
    "no compression": {"compression": "none"},
    "pages of version 2": {"data_page_version": "2.0", "row_group_size": 10},
    "no dictionary": {"use_dictionary": False},
    "delta length": {"use_dictionary": False, "column_encoding": {"text": "DELTA_LENGTH_BYTE_ARRAY"}},
    "delta": {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
    "page index": {"write_page_index": True, "row_group_size": 10, "data_page_size": 64, "write_batch_size": 3},
    "checksums": {"write_page_checksum": True, "row_group_size": 10},
    "no statistics": {"write_statistics": False},
    "old version": {"version": "1.0", "use_deprecated_int96_timestamps": True},
    "sorted": {"sorting_columns": [pq.SortingColumn(0), pq.SortingColumn(1)], "row_group_size": 10},
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "f.parquet"


def change(item):
    return f"{item.text}!" if item.text and item.number in {6, 7, 15} else None


EXPECTED = [f"{text}!" if number in {6, 7, 15} and text else text for number, text in enumerate(TEXTS, 1)]


def chunks(data):
    """The stored bytes of every column chunk, by row group and column."""
    layout = Layout(io.BytesIO(data), len(data))
    for group in range(layout.groups):
        for column, chunk in enumerate(layout.group(group)[Group.COLUMNS].value.values):
            start, length = place(chunk)
            yield (group, column), data[start : start + length]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", TYPES)
def test_only_the_texts_change(way, kind, path):
    if kind == "dictionary" and way.startswith("delta"):
        pytest.skip("pyarrow cannot read what it writes so")
    before = table(TYPES[kind])
    pq.write_table(before, path, **WAYS[way])
    data = path.read_bytes()
    assert [item.text for item in items(path)] == TEXTS
    assert copied(path) == data

    copy = copied(path, change)
    read = pq.ParquetFile(io.BytesIO(copy), page_checksum_verification=True)
    was = pq.ParquetFile(io.BytesIO(data))
    whole = read.read()
    assert whole.column("text").to_pylist() == EXPECTED
    assert whole.drop_columns("text").equals(was.read().drop_columns("text"), check_metadata=True)
    assert read.schema_arrow.equals(was.schema_arrow, check_metadata=True)
    assert str(read.schema).partition("\n")[2] == str(was.schema).partition("\n")[2]
    assert read.metadata.metadata == was.metadata.metadata
    assert read.metadata.created_by == was.metadata.created_by
    assert read.metadata.num_row_groups == was.metadata.num_row_groups
    changed = {(number - 1) // WAYS[way].get("row_group_size", ROWS) for number in (6, 7, 15)}
    stored = dict(chunks(copy))
    for place_of, chunk in chunks(data):
        assert (stored[place_of] == chunk) == (place_of[1] != 1 or place_of[0] not in changed), place_of
    for number in range(was.metadata.num_row_groups):
        same_group(read.metadata.row_group(number), was.metadata.row_group(number), rewritten=number in changed)
    assert put_back_all(path, copy) == TEXTS


def same_group(group, was, *, rewritten):
    assert group.num_rows == was.num_rows
    for at in range(was.num_columns):
        column, old = group.column(at), was.column(at)
        same = ["compression", "num_values", "physical_type", "path_in_schema", "is_stats_set", "has_offset_index", "has_dictionary_page"]
        if not (rewritten and at == 1):
            same += ["encodings", "total_compressed_size", "total_uncompressed_size", "has_column_index", "statistics"]
        for name in same:
            assert getattr(column, name) == getattr(old, name), name
    sizes = [group.column(at).total_uncompressed_size for at in range(group.num_columns)]
    assert group.total_byte_size == sum(sizes)
    assert group.sorting_columns == (() if rewritten else was.sorting_columns)


def put_back_all(path, copy):
    originals = {item.number: item for item in items(path)}
    path.write_bytes(copy)
    return pq.read_table(io.BytesIO(put_back(path, {number: originals[number] for number in (6, 7, 15)}))).column("text").to_pylist()


@pytest.mark.parametrize("way", ["plain", "no dictionary", "pages of version 2", "page index", "checksums", "delta", "delta length"])
def test_a_chunk_that_is_written_in_pieces(way, path, monkeypatch):
    monkeypatch.setattr(parquet_chunks, "_PIECE", 30)
    pq.write_table(table(TYPES["string"]), path, **{**WAYS[way], "row_group_size": 10})
    copy = pq.ParquetFile(io.BytesIO(copied(path, change)), page_checksum_verification=True)
    assert copy.read().column("text").to_pylist() == EXPECTED
    statistics = copy.metadata.row_group(0).column(1).statistics
    texts = [text for text in EXPECTED[:10] if text]
    assert (statistics.min, statistics.max, statistics.null_count) == (min(texts), max(texts), 1)


def test_pages_of_a_rewritten_chunk_are_where_the_index_says(path):
    pq.write_table(table(TYPES["string"]), path, **WAYS["page index"])
    data = copied(path, change)
    layout = Layout(io.BytesIO(data), len(data))
    from textclean.batch.sources.parquet_layout import pages
    from textclean.batch.sources.thrift import read_struct

    for number in range(layout.groups):
        for chunk in layout.group(number)[Group.COLUMNS].value.values:
            index, _ = read_struct(data, chunk[Chunk.OFFSET_INDEX].value)
            listed = [(page[1].value, page[2].value) for page in index[1].value.values]
            assert listed == [(page.start, page.length) for page in pages(io.BytesIO(data), *place(chunk)) if page.kind in {0, 3}]


def test_required_columns(path):
    schema = pa.schema([pa.field("text", pa.string(), nullable=False)])
    pq.write_table(pa.table([["a", "b"]], schema=schema), path)
    copy = pq.read_table(io.BytesIO(copied(path, lambda item: item.text * 2)))
    assert copy.to_pydict() == {"text": ["aa", "bb"]}
    assert copy.schema.equals(schema)


def test_stray_bytes_survive(path):
    array = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(struct.pack("<3i", 0, 2, 5)), pa.py_buffer(b"\xe9a\xe2xb")])
    pq.write_table(pa.table({"text": array}), path)
    with open_source(str(path)) as source:
        assert [item.text for item in source.items()] == ["\udce9a", "\udce2xb"]
        assert source.note == "2 rows hold bytes that are not UTF-8; they stay as they are"
    copy = pq.read_table(io.BytesIO(copied(path, lambda item: item.text[0])))
    assert copy.column("text").cast(pa.binary()).to_pylist() == [b"\xe9", b"\xe2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("\ud800", r":1: UTF-8 cannot hold '\\ud800' \(offset 0\)", id="half a pair"),
        pytest.param("\udce2\udc82\udcac", ":1: the clean text would read as another", id="stray bytes that make a character"),
    ],
)
def test_a_text_that_cannot_be_held_is_refused_and_the_row_may_still_be_written(text, message, path):
    pq.write_table(pa.table({"text": ["a", "b"]}), path)
    target = io.BytesIO()
    with open_source(str(path)) as source:
        sink = source.sink(target)
        one, other = source.items()
        with pytest.raises(UnencodableError, match=message):
            sink.write(one, text)
        sink.write(one)
        sink.write(other, "c")
        sink.finish()
    assert pq.read_table(target).to_pydict() == {"text": ["a", "c"]}


def test_files_without_rows(path):
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    assert items(path) == []
    assert copied(path) == path.read_bytes()
    with pq.ParquetWriter(path, pa.schema([("text", pa.string())])) as writer:
        for rows in (["a"], [], ["b"]):
            writer.write_table(pa.table({"text": pa.array(rows, pa.string())}))
    assert pq.read_table(io.BytesIO(copied(path, lambda item: "x"))).column("text").to_pylist() == ["x", "x"]


def test_a_text_may_become_empty(path):
    pq.write_table(pa.table({"text": ["a", None]}), path)
    assert pq.read_table(io.BytesIO(copied(path, lambda item: "" if item.text else None))).to_pydict() == {"text": ["", None]}


def test_large_documents_are_named(path):
    pq.write_table(pa.table({"text": ["a", "x" * 200]}), path)
    assert [item.problem for item in items(path, max_document=100)] == [None, "the document has 200 bytes; the most is 100"]


@pytest.mark.parametrize(
    ("columns", "field", "message"),
    [
        pytest.param({"body": ["a"]}, "text", "no column 'text', it has body; give --field", id="no such column"),
        pytest.param({"text": [1]}, "text", "the column 'text' is not of strings", id="numbers"),
        pytest.param({"text": [b"a"]}, "text", "the column 'text' is not of strings", id="bytes"),
        pytest.param({"text": [["a"]]}, "text", "the column 'text' has others within it", id="a list"),
        pytest.param({"a": [{"text": "b"}]}, "/a/text", "no column '/a/text'", id="within another"),
    ],
)
def test_columns_that_are_not_cleaned(columns, field, message, path):
    pq.write_table(pa.table(columns), path)
    with pytest.raises(DocumentError, match=message):
        open_source(str(path), Reading(field=field))


def test_two_columns_of_one_name(path):
    pq.write_table(pa.table([["a"], ["b"], [1]], names=["text", "text", "n"]), path)
    with pytest.raises(DocumentError, match="more than one column 'text', it has text, text, n"):
        items(path)


def test_a_column_with_a_dot_in_its_name(path):
    pq.write_table(pa.table({"a": [{"b": "x"}], "a.b": ["text"]}), path)
    assert [item.text for item in items(path, field="a.b")] == ["text"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(lambda data: data[:-1], "does not end as a Parquet file does", id="cut short"),
        pytest.param(lambda data: b"", "does not end as a Parquet file does", id="empty"),
        pytest.param(lambda data: data[:-4] + b"PARE", "it is encrypted", id="encrypted"),
        pytest.param(lambda data: data[:-8] + b"\xff\xff\xff\x7fPAR1", "its footer has 2,147,483,647 bytes", id="a footer without end"),
        pytest.param(lambda data: data[:4] + bytes(len(data) - 12) + data[-8:], "its footer cannot be read", id="an empty footer"),
    ],
)
def test_what_is_no_parquet_file_is_refused(damage, message, path):
    pq.write_table(pa.table({"text": ["a"]}), path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DocumentError, match=message):
        items(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused(path, draw):
    pq.write_table(table(TYPES["string"]), path, row_group_size=10, write_page_index=True)
    data = bytearray(path.read_bytes())
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    path.write_bytes(data)
    try:
        copied(path, change)
    except DocumentError as error:
        assert str(path) in str(error)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=30),
    st.integers(1, 10),
    st.dictionaries(st.integers(1, 30), st.text(st.characters(codec="utf-8"), max_size=8)),
    st.integers(0, 40),
)
def test_any_texts(path, texts, group, new, lag):
    pq.write_table(pa.table({"text": pa.array(texts, pa.string()), "n": range(len(texts))}), path, row_group_size=group)
    copy = pq.read_table(io.BytesIO(copied(path, lambda item: None if item.text is None else new.get(item.number), lag)))
    expected = [text if text is None else new.get(number, text) for number, text in enumerate(texts, 1)]
    assert copy.to_pydict() == {"text": expected, "n": list(range(len(texts)))}


def test_a_page_that_is_too_large_is_refused(path):
    pq.write_table(pa.table({"text": ["x" * 5000]}), path, compression="zstd")
    with pytest.raises(DocumentError, match=r"f.parquet: cannot be used as Parquet: row group 1 has a page of .* bytes; the most is 1,000"):
        open_source(str(path), Reading(max_page=1000))


@pytest.mark.parametrize(
    "way", [{}, {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}}], ids=["dictionary", "delta"]
)
def test_small_pages_that_stand_for_much_are_read_a_few_rows_at_a_time(way, path, monkeypatch):
    from textclean.batch.sources import parquet_column

    monkeypatch.setattr(parquet_column, "_AT_ONCE", 5000)
    pq.write_table(pa.table({"text": ["x" * 1000] * 100}), path, **way)
    with open_source(str(path)) as source:
        assert 1 <= source._column._at_once[0] <= 5
        assert len(list(source.items())) == 100


def test_without_pyarrow_it_says_what_to_install(path, monkeypatch):
    pq.write_table(pa.table({"text": ["a"]}), path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DocumentError, match=r"reading Parquet needs pyarrow; pip install 'textclean-rules\[parquet\]'"):
        open_source(str(path))


def test_compressed_parquet_is_refused(tmp_path):
    (tmp_path / "f.parquet.gz").write_bytes(b"")
    with pytest.raises(DocumentError, match="it is compressed within"):
        open_source(str(tmp_path / "f.parquet.gz"))

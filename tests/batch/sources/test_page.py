"""Pages as sources: their bytes are handed on, and what is written is text."""

import gzip
import io
from pathlib import Path

import pytest

from textclean.batch.documents import DocumentError
from textclean.batch.sources import Item, Reading, is_page, open_source

PAGE = "<html><body><p>Schön.</p></body></html>".encode("latin-1")


@pytest.mark.parametrize(("name", "data"), [("a.html", PAGE), ("a.HTM", PAGE), ("a.xhtml", PAGE), ("a.html.gz", gzip.compress(PAGE))])
def test_the_bytes_are_handed_on(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert is_page(name)
    with open_source(str(tmp_path / name)) as source:
        (item,) = source.items()
    assert item == Item(1, None, {"encoding": "utf-8", "bom": False}, page=PAGE)
    assert item.single


def test_any_file_is_a_page_when_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(PAGE)
    with open_source(str(tmp_path / "page"), Reading(kind=".html")) as source:
        assert [item.page for item in source.items()] == [PAGE]


def test_the_text_is_written_and_the_page_never(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    target = io.BytesIO()
    with open_source(str(tmp_path / "a.html")) as source:
        (item,) = source.items()
        sink = source.sink(target)
        sink.write(item)
        assert target.getvalue() == b""
        sink.write(item, "Schön.\n")
        sink.finish()
    assert target.getvalue() == "Schön.\n".encode()
    assert "not cleaned in place" in str(source.rewritable)


def test_a_page_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE * 10)
    with pytest.raises(DocumentError, match="the most for one document is 100"):
        open_source(str(tmp_path / "a.html"), Reading(max_document=100))

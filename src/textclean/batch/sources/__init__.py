"""The kinds of files that documents come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from textclean.batch.documents import STANDARD, DocumentError
from textclean.batch.sources.source import Item, Reading, Sink, Source
from textclean.batch.sources.stored import PACKINGS, Stored

PAGE = ".html"
"""The suffix of the kind that web pages are of."""

__all__ = ["PAGE", "Item", "Reading", "Sink", "Source", "is_known", "is_page", "open_source"]


def open_source(path: str, reading: Reading = Reading()) -> Source:  # noqa: B008 - it is frozen
    """The documents of a file, by its suffix; one that is not known is a text. `-` is standard input.

    Raises `DocumentError` when it cannot be opened or read, or is of a kind that cannot be cleaned.
    """
    kind, packing = kind_of(reading.kind or (".txt" if path == STANDARD else path))
    opener = _OPENERS.get(kind, _text)
    stored = Stored(path, packing)
    try:
        return opener(stored, reading)
    except BaseException:
        stored.close()
        raise


def kind_of(name: str) -> tuple[str, str]:
    """The suffix that tells the kind of file, and that of the compression.

    >>> kind_of("a/b.JSONL.gz"), kind_of("notes"), kind_of(".txt")
    (('.jsonl', '.gz'), ('', ''), ('.txt', ''))
    """
    suffixes = [suffix.lower() for suffix in PurePath(f"name{name}" if name.startswith(".") else name).suffixes]
    packing = suffixes.pop() if suffixes and suffixes[-1] in PACKINGS else ""
    return (suffixes[-1] if suffixes else ""), packing


def is_known(name: str) -> bool:
    """Whether a file is looked for in folders, by its name: texts, JSON lines, these compressed, and Parquet files.

    >>> [name for name in ("a.txt", "b.JSONL.zst", "c.parquet", "d.csv", "e.parquet.gz", "README") if is_known(name)]
    ['a.txt', 'b.JSONL.zst', 'c.parquet']
    """
    kind, packing = kind_of(name)
    return kind in _TEXTS + _LINES or (kind == _PARQUET and not packing)


def is_page(name: str) -> bool:
    """Whether a file is a web page by its name.

    >>> is_page("a/page.HTML.gz"), is_page("page.txt")
    (True, False)
    """
    return kind_of(name)[0] in _PAGES


def _text(stored: Stored, reading: Reading) -> Source:
    from textclean.batch.sources.text import TextSource

    return TextSource(stored, reading)


def _jsonl(stored: Stored, reading: Reading) -> Source:
    from textclean.batch.sources.jsonl import JsonlSource

    return JsonlSource(stored, reading)


def _parquet(stored: Stored, reading: Reading) -> Source:
    from textclean.batch.sources.parquet import ParquetSource

    return ParquetSource(stored, reading)


def _page(stored: Stored, reading: Reading) -> Source:
    from textclean.batch.sources.page import PageSource

    return PageSource(stored, reading)


def _refused(reason: str) -> Callable[[Stored, Reading], Source]:
    def refuse(stored: Stored, _: Reading) -> Source:
        raise DocumentError(f"{stored.path}: {reason}")

    return refuse


_TEXTS = (".txt", ".text", ".md", ".markdown")
_LINES = (".jsonl", ".ndjson")
_PARQUET = ".parquet"
_PAGES = (PAGE, ".htm", ".xhtml")
_OPENERS: dict[str, Callable[[Stored, Reading], Source]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_LINES, _jsonl),
    _PARQUET: _parquet,
    **dict.fromkeys(_PAGES, _page),
    ".json": _refused("one JSON value is not cleaned; write the records as JSON lines (.jsonl)"),
}

"""Web pages on the command line: which files are pages, and cleaning one."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textclean.batch.documents import Document
    from textclean.cleaner import Cleaner
    from textclean.result import Result

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def is_page(file: str) -> bool:
    """Whether a file is a web page by its name.

    >>> is_page("a/page.HTML"), is_page("page.txt")
    (True, False)
    """
    return PurePath(file).suffix.lower() in _SUFFIXES


def clean_page(
    cleaner: Cleaner, file: str, *, encoding: str | None = None, url: str | None = None, title: str | None = None, lang: str | None = None
) -> tuple[Result, Document]:
    """The result of cleaning a page, and the document that its text stands in: that which was extracted, in UTF-8.

    Raises `DocumentError` when the file cannot be read.
    """
    from textclean.batch.documents import Document, read_bytes
    from textclean.pages.page_cleaner import PageCleaner

    result = PageCleaner(cleaner).clean(read_bytes(file), url=url, charset=encoding, title=title, lang=lang)
    return result, Document(file, result.restore(), "utf-8", bom=False)

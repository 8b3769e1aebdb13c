"""Web pages as sources: their bytes go to the workers, which extract the text; what is written is the clean text, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from textclean.batch.sources.source import Item, Reading
from textclean.batch.sources.stored import Opened, Stored, whole


class PageSource(Opened):
    """A web page as one document; it is read when it is opened.

    Raises `DocumentError` when it cannot be read or is too large.
    """

    note = None
    rewritable = "a page is not cleaned in place; `textclean clean` writes the text of its article"

    def __init__(self, stored: Stored, reading: Reading) -> None:
        super().__init__(stored)
        self._page = whole(stored, reading.max_document)

    def items(self) -> Iterator[Item]:
        """The one document, whose text is in the page."""
        yield Item(1, None, {"encoding": "utf-8", "bom": False}, page=self._page)

    def sink(self, target: BinaryIO) -> PageSink:
        """The clean text, into `target`."""
        return PageSink(target)


class PageSink:
    """Writes the text of a page."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, item: Item, text: str | None = None, held: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - as `Sink.write`
        """Write the text; without one, nothing: a page is no text."""
        if text is not None:
            self._target.write(text.encode("utf-8", "surrogatepass"))

    def finish(self) -> None:
        """Nothing is pending."""

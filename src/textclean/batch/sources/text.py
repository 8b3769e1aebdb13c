"""A text file: one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from textclean.batch.documents import Document, DocumentError, decode
from textclean.batch.sources.source import Item, Reading
from textclean.batch.sources.stored import Opened, Stored, whole

# What files that are no texts begin with. Cutting lines out of one would ruin it.
_SIGNATURES = {
    b"\x1f\x8b": "a gzip file (name it .gz)",
    b"\x28\xb5\x2f\xfd": "a zstd file (name it .zst)",
    b"PAR1": "a Parquet file (name it .parquet)",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"PK\x03\x04": "a zip archive or office document",
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"SQLite format 3\0": "a database",
}
_TAR_AT = 257  # where a tar archive says so


class TextSource(Opened):
    """A text file as one document; it is read when it is opened.

    Raises `DocumentError` when it cannot be read or decoded, is too large, or is no text.
    """

    def __init__(self, stored: Stored, reading: Reading) -> None:
        super().__init__(stored)
        data = whole(stored, reading.max_document)
        _check_kind(self.path, data)
        decoded = decode(self.path, data, reading.encoding)
        self._document, self.note = decoded.document, decoded.note or decoded.rewritable
        self.rewritable = stored.rewritable or decoded.rewritable

    def items(self) -> Iterator[Item]:
        """The one document."""
        document = self._document
        yield Item(1, document.text, {"encoding": document.encoding, "bom": document.bom})

    def sink(self, target: BinaryIO) -> TextSink:
        """A copy of the file into `target`."""
        return TextSink(self._stored, target, self._document.path)


class TextSink:
    """Writes the one document of a text file."""

    def __init__(self, stored: Stored, target: BinaryIO, path: str) -> None:
        self._stored = stored
        self._target = target
        self._path = path

    def write(self, item: Item, text: str | None = None, held: Mapping[str, Any] | None = None) -> None:
        """As `Sink.write`; the bytes of the file where the text is unchanged, compressed or not."""
        if text is None:
            with self._stored.reading():
                self._stored.copy(self._stored.bytes(), self._target, self._stored.size)
            return
        how = held or item.held
        data = Document(self._path, "", how["encoding"], how["bom"]).encode(text)
        with self._stored.repacked(self._target) as packed:
            packed.write(data)

    def finish(self) -> None:
        """Nothing is pending."""


def _check_kind(path: str, data: bytes) -> None:
    kind = next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)
    if kind is None and data.startswith(b"ustar", _TAR_AT):
        kind = "a tar archive"
    if kind:
        raise DocumentError(f"{path}: is {kind}, not a text")

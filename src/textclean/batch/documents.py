"""Reading a document from a file or standard input, and writing it, without losing a byte."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import NamedTuple

from textclean.errors import TextcleanError

STANDARD = "-"
"""The path of standard input and output."""

# A UTF-32 mark begins as a UTF-16 one does, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class DocumentError(TextcleanError):
    """A document cannot be read, written, or held in its encoding."""


class Document(NamedTuple):
    """A text with what it takes to write it again as it was: line ends are in the text, the byte order mark is not."""

    path: str
    text: str
    encoding: str
    bom: bool

    def encode(self, text: str) -> bytes:
        """Another text in the document's encoding, with its byte order mark.

        Raises `DocumentError` when the encoding cannot hold the text, naming the first character that it lacks.
        """
        mark = next(mark for mark, encoding in _MARKS if encoding == self.encoding) if self.bom else b""
        try:
            return mark + text.encode(self.encoding, _errors(self.encoding))
        except UnicodeEncodeError as error:
            if self.encoding == "utf-8":  # a lone surrogate that stands for no byte: only texts from memory have one
                return mark + text.encode("utf-8", "surrogatepass")
            char = error.object[error.start]
            message = f"{self.encoding} cannot hold {char!a} (offset {error.start})"
            raise DocumentError(
                f"{self.path}: {message}; leave the repairs out with --ignore repairs, or give another --encoding"
            ) from error


def read_bytes(path: str) -> bytes:
    """All of a file, or of standard input for `-`.

    Raises `DocumentError` when it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if path == STANDARD else Path(path).read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error


def read_document(path: str, encoding: str | None = None) -> Document:
    """The document in a file, or on standard input for `-`.

    Without `encoding` a byte order mark decides, else it is UTF-8, never a guess. Bytes that are not valid become lone surrogates.

    Raises `DocumentError` when the file cannot be read, the encoding is unknown, or decoding would lose bytes.
    """
    data = read_bytes(path)
    mark, marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    try:
        name = codecs.lookup(encoding).name if encoding else marked or "utf-8"
        bom = bool(mark) and marked == name
        body = data[len(mark) :] if bom else data
        document = Document(path, body.decode(name, _errors(name)), name, bom)
        lossless = document.encode(document.text) == data
    except LookupError:
        raise DocumentError(f"{path}: unknown encoding {encoding!r}; give a name that Python knows, such as windows-1252") from None
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: not {name}: {error.reason} at byte {error.start}; give the right --encoding") from error
    if not lossless:
        raise DocumentError(
            f"{path}: {name} does not give the same bytes again, so nothing could be undone; convert the file to UTF-8 first"
        )
    return document


def write_bytes(path: str, data: bytes) -> None:
    """Write a whole file, or standard output for `-`.

    Raises `DocumentError` when that fails.
    """
    try:
        if path == STANDARD:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            Path(path).write_bytes(data)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written: {error.strerror}") from error


def _errors(encoding: str) -> str:
    """How to carry what an encoding cannot: UTF-16 and -32 have no stray bytes to escape, but may hold lone surrogates."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"

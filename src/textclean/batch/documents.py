"""Reading a document from a file or standard input, and writing it, without losing a byte."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from textclean.errors import TextcleanError
from textclean.text.lines import Lines

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

_STRAYS = re.compile("[\udc80-\udcff]")
_DETECTED_FROM = 1 << 20  # bytes
_LOSSY = "{} does not give the same bytes again, so nothing could be undone; convert the file to UTF-8 first"


class DocumentError(TextcleanError):
    """A document cannot be read, written, or held in its encoding."""


class UnencodableError(DocumentError):
    """A file cannot hold a text."""


class Document(NamedTuple):
    """A text with what it takes to write it again as it was: line ends are in the text, the byte order mark is not."""

    path: str
    text: str
    encoding: str
    bom: bool

    def encode(self, text: str) -> bytes:
        """Another text in the document's encoding, with its byte order mark.

        Raises `UnencodableError` when the encoding cannot hold the text, naming the first character that it lacks, or when reading it again
        would give another text: two stray bytes that were apart may make a character once what stood between them is gone.
        """
        mark = _mark_of(self.encoding) if self.bom else b""
        try:
            data = text.encode(self.encoding, _errors(self.encoding))
        except UnicodeEncodeError as error:
            if self.encoding == "utf-8":  # a lone surrogate that stands for no byte: only texts from memory have one
                return mark + text.encode("utf-8", "surrogatepass")
            char = error.object[error.start]
            message = f"{self.encoding} cannot hold {char!a} (offset {error.start})"
            raise UnencodableError(
                f"{self.path}: {message}; leave the repairs out with --ignore repairs, or give another --encoding"
            ) from error
        again = _decoded(data, self.encoding)
        if again != text:
            at = next((at for at, pair in enumerate(zip_longest(again or "", text)) if pair[0] != pair[1]), 0)
            message = f"stray bytes that came together read as another character ({Lines(text).place(at)} of the clean text)"
            raise UnencodableError(f"{self.path}: {message}, so nothing could be undone; leave the repairs out with --ignore repairs")
        if not self.bom and _starts(data, _mark_of(self.encoding)):
            raise UnencodableError(f"{self.path}: the clean text begins as a byte order mark does; convert the file to UTF-8 first")
        return mark + data


class Decoded(NamedTuple):
    """A document, a note on how its bytes were read, and why it cannot be rewritten in place (`None`: it can)."""

    document: Document
    note: str | None
    rewritable: str | None


def decode(path: str, data: bytes, encoding: str | None = None) -> Decoded:
    """The document in the bytes of a file.

    Without `encoding` a byte order mark decides, else it is UTF-8, never a guess. Bytes that are not valid become lone surrogates, and the
    note counts them. With `auto` the encoding of what is not valid UTF-8 is detected, and the note names it.

    Raises `DocumentError` when the encoding is unknown, or cannot decode the bytes.

    >>> decode("a.txt", b"caf\\xe9")
    Decoded(document=Document(path='a.txt', text='caf\\udce9', encoding='utf-8', bom=False), \
note='1 byte that is not utf-8 stays as it is; give --encoding, or --encoding auto to detect it', rewritable=None)
    """
    detected = _detected(data) if encoding == "auto" else None
    asked = None if encoding == "auto" else encoding
    try:
        name = _encoding(data, asked or detected)
        mark = _mark_of(name)
        bom = _starts(data, mark)
        body = data[len(mark) :] if bom else data
        document = Document(path, body.decode(name, _errors(name)), name, bom)
    except LookupError:
        raise DocumentError(f"{path}: unknown encoding {asked!r}; give a name that Python knows, such as windows-1252") from None
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: not {name}: {error.reason} at byte {error.start}; give the right --encoding") from error
    return Decoded(document, _note(document, detected), None if _keeps(document, body) else _LOSSY.format(name))


def typed(path: Path) -> str:
    """A path as a person would type it: from the working folder, where it lies in it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def read_bytes(path: str) -> bytes:
    """All of a file, or of standard input for `-`.

    Raises `DocumentError` when it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if path == STANDARD else Path(path).read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error


def read_document(path: str, encoding: str | None = None) -> Document:
    """The document in a file, or on standard input for `-`; `encoding` as for `decode`.

    Raises `DocumentError` when the file cannot be read, the encoding is unknown, or decoding would lose bytes.
    """
    document, _, reason = decode(path, read_bytes(path), encoding)
    if reason:
        raise DocumentError(f"{path}: {reason}")
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


def _encoding(data: bytes, asked: str | None) -> str:
    """The name of the encoding that was asked for, or that the byte order mark tells: `utf-16` alone leaves the order to the mark."""
    name = codecs.lookup(asked).name if asked else ""
    marked = (encoding for mark, encoding in _MARKS if data.startswith(mark) and encoding.startswith(name))
    return next(marked, name or "utf-8") if name in {"", "utf-16", "utf-32"} else name


def _mark_of(encoding: str) -> bytes:
    return next((mark for mark, name in _MARKS if name == encoding), b"")


def _starts(data: bytes, mark: bytes) -> bool:
    return bool(mark) and data.startswith(mark)


def _detected(data: bytes) -> str | None:
    """The encoding that the bytes seem to be in; `None` if they are UTF-8, have a byte order mark, or look like nothing known."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        return None
    with contextlib.suppress(UnicodeDecodeError):
        data.decode()
        return None
    from charset_normalizer import from_bytes

    # It judges by a few samples, but decodes all that it is given many times.
    best = from_bytes(data[:_DETECTED_FROM]).best()
    return best.encoding if best else None


def _note(document: Document, detected: str | None) -> str | None:
    name = document.encoding
    if _errors(name) == "surrogateescape" and (strays := len(_STRAYS.findall(document.text))):
        stay = f"1 byte that is not {name} stays as it is" if strays == 1 else f"{strays} bytes that are not {name} stay as they are"
        return f"{stay}; give --encoding, or --encoding auto to detect it"
    return f"read as {name}, which was detected; give --encoding if that is wrong" if detected else None


def _keeps(document: Document, body: bytes) -> bool:
    """Whether encoding gives the bytes of the body again. ISO-2022-JP and Shift JIS know several spellings of one text."""
    try:
        return document.text.encode(document.encoding, _errors(document.encoding)) == body
    except UnicodeEncodeError:
        return False


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding, _errors(encoding))
    except UnicodeDecodeError:
        return None


def _errors(encoding: str) -> str:
    """How to carry what an encoding cannot: UTF-16 and -32 have no stray bytes to escape, but may hold lone surrogates."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"

"""Reading a text from a file or standard input, and writing bytes out, without losing one."""

from __future__ import annotations

import sys
from pathlib import Path

from textclean.errors import TextcleanError

STDIN = "-"


class DocumentError(TextcleanError):
    """A document cannot be read or written."""


def read_text(path: str) -> str:
    """The text of a UTF-8 file, or of standard input for `-`.

    A byte order mark stays as the text's first character, line ends stay as they are, and bytes that are not UTF-8 become lone
    surrogates, so `encode` gives the very same bytes again.

    Raises `DocumentError` when the file cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The UTF-8 bytes of a text that `read_text` gave, lone surrogates of any kind included."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stood for no byte: only texts from memory have one
        return text.encode("utf-8", "surrogatepass")


def write_bytes(path: str, data: bytes) -> None:
    """Write a whole file, or standard output for `-`.

    Raises `DocumentError` when that fails.
    """
    try:
        if path == STDIN:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            Path(path).write_bytes(data)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written: {error.strerror}") from error

"""Fingerprints of texts: enough to know a text again, and to say where another first differs."""

from __future__ import annotations

import hashlib
import struct
from typing import NamedTuple
from zlib import crc32

BLOCK_CHARS = 256
"""How closely a difference is placed where nothing else tells; a block costs eight characters of a record."""


class Fingerprint(NamedTuple):
    """A text's length in code points, the SHA-256 of its UTF-8 form, and the CRC-32 of each block of 256 characters, in hex.

    A lone surrogate counts as the three bytes it would have.
    """

    length: int
    sha256: str
    blocks: str


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of any `str`.

    >>> fingerprint("text").length, len(fingerprint("text" * 100).blocks)
    (4, 16)
    """
    data = _encoded(text)
    starts = range(0, len(text), BLOCK_CHARS)
    if len(data) == len(text):  # a byte to a character: no block needs encoding
        view = memoryview(data)
        marks = [crc32(view[at : at + BLOCK_CHARS]) for at in starts]
    else:
        marks = [crc32(_encoded(text[at : at + BLOCK_CHARS])) for at in starts]
    return Fingerprint(len(text), hashlib.sha256(data).hexdigest(), struct.pack(f">{len(marks)}I", *marks).hex())


def digest(text: str) -> str:
    """The SHA-256 of a text's UTF-8 form, in hex: the part of a fingerprint that tells texts apart, at a fifth of the cost."""
    return hashlib.sha256(_encoded(text)).hexdigest()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def first_difference(text: str, wanted: Fingerprint) -> int | None:
    """Where `text` first differs from the text of a fingerprint: the start of the first block that does, or None where all is the same.

    A change near the start of a block may be placed up to 255 characters early, never late.
    """
    own = fingerprint(text)
    if own == wanted:
        return None
    for block in range(0, max(len(own.blocks), len(wanted.blocks)), 8):
        if own.blocks[block : block + 8] != wanted.blocks[block : block + 8]:
            return min(block // 8 * BLOCK_CHARS, len(text))
    return 0

"""Text without its white space: what stays the same however a text is laid out."""

from __future__ import annotations

from unicodedata import normalize


def squeezed(text: str) -> str:
    r"""The text composed (NFC) and without white space.

    >>> squeezed("a \n\u00a0b")
    'ab'
    """
    return "".join((text if text.isascii() else normalize("NFC", text)).split())

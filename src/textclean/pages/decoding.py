"""A page's bytes decoded: by byte order mark, by the header's charset, by what the page declares, by trying UTF-8, by detection."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# A UTF-32 mark begins as a UTF-16 one does, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,500}?|\?xml\b[^>]{0,200}?)(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096  # bytes: browsers read 1,024; pages with long comments on top declare later
_DETECTED_FROM = 100_000  # bytes: more makes detection slower, not surer

# What the web calls them is not what Python calls them: https://encoding.spec.whatwg.org/#names-and-labels
_ON_THE_WEB = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # A declaration that could be read as ASCII cannot be right about these.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


_OF_PYTHON = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"})  # no page is written in them


class Decoded(NamedTuple):
    """A page's text, the encoding it was read in, and what that was known by: mark, header, declaration, content or detection.

    `problem` says what is wrong with it: bytes that the encoding does not have, or a declaration that does not fit.
    """

    text: str
    encoding: str
    by: str
    problem: str = ""


def decode(page: bytes, charset: str | None = None) -> Decoded:
    r"""The text of a page; `charset` is what the HTTP header said.

    A declaration gives way where the bytes are valid UTF-8 that is not plain ASCII: text in another encoding is hardly ever so by accident.
    Never raises; bytes that cannot be read become U+FFFD, and `problem` counts them.

    >>> decode('<meta charset="latin-1">für'.encode("latin-1"))[1:]
    ('cp1252', 'declaration', '')
    >>> decode("für".encode())[1:]
    ('utf-8', 'content', '')
    """
    for mark, name in _MARKS:
        if page.startswith(mark):
            return _lenient(page[len(mark) :], name, "mark")
    declared = _DECLARED.search(page[:_DECLARED_WITHIN])
    label = declared[1].decode("ascii") if declared else None
    problem = ""
    try:
        text = page.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    for given, by in ((charset, "header"), (label, "declaration")):
        if given is None:
            continue
        encoding = _lookup(given)
        if encoding is None:
            problem = problem or f"the {by} names an encoding that is not known: {given!r}"
        elif text is not None and (encoding == "utf-8" or not page.isascii()):
            fits = encoding == "utf-8"
            return Decoded(
                text, "utf-8", by if fits else "content", problem or ("" if fits else f"the {by} says {given}, the bytes are UTF-8")
            )
        elif decoded := _strict(page, encoding, by):
            return decoded._replace(problem=problem)
        else:
            problem = problem or f"the {by} says {given}, and the bytes are not that"
    if text is not None:
        return Decoded(text, "utf-8", "content", problem)
    return _detected(page, problem)


def _lookup(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        b"a".decode(name, "replace").encode(name)  # some codecs do not turn bytes into text and back
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return None if name in _OF_PYTHON else _ON_THE_WEB.get(name, name)


def _strict(page: bytes, encoding: str, by: str) -> Decoded | None:
    try:
        return Decoded(page.decode(encoding), encoding, by)
    except (UnicodeDecodeError, UnicodeError):
        # A handful of stray bytes does not disprove a declaration; many do.
        text = page.decode(encoding, "replace")
        lost = text.count("\N{REPLACEMENT CHARACTER}")
        return None if lost * 1000 > len(text) else Decoded(text, encoding, by)


def _lenient(page: bytes, encoding: str, by: str) -> Decoded:
    text = page.decode(encoding, "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if encoding.startswith("utf"):  # the others cannot hold that character
        lost -= page.count("\N{REPLACEMENT CHARACTER}".encode(encoding))
    return Decoded(text, encoding, by, f"{lost} bytes or pairs are not {encoding}" if lost > 0 else "")


def _detected(page: bytes, problem: str) -> Decoded:
    """Valid UTF-8 but for few bytes is UTF-8; else what the bytes look most like."""
    text = page.decode("utf-8", "replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    others = sum(byte > 127 for byte in page)
    if lost * 10 < others:
        return Decoded(text, "utf-8", "content", problem or f"{lost} bytes are not utf-8")
    from charset_normalizer import from_bytes

    best = from_bytes(page[:_DETECTED_FROM]).best()
    encoding = best.encoding if best else "cp1252"
    decoded = _lenient(page, encoding, "detection")
    return decoded._replace(problem=problem or decoded.problem)

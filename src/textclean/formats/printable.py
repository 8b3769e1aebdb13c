"""Text made safe to show on a terminal."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, bidi marks and embeddings, line separators, lone surrogates: from a text or a file name they could move the
# cursor, hide what stands there, or break the line they are shown on.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str, *, most: int | None = None, keep: str = "") -> str:
    """`text` on one line, unsafe characters but those in `keep` as escapes, cut with an ellipsis after `most` characters.

    >>> printable("red \\x1b[31mink\\n", most=12)
    'red \\\\x1b[31…'
    """
    safe = _UNSAFE.sub(lambda match: match.group() if match.group() in keep else escape(match.group()), text)
    return safe if most is None or len(safe) <= most else f"{safe[: most - 1]}…"


def escape(text: str) -> str:
    """Every character of `text` that is not printable ASCII as an escape.

    >>> escape("\N{SOFT HYPHEN}")
    '\\\\xad'
    """
    return text.encode("unicode_escape").decode("ascii")

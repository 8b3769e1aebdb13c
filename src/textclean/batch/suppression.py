"""Comments in a document that tell what must stay."""

from __future__ import annotations

from typing import NamedTuple

from textclean.cleaner import Cleaner
from textclean.result import Result


class Unused(NamedTuple):
    """A comment that suppressed nothing."""

    line: int
    comment: str  # as it stands there
    targets: tuple[str, ...]  # those it names that suppressed nothing; empty: it names none


def takes_comments(path: str) -> bool:
    """Whether a document's format has comments: by the path's suffix, `.md` or `.markdown`."""
    raise NotImplementedError


def clean_commented(cleaner: Cleaner, text: str, *, title: str | None = None, lang: str | None = None) -> tuple[Result, tuple[Unused, ...]]:
    """As `Cleaner.clean`, but what the comments in the text protect stays, and so do the comments.

    A text without such comments is cleaned as it is. Findings that were suppressed are notes of status `kept` whose `why` says so.
    """
    raise NotImplementedError

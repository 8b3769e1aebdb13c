"""Cleans article text by tested rules, with a note for every character that goes.

>>> import textclean
>>> result = textclean.clean("Skip to main content\\n\\nThe vote is on Monday, the mayor said.")
>>> result.text
'The vote is on Monday, the mayor said.'
>>> result.notes[0].category
'navigation'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from textclean.errors import ConfigError, PolicyError, RecordError, RuleError, TextcleanError

if TYPE_CHECKING:
    from textclean.cleaner import Cleaner
    from textclean.pages.page_cleaner import PageCleaner
    from textclean.result import ElementCut, Failure, FailureKind, Note, Result, Stamp
    from textclean.rules.policy import Policy

__all__ = [
    "Cleaner",
    "ConfigError",
    "ElementCut",
    "Failure",
    "FailureKind",
    "Note",
    "PageCleaner",
    "Policy",
    "PolicyError",
    "RecordError",
    "Result",
    "RuleError",
    "Stamp",
    "TextcleanError",
    "clean",
    "clean_html",
    "repair",
]

_HOMES = {
    "Cleaner": "textclean.cleaner",
    "ElementCut": "textclean.result",
    "Failure": "textclean.result",
    "FailureKind": "textclean.result",
    "Note": "textclean.result",
    "PageCleaner": "textclean.pages.page_cleaner",
    "Policy": "textclean.rules.policy",
    "Result": "textclean.result",
    "Stamp": "textclean.result",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import textclean` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


@cache
def _builtin() -> Cleaner:
    from textclean.cleaner import Cleaner

    return Cleaner()


def clean(text: str, *, title: str | None = None, lang: str | None = None) -> Result:
    """The clean text by the built-in rules, with its notes: `Cleaner().clean`, with a cleaner that is built once.

    Raises `TypeError` when an argument is not a `str`.

    >>> clean("Share this article\\nThe vote is on Monday, the mayor said.").text
    'The vote is on Monday, the mayor said.'
    """
    return _builtin().clean(text, title=title, lang=lang)


@cache
def _builtin_pages() -> PageCleaner:
    from textclean.pages.page_cleaner import PageCleaner

    return PageCleaner(_builtin())


def clean_html(html: str | bytes, *, url: str | None = None, charset: str | None = None) -> Result:
    """The clean text of the article in a web page, with its notes: `PageCleaner().clean`, with cleaners that are built once.

    Raises `TypeError` when an argument has the wrong type.

    >>> page = "<html><head><title>The vote</title></head><body><p>The vote is on Monday, the mayor said.</p></body></html>"
    >>> clean_html(page).fields["page_title"]
    'The vote'
    """
    return _builtin_pages().clean(html, url=url, charset=charset)


def repair(text: str) -> Result:
    """The text with its damage mended and nothing removed, with its notes.

    Raises `TypeError` when `text` is not a `str`.

    >>> repair("Nothing is broken here.").notes
    ()
    """
    return _builtin().repair(text)

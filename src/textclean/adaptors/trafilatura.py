"""trafilatura: finds the article in a page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING

import trafilatura

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Comments off is worth +7.8e-3 and +10.7e-3 of F1 on the two benchmarks. `deduplicate` is never set: it remembers earlier pages, so that
# the same page comes out empty the fourth time (version 2.3.1).
SETTINGS: Mapping[str, bool] = MappingProxyType({"include_comments": False})

# It logs every page that it gives up as an error; what it gives up is a failure of the result here.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


class ExtractorError(Exception):
    """The extractor raised on a page."""


@cache
def describe() -> Mapping[str, object]:
    """Name, version and settings, for the stamp of results."""
    return MappingProxyType({"name": "trafilatura", "version": version("trafilatura"), "settings": dict(SETTINGS)})


def extract(tree: HtmlElement, url: str | None = None) -> str:
    """The text of the page's article, a paragraph to each line; empty where it finds none. The tree is left as it is.

    Raises `ExtractorError`: its cascade of extractors raises now and then on broken pages.
    """
    try:
        return trafilatura.extract(tree, url=url, include_comments=SETTINGS["include_comments"]) or ""
    except Exception as error:
        raise ExtractorError(f"{type(error).__name__}: {error}") from error

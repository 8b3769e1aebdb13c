"""A page's text parsed into a tree, with what makes the tree dangerous or incomplete."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_CHARACTERS = 20_000_000  # the largest of 879 real pages has 1.8 million
MAX_DEPTH = 250  # as deep as lxml goes without `huge_tree`; the deepest of 1,678 real pages is nested 56 times
DEEPEST = 2_000  # `huge_tree` ends at 2,048: what lies deeper is not in the tree
MAX_ELEMENTS = 30_000  # the largest of 879 real pages has 4,975; trafilatura is quadratic in paragraphs (100,000 take it 17 s)
MAX_LINKS = 1_500  # in one element; the extractor is quadratic in them (4,000 take it up to 4 s, 20,000 over 100 s)

# As trafilatura's, but for `huge_tree`: without it lxml drops text nodes of 10 MB, and all that is nested more than 253 deep.
_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A doctype that holds a slash, and `<html ... />`, mislead libxml2: https://bugs.launchpad.net/lxml/+bug/1955915
_DOCTYPE = re.compile(r"^\s*<\s?!\s?doctype[^>]*/[^<>]*>", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b[^>]*?)\s*/>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/]")
_BEYOND = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_DEEPEST = etree.XPath("boolean(" + "/*" * DEEPEST + ")")
_ELEMENTS = etree.XPath("count(//*)")
_CROWDED = etree.XPath(f"boolean(//*[count(a) > {MAX_LINKS}])")


class Tree(NamedTuple):
    """A page's root element, None where there is no page.

    `missing` says what of the page is not in the tree, `unfit` why no extractor may be let loose on it.
    """

    root: HtmlElement | None
    missing: str = ""
    unfit: str = ""


def parse(text: str) -> Tree:
    """The tree of a page. Never raises.

    >>> parse("Just a line of text.").missing
    'there is no markup in it'
    >>> parse("<p>A line").root.text_content()
    'A line'
    """
    missing = ""
    if not text.strip():
        return Tree(None, "it is empty")
    if len(text) > MAX_CHARACTERS:
        missing = f"only the first {MAX_CHARACTERS:,} of {len(text):,} characters were read"
        text = text[:MAX_CHARACTERS]
    if not _TAG.search(text):
        return Tree(None, "there is no markup in it")
    text = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", _NOT_IN_XML.sub("", text), count=1), count=1)
    try:
        root = document_fromstring(text.encode("utf-8"), parser=_PARSER)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        return Tree(None, f"it cannot be parsed: {error}")
    if not isinstance(root, HtmlElement):
        return Tree(None, "there is no element in it")
    return _weighed(root, missing)


def _weighed(root: HtmlElement, missing: str) -> Tree:
    if _BEYOND(root):
        if _DEEPEST(root):
            missing = missing or f"what is nested more than {DEEPEST:,} elements deep is not read"
        return Tree(root, missing, f"elements are nested more than {MAX_DEPTH} deep")
    if (elements := int(_ELEMENTS(root))) > MAX_ELEMENTS:
        return Tree(root, missing, f"it has {elements:,} elements, more than {MAX_ELEMENTS:,}")
    if _CROWDED(root):
        return Tree(root, missing, f"more than {MAX_LINKS:,} links stand in one element")
    return Tree(root, missing)

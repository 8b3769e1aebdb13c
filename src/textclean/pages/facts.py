"""What a page says of itself: title, author, date, site, language, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

_MOST_CHARACTERS = 1_000  # of a fact: longer ones are no fact but a mistake of the page
_MOST_JSON = 500_000  # characters of a block of JSON-LD
# For each fact the names that pages give it in `meta` elements, the best first; https://ogp.me/ and https://schema.org/
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title"),
    "author": ("author", "article:author_name", "dc.creator", "citation_author", "parsely-author", "sailthru.author", "article:author"),
    "date": (
        "article:published_time",
        "date",
        "pubdate",
        "dc.date",
        "dc.date.issued",
        "citation_publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "datepublished",
    ),
    "site": ("og:site_name", "application-name", "apple-mobile-web-app-title"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "url": ("og:url",),
}
_ARTICLES = re.compile(r"(Article|Posting|Report|Review)$")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def page_facts(root: HtmlElement) -> dict[str, str]:
    """The facts that a page states: those of `title` (the article's), `page_title` (the window's), `author`, `date`, `site`, `language`
    (two or three letters) and `url` that it has, white space squeezed.

    >>> from lxml.html import document_fromstring
    >>> page_facts(document_fromstring('<html lang="en-GB"><title>A bridge | The Post</title><meta name="author" content="J. Doe"><p>x'))
    {'page_title': 'A bridge | The Post', 'author': 'J. Doe', 'language': 'en'}
    """
    named = _named(root)
    stated = _json_facts(root)
    facts = {"page_title": _squeezed(root.findtext(".//head/title") or root.findtext(".//title"))}
    for fact, names in _META.items():
        facts[fact] = next((named[name] for name in names if name in named), "") or stated.get(fact, "")
    if _ADDRESS.match(facts["author"]):  # a profile's address where a name belongs
        facts["author"] = stated.get("author", "")
    if not facts["url"]:
        facts["url"] = next((_squeezed(link.get("href")) for link in root.iterfind(".//link[@rel='canonical']")), "")
    declared = _LANGUAGE.match(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or facts["language"])
    facts["language"] = declared[0].lower() if declared else ""
    return {fact: value for fact, value in facts.items() if value}


def _named(root: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        value = _squeezed(meta.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name and value:
                named.setdefault(name.strip().lower(), value)
    return named


def _json_facts(root: HtmlElement) -> dict[str, str]:
    """The facts of the first article that the page's JSON-LD describes."""
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        text = script.text or ""
        if "headline" not in text or len(text) > _MOST_JSON:
            continue
        try:
            nodes = list(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
        for node in nodes:
            if any(_ARTICLES.search(kind) for kind in _strings(node.get("@type"))):
                facts = {
                    "title": _first(_strings(node.get("headline"))),
                    "author": ", ".join(_names(node.get("author"))),
                    "date": _first(_strings(node.get("datePublished"))),
                    "site": _first(_names(node.get("publisher"))),
                    "language": _first(_strings(node.get("inLanguage"))),
                }
                return {fact: _squeezed(value) for fact, value in facts.items()}
    return {}


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            if isinstance(graph := item.get("@graph"), list):
                yield from (node for node in graph if isinstance(node, dict))


def _strings(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    named = [item.get("name") if isinstance(item, dict) else item for item in items]
    return [name for name in named if isinstance(name, str) and name.strip()]


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def _squeezed(value: str | None) -> str:
    text = " ".join((value or "").split())
    return text if len(text) <= _MOST_CHARACTERS else ""

"""A page as blocks: the stretches of text that stand between the edges of block elements, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from textclean.text.words import is_prose

# Elements that do not break a line; all others do, unknown ones included.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rt ruby s samp small span strike strong sub "
    "sup time tt u var wbr img".split()
)
# Elements whose text is not on the page, or is not text.
SILENT = frozenset(
    "script style noscript svg head template iframe select textarea object video audio canvas math button datalist fencedframe".split()
)
_MOSTLY_LINKS = 0.3  # of the characters: past it a block is a menu or a list of teasers


class Block(NamedTuple):
    """A stretch of text and the element that it stands directly in; `links` of its characters are linked."""

    text: str
    element: HtmlElement
    links: int

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of running text."""
        return self.links < _MOSTLY_LINKS * len(self.text) and is_prose(self.text)


def blocks(root: HtmlElement) -> Iterator[Block]:
    """The blocks of a tree, white space squeezed. Walks without recursion: trees may be deep.

    >>> from lxml.html import document_fromstring
    >>> [block.text for block in blocks(document_fromstring("<div>One <b>two</b><p>three</p> four</div>"))]
    ['One two', 'three', 'four']
    """
    parts: list[str] = []
    linked: list[int] = []
    owner = root
    # Each entry is an element to enter, or to leave (with what it stands in, and whether that is linked).
    todo: list[tuple[HtmlElement, HtmlElement, bool, bool]] = [(root, root, False, True)]
    while todo:
        element, outer, in_link, entering = todo.pop()
        tag = element.tag
        spoken = isinstance(tag, str) and tag not in SILENT
        breaks = spoken and tag not in INLINE
        if breaks and parts:
            if said := " ".join("".join(parts).split()):
                yield Block(said, owner, sum(linked))
            parts.clear()
            linked.clear()
        if entering and spoken:
            inside = element if breaks and tag != "br" else outer
            link = in_link or tag == "a"
            todo.append((element, outer, in_link, False))
            todo += [(child, inside, link, True) for child in reversed(element)]
            text, here, is_link = element.text, inside, link
        elif entering:
            todo.append((element, outer, in_link, False))
            continue
        else:
            text, here, is_link = (None if element is root else element.tail), outer, in_link
        if text:
            if not parts:
                owner = here
            parts.append(text)
            if is_link:
                linked.append(len(text.strip()))
    if rest := " ".join("".join(parts).split()):
        yield Block(rest, owner, sum(linked))


def plain_text(root: HtmlElement) -> str:
    """All blocks of a tree, a line each: linear in the page's size, whatever the page."""
    body = root.find("body")
    return "\n".join(block.text for block in blocks(root if body is None else body))

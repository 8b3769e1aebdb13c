"""A second look at what was extracted: paragraphs of the article that the extractor left out, put back where they stand on the page.

The idea: an article's paragraphs stand together. Those extracted show where: the element that holds most of them, and how paragraphs are
wrapped there. What stands between them, or is wrapped as they are, and is neither barred nor mostly links, belongs to the article. Measured
on trafilatura 2.3.1: of the words put back nine in ten are the article's (docs/why.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from textclean.pages.blocks import Block, blocks
from textclean.text.squeeze import squeezed
from textclean.text.words import PROSE_WORDS, count_words

# Elements that hold no article, unless they hold most of one.
_BARRING = frozenset("nav footer aside form header menu dialog figure figcaption".split())
_VERBATIM = frozenset("pre code xmp".split())  # text laid out by its white space, which a block has lost
_DATA = ("{", "[", "<")  # what begins so is data that a script left in the page
# Chosen on both benchmarks as a whole. In an early version region, few and share could each be half or twice as large, and moved the
# figures by less than 5e-4; the others were not tried so.
_REGION = 0.8  # of the extracted paragraphs' words: the deepest element that holds so many is the article's
_MAJORITY = 0.5  # of the page's or the extracted paragraphs' words: what holds more bars nothing
_FEW = 0.33  # of the paragraphs' words: where fewer are extracted the text is taken from the page anew
_DENSE = 0.6  # of the paragraphs' words: the deepest element that holds so many is where it is taken from
_ENOUGH = 250  # words: a shorter text is not taken anew
_HEADINGS = 6  # blocks above a paragraph that is put back
_ENDS = 50  # characters without blanks at either end of a block: enough to know it again where the extractor changed its middle


class Placed:
    """A block, its words, and whether it reads as a paragraph."""

    __slots__ = ("_chains", "block", "prose", "words")

    def __init__(self, block: Block, chains: _Chains) -> None:
        self._chains = chains
        self.block = block
        self.words = count_words(block.text)
        self.prose = self.words >= PROSE_WORDS and not block.text.startswith(_DATA) and block.prose and not self.verbatim

    @property
    def chain(self) -> tuple[HtmlElement, ...]:
        """The elements from the page's root to the one that the block stands in."""
        return self._chains.of(self.block.element)

    @property
    def verbatim(self) -> bool:
        """Whether its text is laid out by white space that a block has lost."""
        return any(element.tag in _VERBATIM for element in self.chain)


class _Chains:
    """The elements from the root to each element, made once for each."""

    def __init__(self) -> None:
        self._known: dict[HtmlElement, tuple[HtmlElement, ...]] = {}

    def of(self, element: HtmlElement) -> tuple[HtmlElement, ...]:
        chain = self._known.get(element)
        if chain is None:
            parent = element.getparent()
            chain = self._known[element] = (*(() if parent is None else self.of(parent)), element)
        return chain


class Completion(NamedTuple):
    """A text with paragraphs put back, and how many words they have; `replaced` where the text was taken from the page anew."""

    text: str
    words: int = 0
    replaced: bool = False


class Layout:
    """A page's blocks with their places: made once for a page."""

    def __init__(self, root: HtmlElement) -> None:
        body = root.find("body")
        chains = _Chains()
        self.placed = [Placed(block, chains) for block in blocks(root if body is None else body)]
        self.prose: Counter[HtmlElement] = Counter()  # words of prose that each element holds
        self.words = 0
        for item in self.placed:
            if item.prose:
                self.words += item.words
                for element in item.chain:
                    self.prose[element] += item.words


def complete(text: str, layout: Layout) -> Completion:
    """The extracted text with the paragraphs that it lacks.

    It is the same text where nothing is missing.
    """
    located = _Located(text, layout.placed)
    prose = [index for index, item in enumerate(layout.placed) if item.prose]
    included = [index for index in prose if located[index] is not None]
    held: Counter[HtmlElement] = Counter()
    for index in included:
        for element in layout.placed[index].chain:
            held[element] += layout.placed[index].words
    total = sum(layout.placed[index].words for index in included)
    barred = _Barred(layout, held, total)
    free = [index for index in prose if located[index] is None and not barred(layout.placed[index])]
    if not free:
        return Completion(text)
    free = _unrepeated(free, included, layout.placed)
    missing = sum(layout.placed[index].words for index in free)
    if total < _FEW * (total + missing):
        return _anew(text, layout, free + included, barred)
    taken = _belonging(free, included, layout, held, total)
    if not taken:
        return Completion(text)
    whole = _with_headings(taken, layout.placed, located, barred)
    return _inserted(text, sorted(whole), layout.placed, located)


class _Barred:
    """Whether a block stands in an element that holds no article."""

    def __init__(self, layout: Layout, held: Counter[HtmlElement], total: int) -> None:
        self.layout, self.held, self.total = layout, held, total
        self.known: dict[HtmlElement, bool] = {}

    def __call__(self, item: Placed) -> bool:
        return any(self._bars(element) for element in item.chain)

    def _bars(self, element: HtmlElement) -> bool:
        known = self.known.get(element)
        if known is None:
            known = self.known[element] = (
                element.tag in _BARRING
                and self.layout.prose[element] <= _MAJORITY * self.layout.words
                and (not self.total or self.held[element] <= _MAJORITY * self.total)
            )
        return known


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and "display:none" in style.replace(" ", "").lower())
    )


class _Located:
    """For each block the line of a text that holds it, None where none does; looked for when first asked."""

    def __init__(self, text: str, placed: Sequence[Placed]) -> None:
        lines = [squeezed(line) for line in text.split("\n")]
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._whole = "\n".join(lines)
        self._placed = placed
        self._known: dict[int, int | None] = {}

    def __getitem__(self, index: int) -> int | None:
        if index not in self._known:
            wanted = squeezed(self._placed[index].block.text)
            at = self._whole.find(wanted)
            if at < 0 and len(wanted) > _ENDS:
                at = max(self._whole.find(wanted[:_ENDS]), self._whole.find(wanted[-_ENDS:]))
            self._known[index] = bisect_right(self._starts, at) - 1 if at >= 0 else None
        return self._known[index]


def _unrepeated(free: list[int], included: list[int], placed: Sequence[Placed]) -> list[int]:
    seen = {squeezed(placed[index].block.text) for index in included}
    kept = []
    for index in free:
        text = squeezed(placed[index].block.text)
        if text not in seen:
            seen.add(text)
            kept.append(index)
    return kept


def _belonging(free: list[int], included: list[int], layout: Layout, held: Counter[HtmlElement], total: int) -> list[int]:
    """Those of the missing paragraphs that belong to the article."""
    placed = layout.placed
    region = max((element for element in held if held[element] >= _REGION * total), key=lambda e: _depth(e, placed, included))
    shallow = {_wrapping(placed[index], 2) for index in included}
    deep = {_wrapping(placed[index], 3) for index in included}
    parents = {placed[index].chain[-2:-1] for index in included}
    first, last = included[0], included[-1]

    def belongs(index: int) -> bool:
        item = placed[index]
        wrapping = _wrapping(item, 3)
        if wrapping in deep and any(classes for _, classes in wrapping):
            return True
        if _stands_hidden(item):
            wrapping = _wrapping(item, 2)
            return wrapping in shallow and any(classes for _, classes in wrapping)
        return region in item.chain and (first < index < last or item.chain[-2:-1] in parents or _wrapping(item, 2) in shallow)

    return [index for index in free if belongs(index)]


def _depth(element: HtmlElement, placed: Sequence[Placed], included: Sequence[int]) -> int:
    return next(placed[index].chain.index(element) for index in included if element in placed[index].chain)


def _wrapping(item: Placed, levels: int) -> tuple[tuple[object, str | None], ...]:
    return tuple((element.tag, element.get("class")) for element in item.chain[-levels:])


def _stands_hidden(item: Placed) -> bool:
    return any(map(_is_hidden, item.chain))


def _with_headings(taken: list[int], placed: Sequence[Placed], located: _Located, barred: _Barred) -> set[int]:
    """The paragraphs with the headings and list items directly above each."""
    all_taken = set(taken)
    for index in taken:
        for above in range(index - 1, max(-1, index - 1 - _HEADINGS), -1):
            item = placed[above]
            if item.prose or item.verbatim or located[above] is not None or barred(item) or item.block.links * 2 > len(item.block.text):
                break
            all_taken.add(above)
    return all_taken


def _inserted(text: str, taken: Sequence[int], placed: Sequence[Placed], located: _Located) -> Completion:
    """The text with some blocks put behind the line of the paragraph that stands before them on the page."""
    behind: dict[int, list[str]] = {}
    wanted = set(taken)
    line = -1
    for index, item in enumerate(placed):
        at = located[index]
        if at is not None:
            line = max(line, at) if item.prose else line
        elif index in wanted:
            behind.setdefault(line, []).append(item.block.text)
    lines = behind.get(-1, [])
    for number, row in enumerate(text.split("\n")):
        lines.append(row)
        lines += behind.get(number, [])
    return Completion("\n".join(lines), sum(placed[index].words for index in taken))


def _anew(text: str, layout: Layout, prose: list[int], barred: _Barred) -> Completion:
    """The text of the element that holds most of the page's paragraphs, where the extractor has found next to none of them."""
    held: Counter[HtmlElement] = Counter()
    total = 0
    for index in prose:
        total += layout.placed[index].words
        for element in layout.placed[index].chain:
            held[element] += layout.placed[index].words
    region = max((element for element in held if held[element] >= _DENSE * total), key=lambda e: _depth(e, layout.placed, prose))
    inside = [index for index in sorted(prose) if region in layout.placed[index].chain]
    lines = []
    words = 0
    for index in range(max(0, inside[0] - 1), inside[-1] + 1):
        item = layout.placed[index]
        if region in item.chain and not barred(item) and not item.verbatim and item.block.links * 2 <= len(item.block.text):
            lines.append(item.block.text)
            words += item.words
    hidden = sum(layout.placed[index].words for index in inside if _stands_hidden(layout.placed[index]))
    if hidden * 2 > words or words <= count_words(text) or sum(layout.placed[index].words for index in inside) < _ENOUGH:
        return Completion(text)
    return Completion("\n".join(lines), words, replaced=True)

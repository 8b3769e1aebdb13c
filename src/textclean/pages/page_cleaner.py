"""From a web page to the clean text of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from lxml.html import HtmlElement

from textclean.adaptors import trafilatura
from textclean.cleaner import Cleaner
from textclean.pages.blocks import plain_text
from textclean.pages.completing import Completion, Layout, complete
from textclean.pages.decoding import Decoded, decode
from textclean.pages.elements import ElementRules, Found, cuts, host_of, path_of, prune
from textclean.pages.facts import page_facts
from textclean.pages.tree import Tree, parse
from textclean.pages.weight import lacks, weight, weights
from textclean.result import ElementCut, Failure, FailureKind, Result
from textclean.rules.rule import Action, Rule
from textclean.text.words import count_words

# The guard: what element rules may do to the extracted text. Without it one page of 791 lost .89 of F1.
MIN_KEPT_PERCENT = 70
MAX_NEW_PERCENT = 20
# Extracting twice doubles the time, so the guard compares only where the cut elements hold a good part of the page's paragraphs:
# of 879 pages 44 do, and hold 7 of the 10 where it steps in.
_AT_RISK_PERCENT = 40  # of the words extracted
_STATUS = {Action.REMOVE: "removed", Action.KEEP: "kept", Action.NOTE: "noted"}


class PageCleaner:
    """Cleans web pages: extracts the article's text, and cleans that. Build it once, use it for any number of pages, from any thread.

    Args:
        cleaner: by whose rules and policy; the built-in ones where none is given.

    >>> page = "<html><body><article>" + "<p>The vote is on Monday, the mayor said, and it is open to all of the town.</p>" * 3
    >>> PageCleaner().clean(page + "<div class='newsletter'><p>Get our letter by e-mail every day.</p></div>").elements[0].category
    'newsletter'
    """

    def __init__(self, cleaner: Cleaner | None = None) -> None:
        self.cleaner = cleaner or Cleaner()
        self._languages = {rule.lang for pack in self.cleaner.packs for rule in pack.rules}
        self._rules = ElementRules(self.cleaner.element_rules())

    def clean(
        self, html: str | bytes, *, url: str | None = None, charset: str | None = None, title: str | None = None, lang: str | None = None
    ) -> Result:
        """The clean text of a page's article, with its notes.

        The result's offsets, `restore()` and undo are about the text that was extracted, not about the page; `stamp.extractor` says what
        extracted it, and `elements` what was taken out of the page before. What the page says of itself stands in `fields`: `title`,
        `page_title`, `author`, `date`, `site`, `language`, `url`.

        Args:
            html: the page. Bytes are decoded by their byte order mark, by `charset`, by what the page declares, else by their look.
            url: the page's address, if known: it chooses the rules for its site.
            charset: what the `Content-Type` header said, if known.
            title: evidence for the headline, in place of what the page says.
            lang: the text's language, in place of what the page says.

        Raises `TypeError` when an argument has the wrong type; on no page does it raise anything. A page that gives no text says why in
        `failures`.
        """
        for name, value in (("url", url), ("charset", charset), ("title", title), ("lang", lang)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a str, not {type(value).__name__}")
        if not isinstance(html, str | bytes):
            raise TypeError(f"html must be a str or bytes, not {type(html).__name__}")
        decoded = Decoded(html, "", "text") if isinstance(html, str) else decode(html, charset)
        page = parse(decoded.text)
        facts = {} if page.root is None else page_facts(page.root)
        extracted = _nothing(page) if page.root is None else self._extract(page, page.root, decoded.text, url)
        said = facts.get("language")
        result = self.cleaner.clean(
            extracted.text,
            title=title or facts.get("title") or facts.get("page_title"),
            lang=lang or (said if said in self._languages else None),
        )
        failures = [*extracted.failures, *result.failures]
        if decoded.problem:
            failures.append(Failure(FailureKind.ENCODING, decoded.problem))
        if page.root is not None and page.missing:
            failures.append(Failure(FailureKind.INCOMPLETE, page.missing))
        how = {**trafilatura.describe(), "encoding": decoded.encoding, "url": url, **extracted.how}
        return replace(
            result,
            stamp=replace(result.stamp, extractor=how),
            fields={**facts, **result.fields},
            failures=tuple(failures),
            elements=extracted.elements,
        )

    def _extract(self, page: Tree, root: HtmlElement, source: str, url: str | None) -> _Extracted:
        """The article's text in a tree, which is pruned on the way; `source` is what it was parsed from."""
        found = self._rules.find(root, host_of(url))
        marked = cuts(found)
        if page.unfit:
            elements = _recorded(found, marked)
            prune(marked)
            return _plain(root, page.unfit, elements)
        page_weight = weight(root)
        held = weights(marked, page_weight // 50)
        marked = {element: rule for element, rule in marked.items() if not rule.guarded or held[element] * 2 <= page_weight}
        elements = _recorded(found, marked)
        guarded = sum(held[element] for element, rule in marked.items() if rule.guarded)
        unguarded = sum(held[element] for element, rule in marked.items() if not rule.guarded)
        prune(marked)
        failures: list[Failure] = []
        try:
            text = trafilatura.extract(root, url)
            # The cut elements hold so much that the extractor may have taken another part of the page.
            if guarded * 100 > len(text) * _AT_RISK_PERCENT or unguarded > len(text):
                whole = parse(source).root
                unpruned = "" if whole is None else trafilatura.extract(whole, url)
                if whole is not None and (failure := _over_pruned(text, unpruned)):
                    root, text, elements = whole, unpruned, ()
                    failures.append(failure)
        except trafilatura.ExtractorError as error:
            return _plain(root, f"trafilatura fails on it: {error}", elements)
        completed = complete(text, Layout(root)) if lacks(text, root) else Completion(text)
        how: dict[str, object] = {}
        if completed.words:
            how = {"replaced" if completed.replaced else "completed": completed.words}
        if not completed.text.strip():
            words = count_words(plain_text(root))
            failures.append(Failure(FailureKind.EMPTY, f"no article is found among the {words} words of the page"))
        return _Extracted(completed.text, elements, tuple(failures), how)


class _Extracted(NamedTuple):
    """What a page gave: its text, what was cut out before, what went wrong, and what the stamp tells besides."""

    text: str
    elements: tuple[ElementCut, ...] = ()
    failures: tuple[Failure, ...] = ()
    how: Mapping[str, object] = {}


def _nothing(page: Tree) -> _Extracted:
    return _Extracted("", failures=(Failure(FailureKind.NO_PAGE, f"no page: {page.missing}"),))


def _plain(root: HtmlElement, reason: str, elements: tuple[ElementCut, ...]) -> _Extracted:
    """All of the page's text, for a page that no extractor may be let loose on."""
    text = plain_text(root)
    failures = [Failure(FailureKind.PLAIN, f"{reason}; the text is all of the page's")]
    if not text:
        failures = [Failure(FailureKind.EMPTY, f"there is no text in the page ({reason})")]
    return _Extracted(text, elements, tuple(failures), {"plain": True})


def _over_pruned(text: str, unpruned: str) -> Failure | None:
    """What is wrong where the text of the pruned page is not nearly a part of the unpruned one's."""
    now, before = Counter(text.split()), Counter(unpruned.split())
    kept, words, new = (now & before).total(), before.total(), (now - before).total()
    if kept * 100 >= words * MIN_KEPT_PERCENT and new * 100 <= max(1, words) * MAX_NEW_PERCENT:
        return None
    message = f"with the elements cut that rules name, {kept} of {words} extracted words stay and {new} come: nothing was cut"
    return Failure(FailureKind.OVER_PRUNED, message)


def _recorded(found: list[Found], marked: Mapping[HtmlElement, Rule]) -> tuple[ElementCut, ...]:
    """The elements that go, and those that rules keep or note, in the order of the page."""
    listed: dict[HtmlElement, ElementCut] = {}
    for element, rule, action in found:
        goes = marked.get(element)
        if action == Action.REMOVE and (goes is None or element in listed):
            continue
        told = goes if action == Action.REMOVE and goes is not None else rule
        words = count_words(str(element.text_content()))
        listed[element] = ElementCut(path_of(element), words, told.category, told.name, told.why, _STATUS[action])
    return tuple(listed.values())

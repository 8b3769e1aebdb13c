"""Element rules at work: which elements of a page they find, and how those are cut out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import urlsplit

from ahocorasick_rs import AhoCorasick
from lxml import etree
from lxml.html import HtmlElement

from textclean.rules.rule import Action, Rule
from textclean.rules.selectors import to_xpath

# What a page is made of goes never, whatever its class says.
_KEPT = frozenset({"html", "body", "main", "article", "head"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}  # unlike `str.lower` it changes no length
_VALUES = etree.XPath("//@class|//@id", smart_strings=False)


class Found(NamedTuple):
    """An element that a rule finds, and what is to be done with it."""

    element: HtmlElement
    rule: Rule
    action: Action


@lru_cache(maxsize=65_536)
def class_words(value: str) -> tuple[str, ...]:
    """The words of one class or id, in lower case: parted at what is no letter or digit, and where case or digits begin.

    >>> class_words("post-authorBio__text2")
    ('post', 'author', 'bio', 'text', '2')
    """
    return tuple(word.lower() for word in _WORD.findall(value))


def host_of(url: str | None) -> str:
    """The host of an address, in lower case; empty where there is none.

    >>> host_of("https://News.Example.org:8080/a?b"), host_of("news.example.org/a"), host_of("http://[")
    ('news.example.org', 'news.example.org', '')
    """
    if not url:
        return ""
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


def on_site(host: str, pattern: str) -> bool:
    """Whether a host is the pattern's, or below it where that begins with `*.`; `www.` does not count.

    >>> on_site("www.example.org", "example.org"), on_site("a.example.org", "example.org"), on_site("a.example.org", "*.example.org")
    (True, False, True)
    """
    bare = pattern.removeprefix("*.").removeprefix("www.")
    return host.removeprefix("www.") == bare or (pattern.startswith("*.") and host.endswith(f".{bare}"))


class ElementRules:
    """The element rules of a policy, ready to find; built once."""

    def __init__(self, rules: Iterable[tuple[Rule, Action]]) -> None:
        self._rules = tuple(rules)
        self._selecting = [(rule, action) for rule, action in self._rules if rule.select]
        self._entries: dict[str, list[tuple[tuple[str, ...], Rule, Action]]] = {}
        for rule, action in self._rules:
            for entry in rule.elements:
                words = class_words(entry)
                self._entries.setdefault(words[0], []).append((words, rule, action))
        # The longest word of each entry: few class values hold one, and only those are taken apart.
        self._hints = AhoCorasick(sorted({max(words, key=len) for same in self._entries.values() for words, _, _ in same}))
        self._compiled: dict[str, etree.XPath] = {}

    def find(self, root: HtmlElement, host: str = "") -> list[Found]:
        """What the rules find on a page of this host, in the order of the page; no element twice for one rule."""
        sited = {rule.name for rule, _ in self._rules if not rule.sites or any(on_site(host, pattern) for pattern in rule.sites)}
        found = []
        # One query in C for all values, then one walk: asking each element first costs three times as much.
        values = self._matched(_VALUES(root)) if self._entries else {}
        for element in root.iter(etree.Element) if values else ():
            for name in ("class", "id"):
                value = element.get(name)
                if value in values and element.tag not in _KEPT:
                    found += [Found(element, rule, action) for rule, action in values[value] if rule.name in sited]
        for rule, action in self._selecting:
            if rule.name in sited:
                found += [Found(element, rule, action) for element in self._selected(root, rule)]
        return list({(item.element, item.rule.name): item for item in found}.values())

    def _matched(self, values: Iterable[str]) -> dict[str, list[tuple[Rule, Action]]]:
        """The rules that each of some class values answers to, for those that answer to any."""
        distinct = list(dict.fromkeys(values))
        starts = list(accumulate((len(value) + 1 for value in distinct), initial=0))
        hits = self._hints.find_matches_as_indexes("\n".join(distinct).translate(_LOWER), overlapping=True)
        matched: dict[str, list[tuple[Rule, Action]]] = {}
        for index in dict.fromkeys(bisect_right(starts, start) - 1 for _, start, _ in hits):
            rules = {}
            for name in distinct[index].split():
                words = class_words(name)
                for at, word in enumerate(words):
                    for entry, rule, action in self._entries.get(word, ()):
                        if words[at : at + len(entry)] == entry:
                            rules[rule.name] = (rule, action)
            if rules:
                matched[distinct[index]] = list(rules.values())
        return matched

    def _selected(self, root: HtmlElement, rule: Rule) -> list[HtmlElement]:
        found: list[HtmlElement] = []
        for selector in rule.select:
            path = self._compiled.get(selector)
            if path is None:
                path = self._compiled[selector] = etree.XPath(to_xpath(selector))
            found += [element for element in path(root) if isinstance(element.tag, str)]
        if not rule.outside:
            return [element for element in found if element.tag not in _KEPT or rule.sites]
        return _outside(root, found) if found else []


def _outside(root: HtmlElement, inner: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The outermost elements of the body that neither hold one of some elements nor stand in one."""
    body = root.find("body")
    holding = {ancestor for element in inner for ancestor in element.iterancestors()} | set(inner)
    cut: list[HtmlElement] = []
    todo = [root if body is None else body]
    while todo:
        for child in todo.pop():
            if child in inner or not isinstance(child.tag, str):
                continue
            if child in holding:
                todo.append(child)
            else:
                cut.append(child)
    return cut


def cuts(found: Iterable[Found]) -> dict[HtmlElement, Rule]:
    """The outermost of the elements that are to go, and the rule of each.

    An element that a rule keeps stays, and so does what holds it.
    """
    found = list(found)
    kept: set[HtmlElement] = set()
    for element, _, action in found:
        if action == Action.KEEP:
            kept |= {element, *element.iterancestors()}
    goes: dict[HtmlElement, Rule] = {}
    for element, rule, action in found:
        if action == Action.REMOVE and element not in kept:
            goes.setdefault(element, rule)
    outermost: dict[HtmlElement, Rule] = {}
    inside: dict[HtmlElement, bool] = {}  # of elements met on the way up: whether they stand in one that goes
    for element, rule in goes.items():
        above: list[HtmlElement] = []
        within = False
        for outer in element.iterancestors():
            if outer in goes or outer in inside:
                within = outer in goes or inside[outer]
                break
            above.append(outer)
        inside.update(dict.fromkeys(above, within))
        if not within:
            outermost[element] = rule
    return outermost


def prune(cut: Iterable[HtmlElement]) -> None:
    """Take some elements out of their tree; the text behind each stays."""
    for element in cut:
        if element.getparent() is not None:
            element.drop_tree()


def path_of(element: HtmlElement) -> str:
    """Where an element stands: its tag with id or classes, and those of its ancestors up to one with an id, at most four.

    >>> from lxml.html import fragment_fromstring
    >>> path_of(fragment_fromstring('<div id="x"><p class="a b"><i>t</i></p></div>')[0][0])
    'div#x > p.a.b > i'
    """
    steps: list[str] = []
    for node in (element, *element.iterancestors()):
        tag = str(node.tag)
        name = node.get("id")
        classes = "".join(f".{part}" for part in (node.get("class") or "").split()[:3])
        steps.append(f"{tag}#{name}" if name else f"{tag}{classes}")
        if name or len(steps) == 4:
            break
    return " > ".join(reversed(steps))

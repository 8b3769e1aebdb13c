"""Site configurations of ftr-site-config read into packs of element rules.

The format: a file for each host (`example.com.txt`; with a leading dot for all hosts below it), lines of `key: value`, comments after `#`.
https://help.fivefilters.org/full-text-rss/site-patterns.html. Carried over are `strip`, `strip_id_or_class`, `prune` (which says nothing
that we need) and `body`, where the XPath can be said in CSS; the test addresses are not, since they name pages and not what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

# What only matters to a program that fetches pages, or lists addresses to try: nothing of the page's text is lost with it.
_FETCHING = frozenset(
    "test_url test_contains http_header next_page_link single_page_link single_page_link_in_feed login_uri login_username_field "
    "login_password_field login_extra_fields not_logged_in_xpath requires_login parser autodetect_on_failure tidy prune "
    "autodetect_next_page strip_image_src skip_json_ld wrap_in if_page_contains native_ad_clue src_lazy_load_attr".split()
)
_SAID_BY_THE_PAGE = frozenset({"title", "author", "date"})
_NAME = r"[A-Za-z_][\w-]*"
_QUOTED = r"""(?:'([^'"]*)'|"([^'"]*)")"""
_STEP = re.compile(rf"(//?)({_NAME}|\*)((?:\[[^\]]*\])*)")
_CONDITIONS = (
    # `@class = 'a b'` and the like; then the two ways of asking for one class among several, the exact one first.
    (re.compile(rf"@({_NAME})\s*=\s*{_QUOTED}"), '[{0}="{1}"]'),
    (
        re.compile(rf"contains\(\s*concat\(\s*' '\s*,\s*(?:normalize-space\(\s*)?@({_NAME})\s*\)?\s*,\s*' '\s*\)\s*,\s*{_QUOTED}\s*\)"),
        '[{0}~="{1}"]',
    ),
    (re.compile(rf"contains\(\s*@({_NAME})\s*,\s*{_QUOTED}\s*\)"), '[{0}*="{1}"]'),
    (re.compile(rf"starts-with\(\s*@({_NAME})\s*,\s*{_QUOTED}\s*\)"), '[{0}^="{1}"]'),
    (re.compile(rf"@({_NAME})"), "[{0}]"),
)


class Left(NamedTuple):
    """A line that was not carried over, and why."""

    file: str
    line: int
    text: str
    reason: str


class Imported(NamedTuple):
    """A pack as YAML, and what is not in it."""

    yaml: str
    left: tuple[Left, ...]


class _Rule(NamedTuple):
    id: str
    host: str
    selector: str
    outside: bool
    drops: str
    keeps: str


def import_sites(files: Iterable[tuple[str, str]]) -> Imported:
    """The pack that some configuration files come to: pairs of file name, which names the host, and text.

    >>> print(import_sites([("example.org.txt", "strip: //div[@class='ad']")]).yaml.splitlines()[7].strip())
    select: ['div[class="ad"]']
    """
    rules: list[_Rule] = []
    left: list[Left] = []
    for file, text in files:
        host = file.removesuffix(".txt").lower()
        pattern = f"*.{host[1:]}" if host.startswith(".") else host
        for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            read = _read(line, pattern, f"{_slug(pattern)}-{number}")
            if isinstance(read, str):
                left.append(Left(file, number, line, read))
            else:
                rules += read
    return Imported(_yaml(rules), tuple(left))


def _read(line: str, host: str, name: str) -> list[_Rule] | str:  # noqa: PLR0911 - one for each reason
    """The rules of a line, or why it has none."""
    key, colon, value = (part.strip() for part in line.partition(":"))
    bare = re.sub(r"\(.*\)$", "", key)
    if not colon or not value:
        return "not a line of the form 'key: value'"
    if bare in _FETCHING:
        return "about fetching or testing, not about elements"
    if bare in _SAID_BY_THE_PAGE:
        return "what the page says of itself is read without rules"
    if bare in ("find_string", "replace_string"):
        return "it changes the page's source; a rule finds elements"
    if bare == "strip_id_or_class":
        word = value.strip("'\"")
        if not re.fullmatch(r"[\w -]+", word):
            return "not a part of a class or id"
        selector = f'[class*="{word}"], [id*="{word}"]'
        return [_Rule(name, host, selector, False, f'<div class="{word}"><p>x</p></div>', "<div><p>x</p></div>")]
    if bare not in ("strip", "body"):
        return f"unknown key {key!r}"
    if not re.fullmatch(r"(\d+-)?[a-z0-9-]{1,60}", name):
        return "the host's name is too long"
    made = [to_css(path) for path in re.split(r"\s*\|\s*", value)]
    if not all(made):
        return "this XPath cannot be said in CSS"
    selector = ", ".join(css for css, _ in filter(None, made))
    example = next(html for _, html in filter(None, made))
    if bare == "body":
        return [_Rule(name, host, selector, True, f"<p>Before.</p>{example}", "<div><p>x</p></div>")]
    return [_Rule(name, host, selector, False, example, "<aside-note><p>x</p></aside-note>")]


def to_css(xpath: str) -> tuple[str, str] | None:
    """The CSS selector of a plain XPath, and a snippet that it finds something in; None where CSS cannot say it.

    >>> to_css("//div[@id='story']/p[contains(@class, 'ad')]")
    ('div[id="story"] > p[class*="ad"]', '<div id="story"><p class="ad">x</p></div>')
    >>> to_css("//p[last()]")
    """
    selector, opening, closing = "", "", ""
    at = 0
    path = xpath.strip().lstrip(".")
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None or (at == 0 and step[1] == "/"):
            return None
        at = step.end()
        made = _conditions(step[3])
        if made is None:
            return None
        conditions, attributes = made
        selector += (
            ("" if not selector else " > " if step[1] == "/" else " ") + (step[2] if step[2] != "*" or not conditions else "") + conditions
        )
        tag = "div" if step[2] == "*" else step[2]
        opening += f"<{tag}{attributes}>"
        closing = f"</{tag}>" + closing
    return (selector, f"{opening}x{closing}") if selector else None


def _conditions(text: str) -> tuple[str, str] | None:
    css, values = "", dict[str, str]()
    for inner in re.findall(r"\[([^\]]*)\]", text):
        for part in re.split(r"\s+and\s+", inner):
            for pattern, form in _CONDITIONS:
                if found := pattern.fullmatch(part.strip()):
                    value = next((group.strip() for group in found.groups()[1:] if group is not None), "")
                    css += form.format(found[1], value)
                    values[found[1]] = f"{values.get(found[1], '')} {value}".strip()
                    break
            else:
                return None
    return css, "".join(f' {name}="{value}"' for name, value in values.items())


def _slug(host: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("*.")).strip("-")
    return slug if slug[:1].isalpha() else f"site-{slug}"


def _yaml(rules: list[_Rule]) -> str:
    rows = ["# Made by `textclean rules import-ftr` from site configurations.", "pack: sites/imported", "category: navigation", "rules:"]
    for rule in rules:
        rows += [
            f"  - id: {rule.id}",
            f"    why: {'Outside of the article, as' if rule.outside else 'Not of the article, as'} the site's configuration says.",
            f"    sites: [{_quoted(rule.host)}]",
            f"    select: [{_quoted(rule.selector)}]",
            *(["    outside: true"] if rule.outside else []),
            f"    drops: [{_quoted(rule.drops)}]",
            f"    keeps: [{_quoted(rule.keeps)}]",
        ]
    return "\n".join(rows) + "\n" if rules else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

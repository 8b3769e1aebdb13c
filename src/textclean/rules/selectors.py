"""CSS selectors of element rules: checked when a pack is read, turned into XPath when first needed."""

from __future__ import annotations

from functools import cache


def problem(selector: str) -> str:
    """What is wrong with a selector; empty when nothing is.

    >>> problem("div.promo > p"), problem("div..promo")[:20]
    ('', "'div..promo': Expect")
    """
    from cssselect import SelectorError

    try:
        to_xpath(selector)
    except SelectorError as error:
        return f"{selector!r}: {error}"
    return ""


@cache
def to_xpath(selector: str) -> str:
    """The XPath that finds what a CSS selector does, case of names ignored as in HTML.

    Raises `cssselect.SelectorError`.

    >>> to_xpath("div > p")
    'descendant::div/p'
    """
    from cssselect import HTMLTranslator

    return str(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))

"""Drafts of rules: they load and pass, or say clearly why there is none."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import LINE
from textclean.authoring.drafts import DraftError, Wish, draft
from textclean.cleaner import load
from textclean.rules.files import read_categories
from textclean.rules.loading import Source, load_categories, load_packs
from textclean.ruletest import run_examples

CATEGORIES = load_categories(read_categories())
ALL = load()
NAME = r"(?-i:\p{Lu})[\w.'-]{0,20}"
FEW = [pack for pack in ALL if pack.name in ("en/share", "en/newsletter", "any/structure")]


def drafted(text, packs=ALL, **wish):
    text = draft(Wish(text, **wish), packs, CATEGORIES)
    (pack,) = load_packs([Source("draft.yaml", text.encode())], CATEGORIES)
    assert run_examples([*packs, pack], lambda rule: rule.pack == "draft") == []
    return pack.rules[0]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        pytest.param("Log in to vote", "^Log in to vote$", id="as it stands"),
        pytest.param("Read all 12 of it", r"^Read all \d{1,9} of it$", id="numbers"),
        pytest.param("Follow @harbour today", r"^Follow @\w{1,30} today$", id="a handle"),
        pytest.param("Visit https://example.org/a now", r"^Visit \S{4,80} now$", id="a link"),
        pytest.param("Write to me@example.org now", r"^Write to \S{4,80} now$", id="an address"),
        pytest.param("Buy “The Long Pier” here", '^Buy "[^"]{1,80}" here$', id="a quoted title, quotes folded"),
        pytest.param("It’s free", "^It's free$", id="an apostrophe folded"),
        pytest.param("Write to Jane Doe today", rf"^Write to {NAME}( {NAME}){{0,3}} today$", id="a name"),
        pytest.param("Write to Jane today", "^Write to Jane today$", id="one word may be no name"),
        pytest.param("WRITE TO JANE DOE", "^WRITE TO JANE DOE$", id="capitals are no names"),
        pytest.param("→ Go on.", r"""^[^\w"'(]{0,3}Go on[^\w"')?]{0,3}$""", id="signs at both ends"),
        pytest.param("Go on (now)?", r"^Go on \(now\)\?$", id="other signs"),
        pytest.param("Go  on\tnow", r"^Go\s+on\s+now$", id="blanks"),
        pytest.param("記事を読む", "^記事を読む$", id="another script"),
    ],
)
def test_what_is_left_open(text, match):
    assert drafted(text, category="promo").match == match


def test_the_word_cap_leaves_some_room():
    assert drafted("Log in to vote now", category="poll").where.max_words == 8


def test_what_the_author_says_goes():
    rule = drafted("Jetzt mitmachen", category="poll", lang="de", id="mitmachen")
    assert (rule.name, rule.lang, rule.category) == ("draft/mitmachen", "de", "poll")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Sign up for The Harbour Letter", "newsletter"),
        ("Share this page with everyone", "share"),
        ("Some 4 minutes read", "reading-time"),
    ],
)
def test_the_category_is_that_of_what_is_most_alike(text, category):
    assert drafted(text).category == category


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish(" "), "not one line"),
        (Wish("a\nb"), "not one line"),
        (Wish("a " * 300), "not one line of up to 400 characters"),
        (Wish("share \ud800 this"), "a lone surrogate"),
        (Wish("share", "sharing"), "unknown category 'sharing'"),
        (Wish("zzyzx"), "name its category; categories: navigation"),
        (Wish("share it all", "share", id="No Id"), "no draft of the line passes its own examples: id: "),
        (Wish("share it all", "share", lang="english"), "no draft of the line passes its own examples: lang: "),
    ],
)
def test_where_no_draft_can_be_made(wish, message):
    with pytest.raises(DraftError, match=message):
        draft(wish, FEW, CATEGORIES)


@settings(max_examples=60)
@given(st.one_of(LINE, st.text(max_size=40), st.text(alphabet="- [¶]…“”'\"#:{}&*!|>%@`,?a1", max_size=12)))
@example("- share [-this-] now")
@example("  ¶ 60")
@example("true")
@example("'it''s' # no: comment")
@example("\u0000 a \u0085 b")
@example("a\u2028b")
@example("İstanbul ſhare")
def test_any_line_gives_a_draft_that_passes_or_a_clear_error(text):
    try:
        rule = drafted(text, FEW, category="share")
    except DraftError as error:
        assert str(error)
    else:
        assert rule.drops[0].text == text.strip()

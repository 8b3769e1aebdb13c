import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textclean
from textclean.cleaner import Cleaner
from textclean.pages.page_cleaner import PageCleaner
from textclean.result import FailureKind, Result
from textclean.rules.policy import Policy

BODY = "".join(
    f"<p>The report of day {number} says that the bridge was closed in the morning, and that it opened at night.</p>" for number in range(8)
)
HEAD = "<title>The bridge | The Example Post</title><meta property='og:title' content='The bridge'><meta name='author' content='J. Doe'>"
BOX = "<div class='post-newsletter'><p>Get the best of our stories by e-mail, every single morning, for nothing.</p></div>"
PAGE = f"<html lang='en'><head>{HEAD}</head><body><article><h1>The bridge</h1>{BODY}{BOX}</article></body></html>"


@pytest.fixture(scope="module")
def pages():
    return PageCleaner()


def kinds(result):
    return [failure.kind for failure in result.failures]


def test_a_page_comes_out_clean(pages):
    result = pages.clean(PAGE, url="https://example.org/bridge")
    assert result.text.startswith("The report of day 0")
    assert "e-mail" not in result.text
    assert not result.failed
    assert {
        "title": "The bridge",
        "author": "J. Doe",
        "language": "en",
        "page_title": "The bridge | The Example Post",
    }.items() <= result.fields.items()


def test_every_cut_element_is_noted(pages):
    (cut,) = pages.clean(PAGE).elements
    assert cut.path.endswith("div.post-newsletter")
    assert cut.words == 14
    assert (cut.rule.split("/")[0], cut.category, cut.status) == ("any", "newsletter", "removed")


def test_the_record_holds_the_extraction(pages):
    result = pages.clean(PAGE)
    record = result.as_record()
    assert record["stamp"]["extractor"]["name"] == "trafilatura"
    assert record["stamp"]["extractor"]["version"]
    again = Result.from_record(record, result.text)
    assert again.elements == result.elements
    assert again.restore() == result.restore()


def test_a_policy_reaches_elements():
    kept = PageCleaner(Cleaner(policy=Policy(actions={"newsletter": "keep"}))).clean(PAGE)
    assert [cut.status for cut in kept.elements] == ["kept"]
    assert not PageCleaner(Cleaner(policy=Policy(ignore=("newsletter",)))).clean(PAGE).elements


def test_rules_that_cut_the_article_are_taken_back(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "pack: mine\ncategory: promo\nrules:\n"
        "  - {id: too-much, why: A test., guarded: false, elements: [story], drops: ['<p class=story>x</p>'], keeps: ['<p>x</p>']}\n"
    )
    text = "<html><body><article>" + BODY.replace("<p>", "<p class='story'>") + "</article></body></html>"
    result = PageCleaner(Cleaner(rules=[tmp_path])).clean(text)
    assert "day 7" in result.text
    assert kinds(result) == [FailureKind.OVER_PRUNED]
    assert not result.elements


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        pytest.param("", FailureKind.NO_PAGE, id="nothing"),
        pytest.param(b"  \n ", FailureKind.NO_PAGE, id="blanks"),
        pytest.param("Just a line of text.", FailureKind.NO_PAGE, id="no markup"),
        pytest.param(b"%PDF-1.4 \x00\x01\x02", FailureKind.NO_PAGE, id="a PDF"),
        pytest.param("<html><body><script>1</script></body></html>", FailureKind.EMPTY, id="scripts alone"),
        pytest.param("<div>" * 300 + BODY, FailureKind.PLAIN, id="nested 300 deep"),
        pytest.param("<div>" * 5_000 + BODY, FailureKind.INCOMPLETE, id="nested deeper than the parser goes"),
        pytest.param("<p>a b" * 40_000, FailureKind.PLAIN, id="40,000 paragraphs"),
        pytest.param("<div>" + "<a href=x>y</a> " * 20_000, FailureKind.PLAIN, id="20,000 links in one element"),
        pytest.param(PAGE.replace("bridge", "brücke").encode("cp1252"), FailureKind.ENCODING, id="an encoding not declared"),
    ],
)
def test_bad_pages_have_a_reason_and_a_bounded_time(pages, page, kind):
    if kind == FailureKind.ENCODING:
        page = b"<meta charset=utf-8>" + page
    start = time.process_time()
    result = pages.clean(page)
    assert time.process_time() - start < 10
    assert kind in kinds(result)
    assert result.failed or result.text


def test_a_text_node_of_ten_megabytes_is_read(pages):
    result = pages.clean(f"<html><body><article>{BODY}<p>{'The bridge is closed, he said. ' * 350_000}</p></article></body></html>")
    assert len(result.restore()) > 10_000_000


def test_deep_text_is_not_lost(pages):
    assert "day 7" in pages.clean("<html><body>" + "<div>" * 300 + BODY).text


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div class=share>", "</div>", "<b", "&#0;", "\ud800", "\x00", "The bridge is shut. ", "<!--", "]]>"]
        ),
        max_size=40,
    )
)
def test_no_page_raises_and_none_is_silently_empty(pages, parts):
    result = pages.clean("".join(parts))
    assert result.text.strip() or result.failures or result.notes


def test_the_public_function():
    assert textclean.clean_html(PAGE.encode()).text == PageCleaner().clean(PAGE).text
    with pytest.raises(TypeError, match="html must be"):
        textclean.clean_html(None)

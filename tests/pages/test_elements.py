import pytest
from lxml.html import document_fromstring

from tests.rules.helpers import rule
from textclean.pages.elements import ElementRules, class_words, cuts, on_site, path_of, prune
from textclean.rules.rule import Action


def found(html, *rules, host="", action=Action.REMOVE):
    root = document_fromstring(f"<html><body>{html}</body></html>")
    return [item.element.get("id") for item in ElementRules((item, action) for item in rules).find(root, host)]


def words(*entries, **fields):
    return rule(elements=entries, **fields)


@pytest.mark.parametrize(
    ("value", "entry"),
    [
        pytest.param("author-bio", "author-bio", id="as it is"),
        pytest.param("post-author-bio", "author-bio", id="at the end"),
        pytest.param("x AuthorBio__text y", "author-bio", id="by case"),
        pytest.param("AUTHOR_BIO", "author-bio", id="capitals"),
        pytest.param("wpcf7-form", "wpcf7", id="with digits"),
    ],
)
def test_class_words_are_found(value, entry):
    assert found(f'<div id="a" class="{value}">x</div>', words(entry)) == ["a"]


@pytest.mark.parametrize(
    ("html", "entry"),
    [
        pytest.param('<div class="authority-biology">x</div>', "author-bio", id="parts of words"),
        pytest.param('<div class="author x-bio">x</div>', "author-bio", id="in two classes"),
        pytest.param('<div class="author-of-bio">x</div>', "author-bio", id="not in a row"),
        pytest.param('<main class="author-bio">x</main>', "author-bio", id="what a page is made of"),
        pytest.param('<div title="author-bio">x</div>', "author-bio", id="another attribute"),
    ],
)
def test_class_words_are_not_found(html, entry):
    assert found(html, words(entry)) == []


def test_an_id_counts_as_a_class():
    assert found('<div id="author-bio">x</div>', words("author-bio")) == ["author-bio"]


def test_selectors():
    html = '<div id="a" data-x="1">x</div><p id="b" class="c d">y</p>'
    assert found(html, rule(select=("[data-x='1']", "p.d"))) == ["a", "b"]


@pytest.mark.parametrize(
    ("host", "pattern", "on"),
    [
        pytest.param("example.org", "example.org", True, id="the host"),
        pytest.param("www.example.org", "example.org", True, id="with www"),
        pytest.param("a.example.org", "*.example.org", True, id="below"),
        pytest.param("example.org", "*.example.org", True, id="the top itself"),
        pytest.param("a.example.org", "example.org", False, id="not below"),
        pytest.param("badexample.org", "*.example.org", False, id="another name"),
        pytest.param("", "example.org", False, id="unknown"),
    ],
)
def test_sites(host, pattern, on):
    assert on_site(host, pattern) is on
    assert bool(found('<div id="a" class="x">x</div>', words("x", sites=(pattern,)), host=host)) is on


def test_outside():
    html = '<div id="a">x</div><div id="b"><p id="c">y</p><p id="d">z</p></div>'
    assert sorted(found(html, rule(select=("#c",), outside=True))) == ["a", "d"]
    assert found(html, rule(select=("#nowhere",), outside=True)) == []


def test_only_the_outermost_goes_and_nothing_that_is_kept():
    root = document_fromstring('<body><div class="x" id="a"><p class="x" id="b">1</p></div>2<div class="x" id="c"><i class="k">3</i></div>')
    rules = ElementRules([(words("x", id="x"), Action.REMOVE), (words("k", id="k"), Action.KEEP)])
    cut = cuts(rules.find(root))
    assert [element.get("id") for element in cut] == ["a"]
    prune(cut)
    assert root.text_content() == "23"


def test_names_of_places():
    root = document_fromstring('<body><div id="x"><p class="a b c d"><b>t</b></p></div>')
    assert path_of(root.find(".//b")) == "div#x > p.a.b.c > b"
    assert class_words("aB2-c") == ("a", "b", "2", "c")

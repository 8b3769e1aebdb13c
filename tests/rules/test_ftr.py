import pytest

from textclean.rules.ftr import import_sites, to_css

SITE = """# The Example Post
title: //h1
body: //div[@id='story']
strip: //div[contains(@class, 'promo')] | //p[@class="note"]
strip: //p[last()]
strip_id_or_class: sidebar
titl: //h1
find_string: <x>
test_url: https://example.org/a
"""


def test_a_configuration_becomes_a_pack_that_passes_its_own_tests(tmp_path):
    from textclean.cleaner import load
    from textclean.ruletest import run_examples

    imported = import_sites([("example.org.txt", SITE), (".example.net.txt", "strip: //aside")])
    path = tmp_path / "sites.yaml"
    path.write_text(imported.yaml)
    packs = load([path])
    rules = packs[-1].rules
    assert [rule.id for rule in rules] == ["example-org-3", "example-org-4", "example-org-6", "example-net-1"]
    assert [rule.sites for rule in rules] == [("example.org",)] * 3 + [("*.example.net",)]
    assert run_examples(packs, lambda rule: rule in rules) == []


def test_what_is_left_is_named():
    left = import_sites([("example.org.txt", SITE)]).left
    assert [(item.line, item.text.partition(":")[0]) for item in left] == [
        (2, "title"),
        (5, "strip"),
        (7, "titl"),
        (8, "find_string"),
        (9, "test_url"),
    ]
    assert all(item.reason for item in left)


@pytest.mark.parametrize(
    ("xpath", "css"),
    [
        pytest.param("//div[@id='a']", 'div[id="a"]', id="an id"),
        pytest.param('//*[@class = "b"]//p', '[class="b"] p', id="any element, and below"),
        pytest.param("//ul/li", "ul > li", id="a child"),
        pytest.param("//div[contains(concat(' ', normalize-space(@class), ' '), ' c ')]", 'div[class~="c"]', id="one class"),
        pytest.param("//a[starts-with(@href, '/x') and @rel]", 'a[href^="/x"][rel]', id="two conditions"),
    ],
)
def test_xpath_that_css_can_say(xpath, css):
    assert to_css(xpath)[0] == css


@pytest.mark.parametrize(
    "xpath", ["//p[1]", "//p[not(@class)]", "//p/text()", "//p/following-sibling::div", "/html/body", "//p[contains(., 'x')]", ""]
)
def test_xpath_that_css_cannot_say(xpath):
    assert to_css(xpath) is None

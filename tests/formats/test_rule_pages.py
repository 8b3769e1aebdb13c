"""The page of all rules, and the figures that it shows."""

from pathlib import Path

import pytest

from tests.rules.helpers import categories, load
from textclean.cleaner import Cleaner
from textclean.formats.rule_pages import read_figures, rule_pages
from textclean.formats.scores import COLUMNS

DOCS = Path(__file__).resolve().parents[2] / "docs"

PACK = """\
pack: own/pack
category: share
rules:
  - id: share
    why: "A *call* to share."
    seen: below
    match: '^share `this`'
    case: exact
    where: {max_words: 4, below: [date]}
    drops: ["share `this` now, all of you", "  He said.\\n- share `this`\\n- dated"]
    keeps: [shared]
  - {id: inline, why: Why., scope: inline, match: 'read on', drops: ["so [-read on-]"], keeps: [reading], enabled: false}
  - {id: mend, why: Mends., repair: fix, mends: [[a, b]], keeps: [c]}
"""


def page(figures=None) -> list[str]:
    return list(rule_pages(load(PACK, ["fix"]), categories().values(), figures or {}))


def test_the_kept_page_is_what_the_code_generates():
    cleaner = Cleaner()
    figures = read_figures((DOCS / "figures.tsv").read_text(encoding="utf-8"))
    made = "".join(f"{line}\n" for line in rule_pages(cleaner.packs, cleaner.categories.values(), figures))
    kept = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert made == kept, "run: textclean rules docs --figures docs/figures.tsv > docs/rules.md"


def test_a_section_has_all_that_a_reader_asks_for():
    text = "\n".join(page())
    assert "| share | Sharing. | remove |" in text
    section = text.partition("### own/pack/share\n")[2].partition("###")[0]
    assert section.split("\n") == [
        "",
        r"A \*call\* to share.",
        "",
        "Category share; level likely; takes: line. Seen: below.",
        "",
        "```text",
        "^share `this`",
        "```",
        "",
        r"Where: max\_words 4, below \[date\]. The case of letters counts.",
        "",
        "Goes:",
        "",
        "```text",
        "  He said.",
        "- share `this`",
        "- dated",
        "```",
        "",
        "Stays:",
        "",
        "```text",
        "  shared",
        "```",
        "",
        "Not measured yet.",
        "",
        "",
    ]


def test_an_inline_rule_and_a_repair():
    text = "\n".join(page())
    assert "takes: inline; off by default." in text and "~ so read on" in text
    repair = text.partition("### own/pack/mend\n")[2]
    assert "repair fix." in repair and "a → b" in repair and "easured" not in repair


def test_figures_are_shown():
    rows = [
        "own/pack/share likely 3 7 1 2 87.5% 0.25 1.5",
        "own/pack/inline likely 0 0 0 0 - 0.00 0.0",
        "own/gone likely 1 1 0 0 100.0% 0.00 0.0",
    ]
    table = "\n".join(["# a command", "\t".join(COLUMNS), *(row.replace(" ", "\t") for row in rows), ""])
    text = "\n".join(page(read_figures(table)))
    assert "Measured: 7 noise, 1 body, 2 between, in 3 articles; precision 87.5%; worth 0.25; false cuts 1.5." in text
    assert "Measured: it found nothing." in text
    assert "gone" not in text


@pytest.mark.parametrize("text", ["", "rule\tlevel\n", "\t".join(COLUMNS) + "\nx\ty\n"])
def test_another_table_is_refused(text):
    with pytest.raises(ValueError, match="not a table of figures"):
        read_figures(text)

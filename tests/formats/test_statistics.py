import io
import json

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from tests.formats.helpers import PATHS, UNSAFE, results
from textclean.formats.counting import DocumentCount, Size, Tally, count_document, statistics
from textclean.formats.statistics import category_table, statistics_json, statistics_tables

SUMS = statistics(
    [
        DocumentCount("a.txt", Size(40, 200), {("share", "p/a"): Tally(2, 0, 12, 50), ("damage", "p/b"): Tally(9, 9, 0, 0)}),
        DocumentCount("b[red].txt", Size(10, 50), {("share", "p/a"): Tally(1, 0, 1, 5)}, (("timeout", ("p/c",)),)),
        DocumentCount("c.txt", Size(50, 250), {}),
    ]
)


def shown(view, **options):
    console = Console(file=io.StringIO(), markup=False, emoji=False, highlight=False, **{"width": 200, "color_system": None, **options})
    console.print(view)
    return console.file.getvalue()


def test_categories():
    assert shown(category_table(SUMS)).splitlines() == [
        "category  changes  docs  replaced  words cut  of words  chars cut  of chars",
        "damage          9     1         9          0      0.0%          0      0.0%",
        "share           3     2         0         13     13.0%         55     11.0%",
        "all            12     3         9         13     13.0%         55     11.0%",
        "3 documents (500 characters, 100 words): 2 changed, 1 failed",
        "timeout: 1",
    ]


def test_rules_and_documents_follow():
    assert shown(statistics_tables(SUMS)).splitlines()[6:] == [
        "",
        "rule  changes  docs  replaced  words cut  of words  chars cut  failures",
        "p/b         9     1         9          0      0.0%          0         0",
        "p/a         3     2         0         13     13.0%         55         0",
        "p/c         0     0         0          0      0.0%          0         1",
        "",
        "document    changes  replaced  words cut  of words  chars cut  of chars  failures",
        "a.txt            11         9         12     30.0%         50     25.0%         0",
        "b[red].txt        1         0          1     10.0%          5     10.0%         1",
        "c.txt             0         0          0      0.0%          0      0.0%         0",
    ]


def test_long_tables_are_cut_and_say_so():
    many = statistics(
        DocumentCount(f"{number:02}.txt", Size(2, 10), {("share", f"p/{number:02}"): Tally(changes=1)}) for number in range(23)
    )
    text = shown(statistics_tables(many))
    assert "and 3 more rules" in text
    assert "and 3 more documents" in text
    assert ("19.txt" in text, "20.txt" in text) == (True, False)


def test_unknown_words_are_a_question_mark():
    text = shown(statistics_tables(statistics([DocumentCount("a.txt", Size(None, 9), {("share", "p/a"): Tally(1, 0, None, 3)})])))
    assert text.splitlines()[1].split() == ["share", "1", "1", "0", "?", "?", "3", "33.3%"]
    assert "the records hold no quotes" in text


def test_nothing_is_counted_too():
    assert "0 documents (0 characters, 0 words): 0 changed, 0 failed" in shown(statistics_tables(statistics([])))


def test_json_has_all():
    data = json.loads(statistics_json(SUMS))
    assert data["total"] == {
        "documents": 3,
        "changes": 12,
        "replaced": 9,
        "words": 13,
        "characters": 55,
        "failures": 1,
        "source_words": 100,
        "source_characters": 500,
        "word_share": 0.13,
        "character_share": 0.11,
        "changed": 2,
        "failed": 1,
    }
    assert data["failures"] == {"timeout": 1}
    assert [item["category"] for item in data["categories"]] == ["damage", "share"]
    assert [item["rule"] for item in data["rules"]] == ["p/b", "p/a", "p/c"]
    assert [item["document"] for item in data["documents"]] == ["a.txt", "b[red].txt", "c.txt"]


@given(st.lists(st.tuples(results(), PATHS), max_size=3), st.booleans(), st.sampled_from([40, 200]))
def test_nothing_unsafe_is_shown(documents, boxed, width):
    sums = statistics(
        count_document({**result.as_record(), "document": {"path": path, "encoding": "utf-8", "bom": False}}) for result, path in documents
    )
    for line in shown(statistics_tables(sums, boxed=boxed), width=width).split("\n"):
        assert not UNSAFE.search(line)
    assert statistics_json(sums).isascii()
    json.loads(statistics_json(sums))

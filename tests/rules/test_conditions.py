import pytest

from tests.rules.helpers import cleaned, cleaner, rule

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
Q = "Nobody in the hall was surprised, for the money had run out long before the first stone was laid."


def table(*rows):
    return pytest.mark.parametrize(
        ("where", "before", "after"), [pytest.param(where, before, after, id=name) for name, where, before, after in rows]
    )


@table(
    ("max_words holds", {"max_words": 2}, f"{P}\nX two\n{Q}", f"{P}\n{Q}"),
    ("max_words fails", {"max_words": 2}, f"{P}\nX two three\n{Q}", None),
    ("min_words holds", {"min_words": 2}, f"{P}\nX two\n{Q}", f"{P}\n{Q}"),
    ("min_words fails", {"min_words": 3}, f"{P}\nX two\n{Q}", None),
    ("ends_sentence holds", {"ends_sentence": False}, f"{P}\nX two\n{Q}", f"{P}\n{Q}"),
    ("ends_sentence fails", {"ends_sentence": False}, f"{P}\nX two.\n{Q}", None),
    ("prose holds", {"prose": True}, f"{P}\nX {Q}\n{Q}", f"{P}\n{Q}"),
    ("prose fails", {"prose": True}, f"{P}\nX two\n{Q}", None),
    ("stands_again holds", {"stands_again": True}, f"X one\n{P}\nx ONE", f"{P}\n"),
    ("stands_again fails", {"stands_again": True}, f"X one\n{P}\nX two", None),
    ("same_above holds", {"same_above": True}, f"X one\nx ONE\n{P}", f"X one\n{P}"),
    ("same_above fails", {"same_above": True}, f"X one\n{P}\nX one", None),
    ("set_off holds", {"set_off": True}, f"X\n\n\n{P}\n\n{Q}\n\n{P}!", f"{P}\n\n{Q}\n\n{P}!"),
    ("set_off fails", {"set_off": True}, f"X\n\n{P}\n\n{Q}\n\n{P}!", None),
    ("first holds", {"first": 1}, f"X\n{P}", P),
    ("first fails", {"first": 1}, f"{P}\nX\n{Q}", None),
    ("last holds", {"last": 2}, f"{P}\nX\n{Q}", f"{P}\n{Q}"),
    ("last fails", {"last": 2}, f"{P}\nX\n{Q}\n{P}!", None),
    ("head holds", {"zone": "head"}, f"one\nX\n{P}", f"one\n{P}"),
    ("head fails", {"zone": "head"}, f"{P}\nX\n{Q}", None),
    ("head needs prose", {"zone": "head"}, "one\nX\ntwo", None),
    ("tail holds", {"zone": "tail"}, f"{P}\nX\none", f"{P}\none"),
    ("tail fails", {"zone": "tail"}, f"{P}\nX\n{Q}", None),
    ("last_percent holds", {"last_percent": 50}, f"{P}\n{Q}\nX\none", f"{P}\n{Q}\none"),
    ("last_percent fails", {"last_percent": 50}, f"X\n{P}\n{Q}", None),
    ("min_prose_before holds", {"min_prose_before": 15}, f"{P}\nX", f"{P}\n"),
    ("min_prose_before fails", {"min_prose_before": 30}, f"{P}\nX", None),
    ("min_prose_after holds", {"min_prose_after": 15}, f"X\n{P}", P),
    ("min_prose_after fails", {"min_prose_after": 30}, f"X\n{P}", None),
    ("max_prose_after holds", {"max_prose_after": 0}, f"{P}\nX\nshort.", f"{P}\nshort."),
    ("max_prose_after fails", {"max_prose_after": 0}, f"{P}\nX\n{Q}", None),
    ("max_headings holds", {"max_headings": 1}, f"X\n{P}\none\n{Q}\nIt ended.", f"{P}\none\n{Q}\nIt ended."),
    ("max_headings fails", {"max_headings": 1}, f"X\n{P}\none\n{Q}\ntwo", None),
    ("max_headings counts below", {"max_headings": 0}, f"one\n{P}\nX\n{Q}", f"one\n{P}\n{Q}"),
    ("max_headings counts no finding", {"max_headings": 0}, f"X\n{P}\nD\n{Q}", f"{P}\n{Q}"),
    ("above holds", {"above": ["date"]}, f"{P}\nD\n\nX\n{Q}", f"{P}\n\n{Q}"),
    ("above fails", {"above": ["date"]}, f"{P}\nX\n{Q}", None),
    ("below holds", {"below": ["date"]}, f"{P}\nX\nD\n{Q}", f"{P}\n{Q}"),
    ("below is the next line", {"below": ["date"]}, f"{P}\nX\none\nD\n{Q}", f"{P}\nX\none\n{Q}"),
    ("near holds", {"near": ["date"], "near_lines": 2}, f"{P}\nX\none\nD\n{Q}", f"{P}\none\n{Q}"),
    ("near fails", {"near": ["date"], "near_lines": 1}, f"{P}\nX\none\nD\n{Q}", f"{P}\nX\none\n{Q}"),
)
def test_condition(where, before, after):
    where = {key: tuple(value) if isinstance(value, list) else value for key, value in where.items()}
    rules = rule("^x", where=where), rule("^d$", id="d", category="date")
    assert cleaned(before, *rules) == (before if after is None else after)


TITLE = "Harbour bridge to close for six weeks"


@pytest.mark.parametrize(
    ("how", "line", "goes"),
    [
        ("same", TITLE, True),
        ("same", "Harbour Bridge to close for six weeks!", True),
        ("same", f"{TITLE} | The Example Post", False),
        ("near", f"{TITLE} | The Example Post", True),
        ("near", "Harbour bridge to close for weeks", True),
        ("near", "The harbour bridge was closed for six weeks, and then for six weeks more.", False),
        ("near", "Bridge", False),
    ],
)
def test_title(how, line, goes):
    asked = rule(category="headline", where={"title": how, "first": 3})
    assert (cleaned(f"{line}\n{P}", asked, title=TITLE) == P) is goes
    assert cleaned(f"{line}\n{P}", asked) == f"{line}\n{P}"


def test_furniture_is_not_counted_but_for_the_own_category():
    dated, first = rule("^d$", id="d", category="date"), rule(id="h", category="headline", where={"first": 1, "ends_sentence": False})
    noted = cleaner(dated, first, actions={"date": "note", "headline": "note"}).clean(f"D\nHeadline\nSecond line\n{P}")
    assert [(note.category, note.old) for note in noted.notes] == [("date", "D"), ("headline", "Headline")]


def test_chains_of_evidence_come_out_whatever_the_order():
    chain = [
        rule("^x", where={"below": ("date",)}),
        rule("^y", id="y", category="date", where={"below": ("headline",)}),
        rule("^z", id="z", category="headline"),
    ]
    for order in (chain, chain[::-1]):
        assert cleaned(f"{P}\nX\nY\nZ\n{Q}", *order) == f"{P}\n{Q}"


def test_kept_findings_are_evidence_too():
    rules = rule("^x", where={"below": ("date",)}), rule("^d$", id="d", category="date")
    assert cleaned(f"{P}\nX\nD\n{Q}", *rules, actions={"date": "keep"}) == f"{P}\nD\n{Q}"

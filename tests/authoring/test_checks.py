"""What `rules check` reports, and what it leaves alone."""

import time

import pytest

from tests.rules.helpers import categories, load
from textclean.authoring.checks import SLOW_SECONDS, Severity, check_rules
from textclean.cleaner import load as load_all
from textclean.rules.loading import Source, load_packs


def pack(*rules: tuple[str, str, str]) -> str:
    """A pack of rules: id, drops, and the line with the pattern and what else there is."""
    listed = [f"  - {{id: {name}, why: A test., drops: [{drops}], keeps: [nothing here], {rest}}}\n" for name, drops, rest in rules]
    return "pack: test\ncategory: share\nrules:\n" + "".join(listed)


def reports(*rules: tuple[str, str, str], clock=time.thread_time):
    return list(check_rules(load(pack(*rules)), clock))


@pytest.mark.parametrize(
    ("drops", "match", "where", "message"),
    [
        pytest.param("share", "^tweet", "", "none of its own `drops`", id="no example"),
        pytest.param("share", "^share", "max_words: 2, min_words: 3", "max_words 2 is less than min_words 3", id="caps"),
        pytest.param("share", "^share", "max_words: 9, prose: true", "prose has at least 12 words", id="prose"),
        pytest.param("share", "^share", "min_words: 30, prose: false", "25 words are prose", id="no prose"),
        pytest.param("share", "^share", "first: 0", "`first` is 0", id="no place"),
        pytest.param("share this", "^share this$", "max_words: 1", "its pattern takes 2 words, max_words is 1", id="too long"),
        pytest.param("share this", "^share this$", "min_words: 3", "takes at most 2 words, min_words is 3", id="too short"),
        pytest.param("share", "^share", "below: [date]", "no rule finds what `below` asks for (date)", id="no evidence"),
    ],
)
def test_dead_rules(drops, match, where, message):
    rest = f"match: '{match}', where: {{{where}}}"
    found = reports(("x", drops, rest))
    assert {(report.kind, report.severity) for report in found} == {("dead", Severity.ERROR)}
    assert any(message in report.message for report in found)
    assert all((report.path, report.line, report.rule) == ("pack.yaml", 4, "test/x") for report in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("match: '^(share|tweet)$'", "match: '^(?:tweet|share)$'"),
        ("match: '^share ?$'", "match: '^SHARE {0,1}$'"),
        ("match: '^share(?!d)'", "match: '^share(?!d)'"),
    ],
)
def test_rules_that_find_the_same(one, other):
    found = [report for report in reports(("x", "share", one), ("y", "share", other)) if report.kind == "double"]
    assert [(report.rule, report.severity, report.message) for report in found] == [
        ("test/x", Severity.WARNING, "it finds the same as test/y"),
        ("test/y", Severity.WARNING, "it finds the same as test/x"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("match: '^share$'", "match: '^share'"),
        ("match: '^share$'", "match: '^share$', where: {max_words: 3}"),
        ("match: '^share$'", "match: '^share$', scope: inline"),
        ("match: '^share$'", "match: '^share$', case: exact"),
        ("match: '^share(?!d)'", "match: '^share(?!s)'"),
        ("match: '^share\\w'", "match: '^share\\W'"),
    ],
)
def test_rules_that_are_alike_but_not_the_same(one, other):
    assert not [
        report for report in reports(("x", "share, share!, shared", one), ("y", "share, share!, shared", other)) if report.kind == "double"
    ]


def test_a_shadowed_rule_is_a_hint():
    found = reports(("x", "share this", "match: '^share this$'"), ("y", "share it, share this", "match: '^share'"))
    assert [(report.kind, report.rule, report.severity) for report in found] == [("shadowed", "test/x", Severity.HINT)]
    assert found[0].message == "all that its `drops` show goes without it too, by test/y"


def test_a_rule_of_another_language_shadows_nothing():
    sources = [
        Source(f"{lang}.yaml", pack(("x", drops, match)).replace("pack: test", f"pack: {lang}\nlang: {lang}").encode())
        for lang, drops, match in (("de", "share this", "match: '^share this$'"), ("en", "share it", "match: '^share'"))
    ]
    assert list(check_rules(load_packs(sources, categories()), time.thread_time)) == []


def test_a_pattern_that_runs_away():
    found = reports(("x", "share", r"match: '^share(?:a|aa)*$'"))
    assert [(report.kind, report.severity) for report in found] == [("explosive", Severity.ERROR)]
    assert "it took longer than 0.25 s on 2,000 characters that begin" in found[0].message


def test_a_slow_pattern():
    now = 0.0

    def clock():
        nonlocal now
        now += SLOW_SECONDS * 1.01
        return now

    found = reports(("x", "share", "match: '^share'"), clock=clock)
    assert [(report.kind, report.severity) for report in found] == [("slow", Severity.WARNING)]
    assert "its pattern took 50 ms on " in found[0].message
    assert "grows by the power 0.0 of the length" in found[0].message


@pytest.mark.parametrize(
    ("match", "kind"),
    [(r"^\w+ \w+$", "unfiltered"), ("^.*(©|™|°)", "weak"), ("^share", None)],
)
def test_what_the_prefilter_makes_of_a_pattern(match, kind):
    found = reports(("x", "share ©" if kind == "weak" else "share this", f"match: '{match}'"))
    assert [(report.kind, report.severity) for report in found] == ([(kind, Severity.HINT)] if kind else [])


def test_only_what_is_asked_for_is_reported():
    packs = load(pack(("x", "share", "match: '^tweet'"), ("y", "share", "match: '^tweet'")))
    assert {report.rule for report in check_rules(packs, time.thread_time, lambda rule: rule.id == "y")} == {"test/y"}


def test_the_built_in_rules_have_no_fault():
    assert [report for report in check_rules(load_all(), time.thread_time) if report.severity != Severity.HINT] == []

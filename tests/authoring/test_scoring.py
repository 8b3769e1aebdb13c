"""Rules judged by gold bodies."""

import pytest

from tests.rules.helpers import cleaner, rule
from textclean.authoring.gold import Fit, GoldBody
from textclean.authoring.scoring import Case, Scorer

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
BODY = f"{P}\n\nNobody spoke.\n\nThe man on the quay, who had seen it all before, said that he would wait for the spring as he always had."
RULES = (
    rule("^share", "share"),
    rule("^share on", "share-on"),
    rule("^(tweet|nobody)", "greedy", category="date"),
    rule("read more", "inline", scope="inline", category="date"),
    rule("vote", "hint", level="hint", category="headline"),
    rule("^comments", "tail", scope="tail", category="comments", guarded=False),
)


def scored(*cases: Case, **policy):
    scorer = Scorer(cleaner(*RULES, **policy))
    for case in cases:
        scorer.add(case)
    return scorer.scores()


def named(scores):
    return {score.name.removeprefix("test"): score for score in (*scores.rules, *scores.categories) if score.hits or score.false_cuts}


def test_hits_by_label():
    found = named(scored(Case(BODY + "\nShare prices fell.", (f"Share this\nShare on a page\n{BODY}\nShare prices fell.\nTweet",))))
    shown = {name: (score.noise, score.body, score.between) for name, score in found.items()}
    assert shown == {
        # of the rules every finding, of the categories what was cut
        "/share": (2, 1, 0),
        "share": (2, 1, 0),
        "/share-on": (1, 0, 0),
        "/greedy": (1, 1, 0),
        "date": (1, 1, 0),
        "/hint": (0, 1, 0),
    }
    assert found["/share"].precision == pytest.approx(2 / 3)
    assert found["/hint"].precision == 0


def test_worth_is_what_the_cuts_that_are_its_own_add():
    text = f"{BODY}\nShare this\nShare on a page\nTweet"
    scores = scored(Case(BODY, (text,)), actions={"test/greedy": "off"})
    share = named(scores)
    gold = GoldBody(BODY)
    cut = Fit(gold, f"{BODY}\nTweet").f1
    assert share["/share-on"].worth == 0
    assert scores.rules[0].worth == pytest.approx(cut - Fit(gold, f"{BODY}\nTweet\nShare this").f1)
    assert scores.categories[0].worth == pytest.approx(cut - Fit(gold, text).f1) == scores.everything.worth
    assert (scores.before, scores.after) == (Fit(gold, text).f1, cut)


def test_worth_may_be_a_loss():
    assert named(scored(Case(BODY, (f"Share this\n{BODY}",))))["/greedy"].worth < 0


def test_false_cuts_are_lines_cut_from_gold_bodies():
    found = named(scored(Case(f"{BODY}\nShare prices fell, he read more of it.", ())))
    assert {name: score.false_cuts for name, score in found.items() if score.false_cuts} == {
        "/greedy": pytest.approx(25_000),
        "/share": pytest.approx(25_000),
        "share": pytest.approx(25_000),
        "/inline": pytest.approx(25_000),
        "date": pytest.approx(50_000),
    }


def test_a_part_of_a_line_is_labelled_by_itself():
    found = named(scored(Case(BODY, (f"{BODY} Read more\nAnd so it went on for a long time, said the man on the quay.",))))
    assert (found["/inline"].noise, found["/inline"].body) == (1, 0)


def test_a_repeat_of_a_body_line_is_noise():
    found = named(scored(Case(f"{BODY}\nTweet again, he said.", (f"{BODY}\nTweet again, he said.\nTweet again, he said.",))))
    assert (found["/greedy"].noise, found["/greedy"].body) == (1, 2)  # the two others: `Nobody spoke.` and the line's own place


def test_a_tail_counts_each_line_that_goes():
    found = named(scored(Case(BODY, (f"{BODY}\nComments\nOne says.\n\nAnother says.",))))
    assert found["/tail"].noise == 3


def test_what_is_kept_is_not_cut():
    scores = scored(Case(BODY, (f"{BODY}\nComments\nShare this\nOne says.",)), actions={"share": "keep"})
    found = named(scores)
    assert found["/tail"].noise == 3
    assert found["comments"].noise == 2
    assert [score.name for score in scores.categories] == ["comments", "date"]


def test_cases_count_articles_not_texts():
    text = f"Share this\n{BODY}"
    scores = scored(Case(BODY, (text, text)), Case(BODY, (text,)), Case(" ", (text,)))
    assert (scores.cases, scores.texts, named(scores)["/share"].cases) == (2, 3, 2)


def test_nothing_to_score():
    scores = scored()
    assert {score.hits for score in scores.rules} == {0}
    assert (len(scores.rules), scores.categories, scores.texts, scores.everything.precision) == (len(RULES), (), 0, None)


def test_the_title_is_handed_over():
    rules = (rule(None, "head", category="headline", where={"title": "same"}),)
    for title, hits in (("Bridge vote", 1), (None, 0)):
        scorer = Scorer(cleaner(*rules))
        scorer.add(Case(BODY, (f"Bridge vote\n{BODY}",), title))
        assert scorer.scores().everything.noise == hits

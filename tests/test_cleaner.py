import pickle
import threading

import pytest

import textclean
from tests.rules.helpers import cleaner, rule
from textclean import Cleaner, FailureKind, Policy

BELL = """\
pack: mine
category: promo
rules:
  - {id: bell, why: A bell., match: '^ding', drops: [Ding dong], keeps: [The bell said ding.]}
"""

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
Q = "Nobody in the hall was surprised, for the money had run out long before the first stone was laid."
ARTICLE = f"Skip to main content\n\nHarbour bridge to close\n\n3 min read\n\n{P}\n\n{Q}\n\n{P} {Q}\n\nShare this article\n"


@pytest.mark.parametrize("value", [None, b"bytes", 3, ["text"]])
def test_a_wrong_type_raises(value):
    with pytest.raises(TypeError, match="text must be a str, not"):
        textclean.clean(value)
    with pytest.raises(TypeError, match="text must be a str, not"):
        textclean.repair(value)


@pytest.mark.parametrize("name", ["title", "lang"])
def test_a_wrong_type_of_an_option_raises(name):
    with pytest.raises(TypeError, match=f"{name} must be a str, not int"):
        textclean.clean("text", **{name: 3})


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\x00", "\ufeff", "\ud800", "x" * 10_000, "\n" * 10_000, "a\u2028b\vc"])
def test_odd_texts_come_out_as_they_are(text):
    result = textclean.clean(text)
    assert result.text == text
    assert result.notes == ()
    assert not result.failures


def test_a_clean_text_costs_no_edit():
    assert textclean.clean(f"{P}\n\n{Q}\n").edits == ()


def test_headline_and_the_fields_of_the_result():
    result = textclean.clean(ARTICLE)
    assert result.headline == "Harbour bridge to close"
    assert result.standfirst is None
    assert result.text == f"{P}\n\n{Q}\n\n{P} {Q}\n"


def test_a_kept_headline_is_a_field_too():
    result = Cleaner(policy=Policy(actions={"headline": "keep"})).clean(ARTICLE)
    assert result.headline == "Harbour bridge to close"
    assert result.text.startswith("Harbour bridge to close\n\n")


def test_the_title_is_evidence():
    text = f"Harbour bridge to close for good\n{P}\n{Q}\n{P}!"
    assert textclean.clean(text).text == text
    assert textclean.clean(text, title="Harbour bridge to close for good").headline == "Harbour bridge to close for good"


def test_the_over_cut_guard_drops_the_cuts_and_says_so():
    eager = cleaner(rule("^x"))
    text = f"{P}\n" + "x one two three four five\n" * 10
    result = eager.clean(text)
    assert result.text == text
    assert [failure.kind for failure in result.failures] == [FailureKind.OVER_CUT]
    assert result.failures[0].rules == ("test/r",)
    assert "60 of 79 words" in result.failures[0].message
    assert eager.clean(text, guarded=False).text == f"{P}\n"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        pytest.param("one\nx\nx\nx\n", rule("^x"), id="a text without prose"),
        pytest.param(f"{P}\nx\n" + f"{Q}\n" * 9, rule("^x", scope="tail", guarded=False), id="a rule whose cuts are not counted"),
        pytest.param(f"{P}\n{Q}\nx one", rule("^x"), id="a small cut"),
    ],
)
def test_the_guard_lets_pass(text, made):
    result = cleaner(made).clean(text)
    assert result.text != text
    assert not result.failures


def test_a_text_that_does_not_settle_comes_out_unchanged():
    chain = [rule(f"^{'x' * depth}$", id=f"r{depth}", where={"first": 1, "ends_sentence": False, "max_words": 2}) for depth in range(1, 15)]
    text = "\n".join("x" * depth for depth in range(1, 15)) + f"\n{P}\n{Q}"
    result = cleaner(*chain).clean(text, guarded=False)
    assert result.text == text
    assert [failure.kind for failure in result.failures] == [FailureKind.UNSETTLED]


def test_cleaners_travel():
    made = Cleaner(policy=Policy(actions={"headline": "keep"}))
    assert pickle.loads(pickle.dumps(made)).clean(ARTICLE) == made.clean(ARTICLE)
    result = made.clean(ARTICLE)
    assert pickle.loads(pickle.dumps(result)) == result


def test_threads_share_a_cleaner():
    made = Cleaner()
    wanted = made.clean(ARTICLE)
    wrong = []

    def work():
        wrong.extend(None for _ in range(200) if made.clean(ARTICLE) != wanted)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_calls_leave_nothing_behind():
    first = textclean.clean(ARTICLE)
    for text in (P, Q, "", ARTICLE * 2):
        textclean.clean(text)
    assert textclean.clean(ARTICLE) == first


def test_users_rules_stand_beside_the_built_in_ones(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BELL)
    for rules in ([path], [str(tmp_path)]):
        result = Cleaner(rules).clean(f"Share this article\n{P}\nDing dong")
        assert result.text == f"{P}\n"
        assert {note.category for note in result.notes} == {"share", "promo"}


@pytest.mark.parametrize(("name", "problem"), [("missing.yaml", "cannot be read"), (".", "no rule file in this folder")])
def test_rule_paths_that_hold_no_rules(tmp_path, name, problem):
    with pytest.raises(textclean.RuleError, match=problem):
        Cleaner([tmp_path / name])

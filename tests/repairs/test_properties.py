"""What holds for every rule of the pack and any text."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repairs.mangling import MANGLE
from tests.repairs.test_repairs_pack import RULES, repairer
from tests.strategies import ANY_TEXT
from textclean.text.edits import apply

DAMAGE = st.sampled_from(
    (
        "badessed clbuttic Pbadive PBAD Consbreastution constituent clbadic pbbottomed pbooty&amp; &amp;amp; &lt; &am&#112;; gov-\nernment "
        "re- \xad\n o cial fi rst E ect spe\xadcial a\u200bb don\ufffdt it\ufffds \ufffdt \ufffd â€™ Ã© Ã¢â‚¬â„¢ "
        "\x93 Œ Â\xa0 ﬁ ｗ ” “ ***ociation cl***ic "
        'transition, "he added. "All "she said ,"they Ã '
    ).split(" ")
)
DAMAGED = st.lists(st.one_of(DAMAGE, ANY_TEXT), max_size=15).flatmap(
    lambda parts: st.sampled_from((" ", "", "-", "\n")).map(lambda by: by.join(parts))
)
ANY = st.one_of(ANY_TEXT, DAMAGED, st.builds(lambda text, how: how(text), DAMAGED, st.sampled_from(list(MANGLE.values()))))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_edits_fit_and_settle(rule):
    repair = repairer(rule)

    @given(ANY)
    def holds(text):
        repairs = repair(text)
        once = apply(text, repairs.edits)  # raises when edits overlap or quote what is not there
        assert all(edit.old != edit.new and edit.by == (rule["id"],) for edit in repairs.edits)
        assert repair(once).edits == []
        assert repair(text) == repairs
        assert all(0 <= skip.start < skip.end <= len(text) and skip.reason for skip in repairs.skipped)

    holds()


STAGE = [repairer(rule) for rule in RULES if rule.get("enabled", True)]


def passed(text: str) -> str:
    for repair in STAGE:
        text = apply(text, repair(text).edits)
    return text


@given(ANY)
def test_the_stage_settles_within_a_few_passes(text):
    for _ in range(6):
        before, text = text, passed(text)
        if text == before:
            return
    raise AssertionError(f"still changing: {text!r}")


@given(st.text(st.characters(codec="ascii", exclude_characters="&-*\"'\r"), max_size=200))
def test_plain_prose_is_left_alone(text):
    for rule in RULES:
        if rule["id"] not in ("word-filter", "ligature", "unknown-word-filter"):
            assert repairer(rule)(text).edits == []


def test_threads_do_not_meet():
    repair = repairer(next(rule for rule in RULES if rule["repair"] == "filtered-words"))
    texts = [f"{'x ' * n}badessed {n} clbuttic" for n in range(50)]
    expected = [repair(text) for text in texts]
    wrong = []

    def work() -> None:
        wrong.extend(text for text, repairs in zip(texts * 20, expected * 20, strict=True) if repair(text) != repairs)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

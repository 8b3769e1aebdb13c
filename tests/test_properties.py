"""What holds for any text and any rules: the promises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.helpers import cleaner, rule
from tests.strategies import ANY_TEXT, ARTICLE, packs
from textclean.cleaner import Cleaner
from textclean.rules.policy import Policy
from textclean.text.edits import apply
from textclean.text.words import count_words

TEXT = st.one_of(ARTICLE, ANY_TEXT)
ACTIONS = st.dictionaries(st.sampled_from(["share", "date", "headline"]), st.sampled_from(["remove", "keep", "note"]), max_size=2)
LEVELS = st.sampled_from(["safe", "likely", "hint"])


@pytest.fixture(scope="module")
def built_in():
    return Cleaner()


def check_promises(cleaner, text):
    result = cleaner.clean(text)
    assert result.restore() == text
    assert apply(text, result.edits) == result.text
    again = cleaner.clean(result.text)
    assert again.text == result.text
    for note in result.notes:
        assert text[note.start : note.end] == note.old
    assert type(result).from_record(result.as_record(), result.text) == result


@given(TEXT)
def test_the_built_in_rules_keep_their_promises(built_in, text):
    check_promises(built_in, text)


@given(TEXT, packs(), ACTIONS, LEVELS)
def test_any_rules_keep_their_promises(text, pack, actions, level):
    check_promises(Cleaner(packs=[pack], policy=Policy(actions=actions, level=level)), text)


@given(TEXT, packs(), LEVELS)
def test_the_prefilter_misses_nothing(text, pack, level):
    policy = Policy(level=level)
    quick, plain = Cleaner(packs=[pack], policy=policy), Cleaner(packs=[pack], policy=policy, exhaustive=True)
    assert quick.clean(text) == plain.clean(text)


@given(TEXT, packs(), st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(text, pack, random):
    shuffled = list(pack.rules)
    random.shuffle(shuffled)
    mixed = Cleaner(packs=[replace(pack, rules=tuple(shuffled))])
    assert mixed.clean(text) == Cleaner(packs=[pack]).clean(text)


def test_cuts_inside_a_line_that_meet_in_its_white_space():
    """Found by the search above: a cut and a sentence, each of which takes the blank between them."""
    blank, sentence = rule(r"(?: ?\s)", scope="inline"), rule("(?!x)", id="s", scope="sentence")
    check_promises(cleaner(blank, sentence), "\u20280")
    check_promises(cleaner(sentence, blank), "\u20280")


@given(TEXT)
def test_every_character_is_accounted_for(built_in, text):
    result = built_in.clean(text)
    gone = sum(len(edit.old) for edit in result.edits)
    new = sum(len(edit.new) for edit in result.edits)
    assert len(text) - gone + new == len(result.text)
    assert count_words(result.text) <= count_words(text) or new

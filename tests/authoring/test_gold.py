"""Gold bodies: labels of lines, and the fit of texts."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.authoring.gold import RUN, Fit, GoldBody, Label, words_of

BODY = "The council met on Tuesday and put off the vote on the bridge. Nobody was surprised, she said.\n\nNobody spoke."
WORDS = st.lists(st.sampled_from("the council met on share this page now".split()), max_size=12)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        pytest.param("The council met on Tuesday.", Label.BODY, id="a sentence of it"),
        pytest.param("THE VOTE", Label.BETWEEN, id="a short run of it"),
        pytest.param("nobody - spoke", Label.BODY, id="a short line of it"),
        pytest.param("vote the", Label.NOISE, id="short, its words but not their order"),
        pytest.param("Sign up for our newsletter", Label.NOISE, id="none of it"),
        pytest.param("Read more: The council met on Tuesday, a story from our archive of the year", Label.BETWEEN, id="two of twelve runs"),
        pytest.param("The council met on Tuesday and went home to the hills", Label.BETWEEN, id="two of eight runs"),
        pytest.param("The council met on Tuesday and put it away", Label.BODY, id="four of six runs"),
        pytest.param(" – * ", None, id="no words"),
    ],
)
def test_labels(line, label):
    assert GoldBody(BODY).label(line) == label


@pytest.mark.parametrize(
    ("text", "surplus"),
    [
        pytest.param("Nobody spoke.\nNobody spoke.\nNOBODY SPOKE", {("nobody", "spoke"): 2}, id="two more than in the body"),
        pytest.param("Share\n***\nShare", {("share",): 1}, id="none in the body: the first is none too many"),
        pytest.param("Nobody spoke.\n\nThe vote", {}, id="each once"),
    ],
)
def test_surplus(text, surplus):
    assert GoldBody(BODY).surplus(text) == surplus


@given(WORDS, WORDS, WORDS)
def test_the_gain_is_the_difference_of_two_fits(gold, clean, cut):
    body = GoldBody(" ".join(gold))
    whole = Fit(body, " ".join(clean + cut))
    assert Fit(body, " ".join(clean)).gain_without(Counter(cut)) == pytest.approx(Fit(body, " ".join(clean)).f1 - whole.f1)


def test_f1_is_that_of_the_benchmark(bench):
    """Held against the benchmark's own scorer, on texts of every kind."""
    import gzip
    import importlib.util
    import json

    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    with gzip.open(bench / "aeb_dev.jsonl.gz", "rt", encoding="utf-8") as records:
        for record in map(json.loads, [next(records) for _ in range(8)]):
            ours, gold = GoldBody(record["gold"]), theirs.Gold(record["gold"])
            for text in record["outputs"].values():
                assert Fit(ours, text).f1 == pytest.approx(theirs.f1(*theirs.overlap(Counter(words_of(text)), gold.bag)))
                names = {"blank": None, "body": "body", "noise": "noise", "either": "between"}
                lines = [line for line in text.split("\n") if len(words_of(line)) >= RUN]  # of shorter ones ours says less
                assert [ours.label(line) for line in lines] == [names[gold.label(line)] for line in lines]

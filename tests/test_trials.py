"""Why a line goes or stays: it agrees with what cleaning did."""

from pathlib import Path

import pytest

from tests.rules.helpers import cleaner, rule
from textclean.cleaner import Cleaner
from textclean.formats.explanation import why_lines
from textclean.text.lines import Lines

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
SAMPLES = sorted((Path(__file__).resolve().parent.parent / "corpus_samples").glob("*.txt"))


@pytest.fixture(scope="module")
def built_in():
    return Cleaner()


def test_a_line_that_stays_tells_which_condition_failed():
    made = cleaner(rule("^x", where={"max_words": 2, "zone": "tail"}), rule("^y", id="y"))
    (trial,) = made.trials(f"{P}\nx one two\n{P}", 2)
    assert (trial.rule.name, trial.matched, trial.failed) == ("test/r", "x", ("max_words", "zone"))
    text = f"{P}\nx one two\n{P}"
    assert list(why_lines(made.clean(text), made.trials(text, 2), "f:2", 2, None)) == [
        "f:2: stays as it is",
        "  nearly found by:",
        "    test/r (test.yaml:1)",
        "      matched: x",
        "      failed: max_words 2, zone tail",
    ]


def test_a_line_that_goes_in_a_later_pass_is_explained_by_that_pass():
    made = cleaner(rule("^x$"), rule(id="h", category="headline", where={"first": 1, "ends_sentence": False}))
    text = f"one\ntwo\n{P}"
    assert made.clean(text).text == P
    assert [trial.failed for trial in made.trials(text, 2) if trial.rule.id == "h"] == [()]


def test_a_pattern_that_runs_away_leaves_nothing_to_tell():
    made = cleaner(rule(r"^(?:(?:a|aa)+)+c?b$", where={"max_words": 100}))
    text = "a" * 5000 + "c b"
    assert made.trials(text, 1) == []
    assert made.clean(text).failed


def test_the_explanation_agrees_with_the_record(built_in):
    """On every fourth line of the samples: a rule that the record names holds, and no rule holds for a line that stays."""
    seen = 0
    for path in SAMPLES:
        text = path.read_bytes().decode("utf-8")
        result = built_in.clean(text)
        lines = Lines(text)
        for line in list(lines)[::4]:
            if not line.text.strip():
                continue
            start = line.start + len(line.text) - len(line.text.lstrip())
            named = {
                name
                for note in result.notes
                if note.start <= start < note.end and note.status in ("removed", "hint")
                for name in note.rules
            }
            holding = {trial.rule.name for trial in built_in.trials(text, line.number) if not trial.failed}
            inside = any(built_in_scope(built_in, name) for name in named | holding)
            assert inside or bool(named) == bool(holding), (path.name, line)
            seen += 1
    assert seen >= 200


def built_in_scope(made, name):
    """Whether a rule takes more, or less, than the line that it matches."""
    return next(rule for pack in made.packs for rule in pack.rules if rule.name == name).scope != "line"

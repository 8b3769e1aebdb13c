import pytest

from tests.rules.helpers import cleaner, rule
from textclean.result import FailureKind


def test_a_pattern_that_runs_away_is_stopped_and_named():
    text = "a" * 5000 + "c b\nx"
    result = cleaner(rule(r"^(?:(?:a|aa)+)+c?b$", id="evil", where={"max_words": 100}), rule("^x$", id="x")).clean(text)
    assert result.text == text
    assert result.notes == ()
    (failure,) = result.failures
    assert failure.kind == FailureKind.TIMEOUT
    assert failure.rules == ("test/evil",)
    assert "line 1" in failure.message
    assert result.failed


def test_a_line_past_the_cap_is_not_matched():
    text = "share " + "x" * 1_000_001
    assert cleaner(rule("^share", where={"max_words": 100})).clean(text, guarded=False).text == text


@pytest.mark.parametrize("lang", [None, "en", "de"])
def test_a_given_language_leaves_out_the_packs_of_others(lang):
    result = cleaner(rule("^x$", lang="en"), rule("^y$", id="y"), rule("^z$", id="z", lang="de")).clean(
        "x\ny\nz\nstays", guarded=False, lang=lang
    )
    assert result.text.split() == [name for name, of in (("x", "en"), ("z", "de")) if lang not in (None, of)] + ["stays"]

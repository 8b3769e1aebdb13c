"""The proof at run time: it passes what is right, and names the first place of what is not."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.strategies import ANY_TEXT, ARTICLE
from textclean import RecordError, Result
from textclean.cleaner import Cleaner
from textclean.cli import main
from textclean.errors import VerificationError
from textclean.result import Detail, FailureKind
from textclean.verification import clean_strictly, verify

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
TEXT = f"Skip to main content\n\n{P}\n\nShare this article\n\n{P[:-1]}, it isnâ€™t.\n"


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner()


@pytest.fixture(scope="module")
def result(cleaner):
    return cleaner.clean(TEXT)


@given(st.one_of(ARTICLE, ANY_TEXT))
def test_what_cleaning_gives_is_right(cleaner, text):
    assert clean_strictly(cleaner.clean, text) == cleaner.clean(text)


def with_note(result, index, **changes):
    notes = list(result.notes)
    notes[index] = notes[index]._replace(**changes)
    return replace(result, notes=tuple(notes))


def test_the_result_that_is_corrupted_below_has_cuts_and_a_repair(result):
    assert [(note.status, note.start) for note in result.notes] == [("removed", 0), ("removed", 116), ("replaced", 235)]
    verify(result, TEXT)


CORRUPTIONS = {
    "a character changed": (
        lambda r: replace(r, text=r.text.replace("council", "Council")),
        r"line 3, column 5: 'cou' of the original is 'Cou'",
    ),
    "a character lost": (lambda r: replace(r, text=r.text[1:]), "line 3, column 1: 'The' of the original is 'he '"),
    "cut off": (lambda r: replace(r, text=r.text[:-1]), r"line 7, column 105: '\\n' of the original is ''"),
    "grown": (lambda r: replace(r, text=r.text + "more"), "line 8, column 1: the clean text goes on"),
    "a cut without a note": (lambda r: replace(r, notes=r.notes[1:]), "line 1, column 1: 'Ski' of the original is 'The'"),
    "a repair without a note": (
        lambda r: replace(r, notes=r.notes[:-1]),
        r"line 7, column 100: '\\xe2\\u20ac\\u2122' of the original is '\\u2019t.'",
    ),
    "a wrong quote": (
        lambda r: with_note(r, 0, old="Skip to main Content\n\n"),
        "line 1, column 1: a note of en/navigation/skip-link quotes",
    ),
    "a span beyond the text": (lambda r: with_note(r, 1, start=900, end=920), "line 8, column 1: a note of"),
    "a span that ends early": (lambda r: with_note(r, 1, end=117), "line 5, column 1: a note of"),
    "a wrong replacement": (lambda r: with_note(r, 2, new="'"), r"""line 7, column 100: "'" should stand in the clean text"""),
    "a wrong status": (lambda r: with_note(r, 0, status="kept"), "line 1, column 1: a note says kept, but the text was removed"),
    "a status that is none": (lambda r: with_note(r, 2, new="â€™"), "line 7, column 100: a note says replaced, but the text was left"),
    "a note twice": (lambda r: replace(r, notes=(r.notes[0], *r.notes)), "line 1, column 1: two notes change the same characters"),
    "notes out of order": (lambda r: replace(r, notes=r.notes[::-1]), "of the original is"),
    "what no record holds": (
        lambda r: with_note(r, 0, level="certain"),
        "the record cannot be read back: the record is malformed: notes.0.level",
    ),
    "what a record changes": (lambda r: replace(r, notes=list(r.notes)), "the record, read back, gives another result"),
}


@pytest.mark.parametrize(("corrupt", "message"), CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_a_corrupted_result_is_refused_and_placed(result, corrupt, message):
    with pytest.raises(VerificationError, match=message):
        verify(corrupt(result), TEXT)


@given(st.data())
def test_any_changed_character_is_refused(result, data):
    at = data.draw(st.integers(0, len(result.text) - 1))
    text = result.text[:at] + chr(ord(result.text[at]) ^ 1) + result.text[at + 1 :]
    with pytest.raises(VerificationError, match=r"^line \d+, column \d+: "):
        verify(replace(result, text=text), TEXT)


def test_what_only_restoring_shows(result):
    class Forgetful(Result):
        def restore(self):
            return TEXT.replace("Tuesday", "Thursday")

    with pytest.raises(VerificationError, match="line 3, column 21: restoring gives 'hursday and put off"):
        verify(Forgetful(result.text, result.notes, result.stamp), TEXT)


def test_a_result_without_the_removed_text_cannot_be_verified(result):
    bare = Result.from_record(result.as_record(Detail.SPANS), result.text)
    with pytest.raises(RecordError, match="made with detail 'spans'"):
        verify(bare, TEXT)


def lying(change):
    """A cleaner whose results are changed behind its back."""
    honest = textclean.clean
    return SimpleNamespace(clean=lambda text, **options: change(honest(text, **options), text))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda r, _: replace(r, notes=()), "line 1, column 1: 'Ski' of the original", id="no notes"),
        pytest.param(
            lambda r, text: r if text == TEXT else replace(r, text=r.text[:5] + "C" + r.text[6:]),
            "line 1, column 6 of the clean text: a second cleaning changes 'ouncil met",
            id="not settled",
        ),
    ],
)
def test_a_document_that_fails_is_unchanged_and_says_why(change, message):
    result = clean_strictly(lying(change).clean, TEXT)
    assert (result.text, result.notes, result.failed) == (TEXT, (), True)
    (failure,) = result.failures
    assert failure.kind == FailureKind.UNVERIFIED
    assert message in failure.message


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_bytes(TEXT.encode())
    return lambda *args: CliRunner().invoke(main, args)


def test_strict_changes_nothing_where_all_is_well(run):
    assert run("clean", "--strict", "page.txt").stdout_bytes == run("clean", "page.txt").stdout_bytes
    strict, plain = run("check", "--strict", "page.txt"), run("check", "page.txt")
    assert (strict.exit_code, strict.stdout) == (1, plain.stdout)


def test_strict_names_the_document_and_leaves_it_unchanged(run, monkeypatch, tmp_path):
    honest = Cleaner.clean
    monkeypatch.setattr(Cleaner, "clean", lambda *args, **options: replace(honest(*args, **options), notes=()))
    assert run("clean", "page.txt").exit_code == 0
    done = run("clean", "--strict", "page.txt", "--notes", "notes.jsonl")
    assert (done.exit_code, done.stdout_bytes) == (2, TEXT.encode())
    assert done.stderr.startswith("textclean: page.txt: unverified: line 1, column 1: 'Ski' of the original is 'The'")
    assert '"kind": "unverified"' in (tmp_path / "notes.jsonl").read_text()
    done = run("check", "--strict", "page.txt")
    assert (done.exit_code, done.stdout.split(":")[:2]) == (2, ["page.txt", " unverified"])

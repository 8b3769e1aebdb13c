"""Results made short, for tests of formats."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.strategies import ANY_TEXT
from textclean.formats.checked import Checked
from textclean.result import Failure, FailureKind, Note, Result, Stamp
from textclean.rules.policy import Policy
from textclean.text.edits import Edit, apply

# Said again here, and in other words than in the code that is tested: controls, bidi characters, line separators, surrogates.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def result_of(text: str, *changes: tuple[str, str], failures: tuple[Failure, ...] = (), **fields) -> Result:
    """A result that replaces each first string by the second where it next stands; by rules `pack/0`, `pack/1` and so on."""
    notes = []
    at = 0
    for number, (old, new) in enumerate(changes):
        at = text.index(old, at)
        notes.append(note(at, old, new, (f"pack/{number}",), **fields))
        at += len(old)
    return made(text, notes, failures)


def note(start: int, old: str, new: str, rules: tuple[str, ...] = ("pack/0",), **fields) -> Note:
    status = "replaced" if new else "removed"
    given = {"category": "kind", "why": "A test.", "level": "likely", "status": status, **fields}
    return Note(start, start + len(old), old, new, rules=rules, **given)


def made(text: str, notes: list[Note], failures: tuple[Failure, ...] = ()) -> Result:
    edits = [Edit(note.start, note.old, note.new, note.rules) for note in notes if note.old != note.new]
    return Result(apply(text, edits), tuple(notes), Stamp("1", (), Policy().as_record()), failures=failures)


NAMES = st.lists(st.sampled_from(["pack/a", "pack/b", "pack/\x1b[31m"]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def results(draw: st.DrawFn, texts: st.SearchStrategy[str] = ANY_TEXT) -> Result:
    """A result with any edits that fit the text, some stretches only noted, and failures."""
    text = draw(texts)
    count = 2 * draw(st.integers(0, 5))
    places = sorted(draw(st.lists(st.integers(0, len(text)), min_size=count, max_size=count)))
    notes = []
    for start, end in zip(places[::2], places[1::2], strict=True):
        old = text[start:end]
        new = draw(st.one_of(st.just(""), st.just(old), texts))
        status = {"status": "noted"} if old == new else {}
        if old or new:
            notes.append(note(start, old, new, draw(NAMES), level=draw(st.sampled_from(["safe", "likely", "hint"])), **status))
    failures = draw(st.lists(st.builds(Failure, st.sampled_from(FailureKind), texts, st.one_of(st.just(()), NAMES)), max_size=2))
    return made(text, notes, tuple(failures))


PATHS = st.one_of(st.sampled_from(["a.txt", "my texts/é.txt", "-", "/tmp/a", "C:/a", "a\x1b[31m\n.txt", "\udcff.txt", "x:y"]), ANY_TEXT)
CHECKED = st.one_of(st.builds(Checked, PATHS, results()), st.builds(Checked, PATHS, st.none(), ANY_TEXT))

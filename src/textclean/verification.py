"""Proof at run time: that the notes of a result account for every character, and that nothing is left to do.

The promises are tested; who does not want to rely on that asks for the proof with each document, at about twice the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from textclean.errors import RecordError, VerificationError
from textclean.result import Failure, FailureKind, Note, Result
from textclean.text.edits import Mismatch
from textclean.text.lines import Lines

_QUOTE = 60  # characters of what was found that a message shows


def verify(result: Result, source: str) -> None:
    """Check that a result with all of its notes is what became of `source`.

    Every character of the source is kept, or replaced or removed by exactly one note, and every character of the text is kept or put
    there by one; `restore` gives the source; the record, through JSON, gives an equal result.

    Raises `VerificationError` naming the first place, `RecordError` for a result from a record without the removed text.

    >>> import textclean
    >>> text = "Share this article\\nThe vote is on Monday, the mayor said."
    >>> verify(textclean.clean(text), text)
    >>> verify(textclean.clean(text), text.replace("Monday", "Sunday"))
    Traceback (most recent call last):
    ...
    textclean.errors.VerificationError: line 2, column 16: 'Sun' of the original is 'Mon' in the clean text, and no note says so
    """
    result.edits  # noqa: B018 - raises where the removed text is not held
    _account(result, source)
    try:
        restored = result.restore()
        if restored != source:
            at = _first_difference(restored, source)
            raise VerificationError(f"{Lines(source).place(at)}: restoring gives {_quote(restored, at)} instead of {_quote(source, at)}")
        again = Result.from_record(json.loads(json.dumps(result.as_record())), result.text)
    except (RecordError, Mismatch) as error:
        raise VerificationError(f"the record cannot be read back: {error}") from error
    if again != result:
        raise VerificationError("the record, read back, gives another result")


def clean_strictly(clean: Callable[[str], Result], text: str) -> Result:
    """What a way of cleaning, such as `Cleaner.clean`, gives for a text, verified; and a second cleaning changes nothing.

    Where that does not hold the text comes out unchanged, without notes, with a failure that names the first place.

    Raises what `clean` does.
    """
    result = clean(text)
    try:
        verify(result, text)
        again = clean(result.text)
        if again.text != result.text:
            at = _first_difference(again.text, result.text)
            raise VerificationError(
                f"{Lines(result.text).place(at)} of the clean text: a second cleaning changes {_quote(result.text, at)}"
            )
    except VerificationError as error:
        return Result(text, (), result.stamp, failures=(Failure(FailureKind.UNVERIFIED, str(error)),))
    return result


def _account(result: Result, source: str) -> None:
    """Walk both texts side by side. On purpose not by `text.edits`, which made them."""
    lines = Lines(source)
    at = there = 0  # how far the source and the text are accounted for
    for note in result.notes:
        where = lines.place(note.start)
        if not 0 <= note.start <= note.end <= len(source) or source[note.start : note.end] != note.old:
            raise VerificationError(f"{where}: a note of {note.rules[0]} quotes {note.old[:_QUOTE]!a}, not what stands there")
        if note.status != _status(note):
            raise VerificationError(f"{where}: a note says {note.status}, but the text was {_status(note)}")
        if note.old == note.new:
            continue
        if note.start < at:
            raise VerificationError(f"{where}: two notes change the same characters")
        _same(source, at, note.start, result.text, there)
        there += note.start - at
        if result.text[there : there + len(note.new)] != note.new:
            raise VerificationError(f"{where}: {note.new[:_QUOTE]!a} should stand in the clean text, and does not")
        at, there = note.end, there + len(note.new)
    _same(source, at, len(source), result.text, there)
    if there + len(source) - at != len(result.text):
        raise VerificationError(f"{lines.place(len(source))}: the clean text goes on where the original ends")


def _status(note: Note) -> str:
    if note.old != note.new:
        return "replaced" if note.new else "removed"
    return note.status if note.status in ("kept", "noted", "hint", "exempt") else "left"


def _same(source: str, start: int, end: int, text: str, there: int) -> None:
    """Raise where `source[start:end]` does not stand in `text` at `there`."""
    if text.startswith(source[start:end], there):
        return
    offset = _first_difference(source[start:end], text[there : there + end - start])
    old, new = source[start:end][offset:][:3], text[there + offset :][:3]
    raise VerificationError(
        f"{Lines(source).place(start + offset)}: {old!a} of the original is {new!a} in the clean text, and no note says so"
    )


def _first_difference(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _quote(text: str, at: int) -> str:
    return ascii(text[at : at + _QUOTE])

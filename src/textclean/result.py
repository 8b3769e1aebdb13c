"""What cleaning gives back: the clean text and the notes that account for every change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from textclean.errors import RecordError
from textclean.text.edits import Edit, Mismatch, OffsetMap, apply, invert
from textclean.text.fingerprint import BLOCK_CHARS, Fingerprint, digest, fingerprint, first_difference
from textclean.text.lines import Lines
from textclean.text.words import count_words

if TYPE_CHECKING:
    from textclean.record import Record, SpanRecord


class Note(NamedTuple):
    """One change, or one stretch that was found and left: what users see of an edit or a finding.

    `start:end` are half-open code points of the original, and `old` is what stands there. `new` is what stands in the clean text
    instead; where nothing changed it equals `old`. Both are empty where a record was made without them. `rules` are all that had a
    part, the principal one first; `category`, `why` and `level` are the principal rule's. `status` is removed, replaced, kept, noted,
    hint or exempt; for the last four `stays` says why nothing was changed. What is exempt has for `rules` the rule and the overlay's
    change that spares the stretch, and `why` is the change's.
    """

    start: int
    end: int
    old: str
    new: str
    category: str
    rules: tuple[str, ...]
    why: str
    level: str
    status: str
    stays: str = ""


class FailureKind(StrEnum):
    """Why a document, or a part of it, was left as it was."""

    TIMEOUT = "timeout"  # a pattern ran away: the document is unchanged
    UNSETTLED = "unsettled"  # it still changed after the last pass: the document is unchanged
    OVER_CUT = "over-cut"  # rules would have cut too much: the repairs stand, the cuts do not
    UNVERIFIED = "unverified"  # the notes did not account for the result: the document is unchanged
    SKIPPED = "skipped"  # a repair left a place alone because it hit a cap
    # Of web pages:
    NO_PAGE = "no-page"  # what was given is empty, or no HTML: there is no text
    EMPTY = "empty"  # no article was found in the page: there is no text
    INCOMPLETE = "incomplete"  # a part of the page was not read
    ENCODING = "encoding"  # some of the bytes could not be read, or the page declares an encoding that it is not in
    PLAIN = "plain"  # the page is not fit for the extractor, or made it fail: the text is all of the page's
    OVER_PRUNED = "over-pruned"  # element rules would have changed the extracted text too much: they were not used


TOLERABLE = frozenset({FailureKind.SKIPPED, FailureKind.ENCODING, FailureKind.PLAIN, FailureKind.OVER_PRUNED})
"""Kinds of failure after which the text is clean nevertheless."""


class Failure(NamedTuple):
    """Something that was not done, and why; `rules` are those that had a part."""

    kind: FailureKind
    message: str
    rules: tuple[str, ...] = ()


class ElementCut(NamedTuple):
    """An element of a page that rules found before its text was extracted.

    `path` tells where it stands, `words` how many it holds; `status` is removed, kept or noted. It is not part of the extracted text, so
    that no offset can be given, and undoing does not bring it back.
    """

    path: str
    words: int
    category: str
    rule: str
    why: str
    status: str


class Detail(StrEnum):
    """How much of what went a record holds."""

    FULL = "full"  # all of it: the original can be restored
    SPANS = "spans"  # where it stood and why it went, but not the text itself
    OFF = "off"  # nothing of it, and no notes


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a result: enough to run it again. `packs` are pairs of name and SHA-256 of the pack's file.

    `extractor` tells how the text was taken from a web page, where it was: name, version, settings, and the page's encoding.
    """

    version: str
    packs: tuple[tuple[str, str], ...]
    policy: Mapping[str, object]
    title: str | None = None
    lang: str | None = None
    extractor: Mapping[str, object] | None = None

    def as_record(self) -> dict[str, object]:
        """The stamp as JSON data."""
        record: dict[str, object] = {
            "version": self.version,
            "packs": dict(self.packs),
            "policy": dict(self.policy),
            "title": self.title,
            "lang": self.lang,
        }
        return record if self.extractor is None else {**record, "extractor": dict(self.extractor)}


@dataclass(frozen=True)
class Result:
    """A cleaned text.

    No copy of the source is kept: `restore` works from the text and the notes. Notes stand in order of their place in the original; those
    that changed something do not overlap.

    >>> import textclean
    >>> result = textclean.clean("The vote is on Monday, the mayor said.\\n\\nSubscribe to our newsletter\\n")
    >>> result.text
    'The vote is on Monday, the mayor said.\\n'
    >>> [(note.category, note.old) for note in result.notes]
    [('newsletter', '\\nSubscribe to our newsletter\\n')]
    >>> result.restore() == "The vote is on Monday, the mayor said.\\n\\nSubscribe to our newsletter\\n"
    True
    """

    text: str
    notes: tuple[Note, ...]
    stamp: Stamp
    fields: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    detail: Detail = Detail.FULL
    elements: tuple[ElementCut, ...] = ()

    @property
    def headline(self) -> str | None:
        """The article's headline, if one was found."""
        return self.fields.get("headline")

    @property
    def standfirst(self) -> str | None:
        """The article's standfirst, if one was found."""
        return self.fields.get("standfirst")

    @property
    def failed(self) -> bool:
        """Whether the text was left uncut, or is missing, because something went wrong: all failures but the tolerable ones."""
        return any(failure.kind not in TOLERABLE for failure in self.failures)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The changes, in order: `apply(original, edits)` is the clean text.

        Raises `RecordError` for a result from a record that does not hold the removed text.
        """
        if self.detail != Detail.FULL:
            raise RecordError(f"the record was made with detail {self.detail.value!r}: it does not hold the text that was removed")
        return tuple(Edit(note.start, note.old, note.new, note.rules) for note in self.notes if note.old != note.new)

    def restore(self) -> str:
        """The original, to the code point.

        Raises `RecordError` for a result from a record that does not hold the removed text.
        """
        return apply(self.text, invert(self.edits))

    @cached_property
    def _offsets(self) -> OffsetMap:
        return OffsetMap(self.edits)

    def to_source(self, offset: int) -> int:
        """The original's offset of the character at `offset` of the clean text.

        Exact for a kept character; inside a replacement, the replaced text's start. The end of a span maps as
        `to_source(end - 1) + 1`. Raises `IndexError` outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} is outside the clean text of {len(self.text)} characters")
        return self._offsets.to_source(offset)

    def to_clean(self, offset: int) -> int:
        """The clean text's offset of the original's character at `offset`; for a removed one the place where it stood.

        Raises `IndexError` outside the original.
        """
        length = len(self.text) + sum(len(edit.old) - len(edit.new) for edit in self.edits)
        if not 0 <= offset <= length:
            raise IndexError(f"offset {offset} is outside the original of {length} characters")
        return self._offsets.to_edited(offset)

    def as_record(self, detail: Detail = Detail.FULL) -> dict[str, Any]:
        """The result as JSON data, without the text: `docs/notes.md` describes it.

        Raises `RecordError` for a result from a record that does not hold the removed text.

        >>> import textclean
        >>> textclean.clean("Nothing to do here.").as_record()["notes"]
        []
        """
        source = self.restore()
        return {
            "textclean": 1,
            "detail": detail.value,
            "source": _text_record(source, detail) | ({"words": count_words(source)} if detail == Detail.FULL else {}),
            "clean": _text_record(self.text, detail),
            "notes": [] if detail == Detail.OFF else _notes_record(self.notes, source, detail),
            "fields": dict(self.fields) if detail == Detail.FULL else {},
            "failures": [{"kind": item.kind.value, "message": item.message, "rules": list(item.rules)} for item in self.failures],
            "stamp": self.stamp.as_record(),
            **({} if self.stamp.extractor is None else {"elements": [cut._asdict() for cut in self.elements]}),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any], text: str) -> Result:
        """The result that a record and its clean text were made from.

        Raises `RecordError` when the record is of another version or malformed, or when text and record do not belong together; it
        names the first place where they differ.
        """
        from textclean.record import check_record

        read = check_record(record)
        stamp = read.stamp
        result = cls(
            text,
            tuple(_read_note(note) for note in read.notes),
            Stamp(stamp.version, tuple(stamp.packs.items()), stamp.policy.model_dump(), stamp.title, stamp.lang, stamp.extractor),
            read.fields,
            tuple(Failure(FailureKind(item.kind), item.message, tuple(item.rules)) for item in read.failures),
            Detail(read.detail),
            tuple(ElementCut(**cut.model_dump()) for cut in read.elements or ()),
        )
        _check_text(text, read)
        if read.detail == "full":
            _check_notes(result, Fingerprint(read.source.length, read.source.sha256, read.source.blocks))
        return result


def _text_record(text: str, detail: Detail) -> dict[str, Any]:
    if detail == Detail.OFF:
        return {"length": len(text), "sha256": digest(text)}
    return fingerprint(text)._asdict()


def _notes_record(notes: tuple[Note, ...], source: str, detail: Detail) -> list[dict[str, Any]]:
    lines = Lines(source)
    kept = Note._fields if detail == Detail.FULL else tuple(name for name in Note._fields if name not in ("old", "new"))
    return [{**{name: getattr(note, name) for name in kept}, "rules": list(note.rules), "line": lines.at(note.start) + 1} for note in notes]


def _read_note(note: SpanRecord) -> Note:
    old, new = getattr(note, "old", ""), getattr(note, "new", "")
    return Note(note.start, note.end, old, new, note.category, tuple(note.rules), note.why, note.level, note.status, note.stays)


def _check_text(text: str, record: Record) -> None:
    """Raise `RecordError` when the text is not the clean one of the record, naming the first place where the record can tell it."""
    problem = "the text is not the one that the record was made with"
    if record.detail == "off":
        if digest(text) != record.clean.sha256 or len(text) != record.clean.length:
            raise RecordError(problem)
        return
    place = first_difference(text, Fingerprint(record.clean.length, record.clean.sha256, record.clean.blocks))
    if place is not None:
        raise RecordError(f"{problem}: it differs in the {BLOCK_CHARS} characters from {Lines(text).place(place)} on")


def _check_notes(result: Result, source: Fingerprint) -> None:
    """Raise `RecordError` where the notes do not lead back to the source, naming the first place."""
    at = -1
    for note in result.notes:
        if note.end - note.start != len(note.old):
            raise RecordError(f"the note at offset {note.start} does not quote what it spans")
        if note.old != note.new and note.start < at:
            raise RecordError(f"the note at offset {note.start} overlaps the one before it")
        at = note.end if note.old != note.new else at
    try:
        original = result.restore()
    except Mismatch as mismatch:
        raise RecordError(f"the notes do not fit the text: {mismatch}") from mismatch
    place = first_difference(original, source)
    if place is not None:
        raise RecordError(
            f"the notes do not lead back to the original: it differs in the {BLOCK_CHARS} characters from {Lines(original).place(place)} on"
        )

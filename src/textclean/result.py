"""What cleaning gives back: the clean text and the notes that account for every change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from textclean.errors import RecordError
from textclean.text.edits import Edit, Mismatch, OffsetMap, apply, invert
from textclean.text.lines import Lines

RECORD_VERSION = 1


class Note(NamedTuple):
    """One change, or one stretch that was found and left: what users see of an edit or a finding.

    `start:end` are half-open code points of the original, and `old` is what stands there. `new` is what stands in the clean text
    instead; where nothing changed it equals `old`. `rules` are all that had a part, the principal one first; `category`, `why` and
    `level` are the principal rule's. `status` is removed, replaced, kept, noted or hint.
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


class FailureKind(StrEnum):
    """Why a document, or a part of it, was left as it was."""

    TIMEOUT = "timeout"  # a pattern ran away: the document is unchanged
    UNSETTLED = "unsettled"  # it still changed after the last pass: the document is unchanged
    OVER_CUT = "over-cut"  # rules would have cut too much: the repairs stand, the cuts do not
    SKIPPED = "skipped"  # a repair left a place alone because it hit a cap


class Failure(NamedTuple):
    """Something that was not done, and why; `rules` are those that had a part."""

    kind: FailureKind
    message: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a result: enough to run it again. `packs` are pairs of name and SHA-256 of the pack's file."""

    version: str
    packs: tuple[tuple[str, str], ...]
    policy: Mapping[str, object]
    title: str | None = None
    lang: str | None = None

    def as_record(self) -> dict[str, object]:
        """The stamp as JSON data."""
        return {"version": self.version, "packs": dict(self.packs), "policy": dict(self.policy), "title": self.title, "lang": self.lang}


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
        """Whether the text was left uncut because something went wrong: all failures but skipped repairs."""
        return any(failure.kind != FailureKind.SKIPPED for failure in self.failures)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The changes, in order: `apply(original, edits)` is the clean text."""
        return tuple(Edit(note.start, note.old, note.new, note.rules) for note in self.notes if note.old != note.new)

    def restore(self) -> str:
        """The original, to the code point."""
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

    def as_record(self) -> dict[str, Any]:
        """The result as JSON data, without the text: `docs/notes.md` describes it.

        >>> import textclean
        >>> textclean.clean("Nothing to do here.").as_record()["notes"]
        []
        """
        source = self.restore()
        lines = Lines(source)
        return {
            "textclean": RECORD_VERSION,
            "source": _fingerprint(source),
            "clean": _fingerprint(self.text),
            "notes": [{**note._asdict(), "rules": list(note.rules), "line": lines.at(note.start) + 1} for note in self.notes],
            "fields": dict(self.fields),
            "failures": [{**failure._asdict(), "rules": list(failure.rules)} for failure in self.failures],
            "stamp": self.stamp.as_record(),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any], text: str) -> Result:
        """The result that a record and its clean text were made from.

        Raises `RecordError` when the record is of another version or malformed, or when text and record do not belong together.
        """
        if record.get("textclean") != RECORD_VERSION:
            raise RecordError(f"record version {record.get('textclean')!r} is unknown; this version of textclean reads {RECORD_VERSION}")
        try:
            if _fingerprint(text) != record["clean"]:
                raise RecordError("the text is not the one that the record was made with: its hash or length differs")
            result = cls(
                text,
                tuple(Note(**{**{key: note[key] for key in Note._fields}, "rules": tuple(note["rules"])}) for note in record["notes"]),
                _read_stamp(record["stamp"]),
                dict(record["fields"]),
                tuple(Failure(FailureKind(item["kind"]), item["message"], tuple(item["rules"])) for item in record["failures"]),
            )
            if _fingerprint(result.restore()) != record["source"]:
                raise RecordError("the notes do not lead back to the original: its hash or length differs")
        except (KeyError, TypeError, ValueError, AttributeError, Mismatch) as error:
            raise RecordError(f"the record is malformed: {error!r}") from error
        return result


def _read_stamp(record: Mapping[str, Any]) -> Stamp:
    return Stamp(record["version"], tuple(record["packs"].items()), dict(record["policy"]), record["title"], record["lang"])


def _fingerprint(text: str) -> dict[str, object]:
    """Length in code points and SHA-256 of the UTF-8 form; a lone surrogate counts as the three bytes it would have."""
    return {"length": len(text), "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}

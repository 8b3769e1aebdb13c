"""What was found before: a baseline, so that a check tells only what is new.

A finding is known again by its document, its category and a hash of each line that it takes, however the lines move and whatever stands
beside them: adjacent lines go as one finding, which another line beside them would change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from textclean.batch.documents import DocumentError
from textclean.result import Note, Result
from textclean.text.edits import Edit, apply
from textclean.text.lines import Lines

_HASH_DIGITS = 16  # 64 bits: among a million lines of a document two different ones share a hash in one baseline of 37 million


class Stale(NamedTuple):
    """Lines of a baseline that no finding takes any more: how many of a document and category."""

    document: str
    category: str
    count: int


class _Line(NamedTuple):
    """A line that a finding takes."""

    document: str
    category: str
    hash: str


class Baseline:
    """The known findings of some documents.

    A document is named by its path, posix and relative to the folder that `check` shall be the same from, or as `path:number` for
    a record of it.

    >>> import textclean
    >>> result = textclean.clean("The vote is on Monday.\\nSubscribe to our newsletter")
    >>> known = Baseline.of([("a.txt", result)])
    >>> known.new("a.txt", result), len(known.new("b.txt", result))
    ((), 1)
    """

    def __init__(self, known: Mapping[_Line, int] | None = None) -> None:
        self._known = Counter(known or {})
        self._left = self._known.copy()

    @classmethod
    def of(cls, results: Iterable[tuple[str, Result]]) -> Baseline:
        """The baseline that holds all findings of some documents."""
        return cls(Counter(line for document, result in results for note in _changes(result) for line in _lines(document, note)))

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline in a file.

        Raises `DocumentError` when it cannot be read, or is no baseline.
        """
        try:
            model = _BaselineModel.model_validate_json(path.read_bytes())
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read: {error.strerror}; --write-baseline writes one") from error
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            place = ".".join(map(str, fault["loc"]))
            message = fault["msg"][:1].lower() + fault["msg"][1:]
            raise DocumentError(
                f"{path}: no baseline: {f'{place}: ' if place else ''}{message}; write it anew with --write-baseline"
            ) from error
        counts = {
            _Line(document, category, digest): count
            for document, categories in model.findings.items()
            for category, lines in categories.items()
            for digest, count in lines.items()
        }
        return cls(counts)

    def as_json(self) -> str:
        """The file's text: the same findings give the same."""
        findings: dict[str, dict[str, dict[str, int]]] = {}
        for line in sorted(self._known):
            findings.setdefault(line.document, {}).setdefault(line.category, {})[line.hash] = self._known[line]
        return json.dumps({"textclean-baseline": 1, "findings": findings}, indent=1) + "\n"

    def new(self, document: str, result: Result) -> tuple[Note, ...]:
        """The notes of a document that change something and are not known. Asked once for each document: what is met is used up."""
        new = []
        for note in _changes(result):
            lines = Counter(_lines(document, note))
            if lines <= self._left:
                self._left -= lines
            else:
                new.append(note)
        return tuple(new)

    def without_known(self, document: str, result: Result) -> Result:
        """The result with the known findings left standing, as notes of status `kept`. Asked once for each document, in place of `new`."""
        new = set(self.new(document, result))
        notes = tuple(note if note in new or note.old == note.new else _kept(note) for note in result.notes)
        edits = [Edit(note.start, note.old, note.new, note.rules) for note in notes if note.old != note.new]
        return replace(result, text=apply(result.restore(), edits), notes=notes)

    def stale(self, documents: Iterable[str]) -> tuple[Stale, ...]:
        """What was not met by now, of these documents: those that were looked at."""
        looked_at = set(documents)
        counts: Counter[tuple[str, str]] = Counter()
        for line, count in self._left.items():
            if line.document in looked_at:
                counts[line.document, line.category] += count
        return tuple(Stale(*place, count) for place, count in sorted(counts.items()))


class _BaselineModel(BaseModel):
    """A baseline file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1] = Field(alias="textclean-baseline")
    findings: dict[str, dict[str, dict[str, Annotated[int, Field(ge=1)]]]]


def _kept(note: Note) -> Note:
    return note._replace(new=note.old, status="kept", why=f"{note.why} (known by the baseline)")


def _changes(result: Result) -> Iterable[Note]:
    return (note for note in result.notes if note.old != note.new)


def _lines(document: str, note: Note) -> Iterable[_Line]:
    """The lines that a note takes, without the blanks around them; where there are only blanks, those."""
    shown = [line.text.strip() for line in Lines(note.old)]
    for text in [text for text in shown if text] or [note.old]:
        yield _Line(document, note.category, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS])

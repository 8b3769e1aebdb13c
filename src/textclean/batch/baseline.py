"""What was found before: a baseline, so that a check tells only what is new.

A finding is known again by its file, its category and a hash of each line that it takes, however lines and records move and whatever stands
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

from textclean.batch.documents import DocumentError, write_bytes
from textclean.result import Note, Result
from textclean.text.edits import Edit, apply
from textclean.text.lines import Lines

_HASH_DIGITS = 16  # 64 bits: of a million different lines of a file two share a hash once in 37 million times


class Stale(NamedTuple):
    """Lines of a baseline that no finding takes any more: how many of a file and category."""

    path: str
    category: str
    lines: int


class _Line(NamedTuple):
    """A line that a finding takes."""

    path: str
    category: str
    hash: str


class Baseline:
    """The known findings of some files, each named by a path that stays the same: relative to the project, with slashes.

    >>> import textclean
    >>> result = textclean.clean("The vote is on Monday.\\nSubscribe to our newsletter")
    >>> known = Baseline.of([("a.txt", result)])
    >>> known.without_known("a.txt", result).edits, len(known.without_known("b.txt", result).edits)
    ((), 1)
    """

    def __init__(self, known: Mapping[_Line, int] | None = None) -> None:
        self._known = Counter(known or {})
        self._left = self._known.copy()

    @classmethod
    def of(cls, results: Iterable[tuple[str, Result]]) -> Baseline:
        """The baseline that holds all findings of some documents; each comes with the path of its file."""
        return cls(Counter(line for path, result in results for note in result.notes if _changes(note) for line in _lines(path, note)))

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
            _Line(file, category, digest): count
            for file, categories in model.findings.items()
            for category, lines in categories.items()
            for digest, count in lines.items()
        }
        return cls(counts)

    def write(self, path: Path) -> None:
        """Write the file.

        Raises `DocumentError` when that fails.
        """
        write_bytes(str(path), self.as_json().encode("ascii"))

    def as_json(self) -> str:
        """The file's text, in ASCII: the same findings give the same."""
        findings: dict[str, dict[str, dict[str, int]]] = {}
        for line in sorted(self._known):
            findings.setdefault(line.path, {}).setdefault(line.category, {})[line.hash] = self._known[line]
        return json.dumps({"textclean-baseline": 1, "findings": findings}, indent=1) + "\n"

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it knows findings of."""
        return tuple(dict.fromkeys(line.path for line in sorted(self._known)))

    def without_known(self, path: str, result: Result) -> Result:
        """The result of a document if what is known stayed: notes of it have the status `kept`, and say so.

        Asked once for each document: what is met is used up.
        """
        source = result.restore()
        notes = tuple(self._unless_known(path, note) if _changes(note) else note for note in result.notes)
        edits = [Edit(note.start, note.old, note.new, note.rules) for note in notes if _changes(note)]
        return replace(result, text=apply(source, edits), notes=notes)

    def _unless_known(self, path: str, note: Note) -> Note:
        lines = Counter(_lines(path, note))
        if not lines <= self._left:
            return note
        self._left -= lines
        return note._replace(new=note.old, status="kept", stays="the baseline knows it")

    def stale(self, paths: Iterable[str]) -> tuple[Stale, ...]:
        """What was not met by now, of these files: those that were looked at."""
        looked_at = set(paths)
        counts: Counter[tuple[str, str]] = Counter()
        for line, count in self._left.items():
            if line.path in looked_at:
                counts[line.path, line.category] += count
        return tuple(Stale(*place, count) for place, count in sorted(counts.items()))


class _BaselineModel(BaseModel):
    """A baseline file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1] = Field(alias="textclean-baseline")
    findings: dict[str, dict[str, dict[str, Annotated[int, Field(ge=1)]]]]


def _changes(note: Note) -> bool:
    return note.old != note.new


def _lines(path: str, note: Note) -> Iterable[_Line]:
    """The lines that a note takes, without the blanks around them; where there are only blanks, those."""
    shown = [line.text.strip() for line in Lines(note.old)]
    for text in [text for text in shown if text] or [note.old]:
        yield _Line(path, note.category, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS])

"""What cleaning came to, counted from records: the core of every statistic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from textclean.errors import RecordError
from textclean.result import RECORD_VERSION, TOLERABLE
from textclean.text.words import count_words

REMOVED, REPLACED = "removed", "replaced"


class Tally(NamedTuple):
    """A sum of changes. `words` and `characters` are those that went with nothing in their place.

    `replaced` of the `changes` put something in place of what stood there: repairs, mostly. `words` is None where a record holds no
    quotes, so that they cannot be known.
    """

    changes: int = 0
    replaced: int = 0
    words: int | None = 0
    characters: int = 0
    failures: int = 0

    def plus(self, other: Tally) -> Tally:
        """The sum of two tallies."""
        words = None if self.words is None or other.words is None else self.words + other.words
        return Tally(
            self.changes + other.changes,
            self.replaced + other.replaced,
            words,
            self.characters + other.characters,
            self.failures + other.failures,
        )


class DocumentCount(NamedTuple):
    """One document: its length in characters, its changes by category and principal rule, its failures as kinds with their rules."""

    name: str
    length: int
    tallies: Mapping[tuple[str, str], Tally]
    failures: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def tally(self) -> Tally:
        """All of the document's changes and failures."""
        return total(self.tallies.values())._replace(failures=len(self.failures))

    @property
    def failed(self) -> bool:
        """Whether the text was left uncut because something went wrong: all failures but the tolerable ones."""
        return any(kind not in TOLERABLE for kind, _ in self.failures)


class Counted(NamedTuple):
    """A sum for one category, rule or document: how many `documents` it changed, and what `length` they have, in characters."""

    name: str
    documents: int
    length: int
    tally: Tally

    @property
    def share(self) -> float:
        """Which part of the documents' characters went."""
        return self.tally.characters / self.length if self.length else 0.0


class Statistics(NamedTuple):
    """The sums over all documents: categories and rules with the most changes first, documents with the greatest share first."""

    all: Counted
    changed: int
    failed: int
    failures: tuple[tuple[str, int], ...]
    categories: tuple[Counted, ...]
    rules: tuple[Counted, ...]
    documents: tuple[Counted, ...]


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies.

    >>> total([Tally(changes=2, words=9), Tally(changes=1, words=None)])
    Tally(changes=3, replaced=0, words=None, characters=0, failures=0)
    """
    result = Tally()
    for tally in tallies:
        result = result.plus(tally)
    return result


def count_document(record: object, name: str = "") -> DocumentCount:
    """What the record of one document comes to; `name` stands for a path that the record does not give.

    Reads the plain data that `docs/notes.md` describes; the notes may lack `old` and `new`.

    Raises `RecordError` when that is not what it is.
    """
    if not isinstance(record, Mapping):
        raise RecordError("not a record: a JSON object was expected")
    if record.get("textclean") != RECORD_VERSION:
        raise RecordError(f"record version {record.get('textclean')!r} is unknown; this version of textclean reads {RECORD_VERSION}")
    path = _field(_field(record, "document", dict, default={}), "path", str, default=name)
    length = _field(_field(record, "source", Mapping), "length", int)
    tallies: dict[tuple[str, str], Tally] = {}
    for note in _field(record, "notes", list):
        rules = _names(note)
        key = (_field(note, "category", str), rules[0] if rules else "")
        if tally := _change(note):
            tallies[key] = tallies.get(key, Tally()).plus(tally)
    failures = tuple((_field(failure, "kind", str), _names(failure)) for failure in _field(record, "failures", list))
    return DocumentCount(path, length, tallies, failures)


def _change(note: Mapping[str, Any]) -> Tally | None:
    """A note as a tally, None where it changed nothing."""
    status = _field(note, "status", str)
    length = _field(note, "end", int) - _field(note, "start", int)
    if length < 0:
        raise RecordError("a note ends before it starts")
    if status == REPLACED:
        return Tally(changes=1, replaced=1)
    if status != REMOVED:
        return None
    old = _field(note, "old", (str, type(None)), default=None)
    return Tally(changes=1, words=None if old is None else count_words(old), characters=length)


def _names(item: object) -> tuple[str, ...]:
    names = _field(item, "rules", list)
    if not all(isinstance(name, str) for name in names):
        raise RecordError("'rules' must be a list of names")
    return tuple(names)


def _field(data: object, key: str, kind: Any, **given: Any) -> Any:
    if not isinstance(data, Mapping):
        raise RecordError(f"{key!r} was looked for in something that is no JSON object")
    if key not in data and "default" in given:
        return given["default"]
    if key not in data:
        raise RecordError(f"no {key!r} in it")
    if not isinstance(data[key], kind) or isinstance(data[key], bool):
        raise RecordError(f"{key!r} is of the wrong type: {type(data[key]).__name__}")
    return data[key]


class _Sums:
    """Tallies by name, with the documents that each occurs in."""

    def __init__(self) -> None:
        self._sums: dict[str, Counted] = {}

    def add(self, tallies: Mapping[str, Tally], length: int) -> None:
        """The tallies of one document."""
        for name, tally in tallies.items():
            _, documents, characters, so_far = self._sums.get(name) or Counted(name, 0, 0, Tally())
            changed = tally.changes > 0  # a rule may have failed there and changed nothing
            self._sums[name] = Counted(name, documents + changed, characters + length * changed, so_far.plus(tally))

    def ordered(self) -> tuple[Counted, ...]:
        """The most changes first, then by name."""
        return tuple(sorted(self._sums.values(), key=lambda counted: (-counted.tally.changes, counted.name)))


def statistics(documents: Iterable[DocumentCount]) -> Statistics:
    """The sums over documents. `all` holds every document, changed or not."""
    everything = Counted("all", 0, 0, Tally())
    changed = failed = 0
    kinds: Counter[str] = Counter()
    categories, rules = _Sums(), _Sums()
    single: list[Counted] = []
    for document in documents:
        tally = document.tally
        single.append(Counted(document.name, 1, document.length, tally))
        everything = Counted("all", everything.documents + 1, everything.length + document.length, everything.tally.plus(tally))
        changed += tally.changes > 0
        failed += document.failed
        kinds.update(kind for kind, _ in document.failures)
        categories.add(_grouped((category, tally) for (category, _), tally in document.tallies.items()), document.length)
        by_rule = [(rule, tally) for (_, rule), tally in document.tallies.items()]
        by_rule += [(rule, Tally(failures=1)) for _, names in document.failures for rule in names]
        rules.add(_grouped(by_rule), document.length)
    single.sort(key=lambda counted: (-counted.share, counted.name))
    return Statistics(everything, changed, failed, tuple(sorted(kinds.items())), categories.ordered(), rules.ordered(), tuple(single))


def _grouped(pairs: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    grouped: dict[str, Tally] = {}
    for name, tally in pairs:
        grouped[name] = grouped.get(name, Tally()).plus(tally)
    return grouped

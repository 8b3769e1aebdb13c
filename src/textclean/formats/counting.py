"""What cleaning came to, counted from records: the core of every statistic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textclean.errors import RecordError
from textclean.record import NoteRecord, SpanRecord, check_record
from textclean.result import TOLERABLE
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


class Size(NamedTuple):
    """How much text there is. `words` is None where a record does not say."""

    words: int | None = 0
    characters: int = 0

    def plus(self, other: Size) -> Size:
        """The sum of two sizes."""
        words = None if self.words is None or other.words is None else self.words + other.words
        return Size(words, self.characters + other.characters)


class DocumentCount(NamedTuple):
    """One document: the size of its original, its changes by category and principal rule, its failures as kinds with their rules."""

    name: str
    size: Size
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
    """A sum for one category, rule or document: how many `documents` it changed.

    `size` is what its shares are of: the document, or for a category or a rule all documents, so that shares add up.
    """

    name: str
    documents: int
    size: Size
    tally: Tally

    @property
    def character_share(self) -> float:
        """Which part of the characters went."""
        return self.tally.characters / self.size.characters if self.size.characters else 0.0

    @property
    def word_share(self) -> float | None:
        """Which part of the words went; None where that cannot be known."""
        if self.tally.words is None or self.size.words is None:
            return None
        return self.tally.words / self.size.words if self.size.words else 0.0


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

    Raises `RecordError` when it is no record that this version reads.
    """
    read = check_record(record)
    tallies: dict[tuple[str, str], Tally] = {}
    for note in read.notes:
        key = (note.category, note.rules[0])
        if tally := _change(note):
            tallies[key] = tallies.get(key, Tally()).plus(tally)
    failures = tuple((failure.kind, tuple(failure.rules)) for failure in read.failures)
    words = read.source.words if read.detail == "full" else None
    return DocumentCount(read.document.path if read.document else name, Size(words, read.source.length), tallies, failures)


def _change(note: SpanRecord) -> Tally | None:
    """A note as a tally, None where it changed nothing."""
    if note.end < note.start:
        raise RecordError("a note ends before it starts")
    if note.status == REPLACED:
        return Tally(changes=1, replaced=1)
    if note.status != REMOVED:
        return None
    words = count_words(note.old) if isinstance(note, NoteRecord) else None
    return Tally(changes=1, words=words, characters=note.end - note.start)


class _Sums:
    """Tallies by name, with the number of documents that each changed."""

    def __init__(self) -> None:
        self._sums: dict[str, tuple[int, Tally]] = {}

    def add(self, tallies: Mapping[str, Tally]) -> None:
        """The tallies of one document."""
        for name, tally in tallies.items():
            documents, so_far = self._sums.get(name, (0, Tally()))
            self._sums[name] = (documents + (tally.changes > 0), so_far.plus(tally))  # a rule may have failed there and changed nothing

    def ordered(self, size: Size) -> tuple[Counted, ...]:
        """The most changes first, then by name; shares are of `size`."""
        sums = (Counted(name, documents, size, tally) for name, (documents, tally) in self._sums.items())
        return tuple(sorted(sums, key=lambda counted: (-counted.tally.changes, counted.name)))


def statistics(documents: Iterable[DocumentCount]) -> Statistics:
    """The sums over documents. `all` holds every document, changed or not."""
    everything = Counted("all", 0, Size(), Tally())
    changed = failed = 0
    kinds: Counter[str] = Counter()
    categories, rules = _Sums(), _Sums()
    single: list[Counted] = []
    for document in documents:
        tally = document.tally
        single.append(Counted(document.name, 1, document.size, tally))
        everything = Counted("all", everything.documents + 1, everything.size.plus(document.size), everything.tally.plus(tally))
        changed += tally.changes > 0
        failed += document.failed
        kinds.update(kind for kind, _ in document.failures)
        categories.add(_grouped((category, tally) for (category, _), tally in document.tallies.items()))
        by_rule = [(rule, tally) for (_, rule), tally in document.tallies.items()]
        by_rule += [(rule, Tally(failures=1)) for _, names in document.failures for rule in names]
        rules.add(_grouped(by_rule))
    single.sort(key=lambda counted: (-counted.character_share, counted.name))
    size = everything.size
    return Statistics(
        everything, changed, failed, tuple(sorted(kinds.items())), categories.ordered(size), rules.ordered(size), tuple(single)
    )


def _grouped(pairs: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    grouped: dict[str, Tally] = {}
    for name, tally in pairs:
        grouped[name] = grouped.get(name, Tally()).plus(tally)
    return grouped

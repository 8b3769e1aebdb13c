"""The tables beside this package, as data. Each is read at most once a process, when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Row(NamedTuple):
    """What a damaged word may have been: the original, the pair that did it (`"ass:bad"`), and how much evidence it needs."""

    original: str
    pair: str
    tier: str


TIERS = "ABDE"


def rows(lines: Iterable[str]) -> dict[str, tuple[Row, ...]]:
    """A word-filter table from its lines: `damaged`, `original`, `pair` and `tier`, with tabs between.

    Raises `ValueError` with the line when one does not have that shape.

    >>> rows(["badess\\tassess\\tass:bad\\tA"])
    {'badess': (Row(original='assess', pair='ass:bad', tier='A'),)}
    """
    table: dict[str, tuple[Row, ...]] = {}
    for line in lines:
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if (
            len(parts) != 4
            or not (line.isascii() and parts[0].isalpha() and parts[1].isalpha())
            or parts[3] not in TIERS
            or parts[2].count(":") != 1
        ):
            raise ValueError(f"{line!r} is no table line: damaged, original, cut:put and one of {', '.join(TIERS)}, with tabs between")
        damaged, original, pair, tier = parts
        table[damaged] = (*table.get(damaged, ()), Row(original, pair, tier))
    return table


def _lines(name: str) -> list[str]:
    return files(__package__).joinpath("data", name).read_text(encoding="ascii").split("\n")


@cache
def word_filter() -> dict[str, tuple[Row, ...]]:
    """The word-filter table."""
    return rows(_lines("wordfilter.tsv"))


@cache
def pairs() -> frozenset[str]:
    """The pairs of the word-filter table, each as `"cut:put"`."""
    return frozenset(row.pair for found in word_filter().values() for row in found)


@cache
def ligatures() -> dict[str, str]:
    """From split form ("o cial") to word."""
    return dict(line.split("\t") for line in _lines("ligatures.tsv") if line and line[0] != "#")


@cache
def lexicon() -> dict[str, bool]:
    """The words of everyday English, lower-cased, with whether each is among the commonest 12,000."""
    return {line[:-2]: line[-1] == "1" for line in _lines("lexicon.tsv") if line and line[0] != "#"}


@cache
def masks() -> dict[str, tuple[str, str]]:
    """From masked form ("cl***ic") to word and filtered word."""
    return {form: (word, cut) for form, word, cut in (line.split("\t") for line in _lines("masks.tsv") if line and line[0] != "#")}

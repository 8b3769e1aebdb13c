"""Undoes blind word filters: "badessed" was "assessed", "clbuttic" was "classic".

The words come from a closed table that is built offline, with every damaged form that is a word or a name anywhere left out; a
word that is not in the table is never changed. One Aho-Corasick pass finds candidates. A form that is clear by itself
is mended at once, the others need other words of the same filter in the document. Wrong where a table word is
meant as it stands: in undamaged text fewer than one word in ten million (benchmarks/undamaged.py).

Source: the replacement stories of 2000 to 2023 ("medireview", "clbuttic", "consbreastution"), and the idea that a lexicon times a
list of filters gives all forms worth mending.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

import textclean.repairs.options as read
import textclean.repairs.scan as scanning
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs
from textclean.repairs.tables import Row
from textclean.text.edits import Edit

# Beside these a word belongs to an address, a handle, a path or code.
_CODE_BEFORE = frozenset("@#/\\$%&=_")
_CODE_AFTER = frozenset(".@/\\=(")
_SENTENCE_ENDS = frozenset(".!?…:")
_OPENERS = frozenset("\"'“”‘’«([ \t\N{NO-BREAK SPACE}")


class Words(NamedTuple):
    """What damaged words may have been, and an automaton for those that the shipped tables do not have."""

    rows: Mapping[str, tuple[Row, ...]]
    added: AhoCorasick | None


class Hit(NamedTuple):
    """A damaged word of the text, and its rows of the table."""

    start: int
    found: str
    rows: tuple[Row, ...]


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer for the pairs of the options.

    `pairs` and `weak_pairs` (from the filtered word to the list of what it was replaced by) choose rows of the shipped table; a pair it
    does not have is an error. `rows` adds rows in the table's own form, such as `scripts/build_tables.py --pair` prints; `words`
    adds single words, damaged to original, which are mended anywhere.
    """
    read.known(options, ("pairs", "weak_pairs", "rows", "words"))
    chosen = {f"{cut}:{put}" for name in ("pairs", "weak_pairs") for cut, puts in read.word_lists(options, name).items() for put in puts}
    missing = chosen - data.pairs()
    if missing:
        raise ValueError(
            f"options 'pairs' and 'weak_pairs': the table has no {', '.join(sorted(missing))}; scripts/build_tables.py makes rows"
        )
    added = read.word_map(options, "words")
    table = read.text(options, "rows")
    try:
        data.rows(table.split("\n"))
    except ValueError as error:
        raise ValueError(f"option 'rows': {error}") from None
    key = frozenset(chosen), table, frozenset(added.items())
    return lambda text: _repair(text, _words(*key), by)


@lru_cache(maxsize=8)
def _words(pairs: frozenset[str], table: str, added: frozenset[tuple[str, str]]) -> Words:
    """The rows of these pairs and words, made when first needed and shared by all repairers that ask for the same."""
    chosen: dict[str, tuple[Row, ...]] = {}
    for damaged, found in data.word_filter().items():
        kept = tuple(row for row in found if row.pair in pairs)
        if kept:
            chosen[damaged] = kept
    own = data.rows(table.split("\n"))
    for damaged, original in added:
        own[damaged] = (Row(original, f"{original}:{damaged}", "A"),)
    for damaged, found in own.items():
        chosen[damaged] = tuple(dict.fromkeys(chosen.get(damaged, ()) + found))
    forms = {form for damaged, found in own.items() for row in found for form in scanning.written(damaged, row)}
    return Words(chosen, scanning.automaton(forms) if forms else None)


def _repair(text: str, words: Words, by: str) -> Repairs:
    spans = scanning.shipped(text)
    if words.added:
        spans = _disjoint(sorted({*spans, *scanning.spans(words.added, text)}, key=lambda span: (span[0], -span[1])))
    if not spans:
        return Repairs([], [])
    found = [(start, text[start:end], words.rows.get(text[start:end].lower(), ())) for start, end in spans]
    hits = [Hit(*hit) for hit in found if hit[2] and stands_alone(text, hit[0], hit[0] + len(hit[1]))]
    return Repairs([Edit(hit.start, hit.found, new, (by,)) for hit, new in _mended(text, hits)], [])


def _disjoint(spans: Iterable[scanning.Span]) -> tuple[scanning.Span, ...]:
    kept: list[scanning.Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _mended(text: str, hits: Iterable[Hit]) -> Iterator[tuple[Hit, str]]:
    """The hits that have the evidence they need, and what they become."""
    hits = list(hits)
    clear: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        for row in hit.rows:
            if row.tier in "AE":
                clear[row.pair].add(hit.found.lower())
    for hit in hits:
        likely = [row for row in hit.rows if _has_evidence(row, hit.found.lower(), clear[row.pair])]
        if len(likely) == 1:
            yield hit, in_case(text, hit.start, hit.found, likely[0])


def _has_evidence(row: Row, damaged: str, clear: set[str]) -> bool:
    others = len(clear) - (damaged in clear)
    return others >= {"A": 0, "B": 1, "D": 2, "E": 1}[row.tier]


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the span is a whole word of prose, and no part of an address, a handle, a path or code."""
    if start:
        before = text[start - 1]
        if before.isalnum() or before in _CODE_BEFORE or (before == "." and start > 1 and text[start - 2].isalnum()):
            return False
    after = end
    while after < len(text) and text[after] in _CODE_AFTER and after < end + 4:
        after += 1
    if after == len(text):
        return True
    return not (text[after].isalnum() or text[end] == "_" or unicodedata.combining(text[end]))


def in_case(text: str, start: int, found: str, row: Row) -> str:
    """The original in the case of what was found.

    A filter keeps the case, lower-cases what it writes, or writes it in capitals; the letters around the replacement tell. A word
    that began with the replacement gets its capital back where a sentence starts.
    """
    put = row.pair.partition(":")[2]
    kept = "".join(found[at] for at in _outside(found.lower(), put)) or found
    if kept.isupper() and (len(kept) > 1 or found.isupper()):
        return row.original.upper()
    begins_with_put = found.lower().startswith(put)
    if found[0].isupper() and not (begins_with_put and found.startswith(put.upper()) and len(put) > 1):
        return row.original.capitalize()
    if begins_with_put and _starts_sentence(text, start):
        return row.original.capitalize()
    return row.original


def _outside(word: str, put: str) -> Iterator[int]:
    """The offsets of the letters that are not part of a replacement."""
    at = 0
    while at < len(word):
        if word.startswith(put, at):
            at += len(put)
        else:
            yield at
            at += 1


def _starts_sentence(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _OPENERS and start - at < 8:
        at -= 1
    if at < 0 or text[at] in "\n\r":
        return True
    return text[at] in _SENTENCE_ENDS and text[at] != ":" and at < start - 1

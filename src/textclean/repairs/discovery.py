"""Finds word filters that no table knows: several unknown words of one document that the same replacement explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

import textclean.repairs.options as read
import textclean.repairs.tables as data
from textclean.repairs.repairer import Repairer, Repairs
from textclean.repairs.tables import Row
from textclean.repairs.wordfilter import in_case, stands_alone
from textclean.text.edits import Edit

# The longest word of the lexicon that holds a filtered word has 17 letters; a replacement adds a few.
_MAX_WORD = 30
_TOKEN = re.compile(r"[A-Za-z]+")


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer that learns pairs from each document.

    `cut`: the words that filters replace; `min_words`: how many different words must agree. A pair is believed when the
    replacement is one of the commonest words and `min_words` unknown words of the document become everyday words by it. Ten
    times slower than the table. Wrong where a document coins words on a pattern.
    """
    read.known(options, ("cut", "min_words"))
    cut = read.words(options, "cut")
    if not cut:
        raise ValueError("option 'cut' must name at least one word")
    min_words = read.number(options, "min_words", 3)
    return lambda text: _repair(text, cut, min_words, (by,))


@lru_cache(maxsize=8)
def _contexts(cut: tuple[str, ...]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What stands around the filtered words in everyday words: from both sides to the filtered words that fit between."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for word in data.lexicon():
        for part in cut:
            at = word.find(part)
            if at >= 0 and word != part:
                sides = word[:at], word[at + len(part) :]
                found[sides] = (*found.get(sides, ()), part)
    return found


def _explanations(token: str, cut: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Filtered word, replacement and original that explain an unknown token."""
    contexts, common = _contexts(cut), data.lexicon()
    for start in range(len(token) - 1):
        for end in range(start + 3, len(token) + 1):
            put = token[start:end]
            for part in contexts.get((token[:start], token[end:]), ()) if common.get(put) else ():
                if part != put:
                    yield part, put, token[:start] + part + token[end:]


def _repair(text: str, cut: tuple[str, ...], min_words: int, by: tuple[str, ...]) -> Repairs:
    lexicon = data.lexicon()
    originals: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    places = [match for match in _TOKEN.finditer(text) if 4 < len(match[0]) <= _MAX_WORD and match[0].lower() not in lexicon]
    for token in {match[0].lower() for match in places if stands_alone(text, *match.span())}:
        for part, put, original in _explanations(token, cut):
            originals[part, put][token] = original
    # Forms of one word are one witness: "shard", "shards" and "sharding" once made a filter of "hard".
    believed = [(part, put, words) for (part, put), words in originals.items() if len({word[:4] for word in words.values()}) >= min_words]
    rows: dict[str, set[Row]] = defaultdict(set)
    for part, put, words in believed:
        for token, original in words.items():
            rows[token].add(Row(original, f"{part}:{put}", "A"))
    edits = []
    for match in places:
        found = rows.get(match[0].lower(), set())
        if len({row.original for row in found}) == 1 and stands_alone(text, *match.span()):
            new = in_case(text, match.start(), match[0], min(found))
            if new != match[0]:
                edits.append(Edit(match.start(), match[0], new, by))
    return Repairs(edits, [])

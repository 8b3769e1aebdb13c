"""Gold bodies: which lines of a text are the article's, and how well a text's words fit.

Two measures of the field: F1 of the bags of words, as the WCXB benchmark counts it, and runs of four words, by which the
article-extraction-benchmark compares texts, to tell a body line from noise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

RUN = 4  # words of a run: the benchmark's choice; long enough that body text seldom has one by chance
MOST_NOISE, LEAST_BODY = 0.1, 0.5  # of a line's runs stand in the body: between the two a line is mixed, or a body line reworded

_WORD = re.compile(r"\w+")


class Label(StrEnum):
    """What a stretch of text is, by the gold body."""

    BODY = "body"
    NOISE = "noise"
    BETWEEN = "between"  # some of it stands in the body


def words_of(text: str) -> list[str]:
    """The words of a text as the benchmarks take them: runs of letters, digits and underscores, in lower case."""
    return _WORD.findall(text.lower())


class GoldBody:
    """An article's body as people marked it."""

    def __init__(self, text: str) -> None:
        tokens = words_of(text)
        self.bag = Counter(tokens)
        self.words = len(tokens)
        self._runs = set(_runs(tokens))
        self._joined = f" {' '.join(tokens)} "
        self._lines = _lines(text)

    def label(self, text: str) -> Label | None:
        """What a line, or a part of one, is; None when it has no words.

        Under four words it is body where it is a line of the body, and between where it stands within one: a button `Share` is none of the
        article because the word is in a sentence. (The benchmark calls both body.) Wrong for repeats of body lines, see `surplus`, and
        for lines that the extractor changed.

        >>> gold = GoldBody("The council met on Tuesday and put off the vote.")
        >>> gold.label("The council met on Tuesday"), gold.label("Share this article with friends"), gold.label("***")
        (<Label.BODY: 'body'>, <Label.NOISE: 'noise'>, None)
        """
        tokens = words_of(text)
        if not tokens:
            return None
        if len(tokens) < RUN:
            if tuple(tokens) in self._lines:
                return Label.BODY
            return Label.BETWEEN if f" {' '.join(tokens)} " in self._joined else Label.NOISE
        runs = _runs(tokens)
        share = sum(run in self._runs for run in runs) / len(runs)
        return Label.BODY if share >= LEAST_BODY else Label.NOISE if share <= MOST_NOISE else Label.BETWEEN

    def surplus(self, text: str) -> Counter[tuple[str, ...]]:
        """How often each line of a text, by its words, stands there beyond the times it stands in the body (once at least).

        >>> GoldBody("Nobody spoke.").surplus("Nobody spoke.\\nShare this\\nNobody spoke.")
        Counter({('nobody', 'spoke'): 1})
        """
        lines = _lines(text)
        return lines - Counter({line: max(1, self._lines[line]) for line in lines})


class Fit:
    """How well the words of a text fit a gold body, and how well they would with others put back."""

    def __init__(self, gold: GoldBody, text: str) -> None:
        self._gold = gold
        self._bag = Counter(words_of(text))
        self._words = self._bag.total()
        self._shared = (self._bag & gold.bag).total()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the bags of words."""
        return _f1(self._shared, self._words, self._gold.words)

    def gain_without(self, cut: Mapping[str, int]) -> float:
        """How much better the text fits than with these words, cut from it, put back.

        >>> gold = GoldBody("The council met.")
        >>> Fit(gold, "The council met.").gain_without({"share": 3})
        0.33333333333333337
        """
        shared = self._shared
        for word, count in cut.items():
            room = self._gold.bag[word] - self._bag[word]
            shared += max(0, min(room, count))
        return self.f1 - _f1(shared, self._words + sum(cut.values()), self._gold.words)


def _lines(text: str) -> Counter[tuple[str, ...]]:
    return Counter(tokens for line in text.splitlines() if (tokens := tuple(words_of(line))))


def _runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[start : start + RUN]) for start in range(max(1, len(tokens) - RUN + 1))]


def _f1(shared: int, words: int, wanted: int) -> float:
    # 2pr/(p+r) with p = shared/words and r = shared/wanted; two empty texts are alike.
    return 2 * shared / (words + wanted) if words + wanted else 1.0

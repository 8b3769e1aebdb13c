"""Rules judged by gold bodies: what each finds of noise and of body, what it is worth, what it would cut from clean text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textclean.authoring.gold import Fit, GoldBody, Label, words_of
from textclean.cleaner import Cleaner, Traced
from textclean.result import Result
from textclean.rules.finding import Status
from textclean.text.lines import Lines

_PARAGRAPHS = 100_000
_ALL = "all"
_BEHIND_ALL = 1 << 62


class Case(NamedTuple):
    """An article: its body as people marked it, and the texts that were extracted from its page."""

    gold: str
    texts: tuple[str, ...]
    title: str | None = None


class Score(NamedTuple):
    """What a rule, or a category, comes to.

    `noise`, `body` and `between` count the lines, or parts of lines, that it had a part in finding, by their label; `cases` the articles
    with one. `worth` is the word F1 that its cuts add to the mean of all texts. `false_cuts` are lines cut from the gold bodies, for every
    100,000 that they have.
    """

    name: str
    level: str
    cases: int
    noise: int
    body: int
    between: int
    worth: float
    false_cuts: float

    @property
    def hits(self) -> int:
        """All that it found."""
        return self.noise + self.body + self.between

    @property
    def precision(self) -> float | None:
        """The part of noise in what is noise or body; None where it found neither."""
        return self.noise / (self.noise + self.body) if self.noise + self.body else None


class Scores(NamedTuple):
    """The scores of all rules, and of all categories that found something, those with the most hits first.

    `before` and `after` are the mean word F1 of the texts as they came and cleaned; `paragraphs` are the lines of the gold bodies.
    """

    rules: tuple[Score, ...]
    categories: tuple[Score, ...]
    everything: Score
    cases: int
    texts: int
    paragraphs: int
    before: float
    after: float


@dataclass
class _Tally:
    labels: Counter[Label] = field(default_factory=Counter)
    cases: set[int] = field(default_factory=set)
    worth: float = 0.0
    false_cuts: int = 0


class _Piece(NamedTuple):
    """The rules that found a line or a part of one, and those of them that cut it."""

    found: set[str]
    cut: set[str]


class Scorer:
    """Adds up cases, one by one.

    What is counted are lines, and parts of lines that an inline or sentence rule found, each once for every rule and every category that
    found it. For a rule every finding counts, for a category only those that were cut; repairs do not count.

    A rule's worth is what the fit of a text would lose if the lines that it alone found were put back: what other rules cut as well is
    not its own. That is cheap (no text is cleaned twice) and an approximation: what leans on its findings would stay too.
    """

    def __init__(self, cleaner: Cleaner, lang: str | None = None) -> None:
        self._lang = lang
        self._cleaner = cleaner
        self._rules = {rule.name: rule for rule in cleaner.rules if rule.finds_text}
        self._tallies: defaultdict[str, _Tally] = defaultdict(_Tally)  # of rules and categories: a rule's name has a slash
        self._cases = self._texts = self._paragraphs = 0
        self._before = self._after = 0.0

    def add(self, case: Case) -> None:
        """Clean an article's texts, and its gold body, and count. An article with an empty body counts for nothing."""
        gold = GoldBody(case.gold)
        if not gold.words:
            return
        self._cases += 1
        for text in case.texts:
            self._add_text(text, gold, case.title)
        self._add_gold(case)

    def _add_text(self, text: str, gold: GoldBody, title: str | None) -> None:
        result, traced = self._cleaner.trace(text, title=title, lang=self._lang)
        fit = Fit(gold, result.text)
        self._texts += 1
        self._before += Fit(gold, text).f1
        self._after += fit.f1
        alone: dict[str, Counter[str]] = {}
        surplus = gold.surplus(text)
        for (start, end), piece in self._pieces(text, result, traced).items():
            label = gold.label(text[start:end])
            if label is None:
                continue
            tokens = tuple(words_of(text[start:end]))
            if label is Label.BODY and surplus[tokens]:
                surplus[tokens] -= 1
                label = Label.NOISE
            categories = self._categories(piece.cut)
            for name in (*piece.found, *categories, *([_ALL] if piece.cut else [])):
                self._tallies[name].labels[label] += 1
                self._tallies[name].cases.add(self._cases)
            words = Counter(tokens)
            for names in (piece.cut, categories):
                if len(names) == 1:
                    alone.setdefault(min(names), Counter()).update(words)
        for name, words in alone.items():
            self._tallies[name].worth += fit.gain_without(words)

    def _add_gold(self, case: Case) -> None:
        self._paragraphs += sum(bool(line.text.strip()) for line in Lines(case.gold))
        result, traced = self._cleaner.trace(case.gold, title=case.title, lang=self._lang)
        for piece in self._pieces(case.gold, result, traced).values():
            for name in (*piece.cut, *self._categories(piece.cut), *([_ALL] if piece.cut else [])):
                self._tallies[name].false_cuts += 1

    def _categories(self, rules: Iterable[str]) -> set[str]:
        return {self._rules[name].category for name in rules}

    def _pieces(self, text: str, result: Result, traced: Iterable[Traced]) -> dict[tuple[int, int], _Piece]:
        """The lines and parts of lines of which something was found, by their offsets."""
        lines = Lines(text)
        gone = [(note.start, note.end) for note in result.notes if note.status == "removed"]
        pieces: dict[tuple[int, int], _Piece] = {}
        for finding in traced:
            for index in range(lines.at(finding.start), lines.at(finding.end - 1) + 1):
                start, end = max(finding.start, lines.starts[index]), min(finding.end, lines.ends[index])
                start += len(text[start:end]) - len(text[start:end].lstrip())
                if start < end:
                    piece = pieces.setdefault((start, end), _Piece(set(), set()))
                    piece.found.add(finding.rule)
                    if finding.status == Status.REMOVED and _within(gone, start):
                        piece.cut.add(finding.rule)
        return pieces

    def scores(self) -> Scores:
        """The scores of what was added so far."""
        texts = max(1, self._texts)
        before, after = self._before / texts, self._after / texts
        self._tallies[_ALL].worth = self._after - self._before
        rules = [self._score(name) for name in self._rules]
        categories = [self._score(name) for name in self._tallies if name in self._cleaner.categories]
        everything = self._score(_ALL)
        return Scores(_leading(rules), _leading(categories), everything, self._cases, self._texts, self._paragraphs, before, after)

    def _score(self, name: str) -> Score:
        tally = self._tallies[name]
        labels, level = tally.labels, str(self._rules[name].level) if name in self._rules else ""
        false_cuts = tally.false_cuts * _PARAGRAPHS / max(1, self._paragraphs)
        worth = tally.worth / max(1, self._texts)
        return Score(name, level, len(tally.cases), labels[Label.NOISE], labels[Label.BODY], labels[Label.BETWEEN], worth, false_cuts)


def _within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether an offset is in one of some spans, which are in order and disjoint."""
    place = bisect_right(spans, (offset, _BEHIND_ALL)) - 1
    return place >= 0 and offset < spans[place][1]


def _leading(scores: Iterable[Score]) -> tuple[Score, ...]:
    return tuple(sorted(scores, key=lambda score: (-score.hits, -score.false_cuts, score.name)))

"""A text as rules see it: its folded view, its lines, and what conditions ask about them.

Everything beyond the view and the lines is worked out when first asked for: most texts never need most of it.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import accumulate

import regex

from textclean.rules.dialect import LINE_BLANKS
from textclean.rules.literals import LINE_END
from textclean.text.folding import fold
from textclean.text.lines import Lines
from textclean.text.words import PROSE_WORDS, count_words_of, ends_sentence, is_prose

MAX_LINE_CHARS = 1_000_000
"""Longer lines are not matched: `regex` checks its timeout between steps that may each scan the line (asked 1.0 s, a line of 100 MB took
25.8 s). The longest of 229,341 real lines has 32,951 characters."""

_NOT_WORD = regex.compile(r"[\W_]+")
_MIN_NEAR = 0.8  # of the longer text's words: "Headline | Site name" against "Headline" for headlines of 4 words and more


class Page:
    """One text, for one pass of the rules. Line numbers here are 0-based indexes."""

    def __init__(self, text: str, title: str | None = None) -> None:
        self.text = text
        self.title = title
        self.lines = Lines(text)
        self.view = fold(text)

    @cached_property
    def shown(self) -> list[str]:
        """Each line of the view as patterns see it: without blanks at its ends."""
        view = self.view.text
        if len(self.lines) == view.count("\n") + 1:
            return [line.strip(LINE_BLANKS) for line in view.split("\n")]
        return [view[start:end].strip(LINE_BLANKS) for start, end in zip(self.lines.starts, self.lines.ends, strict=True)]

    def shown_start(self, index: int) -> int:
        """The offset in the text where `shown[index]` begins."""
        start, end = self.lines.starts[index], self.lines.ends[index]
        return end - len(self.view.text[start:end].lstrip(LINE_BLANKS))

    @cached_property
    def filled(self) -> list[int]:
        """The lines that are not blank, in order."""
        return [index for index, line in enumerate(self.shown) if line and not line.isspace()]

    @cached_property
    def rank(self) -> dict[int, int]:
        """The place in `filled` of each line that is not blank."""
        return {index: rank for rank, index in enumerate(self.filled)}

    def neighbour(self, index: int, step: int) -> int | None:
        """The next line that is not blank, above (step -1) or below (step 1)."""
        rank = self.rank[index] + step
        return self.filled[rank] if 0 <= rank < len(self.filled) else None

    @cached_property
    def words(self) -> list[int]:
        """How many words each line has."""
        return count_words_of(self.shown)

    def is_prose(self, index: int) -> bool:
        """Whether a line is prose."""
        return self.prose[index]

    @cached_property
    def prose(self) -> list[bool]:
        """Whether each line is prose."""
        return [words >= PROSE_WORDS and is_prose(line, words) for line, words in zip(self.shown, self.words, strict=True)]

    @cached_property
    def prose_words_before(self) -> list[int]:
        """How many words of prose stand above each line, and behind the last in the whole text."""
        words = (words if prose else 0 for words, prose in zip(self.words, self.prose, strict=True))
        return list(accumulate(words, initial=0))

    def ends_sentence(self, index: int) -> bool:
        """Whether a line ends a sentence."""
        return ends_sentence(self.shown[index])

    @cached_property
    def lowered(self) -> list[str]:
        """The shown lines in lower case, which in a view has the same length."""
        return LINE_END.join(self.shown).lower().split(LINE_END)

    @cached_property
    def times(self) -> Counter[str]:
        """How often each lowered line stands in the text."""
        return Counter(self.lowered)

    def stands_again(self, index: int) -> bool:
        """Whether a line stands elsewhere in the text too, case ignored."""
        return self.times[self.lowered[index]] > 1

    def same_above(self, index: int) -> bool:
        """Whether the next line above a line reads the same, case ignored."""
        above = self.neighbour(index, -1)
        return above is not None and self.lowered[above] == self.lowered[index]

    @cached_property
    def repeated(self) -> list[int]:
        """Every line that stood before in the text."""
        if len({self.lowered[index] for index in self.filled}) == len(self.filled):
            return []
        seen: set[str] = set()
        again = []
        for index in self.filled:
            line = self.lowered[index]
            if line in seen:
                again.append(index)
            seen.add(line)
        return again

    @cached_property
    def paragraph_gap(self) -> int:
        """How many blank lines stand between the lines of this text most often."""
        gaps = [below - above - 1 for above, below in zip(self.filled, self.filled[1:], strict=False)]
        return max(Counter(gaps).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]

    def gap_below(self, index: int) -> int:
        """How many blank lines follow a line that is followed by others; 0 at the end."""
        below = self.neighbour(index, 1)
        return 0 if below is None else below - index - 1

    def title_likeness(self, index: int) -> float:
        """How alike a line and the page's title are: 1 when their letters and digits are the same, 0 without a title."""
        if not self.title:
            return 0.0
        line = _letters(self.shown[index])
        title = _letters(self.title)
        if line == title and line:
            return 1.0
        ours, theirs = line.split(), title.split()
        if not ours or abs(len(ours) - len(theirs)) > (1 - _MIN_NEAR) * max(len(ours), len(theirs)) + 4:
            return 0.0
        # A site's name hangs on the title, at either end: what counts is the run of words that both share.
        shorter, longer = sorted((f" {line} ", f" {title} "), key=len)
        if len(shorter.split()) >= 4 and shorter in longer:
            return _MIN_NEAR
        shared = len(set(ours) & set(theirs))
        return shared / max(len(set(ours)), len(set(theirs)))

    def is_title(self, index: int, *, near: bool) -> bool:
        """Whether a line is the page's title, exactly or nearly."""
        return self.title_likeness(index) >= (_MIN_NEAR if near else 1.0)


def _letters(text: str) -> str:
    return str(_NOT_WORD.sub(" ", fold(text).text)).strip().casefold()

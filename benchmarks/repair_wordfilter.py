"""How much of the damage that blind word filters do to the article bodies is undone, by how the filter treats case.

    python benchmarks/repair_wordfilter.py

Filters: one that keeps case, one that lower-cases what it writes, one that only sees lower case, and five at once. Whole-word
originals do not count, since nothing can tell them from the replacement. Goal: recall .93, nothing wrong, no undamaged word changed.
Also: the words that the table changes in text of other languages, which must be none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from repair_corpus import RULES, bodies, repairers
from textclean.text.edits import apply

WORD = re.compile(r"\w+")
PAIRS = [("ass", "bad"), ("ass", "butt"), ("ass", "bum"), ("ass", "buttocks"), ("tit", "breast"), ("cum", "semen"), ("pee", "urine")]
PAIRS += [("eval", "review"), ("poo", "feces"), ("pants", "trousers")]
FIVE = [("ass", "butt"), ("tit", "breast"), ("cum", "semen"), ("pee", "urine"), ("poo", "feces")]
ENGLISH = re.compile(r"\b(?:the|and|of|is|that)\b", re.IGNORECASE)


class Score(NamedTuple):
    damaged: int = 0
    restored: int = 0
    exact: int = 0
    wrong: int = 0
    touched: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*map(sum, zip(self, other, strict=True)))


def keeping(text: str, cut: str, put: str) -> str:
    for a, b in ((cut, put), (cut.capitalize(), put.capitalize()), (cut.upper(), put.upper())):
        text = text.replace(a, b)
    return text


def lowering(text: str, cut: str, put: str) -> str:
    for a in (cut, cut.capitalize(), cut.upper()):
        text = text.replace(a, put)
    return text


def sensitive(text: str, cut: str, put: str) -> str:
    return text.replace(cut, put)


def score(text: str, pairs: list[tuple[str, str]], damage: Callable[[str, str, str], str], mend: Callable[[str], str]) -> Score:
    hurt = text
    for cut, put in pairs:
        hurt = damage(hurt, cut, put)
    if hurt == text:
        return Score()
    result = Score()
    mended = WORD.findall(mend(hurt))
    whole = {cut for cut, _ in pairs}
    for was, damaged, now in zip(WORD.findall(text), WORD.findall(hurt), mended, strict=True):
        same = now.lower() == was.lower()
        if was == damaged:
            result = result.plus(Score(touched=now != was))
        elif was.lower() not in whole:
            result = result.plus(Score(1, same, now == was, now != damaged and not same))
    return result


def main() -> None:
    (repair,) = repairers([rule for rule in RULES if rule["repair"] == "filtered-words"])

    def mend(text: str) -> str:
        return apply(text, repair(text).edits)

    texts = bodies()
    runs = [("keeps case", [[pair] for pair in PAIRS], keeping), ("lower-cases", [[pair] for pair in PAIRS], lowering)]
    runs += [("case-sensitive", [[pair] for pair in PAIRS], sensitive), ("five at once", [FIVE], keeping)]
    for name, filters, damage in runs:
        total = Score()
        for pairs in filters:
            for text in texts:
                total = total.plus(score(text, pairs, damage, mend))
        shares = f"recall {total.restored / total.damaged:.3f}, exact {total.exact / total.damaged:.3f}"
        print(f"{name:15s} {total.damaged:6d} damaged, {shares}, wrong {total.wrong}, undamaged changed {total.touched}")
    foreign = [text for text in texts if len(ENGLISH.findall(text)) < 0.02 * len(WORD.findall(text))]
    words = sum(len(WORD.findall(text)) for text in foreign)
    print(f"other languages: {len(foreign)} texts, {words} words, {sum(len(repair(text).edits) for text in foreign)} changed")


if __name__ == "__main__":
    main()

"""What cleaning came to over many texts, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from textclean.result import Result
from textclean.text.words import count_words


def statistics(results: Iterable[Result]) -> str:
    """A table of changes by category: how many, in how many texts, and how many words went; the failures below it."""
    changes: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for result in results:
        of_text = [note for note in result.notes if note.old != note.new]
        changes.update(note.category for note in of_text)
        texts.update({note.category for note in of_text})
        failures.update(str(failure.kind) for failure in result.failures)
        for note in of_text:
            words[note.category] += count_words(note.old) if not note.new else 0
    lines = [f"{'category':20s} {'changes':>8s} {'texts':>8s} {'words cut':>10s}"]
    lines += [f"{category:20s} {count:8d} {texts[category]:8d} {words[category]:10d}" for category, count in changes.most_common()]
    lines.append(f"{'all':20s} {changes.total():8d} {'':8s} {words.total():10d}")
    lines += [f"{kind}: {count}" for kind, count in failures.most_common()]
    return "\n".join(lines)

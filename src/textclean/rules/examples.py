"""Examples of rules: how they are written in YAML, read into spans.

An example is one line, or a small document whose lines begin with `- ` (goes) or two blanks (stays); in a document under
`keeps` the lines that go do so by other rules. Inside a line `[-…-]` marks a part
that goes. A line `  ¶` or `  ¶ 120` stands for neutral prose of at least that many words (30), so that examples can show what a
rule asks of its surroundings without an article in every pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from textclean.rules.rule import Example
from textclean.text.words import count_words

_FILLER = re.compile(r"  ¶(?: (\d{1,4}))?")
_PART = re.compile(r"\[-(.*?)-\]")
_SUBJECTS = (
    "The council",
    "A spokesman for the port",
    "The second report",
    "Her brother",
    "The bridge",
    "The new team",
    "Most of the town",
)
_VERBS = (
    "met on Tuesday",
    "went back to work",
    "took longer than planned",
    "saw little change",
    "waited for the results",
    "kept to the old road",
)
_PLACES = ("near the river", "in the valley", "after the storm", "before the vote", "at the edge of the park", "behind the station")
_ENDS = (
    "and nobody was surprised.",
    "as the figures had suggested.",
    "although the weather was mild.",
    "while the work went on.",
    "and the rest followed later.",
)


def read_example(text: str, line: int, *, goes: bool, title: str | None = None) -> Example:
    """The example that `text` writes; `line` is where it stands in its file.

    With `goes`, a text without any mark goes as a whole.

    Raises `ValueError` for a text under `drops` where nothing goes.
    """
    marked = [row for row in text.split("\n") if row.strip()]
    if all(row.startswith(("- ", "  ")) for row in marked):
        spans, plain = _read_document(text.rstrip("\n").split("\n"))
    else:
        spans, plain = _read_parts(text, 0)
        if goes and not spans:
            spans = [(0, len(plain))]
    if goes and not spans:
        raise ValueError("nothing goes in this example: begin the lines that go with '- '")
    return Example(plain, tuple(spans), title, line)


def _read_document(rows: list[str]) -> tuple[list[tuple[int, int]], str]:
    spans: list[tuple[int, int]] = []
    lines: list[str] = []
    at = 0
    sentences = _sentences()
    for row in rows:
        filler = _FILLER.fullmatch(row)
        if filler:
            content = _prose(int(filler[1] or 30), sentences)
        elif row.startswith("- "):
            content = row[2:]
            spans.append((at, at + len(content)))
        else:
            inside, content = _read_parts(row[2:], at)
            spans += inside
        lines.append(content)
        at += len(content) + 1
    return spans, "\n".join(lines)


def _read_parts(line: str, offset: int) -> tuple[list[tuple[int, int]], str]:
    spans = []
    parts = _PART.split(line)
    for index, part in enumerate(parts):
        if index % 2:
            spans.append((offset, offset + len(part)))
        offset += len(part)
    return spans, "".join(parts)


def _sentences() -> Iterator[str]:
    """1,260 sentences, all different, so that no filler is ever a repeat."""
    parts = product(_ENDS, _PLACES, _VERBS, _SUBJECTS)
    return (f"{subject} {verb} {place}, {end}" for end, place, verb, subject in parts)


def _prose(words: int, sentences: Iterator[str]) -> str:
    text = ""
    while count_words(text) < words:
        text = f"{text} {next(sentences)}".strip()
    return text

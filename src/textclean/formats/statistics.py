"""Statistics for people, as tables, and for programs, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from textclean.formats.counting import Counted, Statistics
from textclean.formats.printable import printable

MOST = 20  # rows of a table of rules or documents: a screen; the JSON has all


class _Column(NamedTuple):
    title: str
    cell: Callable[[Counted], str]


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{share:.1%}"


def _words(counted: Counted) -> str:
    return "?" if counted.tally.words is None else str(counted.tally.words)


_CHANGES = _Column("changes", lambda counted: str(counted.tally.changes))
_REPLACED = _Column("replaced", lambda counted: str(counted.tally.replaced))
_DOCUMENTS = _Column("docs", lambda counted: str(counted.documents))
_WORDS = _Column("words cut", _words)
_WORD_SHARE = _Column("of words", lambda counted: _percent(counted.word_share))
_CHARACTERS = _Column("chars cut", lambda counted: str(counted.tally.characters))
_CHARACTER_SHARE = _Column("of chars", lambda counted: _percent(counted.character_share))
_FAILURES = _Column("failures", lambda counted: str(counted.tally.failures))


def category_table(statistics: Statistics, *, boxed: bool = False) -> RenderableType:
    """Changes by category, their sum, and the failures below; `boxed` for a terminal, plain for a file or a pipe."""
    columns = (_CHANGES, _DOCUMENTS, _REPLACED, _WORDS, _WORD_SHARE, _CHARACTERS, _CHARACTER_SHARE)
    return Group(_table("category", columns, [*statistics.categories, statistics.all], boxed=boxed), *_remarks(statistics))


def statistics_tables(statistics: Statistics, *, boxed: bool = False) -> RenderableType:
    """Changes by category, by rule and by document; of the last two only those that lead."""
    parts: list[RenderableType] = [category_table(statistics, boxed=boxed)]
    for title, columns, rows in (
        ("rule", (_CHANGES, _DOCUMENTS, _REPLACED, _WORDS, _WORD_SHARE, _CHARACTERS, _FAILURES), statistics.rules),
        ("document", (_CHANGES, _REPLACED, _WORDS, _WORD_SHARE, _CHARACTERS, _CHARACTER_SHARE, _FAILURES), statistics.documents),
    ):
        if rows:
            parts += [Text(), _table(title, columns, rows[:MOST], boxed=boxed)]
        if len(rows) > MOST:
            parts.append(Text(f"and {len(rows) - MOST} more {title}s"))
    return Group(*parts)


def _remarks(statistics: Statistics) -> list[RenderableType]:
    everything = statistics.all
    noun = "document" if everything.documents == 1 else "documents"
    size = f"{everything.size.characters} characters" + ("" if everything.size.words is None else f", {everything.size.words} words")
    lines = [f"{everything.documents} {noun} ({size}): {statistics.changed} changed, {statistics.failed} failed"]
    lines += [f"{printable(kind)}: {count}" for kind, count in statistics.failures]
    if everything.tally.words is None:
        lines.append("?: the records hold no quotes, so words cannot be counted")
    return [Text(line) for line in lines]


def _table(title: str, columns: Iterable[_Column], rows: Sequence[Counted], *, boxed: bool) -> Table:
    # A terminal is narrow and rule names are long: there titles take two lines, and columns stand close.
    padding = (0, 0, 0, 1) if boxed else (0, 1)
    table = Table(box=box.SIMPLE_HEAD if boxed else None, pad_edge=False, padding=padding, header_style="bold" if boxed else "")
    table.add_column(title, overflow="fold")
    columns = tuple(columns)
    for column in columns:
        table.add_column(column.title.replace(" ", "\n") if boxed else column.title, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(Text(printable(row.name)), *(Text(column.cell(row)) for column in columns))
    return table


def statistics_json(statistics: Statistics) -> str:
    """All sums as one JSON object in ASCII."""
    return json.dumps(
        {
            "total": {**_plain(statistics.all), "changed": statistics.changed, "failed": statistics.failed},
            "failures": dict(statistics.failures),
            "categories": [{"category": counted.name, **_plain(counted)} for counted in statistics.categories],
            "rules": [{"rule": counted.name, **_plain(counted)} for counted in statistics.rules],
            "documents": [{"document": counted.name, **_plain(counted)} for counted in statistics.documents],
        },
        indent=2,
    )


def _plain(counted: Counted) -> dict[str, object]:
    share = counted.word_share
    return {
        "documents": counted.documents,
        **counted.tally._asdict(),
        "source_words": counted.size.words,
        "source_characters": counted.size.characters,
        "word_share": None if share is None else round(share, 6),
        "character_share": round(counted.character_share, 6),
    }

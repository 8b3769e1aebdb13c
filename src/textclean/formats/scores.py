"""Scores of rules: tables for people, JSON for programs, and a table in a file for the pages of the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from textclean.authoring.scoring import Score, Scores
from textclean.formats.printable import printable

COLUMNS = ("rule", "level", "cases", "noise", "body", "between", "precision", "worth", "false_cuts")
"""The columns of the table in a file; `worth` is in 10,000ths of word F1."""


def scores_tables(scores: Scores, *, boxed: bool = False) -> RenderableType:
    """The categories, the rules, and their sum; `boxed` for a terminal, plain for a file or a pipe."""
    return Group(
        _table("category", [*scores.categories, scores.everything], boxed=boxed),
        Text(),
        _table("rule", [score for score in scores.rules if score.hits or score.false_cuts], boxed=boxed),
        Text(),
        *map(Text, _remarks(scores)),
    )


def _remarks(scores: Scores) -> Iterator[str]:
    idle = sum(not (score.hits or score.false_cuts) for score in scores.rules)
    yield f"{len(scores.rules)} rules, {idle} of which found nothing"
    yield f"{scores.cases} articles, {scores.texts} texts: word F1 {scores.before:.4f} as they came, {scores.after:.4f} cleaned"
    yield "worth: 10,000ths of the mean word F1 of all texts that would be lost without the cuts that are its own alone"
    yield f"false cuts: lines cut from the gold bodies, for every 100,000 of their lines; they have {scores.paragraphs}"


def _table(title: str, scores: Iterable[Score], *, boxed: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD if boxed else None, pad_edge=False, padding=(0, 0, 0, 1) if boxed else (0, 1))
    table.add_column(title, overflow="fold")
    for column in (*COLUMNS[1:-1], "false cuts"):
        table.add_column(column.replace(" ", "\n") if boxed else column, justify="right", no_wrap=True)
    for score in scores:
        table.add_row(*(Text(printable(cell)) for cell in _cells(score)))
    return table


def _cells(score: Score) -> list[str]:
    precision = "-" if score.precision is None else f"{score.precision:.1%}"
    counts = (score.cases, score.noise, score.body, score.between)
    return [score.name, score.level, *map(str, counts), precision, f"{score.worth * 1e4:.2f}", f"{score.false_cuts:.1f}"]


def scores_tsv(scores: Scores, command: str) -> Iterator[str]:
    """The scores of the rules as tab-separated lines, in order of name, behind a comment that holds the command."""
    yield f"# {command}"
    for remark in _remarks(scores):
        yield f"# {remark}"
    yield "\t".join(COLUMNS)
    for score in sorted(scores.rules, key=lambda score: score.name):
        yield "\t".join(_cells(score))


def scores_json(scores: Scores) -> str:
    """All scores as one JSON object in ASCII."""
    return json.dumps(
        {
            "cases": scores.cases,
            "texts": scores.texts,
            "paragraphs": scores.paragraphs,
            "word_f1": {"before": scores.before, "after": scores.after},
            "all": _plain(scores.everything),
            "categories": _all_plain("category", scores.categories),
            "rules": _all_plain("rule", scores.rules),
        },
        indent=1,
    )


def _all_plain(kind: str, scores: Sequence[Score]) -> list[dict[str, object]]:
    return [{kind: score.name, **_plain(score)} for score in scores]


def _plain(score: Score) -> dict[str, object]:
    given = {key: value for key, value in score._asdict().items() if key != "name" and value != ""}
    return {**given, "precision": score.precision}

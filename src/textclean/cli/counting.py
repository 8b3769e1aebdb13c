"""What `textclean stats` does: reads records and shows what cleaning came to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from textclean.batch.documents import STANDARD, DocumentError
from textclean.cli.output import console, is_terminal
from textclean.errors import RecordError
from textclean.formats.counting import DocumentCount, count_document, statistics
from textclean.formats.printable import printable
from textclean.formats.statistics import statistics_json, statistics_tables

FINE, ERROR = 0, 2
MOST_PROBLEMS = 20  # lines named: enough to see what is wrong with a file that holds no records


def show_statistics(files: Iterable[str], *, as_json: bool) -> int:
    """Print the statistics of files of records, one to a line; the exit code. Lines that hold none are named and left out."""
    problems: list[str] = []
    counted = statistics(_documents(files, problems))
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(f"textclean: {printable(problem)}", err=True)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"textclean: and {len(problems) - MOST_PROBLEMS} more such lines", err=True)
    if as_json:
        click.echo(statistics_json(counted))
    elif counted.all.documents or not problems:
        console().print(statistics_tables(counted, boxed=is_terminal()))
    return ERROR if problems else FINE


def _documents(files: Iterable[str], problems: list[str]) -> Iterator[DocumentCount]:
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                yield count_document(json.loads(line), f"{file}:{number}")
            except RecordError as error:
                problems.append(f"{file}:{number}: {error}")
            except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, or nested beyond reason
                problems.append(f"{file}:{number}: not JSON: {error}")


def _lines(file: str) -> Iterator[bytes]:
    try:
        if file == STANDARD:
            yield from sys.stdin.buffer
        else:
            with Path(file).open("rb") as lines:
                yield from lines
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror}") from error

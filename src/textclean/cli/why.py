"""The command that explains what happened to a line: `why`."""

from __future__ import annotations

import re
from typing import Any

import click

from textclean.cli.options import build_cleaner, policy_options, report_failures


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--title", help="The page's title, if known.")
@click.option("--lang", help="The text's language as a two-letter code, if known.")
@policy_options
def why(place: str, title: str | None, lang: str | None, **policy: Any) -> None:
    """Say why a line of FILE goes or is changed; or why it stays, and which rules nearly find it."""
    from textclean.batch.documents import read_document
    from textclean.cli.pages import clean_page, is_page
    from textclean.formats.explanation import count_lines, why_lines

    matched = re.fullmatch(r"(.+?):([1-9][0-9]*)(?::([1-9][0-9]*))?", place)
    if matched is None:
        raise click.UsageError("give the place as FILE:LINE or FILE:LINE:COLUMN")
    cleaner = build_cleaner(**policy)
    if is_page(matched[1]):  # the lines are those of the extracted text
        result, document = clean_page(cleaner, matched[1], title=title, lang=lang)
        title, lang = result.stamp.title, result.stamp.lang
    else:
        document = read_document(matched[1])
        result = cleaner.clean(document.text, title=title, lang=lang)
    text = document.text
    line, column = int(matched[2]), int(matched[3]) if matched[3] else None
    if line > (lines := count_lines(text)):
        raise click.UsageError(f"{matched[1]} has {lines} lines, no line {line}")
    trials = cleaner.trials(text, line, title=title, lang=lang)
    for row in why_lines(result, trials, place, line, column):
        click.echo(row)
    report_failures(result, matched[1])

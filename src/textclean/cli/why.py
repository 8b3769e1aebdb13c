"""The command that explains what happened to a line: `why`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.options import build_configuration, policy_options, report_failures

if TYPE_CHECKING:
    from textclean.batch.settings import Settings
    from textclean.result import Result


@click.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--title", help="The page's title, if known.")
@click.option("--encoding", metavar="NAME", help="The file's encoding; UTF-8 or what a byte order mark says if not given.")
@policy_options
def why(place: str, title: str | None, **options: Any) -> None:
    """Say why a line of FILE goes or is changed; or why it stays, and which rules nearly find it."""
    from textclean.batch.documents import read_document
    from textclean.batch.sources import is_page
    from textclean.batch.suppression import clean_commented, takes_comments
    from textclean.formats.explanation import count_lines, telling_line, why_lines
    from textclean.rules.finding import Trial

    matched = re.fullmatch(r"(.+?):([1-9][0-9]*)(?::([1-9][0-9]*))?", place)
    if matched is None:
        raise click.UsageError("give the place as FILE:LINE or FILE:LINE:COLUMN")
    settings = build_configuration(options).settings_for(Path(matched[1]))
    page = _extracted(matched[1], settings, title) if is_page(matched[1]) else None  # the lines are those of the extracted text
    text = page.restore() if page else read_document(matched[1], settings.encoding).text
    line, column = int(matched[2]), int(matched[3]) if matched[3] else None
    if line > (lines := count_lines(text)):
        raise click.UsageError(f"{matched[1]} has {lines} lines, no line {line}")
    cleaner, lang = settings.cleaner(), settings.lang
    if page:
        result, title, lang = page, page.stamp.title, page.stamp.lang
    elif takes_comments(matched[1]):
        result, _ = clean_commented(cleaner, text, title=title, lang=settings.lang)
    else:
        result = cleaner.clean(text, title=title, lang=settings.lang)
    try:
        tried = telling_line(result, line, column)
    except ValueError as error:
        raise click.UsageError(f"{matched[1]}: {error}") from None
    trials = cleaner.trials(text, tried, title=title, lang=lang)
    tried_too = {trial.rule.name for trial in trials}
    named = {name for note in result.notes for name in note.rules} - tried_too
    trials += [Trial(rule, None, ()) for pack in cleaner.packs for rule in pack.rules if rule.name in named]  # repairs; where they stand
    for row in why_lines(result, trials, place, line, column):
        click.echo(row)
    report_failures(result, matched[1])


def _extracted(file: str, settings: Settings, title: str | None) -> Result:
    """The result of cleaning a page."""
    from textclean.batch.documents import read_bytes
    from textclean.pages.page_cleaner import PageCleaner

    charset = None if settings.encoding == "auto" else settings.encoding
    return PageCleaner(settings.cleaner()).clean(read_bytes(file), charset=charset, title=title, lang=settings.lang)

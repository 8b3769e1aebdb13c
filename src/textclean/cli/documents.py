"""The commands that clean documents: `clean` and `check`."""

from __future__ import annotations

import sys
from typing import Any

import click

from textclean.cli.options import build_cleaner, clean_function, policy_options, report_failures, strict_option


@click.command()
@click.argument("file")
@click.option("--notes", metavar="PATH", help="Write the record of what went and why, as JSON lines; '-' prints it instead of the text.")
@click.option("--notes-detail", type=click.Choice(["full", "spans", "off"]), default="full", help="How much of what went the record holds.")
@click.option("--encoding", metavar="NAME", help="The file's encoding; UTF-8 or what a byte order mark says if not given.")
@click.option("--title", help="The page's title, if known.")
@click.option("--lang", help="The text's language as a two-letter code, if known.")
@strict_option
@policy_options
def clean(  # noqa: PLR0913 - an option each, by name
    file: str,
    *,
    notes: str | None,
    notes_detail: str,
    encoding: str | None,
    title: str | None,
    lang: str | None,
    strict: bool,
    **policy: Any,
) -> None:
    """Print the clean text of FILE ('-': standard input), in its encoding."""
    from textclean.batch.documents import read_document, write_bytes
    from textclean.batch.records import record_line
    from textclean.result import Detail

    document = read_document(file, encoding)
    result = clean_function(build_cleaner(**policy), strict=strict)(document.text, title=title, lang=lang)
    data = document.encode(result.text)
    if notes is not None:
        write_bytes(notes, record_line(result, document, Detail(notes_detail)))
    if notes != "-":
        write_bytes("-", data)
    report_failures(result, file)


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--diff", is_flag=True, help="Show a unified diff, with the rules of each hunk, instead of a list.")
@click.option("--statistics", is_flag=True, help="Count by category instead of listing.")
@click.option("--output-format", type=click.Choice(["text", "json", "jsonl", "sarif"]), help="How to list.  [default: text]")
@strict_option
@policy_options
def check(files: tuple[str, ...], *, diff: bool, statistics: bool, output_format: str | None, strict: bool, **policy: Any) -> None:
    """List what cleaning FILES would change; exit 1 if there is anything."""
    from textclean.cli.checking import check_files, form_of

    form = form_of(output_format, diff=diff, statistics=statistics)
    sys.exit(check_files(build_cleaner(**policy), files, form, strict=strict))

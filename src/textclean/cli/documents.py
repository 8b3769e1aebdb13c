"""The commands that clean documents: `clean` and `check`."""

from __future__ import annotations

import sys
from typing import Any

import click

from textclean.cli.options import build_cleaner, policy_options, report_failures


@click.command()
@click.argument("file")
@click.option("--notes", metavar="PATH", help="Write the record of what went and why, as JSON lines; '-' prints it instead of the text.")
@click.option("--notes-detail", type=click.Choice(["full", "spans", "off"]), default="full", help="How much of what went the record holds.")
@click.option("--encoding", metavar="NAME", help="The file's encoding; UTF-8 or what a byte order mark says if not given.")
@click.option("--title", help="The page's title, if known.")
@click.option("--lang", help="The text's language as a two-letter code, if known.")
@click.option(
    "--html/--no-html", "html", default=None, help="FILE is a web page, or is not; the suffixes .html, .htm and .xhtml say so too."
)
@click.option("--url", help="The page's address, if known: it chooses the rules for its site.")
@policy_options
def clean(  # noqa: PLR0913, PLR0917 - one for each option
    file: str,
    notes: str | None,
    notes_detail: str,
    encoding: str | None,
    title: str | None,
    lang: str | None,
    html: bool | None,  # noqa: FBT001
    url: str | None,
    **policy: Any,
) -> None:
    """Print the clean text of FILE ('-': standard input), in its encoding; of a web page, that of its article, in UTF-8."""
    from textclean.batch.documents import read_document, write_bytes
    from textclean.batch.records import record_line
    from textclean.cli.pages import clean_page, is_page
    from textclean.result import Detail

    cleaner = build_cleaner(**policy)
    if html or (html is None and is_page(file)):
        result, document = clean_page(cleaner, file, encoding=encoding, url=url, title=title, lang=lang)
    else:
        document = read_document(file, encoding)
        result = cleaner.clean(document.text, title=title, lang=lang)
    data = document.encode(result.text)
    if notes is not None:
        write_bytes(notes, record_line(result, document, Detail[notes_detail.upper()]))
    if notes != "-":
        write_bytes("-", data)
    report_failures(result, file)


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--diff", is_flag=True, help="Show a unified diff, with the rules of each hunk, instead of a list.")
@click.option("--statistics", is_flag=True, help="Count by category instead of listing.")
@click.option("--output-format", type=click.Choice(["text", "json", "jsonl", "sarif"]), help="How to list.  [default: text]")
@policy_options
def check(files: tuple[str, ...], diff: bool, statistics: bool, output_format: str | None, **policy: Any) -> None:  # noqa: FBT001
    """List what cleaning FILES would change; exit 1 if there is anything."""
    from textclean.cli.checking import check_files, form_of

    form = form_of(output_format, diff=diff, statistics=statistics)
    sys.exit(check_files(build_cleaner(**policy), files, form))

"""The commands that read records: `undo` and `stats`."""

from __future__ import annotations

import sys

import click


@click.command()
@click.argument("clean_file", metavar="CLEAN")
@click.option("--notes", metavar="PATH", required=True, help="The records that cleaning wrote.")
def undo(clean_file: str, notes: str) -> None:
    """Print the original of the file CLEAN, to the byte."""
    from textclean.batch.documents import write_bytes
    from textclean.batch.records import read_records
    from textclean.batch.records import undo as original

    write_bytes("-", original(clean_file, notes))
    if any("extractor" in record.get("stamp", {}) for record in read_records(notes)):
        click.echo("textclean: of a web page this is the text that was extracted, not the page", err=True)


@click.command()
@click.argument("notes", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def stats(notes: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Count what cleaning came to, from NOTES: records as `clean --notes` writes them ('-': standard input)."""
    from textclean.cli.counting import show_statistics

    sys.exit(show_statistics(notes, as_json=as_json))

"""The commands that read records: `undo` and `stats`."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--notes", metavar="PATH", help="The records: a log that `fix` wrote, or the notes of `clean`.")
def undo(paths: tuple[str, ...], notes: str | None) -> None:
    """Take the last fix of PATHS back, in place; without PATHS, all of the last run of `fix`.

    With the notes of `clean`, whose texts went elsewhere, print the original of the one clean file that PATHS is, to the byte.
    """
    from textclean.batch.undo_log import is_undo_log
    from textclean.cli.undoing import print_original, take_back

    if notes is None or is_undo_log(Path(notes)):
        sys.exit(take_back(paths, notes))
    if len(paths) != 1:
        raise click.UsageError(f"{notes} holds notes of `clean`, so one clean file is needed, whose original is printed")
    print_original(paths[0], notes)


@click.command()
@click.argument("notes", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def stats(notes: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Count what cleaning came to, from NOTES: records as `clean --notes` writes them ('-': standard input)."""
    from textclean.cli.counting import show_statistics

    sys.exit(show_statistics(notes, as_json=as_json))

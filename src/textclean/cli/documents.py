"""The commands that clean documents: `clean`, `check` and `fix`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from textclean.cli.options import FINE, FOUND, build_configuration, file_options, policy_options, strict_option


@click.command()
@click.argument("paths", metavar="FILE | PATHS", nargs=-1, required=True)
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Write the clean files into this folder.")
@click.option("--notes", metavar="PATH", help="Write the record of what went and why, as JSON lines; '-' prints it instead of the text.")
@click.option("--notes-detail", type=click.Choice(["full", "spans", "off"]), default="full", help="How much of what went the record holds.")
@click.option("--title", help="The page's title, if known.")
@click.option("--html", is_flag=True, help="FILE is a web page; the suffixes .html, .htm and .xhtml say so too.")
@click.option("--url", help="The page's address, if known: it chooses the rules for its site.")
@strict_option
@policy_options
@file_options
def clean(paths: tuple[str, ...], *, output: Path | None, notes: str | None, notes_detail: str, html: bool, **options: Any) -> None:
    """Print the clean text of FILE ('-': standard input), in its encoding; or write that of PATHS, with notes, to a folder.

    Of a web page it is the text of its article, in UTF-8.
    """
    from textclean.cli.cleaning import Recorded, clean_into, clean_one
    from textclean.result import Detail

    known = {name: options.pop(name) for name in ("title", "url")}
    recorded = Recorded(notes, Detail(notes_detail), options.pop("strict"), **known)
    if output is None:
        if len(paths) > 1 or Path(paths[0]).is_dir():
            raise click.UsageError("more than one file is cleaned into a folder with --output DIR, or in place with `textclean fix`")
        sys.exit(clean_one(paths[0], build_configuration(options), recorded, page=html))
    if notes is not None or any(known.values()) or html:
        raise click.UsageError("--notes, --title, --url and --html are for one file; with --output the notes stand beside each file")
    sys.exit(clean_into(output, paths, build_configuration(options), recorded))


@click.command()
@click.argument("paths", metavar="PATHS", nargs=-1, required=True)
@click.option("--diff", is_flag=True, help="Show a unified diff, with the rules of each hunk, instead of a list.")
@click.option("--statistics", is_flag=True, help="Count by category instead of listing.")
@click.option("--output-format", type=click.Choice(["text", "json", "jsonl", "sarif"]), help="How to list.  [default: text]")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also when there is something to clean.")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(path_type=Path), help="Leave out what this file knows: only new findings count."
)
@click.option("--write-baseline", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write all findings to this file.")
@strict_option
@policy_options
@file_options
def check(paths: tuple[str, ...], *, exit_zero: bool, write_baseline: Path | None, strict: bool, **options: Any) -> None:
    """List what cleaning PATHS (files and folders) would change; exit 1 if there is anything."""
    from textclean.cli import checking

    form = checking.form_of(options.pop("output_format"), diff=options.pop("diff"), statistics=options.pop("statistics"))
    configuration = build_configuration(options)
    if write_baseline:
        sys.exit(checking.write_baseline(paths, configuration, write_baseline))
    code = checking.check_paths(paths, configuration, form, strict=strict)
    sys.exit(FINE if code == FOUND and exit_zero else code)


@click.command()
@click.argument("paths", metavar="PATHS", nargs=-1, required=True)
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 when a file was changed.")
@click.option(
    "--notes", metavar="PATH", type=click.Path(dir_okay=False, path_type=Path), help="The undo log.  [default: .textclean/notes.jsonl]"
)
@click.option("--no-undo", is_flag=True, help="Keep no undo log: what goes is gone.")
@click.option("--quiet", "-q", is_flag=True, help="Name problems only.")
@strict_option
@policy_options
@file_options
def fix(paths: tuple[str, ...], *, exit_non_zero_on_fix: bool, no_undo: bool, quiet: bool, strict: bool, **options: Any) -> None:
    """Clean PATHS (files and folders) in place; `textclean undo` takes it back."""
    from textclean.cli.fixing import Fixing, fix_paths

    code = fix_paths(paths, build_configuration(options), Fixing(undo=not no_undo, quiet=quiet, strict=strict))
    sys.exit(FINE if code == FOUND and not exit_non_zero_on_fix else code)

"""What several commands share: the options that choose rules, and how failures are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from textclean.batch.configuration import Configuration
    from textclean.result import Result

_LINE_END = "\n"
FINE, FOUND, ERROR = 0, 1, 2
"""Exit codes: all is well, something was found where asked to check, a usage, rule or document error."""


def warn(message: str) -> None:
    """Say something on standard error, without the control characters of a text or a file's name."""
    from textclean.formats.printable import printable

    click.echo(f"textclean: {printable(message, keep=_LINE_END)}", err=True)


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose rules and what they do."""
    return _with(
        command,
        click.option("--rules", multiple=True, metavar="PATH", help="A rule file, or a folder of them, beside the built-in packs."),
        click.option("--select", multiple=True, metavar="NAME", help="Only these categories, packs or rules act."),
        click.option("--extend-select", multiple=True, metavar="NAME", help="These act too, beside those that do by default."),
        click.option("--ignore", multiple=True, metavar="NAME", help="These categories, packs or rules do not act."),
        click.option(
            "--keep", multiple=True, metavar="NAME", help="What these categories, packs or rules find stays, whatever else finds it."
        ),
        click.option("--level", type=click.Choice(["safe", "likely", "hint"]), help="How sure rules must be.  [default: likely]"),
        click.option("--lang", help="The texts' language as a two-letter code, if known."),
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="A configuration file, in place of the closest."),
        click.option("--isolated", is_flag=True, help="Heed no configuration file."),
    )


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that tell how files are chosen and read, and how many at once."""
    return _with(
        command,
        click.option("--encoding", metavar="NAME", help="The files' encoding; 'auto' detects it.  [default: UTF-8, or by byte order mark]"),
        click.option(
            "--field", metavar="NAME", help="The field or column that holds the text in JSONL and Parquet files.  [default: text]"
        ),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these files and folders out, as .gitignore would."),
        click.option("--force-exclude", is_flag=True, default=None, help="Leave them out also where they are named."),
        click.option("--workers", "-j", type=click.IntRange(min=1), metavar="N", help="Worker processes.  [default: one per processor]"),
        click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="The time for one document."),
    )


def build_configuration(options: Mapping[str, Any]) -> Configuration:
    """The configuration that the options of `policy_options` and `file_options` ask for, over that of the files.

    Raises `ConfigError` when a file cannot be used.
    """
    from textclean.batch.configuration import Configuration

    given = dict(options)
    config, isolated = given.pop("config"), given.pop("isolated")
    for name in ("select", "extend_select", "ignore", "keep"):
        given[name] = [target for value in given[name] for target in value.split(",")]
    given["extend-exclude"] = given.pop("exclude", ())
    return Configuration({name.replace("_", "-"): value for name, value in given.items()}, config=config, isolated=isolated)


def _with(command: Callable[..., Any], *options: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def strict_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that asks for proof of every result."""
    about = "Prove of each document that every character is accounted for and the original comes back; about twice the time."
    return click.option("--strict", is_flag=True, help=about)(command)


def report_failures(result: Result, file: str) -> None:
    """Name what went wrong on standard error; leaves with exit code 2 when the text was left uncut because of it."""
    from textclean.formats.printable import printable

    for failure in result.failures:
        click.echo(f"textclean: {printable(file)}: {failure.kind}: {printable(failure.message)}", err=True)
    if result.failed:
        sys.exit(ERROR)

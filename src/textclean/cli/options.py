"""What several commands share: the options that choose rules, and how failures are told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from textclean.cleaner import Cleaner
    from textclean.result import Result

ERROR = 2


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose rules and what they do."""
    for option in (
        click.option("--rules", multiple=True, metavar="PATH", help="A rule file, or a folder of them, beside the built-in packs."),
        click.option("--select", multiple=True, metavar="NAME", help="Only these categories, packs or rules act."),
        click.option("--ignore", multiple=True, metavar="NAME", help="These categories, packs or rules do not act."),
        click.option(
            "--keep", multiple=True, metavar="NAME", help="What these categories, packs or rules find stays, whatever else finds it."
        ),
        click.option(
            "--level", type=click.Choice(["safe", "likely", "hint"]), default="likely", show_default=True, help="How sure rules must be."
        ),
    ):
        command = option(command)
    return command


def strict_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that asks for proof of every result."""
    about = "Prove of each document that every character is accounted for and the original comes back; about twice the time."
    return click.option("--strict", is_flag=True, help=about)(command)


def clean_function(cleaner: Cleaner, *, strict: bool) -> Callable[..., Result]:
    """How to clean a text: with or without the proof that `strict_option` asks for."""
    from functools import partial

    from textclean.verification import clean_strictly

    return partial(clean_strictly, cleaner) if strict else cleaner.clean


def build_cleaner(rules: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], keep: tuple[str, ...], level: str) -> Cleaner:
    """The cleaner that the options of `policy_options` ask for."""
    from textclean.cleaner import Cleaner
    from textclean.rules.policy import Policy
    from textclean.rules.rule import Action, Level

    selected, ignored, kept = (tuple(name for value in given for name in value.split(",")) for given in (select, ignore, keep))
    return Cleaner(rules, Policy(dict.fromkeys(kept, Action.KEEP), Level(level), selected, ignored))


def report_failures(result: Result, file: str) -> None:
    """Name what went wrong on standard error; leaves with exit code 2 when the text was left uncut because of it."""
    from textclean.formats.printable import printable

    for failure in result.failures:
        click.echo(f"textclean: {printable(file)}: {failure.kind}: {printable(failure.message)}", err=True)
    if result.failed:
        sys.exit(ERROR)

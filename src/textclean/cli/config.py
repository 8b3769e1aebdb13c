"""The command about configuration: `config show`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from textclean.cli.options import build_configuration, file_options, policy_options


@click.group()
def config() -> None:
    """Look at the configuration."""


@config.command("show")
@click.argument("path", default=".")
@policy_options
@file_options
def show_config(path: str, **options: Any) -> None:
    """Show what holds for PATH, a file or folder: every setting, and where it comes from."""
    from textclean.batch.settings_view import settings_lines

    settings = build_configuration(options).settings_for(Path(path))
    settings.cleaner()  # refuses what names nothing
    for line in settings_lines(settings, path):
        click.echo(line)

"""The `textclean` command."""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from textclean.cli.config import config
from textclean.cli.documents import check, clean, fix
from textclean.cli.options import ERROR, warn
from textclean.cli.records import stats, undo
from textclean.cli.rules import rules
from textclean.cli.why import why
from textclean.errors import TextcleanError

# Rules are a quarter of a million objects that stay: looking for garbage at every 700th took a sixth of the time to load them.
_NEW_OBJECTS = 20_000
INTERRUPTED = 130  # as a shell gives it for SIGINT


class _Group(click.Group):
    """Turns our errors into a message on standard error and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(_NEW_OBJECTS)
        try:
            return super().invoke(ctx)
        except TextcleanError as error:
            warn(str(error))
            sys.exit(ERROR)
        except KeyboardInterrupt:
            warn("interrupted; every file is as it was before or done")
            sys.exit(INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="textclean-rules", prog_name="textclean")
def main() -> None:
    """Clean article text by tested rules; a note for every character that goes."""


# Each command's module imports what is dear inside its functions, so that `--help` stays quick.
for command in (clean, check, fix, undo, why, stats, rules, config):
    main.add_command(command)

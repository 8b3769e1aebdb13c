"""Standard output: colours and wrapping for a terminal, plain text for a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_UNWRAPPED = 10_000  # columns of a file: more than any table has


def is_terminal() -> bool:
    """Whether a person reads standard output; FORCE_COLOR and the like do not count, since a diff in a file must stay plain."""
    return sys.stdout.isatty()


def console() -> Console:
    """Rich's console on standard output. It heeds NO_COLOR, and reads nothing in a text as markup."""
    from rich.console import Console

    if is_terminal():
        return Console(markup=False, highlight=False, emoji=False)
    return Console(markup=False, highlight=False, emoji=False, force_terminal=False, color_system=None, width=_UNWRAPPED)

"""The settings of paths: the closest configuration file, its overrides, and above them what the command line asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textclean.batch.settings import Settings


class Configuration:
    """Finds the settings of any path.

    Args:
        given: what the command line asks for, by the keys of the configuration file (`extend-select`, `level`, ...); None and empty values
            count as not given. Paths in it are relative to the working folder.
        config: a configuration file that holds for every path, in place of the closest.
        isolated: no configuration file is looked for.

    >>> settings = Configuration({"level": "safe"}, isolated=True).settings_for(Path("article.txt"))  # doctest: +SKIP
    """

    def __init__(self, given: Mapping[str, Any] | None = None, *, config: Path | None = None, isolated: bool = False) -> None:
        raise NotImplementedError

    @property
    def here(self) -> Settings:
        """The settings of the working folder."""
        raise NotImplementedError

    def settings_for(self, path: Path) -> Settings:
        """The settings of a file or folder, which need not exist. Cheap to ask for many files of a folder.

        Raises `ConfigError` with every problem of the configuration file.
        """
        raise NotImplementedError

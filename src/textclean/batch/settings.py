"""What holds for a path: settings as data, whoever they come from (`configuration` finds them)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from textclean.rules.policy import Policy
from textclean.rules.rule import Action, Level

if TYPE_CHECKING:
    from textclean.batch.sources import Reading
    from textclean.batch.walking import Choosing
    from textclean.cleaner import Cleaner


@dataclass(frozen=True, slots=True)
class Ruling:
    """The settings that a cleaner is built from. Hashable: files of equal ruling share one cleaner."""

    rules: tuple[Path, ...] = ()  # absolute
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    actions: tuple[tuple[str, Action], ...] = ()
    level: Level = Level.LIKELY

    def policy(self) -> Policy:
        """The policy of these settings."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one path.

    Those of the first group may differ from file to file; of the second group a command takes those of the folder it runs in
    (`Configuration.here`).
    """

    root: Path  # absolute: patterns are relative to it. The folder of the configuration file, or without one that of `project`
    project: Path  # absolute: where `.textclean` stands. The nearest folder above with a `.git`, else the configuration file's, else the working folder
    file: Path | None = None  # the configuration file
    ruling: Ruling = Ruling()
    lang: str | None = None
    field: str = "text"
    encoding: str | None = None
    max_document: int = 50_000_000  # bytes
    include: tuple[str, ...] = ()  # empty: what `walking` takes by itself
    exclude: tuple[str, ...] = ()  # with extend-exclude
    force_exclude: bool = False
    respect_gitignore: bool = True

    workers: int | None = None  # None: as many as there are processors
    timeout: float = 20.0  # seconds for one document
    notes: Path | None = None  # absolute; None: .textclean/notes.jsonl in `project`
    baseline: Path | None = None  # absolute
    output_format: str | None = None
    origins: Mapping[str, str] = field(default=MappingProxyType({}), compare=False, hash=False, repr=False)

    @property
    def reading(self) -> Reading:
        """How files are read."""
        raise NotImplementedError

    @property
    def choosing(self) -> Choosing:
        """Which files are taken."""
        raise NotImplementedError

    def cleaner(self) -> Cleaner:
        """A new cleaner for `ruling`: share it among files whose `ruling` is equal.

        Raises `ConfigError`, with the places of the settings, when they name rules, categories or packs that do not exist; `RuleError`
        when rule files cannot be used.
        """
        raise NotImplementedError

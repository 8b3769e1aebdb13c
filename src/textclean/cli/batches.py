"""What the commands that work on many files share: the files, the cleaners for them, and how they are run."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Event, File, Work, documents
from textclean.batch.planning import Progress, cleaners, plan
from textclean.batch.running import Limits
from textclean.batch.settings import Ruling, Settings
from textclean.cleaner import Cleaner
from textclean.rules.rule import Rule


@dataclass(frozen=True)
class Batch:
    """Files to work on, the cleaners that they need, and the settings of the working folder."""

    files: Sequence[File]
    cleaners: dict[Ruling, Cleaner]
    here: Settings

    @classmethod
    def of(cls, arguments: Sequence[str], configuration: Configuration) -> Batch:
        """The batch of the files that the arguments of a command name.

        Raises `DocumentError`, `ConfigError`, `RuleError` or `PolicyError`: nothing was begun then.
        """
        files = plan(arguments, configuration)
        batch = cls(files, cleaners(files), configuration.here)
        gc.freeze()  # it stays to the end: a tenth of the parent's time went into looking for garbage in it
        return batch

    @property
    def rules(self) -> dict[str, Rule]:
        """All rules, by name."""
        return {rule.name: rule for cleaner in self.cleaners.values() for pack in cleaner.packs for rule in pack.rules}

    def run(self, work: Work, *, in_place: bool = False, progress: Progress | None = None) -> Iterator[Event]:
        """What comes of the files, in order."""
        files = progress.unfinished(self.files) if progress else self.files
        limits = Limits(seconds=self.here.timeout)
        yield from documents(files, work, self.here.workers or processors(), limits, in_place=in_place)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

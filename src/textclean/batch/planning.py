"""Which files a batch works on, by what rules, and what it need not do again."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from textclean.batch.configuration import Configuration
from textclean.batch.documents import STANDARD, DocumentError, typed
from textclean.batch.flow import Begun, Cleaned, Ended, Event, File
from textclean.batch.manifest import Manifest, digest_of
from textclean.batch.settings import Ruling
from textclean.batch.walking import walk
from textclean.cleaner import Cleaner


def plan(arguments: Sequence[str], configuration: Configuration) -> list[File]:
    """The files that some arguments of a command name, each with what holds for it.

    Raises `DocumentError` when an argument names nothing, `ConfigError` when a configuration file cannot be used.
    """
    files = []
    here = configuration.here
    project = os.path.realpath(here.project)
    for found in walk(arguments, lambda folder: configuration.settings_for(folder).choosing):
        standard = str(found.path) == STANDARD
        settings = here if standard else configuration.settings_for(found.path)
        # From the folder that holds the log and the manifest, which may not be the project of each file.
        name, key = (STANDARD, STANDARD) if standard else (typed(found.path), _key(found.real, project))
        files.append(File(found.path, found.under, name, key, settings))
    return files


def cleaners(files: Iterable[File]) -> dict[Ruling, Cleaner]:
    """The cleaners that some files need, one for all of equal ruling.

    Raises `RuleError` or `PolicyError` when one cannot be built.
    """
    built: dict[Ruling, Cleaner] = {}
    for file in files:
        if file.settings.ruling not in built:
            built[file.settings.ruling] = file.settings.cleaner()
    return built


def check_targets(files: Iterable[File], target: Callable[[File], Path]) -> None:
    """Raise `DocumentError` where two files would be written to one, also on disks that do not tell letters' case or composition apart."""
    taken: dict[str, File] = {}
    for file in files:
        path = target(file)
        other = taken.setdefault(unicodedata.normalize("NFC", str(path)).casefold(), file)
        if other is not file:
            raise DocumentError(f"{other.name} and {file.name} would both be written to {path}; clean them into two folders")
        if path.exists() and path.samefile(file.path):
            raise DocumentError(f"{file.name} would be written over itself; `textclean fix` cleans in place")


class Progress:
    """What is done and what is not, by a manifest: `unfinished` leaves the files out that are done, `finished` notes those that get done.

    A file is done when cleaning it by its recipe changes nothing, reports nothing and, with `output`, has been written there.
    """

    def __init__(self, manifest: Manifest, cleaners: dict[Ruling, Cleaner], output: Callable[[File], Path] | None = None) -> None:
        self._manifest = manifest
        self._cleaners = cleaners
        self._output = output
        self._recipes: dict[tuple[object, ...], str] = {}
        self.skipped = 0  # files that were done already

    def unfinished(self, files: Iterable[File]) -> Iterator[File]:
        """The files that are not done. One that cannot be read is not."""
        for file in files:
            try:
                digest = digest_of(file.path)
                done = self._manifest.has(file.key, self._recipe(file), digest, self._written(file))
            except OSError:
                digest, done = "", False
            if done:
                self.skipped += 1
            else:
                yield file._replace(digest=digest)

    def finished(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events, noting the files that get done by them."""
        faultless = unchanged = True
        for event in events:
            match event:
                case Begun():
                    faultless = unchanged = True
                case Cleaned(result=result):
                    faultless = faultless and not (event.failed or event.unused)
                    unchanged = unchanged and not (result and result.edits)
                case Ended(file=file, problem="") if faultless:
                    self._note(file, unchanged=unchanged, written=event.written)
            yield event

    def _note(self, file: File, *, unchanged: bool, written: bool) -> None:
        if file.digest and (self._output or unchanged):
            self._manifest.add(file.key, self._recipe(file), file.digest, self._written(file))
        elif written:
            self._manifest.add(file.key, self._recipe(file), digest_of(file.path))

    def _written(self, file: File) -> str:
        return digest_of(self._output(file)) if self._output else ""

    def _recipe(self, file: File) -> str:
        settings = file.settings
        key = (settings.ruling, settings.lang, *settings.reading)
        if key not in self._recipes:
            recipe = [self._cleaners[settings.ruling].stamp.as_record(), *key[1:]]
            self._recipes[key] = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()
        return self._recipes[key]


def _key(real: str, project: str) -> str:
    """The path as the undo log names it: links resolved, from the project's folder."""
    return real.removeprefix(project.rstrip(os.sep) + os.sep).replace(os.sep, "/")

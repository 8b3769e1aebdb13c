"""The settings of paths: the closest configuration file, its overrides, and above them what the command line asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pathspec import GitIgnoreSpec

from textclean.batch.config_file import NAMES, ConfigFile, Override, read_config
from textclean.batch.layers import ACTION, COMMAND_LINE, Entry, Layer, merge, without_ignored
from textclean.batch.settings import Settings, settings_of
from textclean.errors import ConfigError, Problem
from textclean.rules.rule import Action, Level


class _Scope(NamedTuple):
    """What a configuration file, with all that it extends, says; and where it says it for."""

    file: Path | None
    root: Path | None
    layer: Layer
    overrides: tuple[tuple[GitIgnoreSpec, Layer], ...]


_NOWHERE = _Scope(None, None, {}, ())


class Configuration:
    """Finds the settings of any path.

    The closest file goes alone: what stands in files further up is not merged, unless the closest extends it.

    Args:
        given: what the command line asks for, by the keys of the configuration file (`extend-select`, `level`, ...); None and empty lists
            count as not given. Paths in it are relative to the working folder. It goes before every file, and a target that it selects
            acts though a file ignores it.
        config: a configuration file that holds for every path, in place of the closest; its patterns are relative to the working folder.
        isolated: no configuration file is looked for.

    Raises `ConfigError` when `config` cannot be used.

    >>> Configuration({"level": "safe"}, isolated=True).settings_for(Path("article.txt")).ruling.policy.level
    <Level.SAFE: 'safe'>
    """

    def __init__(self, given: Mapping[str, Any] | None = None, *, config: Path | None = None, isolated: bool = False) -> None:
        self._here = Path.cwd()
        self._given = _command_line(given or {}, self._here)
        self._scopes: dict[Path, _Scope] = {}
        self._projects: dict[Path, Path | None] = {}
        self._settings: dict[tuple[Path | None, Path, tuple[int, ...]], Settings] = {}
        self._fixed: _Scope | None = _NOWHERE if isolated else None
        if config is not None and not isolated:
            scope = self._read(_absolute(config))
            if scope is None:
                problem = Problem(
                    self._shown(_absolute(config)), 1, 1, "", "no table tool.textclean in it", "add one, or give another file"
                )
                raise ConfigError([problem])
            self._fixed = scope._replace(root=self._here)

    @cached_property
    def here(self) -> Settings:
        """The settings of the working folder."""
        return self.settings_for(self._here)

    def settings_for(self, path: Path) -> Settings:
        """The settings of a file or folder, which need not exist. Cheap to ask for many files of a folder.

        Raises `ConfigError` with every problem of the configuration file.
        """
        path = _absolute(path)
        folder = path if path.is_dir() else path.parent
        scope = self._fixed or self._closest(folder)
        project = self._project(folder, scope.file)
        root = scope.root or project
        matching: tuple[int, ...] = ()
        if scope.overrides and path.is_relative_to(root):
            relative = path.relative_to(root).as_posix()
            matching = tuple(index for index, (spec, _) in enumerate(scope.overrides) if spec.match_file(relative))
        key = (scope.file, project, matching)
        if key not in self._settings:
            self._settings[key] = self._settle(scope, matching, root, project)
        return self._settings[key]

    def _settle(self, scope: _Scope, matching: tuple[int, ...], root: Path, project: Path) -> Settings:
        layer = scope.layer
        for index in matching:
            layer = merge(layer, scope.overrides[index][1])
        if "select" in self._given:
            layer = without_ignored(layer, self._given["select"].value)
        return settings_of(merge(layer, self._given), root, project, scope.file)

    def _closest(self, folder: Path) -> _Scope:
        """What the closest file at or above a folder says."""
        if folder not in self._scopes:
            found = next((scope for name in NAMES if (scope := self._read_if_there(folder / name))), None)
            self._scopes[folder] = found or (_NOWHERE if folder.parent == folder else self._closest(folder.parent))
        return self._scopes[folder]

    def _read_if_there(self, path: Path) -> _Scope | None:
        return self._read(path) if path.is_file() else None

    def _read(self, path: Path) -> _Scope | None:
        """What a file and those that it extends say; None for a pyproject.toml that says nothing of textclean."""
        problems: list[Problem] = []
        chain = self._chain(path, problems)
        if problems:
            raise ConfigError(problems)
        if not chain:
            return None
        layer: Layer = {}
        overrides: list[Override] = []
        for file in reversed(chain):
            layer = merge(layer, file.layer)
            overrides += file.overrides
        specs = tuple((GitIgnoreSpec.from_lines(override.patterns), override.layer) for override in overrides)
        return _Scope(path, path.parent, layer, specs)

    def _chain(self, path: Path, problems: list[Problem]) -> list[ConfigFile]:
        """A file and those that it extends, the file first."""
        chain: list[ConfigFile] = []
        wanted: Entry | None = None
        while True:
            file = self._load(path, wanted, problems)
            if file is None:
                return chain
            chain.append(file)
            problems += _missing_rules(file)
            if file.extend is None:
                return chain
            wanted, path = file.extend, _absolute(file.extend.value)
            names = [item.shown for item in chain]
            if any(item.path == path for item in chain):
                problems.append(_at(wanted, f"extends itself: {' → '.join([*names, self._shown(path)])}", "take one 'extend' out"))
                return chain

    def _load(self, path: Path, wanted: Entry | None, problems: list[Problem]) -> ConfigFile | None:
        """A file read; `wanted` is the entry that asks for it, if another file does."""
        before = len(problems)
        shown = self._shown(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            problem = Problem(shown, 1, 1, "", message, "give a textclean.toml or pyproject.toml")
            problems.append(problem if wanted is None else _at(wanted, f"extend: {shown} {message}"))
            return None
        if path.name == "pyproject.toml" and wanted is None and b"textclean" not in data:
            return None  # that of another tool, which need not even be valid
        file = read_config(data, path, shown, problems)
        if file is None and wanted is not None and len(problems) == before:
            problems.append(_at(wanted, f"extend: {shown} has no table tool.textclean"))
        return file

    def _project(self, folder: Path, file: Path | None) -> Path:
        git = self._git(folder)
        if git is not None:
            return git
        if file is not None and folder.is_relative_to(file.parent):
            return file.parent
        return self._here if folder.is_relative_to(self._here) else folder

    def _git(self, folder: Path) -> Path | None:
        if folder not in self._projects:
            above = None if folder.parent == folder else folder.parent
            self._projects[folder] = folder if (folder / ".git").exists() else above and self._git(above)
        return self._projects[folder]

    def _shown(self, path: Path) -> str:
        return str(path.relative_to(self._here)) if path.is_relative_to(self._here) else str(path)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links, out of the folder whose settings are asked for


def _at(entry: Entry, message: str, hint: str = "") -> Problem:
    return Problem(entry.origin.path, entry.origin.line, entry.origin.column, "", message, hint)


def _missing_rules(file: ConfigFile) -> list[Problem]:
    """The rule files that a configuration names and that are not there."""
    return [
        Problem(origin.path, origin.line, origin.column, "", f"rules: there is no {path}", "paths are relative to the configuration file")
        for layer in (file.layer, *(override.layer for override in file.overrides))
        if "rules" in layer
        for path, origin in layer["rules"].pairs()
        if not path.exists()
    ]


_OF_PATHS = ("notes", "baseline", "rules")


def _command_line(given: Mapping[str, Any], here: Path) -> dict[str, Entry]:
    """The layer of what the command line asks for."""
    entries: dict[str, Entry] = {}
    for key, value in given.items():
        if value is None or value in ((), []):
            continue
        if key == "keep":
            entries |= {ACTION + target: Entry(Action.KEEP, COMMAND_LINE) for target in value}
        elif key == "actions":
            entries |= {ACTION + target: Entry(Action(action), COMMAND_LINE) for target, action in value.items()}
        elif isinstance(value, list | tuple):
            items = tuple(_absolute(here / item) if key in _OF_PATHS else item for item in value)
            entries[key] = Entry(items, COMMAND_LINE, (COMMAND_LINE,) * len(items))
        elif key in _OF_PATHS:
            entries[key] = Entry(_absolute(here / value), COMMAND_LINE)
        else:
            entries[key] = Entry(Level(value) if key == "level" else value, COMMAND_LINE)
    return entries

"""A configuration file read: its bytes to a layer of settings with its overrides, or every problem at once. Opens no file."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from textclean.batch.config_schema import ConfigModel, OverrideModel
from textclean.batch.layers import ACTION, Entry, Layer, Origin
from textclean.batch.toml_places import KeyPath, Places
from textclean.errors import Problem
from textclean.rules.rule import Action

NAMES = ("textclean.toml", "pyproject.toml")
"""The files that are looked for in a folder; the first goes before the second."""

_PATHS = ("notes", "baseline")  # relative to the file
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
_TABLE = ("tool", "textclean")


class Override(NamedTuple):
    """What holds for the files that a pattern takes."""

    patterns: tuple[str, ...]
    layer: Layer


@dataclass(frozen=True)
class ConfigFile:
    """What a configuration file says: its own layer, its overrides in order, and the file that it extends."""

    path: Path
    shown: str
    layer: Layer
    overrides: tuple[Override, ...]
    extend: Entry | None


def read_config(data: bytes, path: Path, shown: str, problems: list[Problem]) -> ConfigFile | None:
    """The configuration in a file, or None: with no problem noted, when it is a pyproject.toml that says nothing of textclean.

    Args:
        data: the file's bytes.
        path: the file: paths in it are relative to its folder.
        shown: the path as messages show it.
        problems: to which every problem is added.
    """
    reader = _Reader(path, shown, problems)
    document = reader.parse(data)
    if document is None:
        return None
    if path.name == "pyproject.toml":
        tools = document.get(_TABLE[0])
        if not isinstance(tools, dict) or _TABLE[1] not in tools:
            return None
        reader.root, document = _TABLE, tools[_TABLE[1]]
    model = reader.model(document)
    return None if model is None else reader.config(document, model)


class _Reader:
    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.path = path
        self.shown = shown
        self.problems = problems
        self.root: KeyPath = ()
        self.text = ""

    @cached_property
    def places(self) -> Places:
        return Places(self.text)

    def report(self, at: KeyPath, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.shown, *self.places[(*self.root, *at)], "", message, hint))

    def parse(self, data: bytes) -> dict[str, Any] | None:
        try:
            self.text = data.decode("utf-8-sig")
            return tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(self.shown, line, 1, "", f"not UTF-8: {error.reason}", "save the file as UTF-8 text"))
        except tomllib.TOMLDecodeError as error:
            found = _AT.search(str(error))
            last = self.text.count("\n") + 1
            place = (int(found[1]), int(found[2])) if found and found[1] else (last, 1)
            message = _AT.sub("", str(error)).strip()
            self.problems.append(Problem(self.shown, *place, "", f"not valid TOML: {message[:1].lower()}{message[1:]}"))
        except RecursionError:
            self.problems.append(Problem(self.shown, 1, 1, "", "nested too deeply", "no setting needs more than three levels"))
        return None

    def model(self, document: Any) -> ConfigModel | None:
        try:
            return ConfigModel.model_validate(document)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.explain(detail["loc"], detail["type"], detail["msg"])
            return None

    def explain(self, at: KeyPath, kind: str, message: str) -> None:
        """Report one fault that pydantic found."""
        name = str(at[-1]) if at and at[-1] != "[key]" else str(at[-2]) if at else ""
        if kind == "extra_forbidden":
            known = _keys(OverrideModel if at[0] == "overrides" else ConfigModel)
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
            if at[0] == "overrides" and name in _keys(ConfigModel):
                self.report(at, f"the key {name!r} cannot be overridden for some paths", "give it to the whole file")
            else:
                self.report(at, f"unknown key {name!r}", hint)
        elif kind == "missing":
            self.report(at[:-1], f"the key {name!r} is missing", "say which paths it holds for" if name == "paths" else "")
        else:
            named = next((part for part in reversed(at) if isinstance(part, str) and part != "[key]"), "")
            text = message.removeprefix("Value error, ")
            self.report(at, f"{named}: {text[:1].lower()}{text[1:]}" if named else f"{text[:1].lower()}{text[1:]}")

    def config(self, document: Mapping[str, Any], model: ConfigModel) -> ConfigFile:
        overrides = []
        for index, item in enumerate(model.overrides):
            what = f"override for {', '.join(item.paths)}"
            overrides.append(Override(tuple(item.paths), self.layer(document["overrides"][index], item, ("overrides", index), what)))
        layer = self.layer(document, model, ())
        extend = None if model.extend is None else Entry(self.beside(model.extend), self.origin(("extend",)))
        return ConfigFile(self.path, self.shown, layer, tuple(overrides), extend)

    def layer(self, given: Mapping[str, Any], model: BaseModel, at: KeyPath, what: str = "") -> dict[str, Entry]:
        """The entries of the keys that a table gives."""
        entries: dict[str, Entry] = {}
        for key in given:
            value = getattr(model, key.replace("-", "_"))
            origin = self.origin((*at, key), what)
            if key in ("extend", "overrides", "paths"):
                continue
            if key == "actions":
                for target, action in value.items():
                    entries[ACTION + target] = Entry(action, self.origin((*at, key, target), what))
            elif isinstance(value, list):
                origins = tuple(self.origin((*at, key, index), what) for index in range(len(value)))
                items = tuple(self.beside(item) for item in value) if key == "rules" else tuple(value)
                entries[key] = Entry(items, origin, origins)
            else:
                entries[key] = Entry(self.beside(value) if key in _PATHS else value, origin)
        for target, origin in entries.pop("keep", Entry((), Origin())).pairs():
            self.keep(entries, target, origin)
        return entries

    def keep(self, entries: dict[str, Entry], target: str, origin: Origin) -> None:
        other = entries.get(ACTION + target)
        if other is not None and other.value != Action.KEEP:
            message = f"{target!r} is under 'keep', and {other.value} under 'actions' in line {other.origin.line}"
            self.problems.append(Problem(self.shown, origin.line, origin.column, "", message, "keep one of them"))
        entries[ACTION + target] = Entry(Action.KEEP, origin)

    def origin(self, at: KeyPath, what: str = "") -> Origin:
        place = self.places[(*self.root, *at)]
        return Origin(what, self.shown, place.line, place.column)

    def beside(self, path: str) -> Path:
        """A path in the file, which is relative to its folder."""
        return Path(os.path.normpath(self.path.parent / Path(path).expanduser()))


def _keys(model: type[BaseModel]) -> list[str]:
    return [str(field.alias) for field in model.model_fields.values()]

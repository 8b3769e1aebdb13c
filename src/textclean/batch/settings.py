"""What holds for a path: settings as data, whoever they come from (`configuration` finds them)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textclean.batch.config_schema import ConfigModel
from textclean.batch.layers import ACTION, EXTENDING, Entry, Layer, Origin
from textclean.errors import ConfigError, PolicyError, Problem
from textclean.rules.policy import Policy

if TYPE_CHECKING:
    from textclean.batch.sources import Reading
    from textclean.batch.walking import Choosing
    from textclean.cleaner import Cleaner
    from textclean.rules.rule import Pack


class Ruling(NamedTuple):
    """The settings that a cleaner is built from. Hashable: files of equal ruling share one cleaner."""

    rules: tuple[Path, ...]  # absolute
    policy: Policy


@dataclasses.dataclass(frozen=True)
class Settings:
    """What holds for one path. Equal settings are equal and hash alike, wherever their values come from.

    `rules` to `max_document` may differ from file to file. Of the others a command takes those of the folder it runs in
    (`Configuration.here`), but for what chooses files, which every folder that it is given may say for itself.

    Args:
        root: the folder that patterns are relative to, absolute: that of the configuration file, or `project`.
        project: the folder in which `.textclean` stands, absolute: the nearest above that has a `.git`, else that of the configuration
            file, else the working folder, or for a path outside it the path's own.
        file: the configuration file, if there is one.
        layer: every value that is not the default, with its origin.
    """

    root: Path
    project: Path
    file: Path | None
    ruling: Ruling
    lang: str | None
    field: str
    encoding: str | None
    max_document: int  # bytes
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    force_exclude: bool
    respect_gitignore: bool
    workers: int | None  # None: one for each processor
    timeout: float  # seconds for one document
    notes: Path | None  # absolute; None: .textclean/notes.jsonl in `project`
    baseline: Path | None  # absolute
    output_format: str
    layer: Layer = dataclasses.field(compare=False, repr=False)

    @property
    def reading(self) -> Reading:
        """How files are read."""
        from textclean.batch.sources import Reading

        return Reading(self.field, self.encoding, self.max_document)

    @property
    def choosing(self) -> Choosing:
        """Which files are taken."""
        from textclean.batch.walking import Choosing

        return Choosing(self.root, self.include, self.exclude, self.force_exclude, self.respect_gitignore)

    def cleaner(self) -> Cleaner:
        """A new cleaner for `ruling`: share it among files whose `ruling` is equal. Raises as `packs` does."""
        from textclean.cleaner import Cleaner

        return Cleaner(packs=self.packs(), policy=self.ruling.policy)

    def packs(self) -> list[Pack]:
        """The packs that `ruling` is about, read anew.

        Raises `ConfigError`, with the places, when a configuration file names rules, categories or packs that do not exist; `PolicyError`
        when the command line does; `RuleError` when rule files cannot be used.
        """
        from textclean.batch.documents import typed
        from textclean.cleaner import load
        from textclean.rules.files import read_categories
        from textclean.rules.loading import load_categories

        packs = load(map(typed, self.ruling.rules))
        origins = self._targets()
        problems = []
        known = load_categories(read_categories())
        for target, hint in self.ruling.policy.unknown((rule for pack in packs for rule in pack.rules), known):
            message = f"no category, pack or rule is named {target!r}"
            origin = origins.get(target)
            if origin is None or not origin.path:
                raise PolicyError(f"{message}; {hint}")
            problems.append(Problem(origin.path, origin.line, origin.column, "", message, hint))
        if problems:
            raise ConfigError(problems)
        return packs

    def _targets(self) -> dict[str, Origin]:
        """Where each target that the policy names stands."""
        named: dict[str, Origin] = {}
        for key, entry in self.layer.items():
            if key.startswith(ACTION):
                named.setdefault(key.removeprefix(ACTION), entry.origin)
            elif key in ("select", "extend-select", "ignore", "extend-ignore"):
                for target, origin in entry.pairs():
                    named.setdefault(target, origin)
        return named


def settings_of(layer: Layer, root: Path, project: Path, file: Path | None) -> Settings:
    """The settings that a layer comes to, over the defaults."""
    policy = Policy(
        actions={key.removeprefix(ACTION): entry.value for key, entry in layer.items() if key.startswith(ACTION)},
        level=_value(layer, "level"),
        select=_value(layer, "select"),
        ignore=_value(layer, "ignore"),
        extend_select=_value(layer, "extend-select"),
    )
    rest = {name: _value(layer, name.replace("_", "-")) for name in _PLAIN}
    return Settings(root, project, file, Ruling(_value(layer, "rules"), policy), layer=layer, **rest)


_PLAIN = (
    "lang field encoding max_document include exclude force_exclude respect_gitignore workers timeout notes baseline output_format".split()
)
DEFAULTS: Mapping[str, object] = {str(info.alias): () if info.default == [] else info.default for info in ConfigModel.model_fields.values()}
"""What holds where nothing is said, by key."""
_EXTENDED_BY = {plain: extending for extending, plain in EXTENDING.items()}


def _value(layer: Layer, key: str) -> Any:
    """What a layer says for a key, with what the key that extends it adds."""
    given = layer[key].value if key in layer else DEFAULTS[key]
    added: Entry | None = layer.get(_EXTENDED_BY[key]) if key in ("ignore", "exclude") else None
    return given + added.value if added else given

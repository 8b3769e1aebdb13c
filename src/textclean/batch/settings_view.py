"""Settings as people read them: a TOML file that would ask for the same, with the origin of each value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from textclean.batch.layers import ACTION, DEFAULT, Entry, Origin
from textclean.batch.settings import DEFAULTS, Settings
from textclean.formats.printable import printable

_NOT_SHOWN = ("extend", "overrides", "actions", "keep")  # what they say stands under the keys that they set
_COLUMN = 40


def settings_lines(settings: Settings, path: str) -> Iterator[str]:
    """The lines of the file: every setting for `path`, given or default."""
    yield f"# for {printable(path)}"
    yield f"# file: {printable(str(settings.file)) if settings.file else 'none'}"
    yield f"# patterns are relative to {printable(str(settings.root))}"
    yield f"# notes of fixes: {printable(str(settings.notes or settings.project / '.textclean' / 'notes.jsonl'))}"
    for key, default in DEFAULTS.items():
        if key not in _NOT_SHOWN:
            yield from _entry(key, settings.layer.get(key, Entry(default, DEFAULT)))
    actions = {key.removeprefix(ACTION): entry for key, entry in settings.layer.items() if key.startswith(ACTION)}
    if actions:
        yield "[actions]"
        for target, entry in sorted(actions.items()):
            yield _commented(f"{_text(target)} = {_text(entry.value)}", entry.origin)


def _entry(key: str, entry: Entry) -> Iterable[str]:
    if entry.value is None:
        return [_commented(f"# {key}: not given", entry.origin)]
    if not isinstance(entry.value, tuple):
        return [_commented(f"{key} = {_text(entry.value)}", entry.origin)]
    if not entry.value:
        return [_commented(f"{key} = []", entry.origin)]
    return [f"{key} = [", *(_commented(f"  {_text(item)},", origin) for item, origin in entry.pairs()), "]"]


def _text(value: object) -> str:
    """A value in TOML: what JSON writes, but for characters that a terminal could take wrongly."""
    return printable(json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False))


def _commented(line: str, origin: Origin) -> str:
    return f"{line:{_COLUMN}s} # {printable(str(origin))}"

"""Settings in layers: defaults, configuration files, overrides, the command line. Each value remembers where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from textclean.rules.rule import Action

EXTENDING = {"extend-select": "select", "extend-ignore": "ignore", "extend-exclude": "exclude"}
"""Keys that add to what the layers below say, and the key that takes their place altogether."""

ACTION = "actions."
"""Each target's action is a key of its own."""


class Origin(NamedTuple):
    """Where a value comes from: a place in a file, or something else that `what` names."""

    what: str = ""
    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.path:
            return self.what
        return f"{self.path}:{self.line}" + (f", {self.what}" if self.what else "")


DEFAULT = Origin("default")
COMMAND_LINE = Origin("command line")


class Entry(NamedTuple):
    """A value: one, or the items of a list, each with its origin; and the origin of the whole."""

    value: Any  # the items of a list stand as a tuple
    origin: Origin
    origins: tuple[Origin, ...] = ()  # of the items of a list

    def pairs(self) -> Iterable[tuple[Any, Origin]]:
        """The items of a list with their origins."""
        return zip(self.value, self.origins, strict=True)


Layer = Mapping[str, Entry]


def merge(lower: Layer, upper: Layer) -> dict[str, Entry]:
    """What holds when `upper` goes before `lower`.

    A key takes the place of the same key below; a list that extends is added to it, unless the key that it extends is given anew.

    >>> one = {"extend-select": Entry(("a",), DEFAULT, (DEFAULT,))}
    >>> merge(one, {"extend-select": Entry(("b",), COMMAND_LINE, (COMMAND_LINE,))})["extend-select"].value
    ('a', 'b')
    >>> merge(one, {"select": Entry(("c",), COMMAND_LINE, (COMMAND_LINE,))})
    {'select': Entry(value=('c',), origin=Origin(what='command line', path='', line=0, column=0), \
origins=(Origin(what='command line', path='', line=0, column=0),))}
    """
    merged = {key: entry for key, entry in lower.items() if EXTENDING.get(key) not in upper}
    for key, entry in upper.items():
        below = merged.get(key) if key in EXTENDING else None
        merged[key] = Entry(below.value + entry.value, entry.origin, below.origins + entry.origins) if below else entry
    return merged


def without_ignored(layer: Layer, selected: Iterable[str]) -> dict[str, Entry]:
    """A layer that does not switch off what a command asks for by name."""
    wanted = set(selected)
    freed = {}
    for key, entry in layer.items():
        if key in ("ignore", "extend-ignore"):
            left = [(value, origin) for value, origin in entry.pairs() if value not in wanted]
            freed[key] = Entry(tuple(value for value, _ in left), entry.origin, tuple(origin for _, origin in left))
        elif not (key.startswith(ACTION) and key.removeprefix(ACTION) in wanted and entry.value == Action.OFF):
            freed[key] = entry
    return freed

"""Where the keys and values of a TOML file stand.

`tomllib` says what a file means and `tree-sitter` where that stands: the first forgets places, the second reads files that are not valid.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath = tuple[str | int, ...]
"""Keys and indexes, from the root of the file."""


_KEYS = ("bare_key", "quoted_key", "dotted_key")


class TomlPlace(NamedTuple):
    """Line and column, from 1, in code points."""

    line: int
    column: int


class Places:
    """The places of a valid TOML text's keys, tables and array items.

    >>> places = Places('[tool.textclean]\\nselect = [\\n  "date",\\n]')
    >>> places[("tool", "textclean", "select")], places[("tool", "textclean", "select", 0)]
    (TomlPlace(line=2, column=1), TomlPlace(line=3, column=3))
    """

    def __init__(self, text: str) -> None:
        import tree_sitter
        import tree_sitter_toml

        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        self._lines = text.encode("utf-8").split(b"\n")
        self._nodes: dict[KeyPath, Node] = {}
        self._items: dict[KeyPath, int] = {}  # how many tables an array of tables has so far
        self._document(parser.parse(text.encode("utf-8")).root_node)

    def __getitem__(self, path: KeyPath) -> TomlPlace:
        """The place of what stands at a path, or of the nearest thing around it."""
        while path and path not in self._nodes:
            path = path[:-1]
        if not path:
            return TomlPlace(1, 1)
        row, column = self._nodes[path].start_point
        return TomlPlace(row + 1, len(self._lines[row][:column].decode("utf-8", "replace")) + 1)

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._nodes)

    def _document(self, root: Node) -> None:
        for node in root.named_children:
            parts = [child for child in node.named_children if not child.is_extra]
            if node.type == "pair":
                self._pair(node, ())
            elif parts and parts[0].type in _KEYS:  # else it is a comment, or what the grammar does not know
                at = self._header(list(_keys(parts[0])), parts[0], array=node.type == "table_array_element")
                for pair in parts[1:]:
                    self._pair(pair, at)

    def _header(self, keys: list[str], node: Node, *, array: bool) -> KeyPath:
        at: KeyPath = ()
        for key in keys[:-1]:
            at = self._inside((*at, key), node)
        at = (*at, keys[-1])
        if array:
            self._items[at] = self._items.get(at, 0) + 1
        return self._inside(at, node)

    def _inside(self, at: KeyPath, node: Node) -> KeyPath:
        """The path of the table that a key of a header names: of an array of tables the last."""
        self._nodes.setdefault(at, node)
        if at in self._items:
            at = (*at, self._items[at] - 1)
            self._nodes.setdefault(at, node)
        return at

    def _pair(self, node: Node, at: KeyPath) -> None:
        if node.type != "pair":
            return
        key, *values = (child for child in node.named_children if not child.is_extra)
        for part in _keys(key):
            at = (*at, part)
            self._nodes.setdefault(at, key)
        for value in values[:1]:
            self._value(value, at)

    def _value(self, node: Node, at: KeyPath) -> None:
        if node.type == "inline_table":
            for pair in node.named_children:
                self._pair(pair, at)
        elif node.type == "array":
            for index, item in enumerate(child for child in node.named_children if not child.is_extra):
                self._nodes[*at, index] = item
                self._value(item, (*at, index))


def _keys(node: Node) -> Iterable[str]:
    """The parts of a key, plain, quoted or dotted."""
    if node.type == "dotted_key":
        for part in node.named_children:
            yield from _keys(part)
    else:
        text = (node.text or b"").decode("utf-8")
        yield text if node.type == "bare_key" else next(iter(tomllib.loads(f"{text} = 0")))

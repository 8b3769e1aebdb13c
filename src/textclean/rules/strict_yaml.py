"""YAML read strictly: a small safe subset, with caps, and with the place of every value.

Refused are anchors, aliases, tags, duplicate keys, keys that are not text, further documents, and files past the caps. The only
plain values are true, false, null, integers and text: `no`, `1.10` and `12:30` are text. Why a reader of our own on top of
PyYAML's event parser: its composer segfaults on 100 kB of `[` and keeps the last of duplicate keys without a word; an event scan with
these caps stops such a bomb at depth 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from textclean.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_NODES = 50_000
MAX_CHARS = 20_000

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Node:
    """A value with its place: 1-based line and column; `inside` is the column where a scalar's text starts.

    `inside` is 0 where a column inside the text says nothing (block and folded scalars).
    """

    value: str | int | bool | list[Node] | dict[str, Node] | None
    line: int
    column: int
    inside: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> object:
        """The value without places: text, numbers, lists and dicts."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, path: tuple[str | int, ...]) -> Node:
        """The node at a path of keys and indexes, or the deepest one on the way there."""
        if not path:
            return self
        head, rest = path[0], path[1:]
        if isinstance(self.value, dict) and isinstance(head, str) and head in self.value:
            return self.value[head].find(rest)
        if isinstance(self.value, list) and isinstance(head, int) and 0 <= head < len(self.value):
            return self.value[head].find(rest)
        return self


Event = Any
"""An event of the C parser: its stubs know neither marks nor tags."""


class _Refused(Exception):
    def __init__(self, mark: Any, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = mark.line + 1 if mark else 1
        self.column = mark.column + 1 if mark else 1
        self.hint = hint


def read(data: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a YAML file, or None, and the problems that stand against it.

    `path` is for the messages only. Never raises on any bytes.
    """
    problems: list[Problem] = []
    try:
        if len(data) > MAX_BYTES:
            raise _Refused(None, f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}", "split the pack into several files")
        return _Builder(data, path, problems).root(), problems
    except _Refused as refused:
        problems.append(Problem(path, refused.line, refused.column, "", str(refused), refused.hint))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problems.append(
            Problem(path, *place, "", f"not valid YAML: {error.problem or error.context}", "quote the text, or mend the indent")
        )
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 1, 1, "", f"not readable as YAML: {error}", "save the file as UTF-8 text"))
    return None, problems


class _Builder:
    """Builds nodes from parser events; counts nodes and depth as it goes."""

    def __init__(self, data: bytes, path: str, problems: list[Problem]) -> None:
        text = data.decode("utf-8-sig")
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.path = path
        self.problems = problems
        self.nodes = 0

    def root(self) -> Node:
        for event in self.events:
            if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                continue
            if isinstance(event, yaml.StreamEndEvent):
                raise _Refused(None, "the file is empty", "a pack starts with `pack: NAME`")
            node = self.build(event, 1)
            for rest in self.events:
                if isinstance(rest, yaml.DocumentStartEvent):
                    raise _Refused(rest.start_mark, "a second document", "one file holds one pack")
            return node
        raise _Refused(None, "the file is empty")

    def build(self, event: Event, depth: int) -> Node:
        mark = event.start_mark
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise _Refused(mark, f"nested deeper than {MAX_DEPTH} levels")
        if self.nodes > MAX_NODES:
            raise _Refused(mark, f"more than {MAX_NODES:,} values", "split the pack into several files")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(mark, "anchors and aliases are not read", "write the value out")
        if getattr(event, "tag", None):
            raise _Refused(mark, f"the tag {event.tag!r} is not read", "leave the tag out")
        node = Node(None, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            node.value = self.scalar(event)
            end: Any = event.end_mark
            if event.style in (None, "", "'", '"') and mark.line == end.line:
                node.inside = node.column + (1 if event.style in ("'", '"') else 0)
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = self.sequence(depth)
        else:
            node.value = self.mapping(node, depth)
        return node

    def scalar(self, event: Event) -> str | int | bool | None:
        text: str = event.value
        if len(text) > MAX_CHARS:
            raise _Refused(event.start_mark, f"a value of {len(text):,} characters, more than {MAX_CHARS:,}")
        if event.style not in (None, ""):
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _INTEGER.fullmatch(text) else text

    def sequence(self, depth: int) -> list[Node]:
        items = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.build(event, depth + 1))
        return items

    def mapping(self, node: Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.build(event, depth + 1)
            value = self.build(next(self.events), depth + 1)
            if not isinstance(key.value, str):
                self.problems.append(Problem(self.path, key.line, key.column, "", "a key that is not text", "quote the key"))
            elif key.value in entries:
                first = node.keys[key.value][0]
                message = f"the key {key.value!r} stands twice (first in line {first})"
                self.problems.append(Problem(self.path, key.line, key.column, "", message, "keep one of them"))
            else:
                entries[key.value] = value
                node.keys[key.value] = (key.line, key.column)
        return entries

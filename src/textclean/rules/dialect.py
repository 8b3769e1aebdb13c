"""The pattern dialect: a closed subset of what the `regex` module reads.

Closed, so that every pattern can be taken apart: `parse` turns it into nodes, from which `literals` works out what a
line must hold for it to match, and a checker what could blow up. What engines read differently, or in silence
as something else (word edges `\\m`, fuzzy `{e<=1}`, set operations, branch reset), is refused when a pack loads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import regex

from textclean.text.folding import UNSEEN

MAX_NESTING = 30  # groups in groups; honest patterns have under 6, and `regex` itself overflows at about 2,000

LINE_BLANKS = " \t\v\f"
"""What is stripped from both ends of a line before a pattern sees it (odd spaces are folded to these)."""

DIGITS = "0123456789"
"""What `\\d` matches: the ten of ASCII. A pattern for another script names that script's digits."""

MAX_RANGE = 64  # characters of a range that is written out: the Cyrillic and the Arabic letters fit in
_CLASS_ITEM = re.compile(r"\\(?=[^\W_])(\w)(?:\{[^}]*\})?|\\?(.)(?:-\\?([^\]\\]))?", re.DOTALL)

_CLASS_ESCAPES = frozenset("wWdDsS")
_CONTROL_ESCAPES = {"t": "\t", "f": "\f", "v": "\v"}
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ")
_SPECIAL = frozenset(".^$*+?{}[]\\|()")
_QUANTIFIER = re.compile(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}")
_GROUP_OPENINGS = {"?:": "", "?=": "look", "?!": "look", "?<=": "look", "?<!": "look", "?>": "", "?i:": "", "?-i:": ""}
_NAMED = re.compile(r"\?P?<([A-Za-z_]\w*)>")


class PatternError(ValueError):
    """A pattern is outside the dialect: `position` is the offset in the pattern, `hint` what to write instead."""

    def __init__(self, position: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Char:
    """One literal character."""

    char: str


@dataclass(frozen=True, slots=True)
class Set:
    """Any one character of a class: `source` is how the pattern writes it (`.`, `\\d`, `[a-z]`)."""

    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters: `^`, `$`, `\\b` or `\\B`; `at` is where it stands in the pattern."""

    kind: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Look:
    """A look-around: it asks, and takes no room. `source` is how the pattern writes it."""

    source: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """`node` between `least` and `most` times (`None`: any number)."""

    node: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, each a sequence of nodes."""

    branches: tuple[tuple[Node, ...], ...]


Node = Char | Set | Edge | Look | Repeat | Group


def parse(pattern: str) -> Group:
    """The nodes of a pattern.

    Raises `PatternError` at the first construct outside the dialect.
    """
    return _parsed(pattern)[0]


class Count(NamedTuple):
    """Where a count such as `{0,40}` stands in a pattern, `start:end`, and what it counts; `node` is repeated."""

    start: int
    end: int
    repeat: Repeat


class Places(NamedTuple):
    """Where constructs stand in a pattern.

    `digits`: each `\\d`, and whether it is in a class; `edges`: start and end of each edge; `counts`: all in braces;
    `looks`: start and end of each look-around.
    """

    digits: tuple[tuple[int, bool], ...]
    edges: tuple[tuple[int, int], ...]
    counts: tuple[Count, ...]
    looks: tuple[tuple[int, int], ...]


def places(pattern: str) -> Places:
    r"""Where the edges, counts, look-arounds and digits of a pattern stand.

    Raises `PatternError` at the first construct outside the dialect.

    >>> places(r"^share.{0,9}\bpage$").edges
    ((0, 1), (12, 14), (18, 19))
    """
    return _parsed(pattern)[1]


@lru_cache(maxsize=4096)
def _parsed(pattern: str) -> tuple[Group, Places]:
    parser = _Parser(pattern)
    tree = parser.alternatives(0)
    if parser.at < len(pattern):
        raise PatternError(parser.at, "an unmatched ')'", "write \\) for the character")
    return tree, Places(tuple(parser.digits), tuple(parser.edges), tuple(parser.counts), tuple(parser.looks))


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str, *, exact_case: bool = False) -> regex.Pattern[str]:
    """The pattern as `regex` runs it on one line of a folded view, `LINE_BLANKS` stripped.

    Raises `PatternError` for what is outside the dialect or does not compile.
    """
    for at, inside in reversed(places(pattern).digits):  # `regex` would read them as the digits of all scripts
        pattern = pattern[:at] + ("0-9" if inside else "[0-9]") + pattern[at + 2 :]
    try:
        return regex.compile(pattern, regex.VERSION0 | (0 if exact_case else regex.IGNORECASE), cache_pattern=False)
    except regex.error as error:
        message = getattr(error, "msg", str(error))  # the stubs of `regex` know neither
        raise PatternError(getattr(error, "pos", None) or 0, f"the pattern does not compile: {message}") from None


def quote(text: str) -> str:
    r"""A pattern that matches a text of a folded view, and nothing else.

    >>> quote("Read on (3 min)\t*")
    'Read on \\(3 min\\)\\t\\*'
    """
    return "".join("\\t" if char == "\t" else f"\\{char}" if char in _SPECIAL else char for char in text)


def class_members(source: str) -> str | None:
    """The characters of a class that is written out, such as `[-/]`, `[a-f]` or `[её]`; None where there are too many to tell.

    Where case is ignored they stand for all their cases.
    """
    if source == r"\d":
        return DIGITS
    if not source.startswith("[") or source.startswith("[^"):
        return None
    members = ""
    for escape, first, last in _CLASS_ITEM.findall(source[1:-1]):
        if escape:
            if escape != "d":
                return None
            members += DIGITS
        elif last and ord(last) - ord(first) < MAX_RANGE:
            members += "".join(map(chr, range(ord(first), ord(last) + 1)))
        elif last:
            return None
        else:
            members += first
    return members


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.digits: list[tuple[int, bool]] = []
        self.edges: list[tuple[int, int]] = []
        self.counts: list[Count] = []
        self.looks: list[tuple[int, int]] = []

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def alternatives(self, opened: int) -> Group:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise PatternError(opened, f"groups nested deeper than {MAX_NESTING}")
        branches: list[tuple[Node, ...]] = []
        nodes: list[Node] = []
        while self.peek() not in ("", ")"):
            if self.peek() == "|":
                self.at += 1
                branches.append(tuple(nodes))
                nodes = []
            else:
                nodes.append(self.quantified(self.atom()))
        branches.append(tuple(nodes))
        self.depth -= 1
        return Group(tuple(branches))

    def atom(self) -> Node:
        start = self.at
        char = self.peek()
        if char == "(":
            return self.group()
        if char == "[":
            return self.char_class()
        if char == "\\":
            return self.escape()
        self.at += 1
        if char == ".":
            return Set(".")
        if char in "^$":
            self.edges.append((start, self.at))
            return Edge(char, start)
        if char in "*+?":
            raise PatternError(start, f"nothing to repeat before {char!r}", f"write \\{char} for the character")
        if char == "{":
            raise PatternError(start, "a '{' that opens no count", "write \\{ for the character; fuzzy matching is not read")
        return Char(self.seen(char, start))

    def seen(self, char: str, position: int) -> str:
        if char in "\n\r":
            raise PatternError(position, "a line end: a pattern sees one line", "use two rules, or a condition such as `below`")
        if char in UNSEEN or "\ud800" <= char <= "\udfff":
            message = f"{char!a} never stands in the folded view"
            raise PatternError(position, message, "patterns see ' \" - and plain spaces in place of curly quotes, dashes and odd spaces")
        return char

    def quantified(self, node: Node) -> Node:
        start = count_end = self.at
        char = self.peek()
        if char == "" or char not in "*+?{":
            return node
        if isinstance(node, Edge | Look):
            raise PatternError(start, "a place cannot be repeated")
        if char == "{":
            count = _QUANTIFIER.match(self.pattern, start)
            if count is None:
                raise PatternError(start, "a '{' that is no count", "write \\{ for the character; fuzzy matching is not read")
            least = int(count[1])
            most = least if count[2] is None else int(count[3]) if count[3] else None
            if most is not None and most < least:
                raise PatternError(start, "a count that ends below its start")
            self.at = count_end = count.end()
        else:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
            self.at += 1
        if self.peek() in ("?", "+") and self.peek():  # lazy or possessive: what is matched, not whether, differs
            self.at += 1
        if self.peek() and self.peek() in "*+?{":
            raise PatternError(self.at, "a repeat of a repeat", "put the inner one into a group")
        repeat = Repeat(node, least, most)
        if char == "{":
            self.counts.append(Count(start, count_end, repeat))
        return repeat

    def group(self) -> Node:
        start = self.at
        self.at += 1
        rest = self.pattern[self.at : self.at + 60]
        kind = ""
        if rest.startswith("?"):
            named = _NAMED.match(rest)
            opening = named[0] if named else next((key for key in _GROUP_OPENINGS if rest.startswith(key)), None)
            if opening is None:
                hint = "use (?:…), (?P<name>…), look-arounds, (?>…), (?i:…) or (?-i:…)"
                raise PatternError(start, f"the group {rest[:3]!r} is outside the dialect", hint)
            kind = "" if named else _GROUP_OPENINGS[opening]
            self.at += len(opening)
        inner = self.alternatives(start)
        if self.peek() != ")":
            raise PatternError(start, "a group that is not closed", "write \\( for the character")
        self.at += 1
        if kind == "look":
            self.looks.append((start, self.at))
            return Look(self.pattern[start : self.at])
        return inner

    def escape(self, *, inside: bool = False) -> Node:
        start = self.at
        char = self.pattern[start + 1 : start + 2]
        self.at += 2
        if char == "d":
            self.digits.append((start, inside))
        if char in _CLASS_ESCAPES:
            return Set(f"\\{char}")
        if char and char in "bB":
            self.edges.append((start, self.at))
            return Edge(f"\\{char}", start)
        return self.literal_escape(char, start)

    def literal_escape(self, char: str, start: int) -> Node:
        """A literal or a property, behind a backslash at `start`; `at` stands behind `char`."""
        if char in _CONTROL_ESCAPES:
            return Char(_CONTROL_ESCAPES[char])
        if char in _PUNCTUATION and char:
            return Char(char)
        if char and char in "pP":
            name = re.compile(r"\{\^?\w+\}").match(self.pattern, self.at)
            if name is None:
                raise PatternError(start, "a property without a name", "write it as \\p{Lu}")
            self.at = name.end()
            return Set(self.pattern[start : self.at])
        if char and char in "xu":
            digits = self.pattern[self.at : self.at + (2 if char == "x" else 4)]
            if re.fullmatch(r"[0-9a-fA-F]{2}|[0-9a-fA-F]{4}", digits) and len(digits) == (2 if char == "x" else 4):
                self.at += len(digits)
                return Char(self.seen(chr(int(digits, 16)), start))
            raise PatternError(start, "an unfinished character code", "write \\xHH or \\uHHHH")
        if char in "nr" and char:
            self.seen("\n", start)
        hint = {"A": "write ^", "Z": "write $", "z": "write $", "m": "write \\b", "M": "write \\b"}.get(char, "leave the backslash out")
        raise PatternError(start, f"the escape \\{char} is outside the dialect", hint)

    def char_class(self) -> Node:
        start = self.at
        self.at += 1
        if self.peek() == "^":
            self.at += 1
        first = True
        while True:
            position = self.at
            char = self.peek()
            if char == "":
                raise PatternError(start, "a class that is not closed", "write \\[ for the character")
            if char == "]" and not first:
                self.at += 1
                break
            first = False
            if char == "\\":
                if isinstance(self.escape(inside=True), Edge):
                    raise PatternError(position, "\\b and \\B have no meaning inside a class")
                continue
            if char == "[":
                raise PatternError(position, "a '[' inside a class", "write \\[ for the character; nested classes are not read")
            if self.pattern[position : position + 2] in ("--", "&&", "||", "~~"):
                raise PatternError(position, "a set operation", "write the class out")
            self.seen(char, position)
            self.at += 1
        return Set(self.pattern[start : self.at])

"""The pattern dialect: a closed subset that `regex` and Hyperscan read alike, and its form for the prefilter.

Hyperscan compiles some constructs with another meaning and then misses in silence (word edges `\\m`, fuzzy `{e<=1}`), so
whatever is not listed here is refused when a pack loads. `parse` turns a pattern into nodes; `prefilter` writes them back as an
expression that matches wherever the pattern does, and maybe elsewhere:

- look-arounds go; so does `\\b`, except beside an ASCII letter or digit of the pattern, where Hyperscan's ASCII boundary
  holds whenever the Unicode one does;
- a class is written out for ASCII, as `regex` reads it, and stands for every character outside ASCII when it could hold any (the folded
  view keeps other characters from equalling ASCII ones); a letter outside ASCII is written in all its cases;
- bounded gaps open up (`.{0,40}` becomes `.*`: 300 patterns compile in 0.34 s instead of 1.3 s), and an open gap at the end is cut, or
  every character behind a hit would be one more hit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from textclean.text.folding import UNSEEN

MAX_NESTING = 30  # groups in groups; honest patterns have under 6, and `regex` itself overflows at about 2,000

LINE_BLANKS = " \t\v\f"
"""What is stripped from both ends of a line before a pattern sees it (odd spaces are folded to these)."""

_CLASS_ESCAPES = frozenset("wWdDsS")
_CONTROL_ESCAPES = {"t": "\t", "f": "\f", "v": "\v"}
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ")
_SPECIAL = frozenset(".^$*+?{}[]\\|()")
_QUANTIFIER = re.compile(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}")
_GROUP_OPENINGS = {"?:": "", "?=": "look", "?!": "look", "?<=": "look", "?<!": "look", "?>": "", "?i:": "i", "?-i:": "-i"}
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
    """A place between characters: `^`, `$`, `\\b` or `\\B`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Look:
    """A look-around; the prefilter leaves it out."""


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
    exact_case: bool | None = None


Node = Char | Set | Edge | Look | Repeat | Group


def parse(pattern: str) -> Group:
    """The nodes of a pattern.

    Raises `PatternError` at the first construct outside the dialect.
    """
    parser = _Parser(pattern)
    tree = parser.alternatives(0)
    if parser.at < len(pattern):
        raise PatternError(parser.at, "an unmatched ')'", "write \\) for the character")
    return tree


def compile_pattern(pattern: str, *, exact_case: bool = False) -> regex.Pattern[str]:
    """The pattern as `regex` runs it on one line of a folded view, `LINE_BLANKS` stripped.

    Raises `PatternError` for what is outside the dialect or does not compile.
    """
    parse(pattern)
    try:
        return _compile(pattern, exact_case)
    except regex.error as error:
        raise PatternError(error.pos or 0, f"the pattern does not compile: {error.msg}") from None


@lru_cache(maxsize=4096)
def _compile(pattern: str, exact_case: bool) -> regex.Pattern[str]:  # noqa: FBT001
    return regex.compile(pattern, regex.VERSION0 | (0 if exact_case else regex.IGNORECASE), cache_pattern=False)


def prefilter(pattern: str, *, exact_case: bool = False) -> str | None:
    """An expression for Hyperscan (multi-line, UTF-8) that matches every line that the pattern matches.

    None where there is no use in one, because it would match the empty string and so every line.

    >>> prefilter(r"^(sign up|subscribe) (to|for) .{0,60}\\bnewsletter\\b(?! editor).{0,20}")
    '^[\\\\x20\\\\x09\\\\x0b\\\\x0c]*(?:sign\\\\x20up|subscribe)\\\\x20(?:to|for)\\\\x20.*\\\\bnewsletter\\\\b'
    """
    branches = [_trim(branch) for branch in parse(pattern).branches]
    if any(all(_nullable(node) for node in branch) for branch in branches):
        return None
    return _Writer(exact_case).alternatives(branches)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

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
            return Edge(char)
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
        start = self.at
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
            self.at = count.end()
        else:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
            self.at += 1
        if self.peek() in ("?", "+") and self.peek():  # lazy or possessive: what is matched, not whether, differs
            self.at += 1
        if self.peek() and self.peek() in "*+?{":
            raise PatternError(self.at, "a repeat of a repeat", "put the inner one into a group")
        return Repeat(node, least, most)

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
            return Look()
        return replace(inner, exact_case=kind == "-i") if kind else inner

    def escape(self) -> Node:
        start = self.at
        char = self.pattern[start + 1 : start + 2]
        self.at += 2
        if char in _CLASS_ESCAPES:
            return Set(f"\\{char}")
        if char and char in "bB":
            return Edge(f"\\{char}")
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
                if isinstance(self.escape(), Edge):
                    raise PatternError(position, "\\b and \\B have no meaning inside a class")
                continue
            if char == "[":
                raise PatternError(position, "a '[' inside a class", "write \\[ for the character; nested classes are not read")
            if self.pattern[position : position + 2] in ("--", "&&", "||", "~~"):
                raise PatternError(position, "a set operation", "write the class out")
            self.seen(char, position)
            self.at += 1
        return Set(self.pattern[start : self.at])


def _trim(nodes: Sequence[Node]) -> list[Node]:
    """The sequence without what is open at its end."""
    nodes = list(nodes)
    while nodes:
        last = nodes[-1]
        if isinstance(last, Look) or (isinstance(last, Repeat) and last.least == 0):
            nodes.pop()
        elif isinstance(last, Repeat) and last.most != last.least:
            nodes[-1] = replace(last, most=last.least)
            break
        else:
            break
    return nodes


def _nullable(node: Node) -> bool:
    match node:
        case Edge() | Look():
            return True
        case Repeat():
            return node.least == 0 or _nullable(node.node)
        case Group():
            return any(all(map(_nullable, branch)) for branch in node.branches)
        case _:
            return False


def _is_word(node: Node | None, side: int) -> bool:
    """Whether all that `node` matches begins (side 0) or ends (side -1) with an ASCII letter, digit or underscore."""
    match node:
        case Char():
            return node.char.isascii() and (node.char.isalnum() or node.char == "_")
        case Repeat():
            return node.least > 0 and _is_word(node.node, side)
        case Group():
            return all(bool(branch) and _is_word(branch[side], side) for branch in node.branches)
        case _:
            return False


class _Writer:
    """Writes nodes as a Hyperscan expression, in one case mode."""

    def __init__(self, exact_case: bool) -> None:  # noqa: FBT001
        self.exact_case = exact_case

    def alternatives(self, branches: Sequence[Sequence[Node]]) -> str:
        return "|".join(self.sequence(branch) for branch in branches)

    def sequence(self, nodes: Sequence[Node]) -> str:
        written = []
        for index, node in enumerate(nodes):
            if isinstance(node, Edge):
                before = nodes[index - 1] if index else None
                after = nodes[index + 1] if index + 1 < len(nodes) else None
                written.append(self.edge(node, _is_word(before, -1) or _is_word(after, 0)))
            else:
                written.append(self.node(node))
        return "".join(written)

    def edge(self, edge: Edge, beside_word: bool) -> str:  # noqa: FBT001
        blanks = f"{_class(LINE_BLANKS)}*"
        match edge.kind:
            case "^":
                return f"^{blanks}"
            case "$":
                return f"{blanks}$"
            case "\\b" if beside_word:
                return "\\b"
            case _:
                return ""

    def node(self, node: Node) -> str:
        match node:
            case Char():
                return self.char(node.char)
            case Set():
                return "." if node.source == "." else _superset(node.source, self.exact_case)
            case Group():
                inner = _Writer(self.exact_case if node.exact_case is None else node.exact_case)
                opening = "(?i:" if self.exact_case and not inner.exact_case else "(?:"
                return f"{opening}{inner.alternatives(node.branches)})"
            case Repeat():
                return self.repeat(node)
            case _:
                return ""

    def char(self, char: str) -> str:
        if not char.isascii():
            return char if self.exact_case else _class("".join(sorted(_cases(char))))
        return char if char.isalnum() else f"\\x{ord(char):02x}"

    def repeat(self, repeat: Repeat) -> str:
        inner = self.node(repeat.node)
        if not inner:
            return ""
        if isinstance(repeat.node, Char | Set | Group) and len(inner) > 1 and not (inner[0] == "[" or inner.startswith(("(?:", "(?i:"))):
            inner = f"(?:{inner})"
        if (repeat.least, repeat.most) == (0, 1):
            return f"{inner}?"
        if repeat.least == repeat.most and repeat.least <= 4:
            return f"{inner}{{{repeat.least}}}"
        return f"{inner}{'+' if repeat.least else '*'}"


def _class(chars: str) -> str:
    return "[" + "".join(f"\\x{{{ord(char):x}}}" if ord(char) > 127 else f"\\x{ord(char):02x}" for char in chars) + "]"


@lru_cache(maxsize=4096)
def _superset(source: str, exact_case: bool) -> str:  # noqa: FBT001
    """A class of Hyperscan that holds all the class `source` does: exact in ASCII, all or nothing outside."""
    compiled = _compile(source, exact_case)
    members = "".join(char for char in map(chr, range(128)) if char not in "\r\n" and compiled.match(char))
    literal = source.isascii() and "\\" not in source and not source.startswith("[^")
    if not members and literal:
        return _class(source[1:2])  # cannot be: a class holds something; kept a class so that the expression stays valid
    outside = "" if literal else "\\x{80}-\\x{10ffff}"
    return _class(members)[:-1] + outside + "]"


@cache
def _case_groups() -> dict[str, frozenset[str]]:
    """Every cased character outside ASCII, with all that equal it when case is ignored."""
    groups: dict[str, set[str]] = {}
    for code in range(0x80, 0x1E944):  # the last cased script, Adlam, ends here
        char = chr(code)
        forms = {form for form in (char.lower(), char.upper(), char.title(), char.casefold()) if len(form) == 1} | {char}
        if len(forms) > 1:
            merged = set(forms).union(*(groups.get(form, ()) for form in forms))
            for form in merged:
                groups[form] = merged
    return {char: frozenset(group) for char, group in groups.items()}


def _cases(char: str) -> frozenset[str]:
    return _case_groups().get(char, frozenset(char))

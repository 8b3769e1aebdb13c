"""What a rule is: frozen data, read from YAML by `loading`, acted on by `finding`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How sure a rule is. A policy takes the rules up to its own level; beyond it a rule is evidence only."""

    SAFE = "safe"
    LIKELY = "likely"
    HINT = "hint"

    def within(self, limit: Level) -> bool:
        """Whether a policy that goes up to `limit` takes a rule of this level."""
        order = list(Level)
        return order.index(self) <= order.index(limit)


class Scope(StrEnum):
    """What goes when a rule matches a line."""

    LINE = "line"  # the whole line
    INLINE = "inline"  # only what the pattern matched
    SENTENCE = "sentence"  # the sentences that hold the match
    BLOCK = "block"  # the line and the list items directly under it
    HEAD = "head"  # from the start of the text to this line
    TAIL = "tail"  # from this line to the end of the text
    REPEAT = "repeat"  # a line that stood before: each time but the first


class Action(StrEnum):
    """What a policy does with a finding."""

    REMOVE = "remove"
    KEEP = "keep"  # it stays, and no other rule may touch it
    NOTE = "note"  # it stays and is noted, and no other rule may touch it
    OFF = "off"  # the rule is not tried at all


@dataclass(frozen=True, slots=True)
class Where:
    """The conditions of a rule: all that are given must hold for the line that the pattern matched.

    The closed set; `docs/adding.md` says what each means, `conditions.py` decides them.
    """

    max_words: int | None = None
    min_words: int | None = None
    ends_sentence: bool | None = None
    prose: bool | None = None
    title: str | None = None
    stands_again: bool | None = None
    same_above: bool | None = None
    set_off: bool | None = None
    first: int | None = None
    last: int | None = None
    zone: str | None = None
    last_percent: int | None = None
    min_prose_before: int | None = None
    min_prose_after: int | None = None
    max_prose_after: int | None = None
    max_headings: int | None = None
    above: tuple[str, ...] | None = None
    below: tuple[str, ...] | None = None
    near: tuple[str, ...] | None = None
    near_lines: int = 3

    def is_placed(self) -> bool:
        """Whether the conditions name the places in a text where the rule may hold."""
        return any(asked is not None for asked in (self.first, self.last, self.title))

    def categories(self) -> tuple[str, ...]:
        """Every category that the conditions ask about."""
        return (self.above or ()) + (self.below or ()) + (self.near or ())


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must cut in (`goes` says where), or must leave alone (`goes` is empty).

    `goes` are half-open spans of `text`: whole lines, or parts of one.
    """

    text: str
    goes: tuple[tuple[int, int], ...]
    title: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change that an overlay makes to a rule, or to all rules of a pack or a category (`of`), without editing them.

    `unless` are patterns, `lines` whole lines word for word: where one of them fits, the rules do not hold; `keeps` are texts that stay
    because of that. `action` and `level` take the place of the rules' own.
    """

    overlay: str
    id: str
    of: str
    why: str
    path: str
    line: int
    unless: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    action: Action | None = None
    level: Level | None = None
    keeps: tuple[Example, ...] = ()

    @property
    def name(self) -> str:
        """The full name, `overlay/id`: what notes of what it spared carry."""
        return f"{self.overlay}/{self.id}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it finds text to cut (`match`, `where`, `scope`), or elements of a page (`elements`, `select`), or it names a `repair`.

    `elements` are words of classes and ids, `select` CSS selectors; with `outside` what is outside of the elements goes. `sites` are
    patterns of hosts, none for all.
    """

    pack: str
    id: str
    category: str
    why: str
    path: str
    line: int
    level: Level = Level.LIKELY
    lang: str = "any"
    seen: str = ""
    scope: Scope = Scope.LINE
    match: str | None = None
    exact_case: bool = False
    where: Where = Where()
    max_lines: int = 0
    guarded: bool = True
    enabled: bool = True
    repair: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    mends: tuple[tuple[str, str], ...] = ()
    drops: tuple[Example, ...] = ()
    keeps: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    action: Action | None = None  # in place of its category's, by an overlay
    exempt: tuple[Change, ...] = ()  # the changes of overlays that spare lines from it
    tested: bool = False  # its pattern is known not to run away: `tests/rules/test_pumping.py`
    elements: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    outside: bool = False
    sites: tuple[str, ...] = ()

    @property
    def finds_text(self) -> bool:
        """Whether it finds stretches of a text: no repair, and not elements of a page."""
        return self.repair is None and not self.prunes

    @property
    def prunes(self) -> bool:
        """Whether it finds elements of a page, not lines of a text."""
        return bool(self.elements or self.select)

    @property
    def name(self) -> str:
        """The full name, `pack/id`: what notes carry and policies take."""
        return f"{self.pack}/{self.id}"


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one file, or the changes of an overlay. `hash` is the SHA-256 of the file's bytes: enough to know it again."""

    name: str
    path: str
    hash: str
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of text, as `rules/categories.yaml` lists it: what is done with it unless a policy says otherwise.

    `field` names the field of the result that the text of the first such finding goes to.
    """

    id: str
    about: str
    action: Action
    field: str | None = None

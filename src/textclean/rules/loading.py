"""Rule files read: bytes to packs and categories, or every problem at once.

Nothing here touches the disk; `files` does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from textclean.errors import Problem, RuleError
from textclean.rules import schema, selectors, strict_yaml
from textclean.rules.dialect import PatternError, compile_pattern, parse
from textclean.rules.examples import read_example
from textclean.rules.rule import Category, Change, Example, Pack, Rule, Scope, Where
from textclean.text.lines import Lines


class Source(NamedTuple):
    """A rule file: its path as messages show it, and its bytes.

    The patterns of a `tested` one are known to compile and not to run away: they are compiled when first needed, and run without a
    timeout, which costs more than the match itself (2 to 4 microseconds against 0.3 to 1).
    """

    path: str
    data: bytes
    tested: bool = False


DEFAULT_BLOCK_LINES = 12

_Model = TypeVar("_Model", bound=BaseModel)
_OF_ELEMENTS = ("elements", "select", "outside", "sites")
_OF_LINES = {"match", "case", "where", "scope", "max_lines"}
_LINE_SCOPES = (Scope.LINE, Scope.BLOCK, Scope.HEAD, Scope.TAIL)


def load_categories(source: Source) -> dict[str, Category]:
    """The categories of a file by id, in its order.

    Raises `RuleError` with every problem.
    """
    reader = _Reader(source.path, source.data)
    model = reader.model(schema.CategoriesModel)
    categories: dict[str, Category] = {}
    for index, item in enumerate(model.categories if model else ()):
        if item.id in categories:
            reader.report(("categories", index, "id"), f"the category {item.id!r} stands twice", "keep one of them")
        categories[item.id] = Category(item.id, item.about, item.action, item.field)
    if reader.problems:
        raise RuleError(reader.problems)
    return categories


def load_packs(sources: Iterable[Source], categories: Mapping[str, Category], repairs: Iterable[str] = ()) -> list[Pack]:
    """The packs and overlays of some files, in their order; `repairs` are the kinds of repair that rules may name.

    Raises `RuleError` with every problem of every file.
    """
    problems: list[Problem] = []
    packs: dict[str, Pack] = {}
    overlays: list[tuple[_PackReader, Pack]] = []
    for source in sources:
        path = source.path
        reader = _PackReader(source, categories, frozenset(repairs))
        pack = reader.overlay() if reader.is_overlay else reader.pack()
        problems += reader.problems
        if pack is None:
            continue
        if pack.changes:
            overlays.append((reader, pack))
        if pack.name in packs:
            message = f"the pack {pack.name!r} is also in {packs[pack.name].path}"
            problems.append(Problem(path, 1, 1, "", message, "give one of them another name"))
        packs.setdefault(pack.name, pack)
    for reader, pack in overlays:
        problems += reader.lost_targets(pack.changes, packs.values())
    if problems:
        raise RuleError(problems)
    return list(packs.values())


class _Reader:
    """One file: its nodes, and the problems found in it so far."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.root, self.problems = strict_yaml.read(data, path)

    def report(self, where: tuple[str | int, ...], message: str, hint: str = "", *, offset: int | None = None) -> None:
        """Note a problem at the value under `where`; `offset` is a place inside that value's text."""
        assert self.root is not None
        node = self.root.find(where)
        column = node.inside + offset if offset is not None and node.inside else node.column
        self.problems.append(Problem(self.path, node.line, column, self.rule_id(where), message, hint))

    def rule_id(self, where: tuple[str | int, ...]) -> str:
        if self.root is None or len(where) < 2 or where[0] not in ("rules", "changes"):
            return ""
        rule = self.root.find(where[:2])
        named = rule.value.get("id") if isinstance(rule.value, dict) else None
        return str(named.value) if named is not None else f"number {where[1] + 1}" if isinstance(where[1], int) else ""

    def model(self, kind: type[_Model]) -> _Model | None:
        if self.root is None:
            return None
        try:
            return kind.model_validate(self.root.plain())
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.explain(kind, detail["loc"], detail["type"], detail["msg"])
            return None

    def explain(self, kind: type[BaseModel], loc: tuple[str | int, ...], problem: str, message: str) -> None:
        """Report one fault that pydantic found, at its place in the file."""
        assert self.root is not None
        loc = tuple(
            part for part in loc if not (isinstance(part, str) and (part.endswith("Model") or "[" in part or part == "constrained-str"))
        )
        if problem == "extra_forbidden":
            holder, key = self.root.find(loc[:-1]), str(loc[-1])
            place = holder.keys.get(key, (holder.line, holder.column))
            close = get_close_matches(key, _keys(kind), 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(sorted(_keys(kind)))}"
            self.problems.append(Problem(self.path, *place, self.rule_id(loc), f"unknown key {key!r}", hint))
        elif problem == "missing":
            self.report(loc[:-1], f"the key {loc[-1]!r} is missing")
        else:
            name = next((part for part in reversed(loc) if isinstance(part, str)), "")
            text = message[0].lower() + message[1:]
            self.report(loc, f"{name}: {text}" if name else text)


def _keys(kind: type[BaseModel]) -> set[str]:
    models = [kind]
    if issubclass(kind, schema.PackModel):
        models += [schema.RuleModel, schema.WhereModel]
    elif issubclass(kind, schema.OverlayModel):
        models += [schema.ChangeModel]
    elif issubclass(kind, schema.CategoriesModel):
        models += [schema.CategoryModel]
    return {key for model in models for key in model.model_fields}


class _PackReader(_Reader):
    """A file of a pack or an overlay, checked against the categories and repairs there are."""

    def __init__(self, source: Source, categories: Mapping[str, Category], repairs: frozenset[str]) -> None:
        super().__init__(source.path, source.data)
        self.tested = source.tested
        self.categories = categories
        self.repairs = repairs

    def pack(self) -> Pack | None:
        model = self.model(schema.PackModel)
        if model is None:
            return None
        rules: dict[str, Rule] = {}
        for index, item in enumerate(model.rules):
            at = ("rules", index)
            if item.id in rules:
                self.report((*at, "id"), f"the id stands twice (first in line {rules[item.id].line})", "give one of them another id")
            rules.setdefault(item.id, self.rule(model, item, at))
            if model.sites and not item.prunes:
                self.report(("sites",), f"'sites' is for packs of element rules, and {item.id!r} is none", "move the rule to another pack")
        digest = hashlib.sha256(self.data).hexdigest()
        return Pack(model.pack, self.path, digest, tuple(rules.values()))

    @property
    def is_overlay(self) -> bool:
        """Whether the file says that it is an overlay."""
        return self.root is not None and isinstance(self.root.value, dict) and "overlay" in self.root.value

    def overlay(self) -> Pack | None:
        model = self.model(schema.OverlayModel)
        if model is None:
            return None
        changes: dict[str, Change] = {}
        for index, item in enumerate(model.changes):
            at = ("changes", index)
            if item.id in changes:
                self.report((*at, "id"), f"the id stands twice (first in line {changes[item.id].line})", "give one of them another id")
            changes.setdefault(item.id, self.change(model.overlay, item, at))
        return Pack(model.overlay, self.path, hashlib.sha256(self.data).hexdigest(), (), tuple(changes.values()))

    def change(self, overlay: str, item: schema.ChangeModel, at: tuple[str | int, ...]) -> Change:
        spares = bool(item.unless or item.lines)
        if not (spares or item.action or item.level):
            self.report(at, "a change that changes nothing", "give it `unless`, `lines`, `action` or `level`")
        if spares and not item.keeps:
            self.report(at, "an exception without `keeps`", "show a text that stays because of it")
        if item.keeps and not spares:
            self.report((*at, "keeps"), "'keeps' is for exceptions", "give the change `unless` or `lines`, or take it out")
        for place, pattern in enumerate(item.unless):
            try:
                compile_pattern(pattern)
            except PatternError as error:
                self.report((*at, "unless", place), f"unless: {error}", error.hint, offset=error.position)
        for place, line in enumerate(item.lines):
            if not line.strip() or len(Lines(line)) > 1:
                self.report((*at, "lines", place), "not one line of text", "give each line as an item of its own")
        assert self.root is not None
        keeps = self.examples(item.keeps, (*at, "keeps"), goes=False)
        place = self.root.find(at).line
        texts = tuple(item.unless), tuple(item.lines)
        return Change(overlay, item.id, item.of, item.why, self.path, place, *texts, item.action, item.level, keeps)

    def lost_targets(self, changes: Iterable[Change], packs: Iterable[Pack]) -> list[Problem]:
        """The problems of changes to what is not there."""
        known = {*self.categories, *(name for pack in packs for rule in pack.rules for name in (rule.pack, rule.name))}
        before = len(self.problems)
        for index, change in enumerate(changes):
            if change.of not in known:
                close = get_close_matches(change.of, known, 3)
                hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "`textclean rules list` shows what there is"
                self.report(("changes", index, "of"), f"no category, pack or rule is named {change.of!r}", hint)
        return self.problems[before:]

    def rule(self, pack: schema.PackModel, item: schema.RuleModel, at: tuple[str | int, ...]) -> Rule:
        category = item.category or pack.category
        if category is None:
            self.report(at, "the key 'category' is missing", "give it to the rule or to the pack")
        else:
            self.check_category(category, (*at, "category") if item.category else ("category",))
        for key in ("above", "below", "near"):
            for place, named in enumerate(getattr(item.where, key) or ()):
                self.check_category(named, (*at, "where", key, place))
        if item.repair is not None:
            self.check_repair(item, at)
        elif item.prunes:
            self.check_elements(item, at)
        else:
            self.check_finding(item, at)
        assert self.root is not None
        return Rule(
            pack=pack.pack,
            id=item.id,
            category=category or "",
            why=item.why,
            path=self.path,
            line=self.root.find(at).line,
            level=item.level,
            lang=pack.lang,
            seen=item.seen or "",
            scope=item.scope,
            match=item.match,
            exact_case=item.case == "exact",
            where=self.where(item),
            max_lines=item.max_lines or DEFAULT_BLOCK_LINES,
            guarded=item.guarded,
            enabled=item.enabled,
            repair=item.repair,
            options=item.options,
            mends=tuple((before, after) for before, after in item.mends),
            drops=self.examples(item.drops or (), (*at, "drops"), goes=True, snippets=item.prunes),
            keeps=self.examples(item.keeps or (), (*at, "keeps"), goes=False, snippets=item.prunes),
            misses=self.examples(item.misses or (), (*at, "misses"), goes=True, snippets=item.prunes),
            tested=self.tested,
            elements=tuple(item.elements or ()),
            select=tuple(item.select or ()),
            outside=item.outside,
            sites=tuple(item.sites or pack.sites or ()),
        )

    def check_category(self, named: str, where: tuple[str | int, ...]) -> None:
        if named not in self.categories:
            close = get_close_matches(named, self.categories, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"categories: {', '.join(self.categories)}"
            self.report(where, f"unknown category {named!r}", hint)

    def check_repair(self, item: schema.RuleModel, at: tuple[str | int, ...]) -> None:
        if item.repair not in self.repairs:
            self.report((*at, "repair"), f"unknown repair {item.repair!r}", f"repairs: {', '.join(sorted(self.repairs))}")
        for key in ("match", "drops", *_OF_ELEMENTS):
            if getattr(item, key):
                self.report((*at, key), f"a repair has no {key!r}", "give it `mends` and `keeps`")
        if not (item.mends and item.keeps):
            self.report(at, "a repair without `mends` and `keeps`", "show what it mends, and a near miss that it leaves alone")

    def check_examples(self, item: schema.RuleModel, at: tuple[str | int, ...]) -> None:
        if not (item.drops and item.keeps):
            self.report(at, "a rule without `drops` and `keeps`", "give at least one text that goes, and one near miss that stays")
        for key in ("options", "mends"):
            if getattr(item, key):
                self.report((*at, key), f"{key!r} is for repairs", "take it out, or name a `repair`")

    def check_elements(self, item: schema.RuleModel, at: tuple[str | int, ...]) -> None:
        self.check_examples(item, at)
        for key in sorted(item.model_fields_set & _OF_LINES):
            self.report((*at, key), f"a rule for elements has no {key!r}", "take it out, or make a second rule of it")
        if item.outside and item.elements:
            self.report((*at, "outside"), "'outside' goes with 'select' alone", "name the element by a CSS selector")
        for place, selector in enumerate(item.select or ()):
            if not self.tested and (problem := selectors.problem(selector)):
                self.report((*at, "select", place), f"select: {problem}")

    def check_finding(self, item: schema.RuleModel, at: tuple[str | int, ...]) -> None:
        self.check_examples(item, at)
        if item.outside or item.sites:
            self.report(at, "'outside' and 'sites' are for rules that find elements", "give it `elements` or `select`")
        if item.match is not None:
            try:
                if self.tested:
                    parse(item.match)
                else:
                    compile_pattern(item.match, exact_case=item.case == "exact")
            except PatternError as error:
                self.report((*at, "match"), f"match: {error}", error.hint, offset=error.position)
        elif item.scope in (Scope.INLINE, Scope.SENTENCE):
            self.report(at, f"a rule of scope {item.scope} needs a 'match'")
        elif item.scope != Scope.REPEAT and not any((item.where.first, item.where.last, item.where.title)):
            self.report(at, "a rule without 'match' must be placed", "give it `first`, `last` or `title` under `where`")
        if item.max_lines is not None and item.scope != Scope.BLOCK:
            self.report((*at, "max_lines"), "'max_lines' is for scope block")

    def where(self, item: schema.RuleModel) -> Where:
        given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in item.where.model_dump().items()}
        if item.scope in _LINE_SCOPES and given["max_words"] is None:
            given["max_words"] = schema.DEFAULT_MAX_WORDS
        return Where(**given)

    def examples(
        self, items: Sequence[str | schema.ExampleModel], where: tuple[str | int, ...], *, goes: bool, snippets: bool = False
    ) -> tuple[Example, ...]:
        """The examples of a list in the file; `snippets` are of a page, and marked nowhere."""
        assert self.root is not None
        read = []
        for index, item in enumerate(items):
            title, text = (None, item) if isinstance(item, str) else (item.title, item.text)
            line = self.root.find((*where, index)).line
            try:
                read.append(Example(text, (), title, line) if snippets else read_example(text, line, goes=goes, title=title))
            except ValueError as error:
                message, _, hint = str(error).partition(": ")
                self.report((*where, index), message, hint)
        return tuple(read)


def is_rule_file(name: str) -> bool:
    """Whether a file of this name is read as a pack: `.yaml` and `.yml` both, no hidden file."""
    return re.fullmatch(r"[^.].*\.ya?ml", name) is not None

"""What is done with findings: the policy, and how it settles on a set of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from textclean.errors import PolicyError
from textclean.rules.rule import Action, Category, Level, Rule


@dataclass(frozen=True)
class Policy:
    """Which rules act, and how.

    A *target* is a category (`newsletter`), a pack (`en/newsletter`) or a rule (`en/newsletter/signup-imperative`); where
    several fit, the rule's goes before the pack's, and that before the category's.

    Args:
        actions: what to do with the findings of a target: `remove`, `keep`, `note` or `off`. Without an entry the category's default holds.
        level: rules beyond this level are evidence only: `safe`, `likely` (the default) or `hint`.
        select: when given, only these targets act; all others are off.
        ignore: these targets are off.
        extend_select: these targets act too, beside those of `select` or, without it, beside all that do by default: rules
            that are off by default among them.

    Raises `PolicyError` for an action or level that does not exist; targets are checked when a `Cleaner` is built.

    >>> Policy(actions={"caption": "keep"}, level="safe").level
    <Level.SAFE: 'safe'>
    """

    actions: Mapping[str, Action] = field(default_factory=dict, hash=False)
    level: Level = Level.LIKELY
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            actions = {target: Action(action) for target, action in sorted(self.actions.items())}
            object.__setattr__(self, "level", Level(self.level))
        except ValueError as error:
            known = f"actions: {', '.join(Action)}; levels: {', '.join(Level)}"
            raise PolicyError(f"{error}. {known}") from None
        object.__setattr__(self, "actions", MappingProxyType(actions))
        object.__setattr__(self, "select", tuple(self.select))
        object.__setattr__(self, "ignore", tuple(self.ignore))
        object.__setattr__(self, "extend_select", tuple(self.extend_select))

    def __reduce__(self) -> tuple[type[Policy], tuple[object, ...]]:
        return Policy, (dict(self.actions), self.level, self.select, self.ignore, self.extend_select)

    def action(self, rule: Rule, category: Category) -> Action:
        """What this policy does with a rule's findings."""
        targets = (rule.name, rule.pack, rule.category)
        if any(target in self.ignore for target in targets):
            return Action.OFF
        added = any(target in self.extend_select for target in targets)
        if self.select and not added and not any(target in self.select for target in targets):
            return Action.OFF
        given = next((self.actions[target] for target in targets if target in self.actions), None)
        if given is not None:
            return given
        named = added or any(target in self.select for target in targets[:2])
        if rule.action is not None and not (named and rule.action == Action.OFF):
            return rule.action
        return category.action if rule.enabled or named else Action.OFF

    def reason(self, rule: Rule, category: Category) -> str:
        """Why a rule's findings are not removed, for people to read: who says so."""
        target = next((target for target in (rule.name, rule.pack, rule.category) if target in self.actions), None)
        if target is None and rule.action is not None:
            return f"an overlay says {rule.action} for {rule.name}"
        if target is None:
            return f"the category {category.id} says {category.action}"
        return f"the policy says {self.actions[target]} for {target}"

    def check(self, rules: Iterable[Rule], categories: Iterable[str]) -> None:
        """Raise `PolicyError` when a target names nothing."""
        for target, hint in self.unknown(rules, categories):
            raise PolicyError(f"no category, pack or rule is named {target!r}; {hint}")

    def unknown(self, rules: Iterable[Rule], categories: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The targets that name nothing, each with a hint."""
        known = set(categories)
        for rule in rules:
            known |= {rule.name, rule.pack}
        for target in dict.fromkeys((*self.actions, *self.select, *self.ignore, *self.extend_select)):
            if target not in known:
                close = get_close_matches(target, known, 3)
                yield target, f"did you mean {' or '.join(map(repr, close))}?" if close else "`textclean rules list` shows what there is"

    def as_record(self) -> dict[str, object]:
        """The policy as JSON data, enough to build it again."""
        return {
            "actions": {target: action.value for target, action in self.actions.items()},
            "level": self.level.value,
            "select": list(self.select),
            "ignore": list(self.ignore),
            "extend_select": list(self.extend_select),
        }

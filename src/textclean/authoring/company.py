"""The few rules that have a part in a rule's examples, so that these can be run many times over.

With all 640 rules a cleaner takes 60 ms to build; with the four or so that matter, half a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from textclean.cleaner import Cleaner
from textclean.rules.policy import Policy
from textclean.rules.rule import Action, Level, Pack, Rule
from textclean.ruletest import faults, max_level


class Companies:
    """Finds the company of rules among some packs."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(pack for pack in packs if not pack.changes)  # examples are run without overlays
        self._cleaner = cache(self._build)

    def of(self, rule: Rule) -> tuple[Pack, ...]:
        """Packs of the rule and those that find something in its examples.

        They are all packs as they are, where its examples do not come out the same among these few.
        """
        names = {rule.name}
        cleaner = self._cleaner(max_level(rule), "" if rule.enabled else rule.name)
        for example in (*rule.drops, *rule.keeps, *rule.misses):
            result = cleaner.clean(example.text, title=example.title, guarded=False)
            names.update(name for note in result.notes for name in note.rules)
        few = _only(self.packs, names)
        return few if passes(few, rule) else self.packs

    def _build(self, level: Level, enabled: str) -> Cleaner:
        return Cleaner(packs=self.packs, policy=Policy(level=level, actions={enabled: Action.REMOVE} if enabled else {}))


def passes(packs: Iterable[Pack], rule: Rule) -> bool:
    """Whether the examples of the rule of this name come out right among the packs."""
    return next(faults(packs, lambda other: other.name == rule.name), None) is None


def swapped(packs: Sequence[Pack], rule: Rule) -> list[Pack]:
    """The packs with the rule in the place of the one of its name."""
    return [replace(pack, rules=tuple(rule if other.name == rule.name else other for other in pack.rules)) for pack in packs]


def _only(packs: Iterable[Pack], names: set[str]) -> tuple[Pack, ...]:
    kept = [replace(pack, rules=tuple(rule for rule in pack.rules if rule.name in names)) for pack in packs]
    return tuple(pack for pack in kept if pack.rules)

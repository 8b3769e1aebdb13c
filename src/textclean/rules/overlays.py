"""Overlays: what users change about rules without editing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from textclean.rules.dialect import LINE_BLANKS, quote
from textclean.rules.rule import Change, Pack, Rule
from textclean.text.folding import fold


def patterns(change: Change) -> tuple[str, ...]:
    """The patterns of the lines that a change spares."""
    return (*change.unless, *(f"^{quote(fold(line).text.strip(LINE_BLANKS))}$" for line in change.lines))


def overlaid(packs: Iterable[Pack]) -> list[Rule]:
    """The rules of some packs with the changes of their overlays.

    What is said of a rule goes before what is said of its pack, and that before what is said of its category; of two changes to the same
    the later one counts. Exemptions add up.
    """
    packs = tuple(packs)
    changes: dict[str, list[Change]] = {}
    for change in (change for pack in packs for change in pack.changes):
        changes.setdefault(change.of, []).append(change)
    return [_changed(rule, changes) if changes else rule for pack in packs for rule in pack.rules]


def _changed(rule: Rule, changes: Mapping[str, list[Change]]) -> Rule:
    for change in (change for target in (rule.category, rule.pack, rule.name) for change in changes.get(target, ())):
        exempt = (*rule.exempt, change) if change.unless or change.lines else rule.exempt
        rule = replace(rule, exempt=exempt, action=change.action or rule.action, level=change.level or rule.level)
    return rule


def unused(packs: Iterable[Pack], took_effect: Iterable[str]) -> list[Change]:
    """The changes that spare lines but did not, in order; `took_effect` are the names in the notes of status `exempt`.

    Whether a change of action or level made a difference no note tells, so those are not among them.
    """
    used = set(took_effect)
    return [change for pack in packs for change in pack.changes if (change.unless or change.lines) and change.name not in used]

"""Stretches of a text that a caller spares: what is found in them stays, as if the policy kept it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textclean.rules.finding import ActiveRule, Finding, Status
from textclean.rules.page import Page
from textclean.rules.rule import Rule
from textclean.rules.scopes import Reach


class Spared(NamedTuple):
    """A stretch in which some rules change nothing, and a sentence that says why. Half-open offsets.

    What they find there no other rule changes either, as with the action `keep`. Findings of whole lines stay in every line that the
    stretch touches. Without targets all rules are meant. An empty stretch is a place that no repair and no cut within a line
    reaches across.
    """

    start: int
    end: int
    targets: tuple[str, ...]  # categories, packs and rules
    why: str

    def spares(self, rule: Rule, start: int, end: int) -> bool:
        """Whether a change by this rule, of this stretch, is spared."""
        return self.start < end and self.end > start and self.names(rule)

    def names(self, rule: Rule) -> bool:
        """Whether this rule is meant."""
        return not self.targets or any(target in self.targets for target in (rule.name, rule.pack, rule.category))


def spare(
    page: Page, findings: Sequence[Finding], rules: Sequence[ActiveRule], spared: Sequence[Spared]
) -> tuple[list[Finding], dict[Finding, str]]:
    """The findings, those that are spared as kept ones; and these with the reason.

    A finding of several lines falls into pieces, of which those that are spared are kept.
    """
    found: list[Finding] = []
    reasons: dict[Finding, str] = {}
    for finding in findings:
        if finding.status != Status.REMOVED:
            found.append(finding)
            continue
        for reach, why in _pieces(page, finding.reach, [item for item in spared if item.names(rules[finding.rule].rule)]):
            piece = finding._replace(reach=reach, status=Status.KEPT if why else finding.status)
            found.append(piece)
            if why:
                reasons[piece] = why
    return found, reasons


def _pieces(page: Page, reach: Reach, spared: Sequence[Spared]) -> Iterator[tuple[Reach, str]]:
    """The runs of lines of a reach that are spared for one reason, or for none."""
    if not reach.whole:
        yield reach, next((item.why for item in spared if item.start < reach.end and item.end > reach.start), "")
        return
    reasons = [""] * (reach.last + 1 - reach.first)
    for item in spared:
        if item.start < item.end and item.start <= reach.end and item.end > reach.start:
            first, last = page.lines.at(item.start), page.lines.at(item.end - 1)
            for index in range(max(first, reach.first), min(last, reach.last) + 1):
                reasons[index - reach.first] = item.why
    first = 0
    for index in range(1, len(reasons) + 1):
        if index == len(reasons) or reasons[index] != reasons[first]:
            low, high = reach.first + first, reach.first + index - 1
            whole = len(reasons) == index - first
            yield reach if whole else Reach(page.lines.starts[low], page.lines.ends[high], low, high, True), reasons[first]
            first = index

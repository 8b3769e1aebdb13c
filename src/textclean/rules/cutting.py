"""From findings to edits: overlapping findings made disjoint, kept ones protected, line ends and blank runs tidied.

Whatever the order of the findings, the cuts are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textclean.rules.finding import ActiveRule, Finding, Status
from textclean.rules.page import Page
from textclean.text.edits import Edit


class Cut(NamedTuple):
    """A stretch that goes: half-open offsets, whole lines (without the last line end) or a part of one; the rules, principal first."""

    start: int
    end: int
    whole: bool
    rules: tuple[int, ...]


_PROTECTING = (Status.KEPT, Status.NOTED)


def resolve(page: Page, findings: Iterable[Finding]) -> list[Cut]:
    """The disjoint cuts that the findings come to, in order.

    Overlapping findings become one cut in the name of all, the longest first. What a kept or noted finding covers stays: its lines
    are taken out of whole-line cuts, and a cut inside a line that would touch it is dropped.
    """
    findings = list(findings)
    removed = [finding for finding in findings if finding.status == Status.REMOVED]
    if not removed:
        return []
    protected = [finding.reach for finding in findings if finding.status in _PROTECTING]
    kept_lines = {index for reach in protected for index in range(reach.first, reach.last + 1)}
    cuts = _line_cuts(page, [finding for finding in removed if finding.reach.whole], kept_lines)
    inside = [
        finding
        for finding in removed
        if not finding.reach.whole and all(finding.reach.end <= kept.start or kept.end <= finding.reach.start for kept in protected)
    ]
    return sorted(_with_inner(page, cuts, inside))


def protects(kept: Finding, removed: Finding) -> bool:
    """Whether a kept or noted finding holds back one that would be removed, or a part of it."""
    if kept.status not in _PROTECTING:
        return False
    if removed.reach.whole:
        return kept.reach.first <= removed.reach.last and removed.reach.first <= kept.reach.last
    return kept.reach.start < removed.reach.end and removed.reach.start < kept.reach.end


def _groups(findings: Sequence[Finding], first: str, last: str, *, touching: int) -> Iterable[list[Finding]]:
    """Runs of findings that overlap, by the given two fields of their reach."""
    group: list[Finding] = []
    high = -1
    for finding in sorted(findings, key=lambda finding: (getattr(finding.reach, first), getattr(finding.reach, last))):
        if group and getattr(finding.reach, first) >= high + touching:
            yield group
            group = []
        high = max(high, getattr(finding.reach, last)) if group else getattr(finding.reach, last)
        group.append(finding)
    if group:
        yield group


def _authors(group: Iterable[Finding]) -> tuple[int, ...]:
    """The rules of a group, the one that reaches furthest first."""
    ordered = sorted(group, key=lambda finding: (finding.reach.start - finding.reach.end, finding.rule))
    return tuple(dict.fromkeys(finding.rule for finding in ordered))


def _line_cuts(page: Page, findings: Sequence[Finding], kept_lines: set[int]) -> list[Cut]:
    cuts = []
    for group in _groups(findings, "first", "last", touching=1):
        rules = _authors(group)
        run: list[int] = []
        last = max(finding.reach.last for finding in group)
        for index in range(group[0].reach.first, last + 2):
            if index <= last and index not in kept_lines:
                run.append(index)
            elif run:
                filled = [index for index in run if index in page.rank]
                if filled:
                    cuts.append(Cut(page.lines.starts[filled[0]], page.lines.ends[filled[-1]], True, rules))
                run = []
    return cuts


def _with_inner(page: Page, cuts: list[Cut], findings: Sequence[Finding]) -> list[Cut]:
    """The line cuts, and those inside lines that no line cut covers; one that leaves its line blank takes the line."""
    inner = []
    for group in _groups(findings, "start", "end", touching=0):
        start, end = group[0].reach.start, max(finding.reach.end for finding in group)
        rules = _authors(group)
        around = next((place for place, cut in enumerate(cuts) if cut.start <= start and end <= cut.end), None)
        if around is None:
            inner.append(_spaced(page, Cut(start, end, False, rules)))
        else:
            cuts[around] = cuts[around]._replace(rules=tuple(dict.fromkeys(cuts[around].rules + rules)))
    return cuts + _apart(page, inner)


def _apart(page: Page, cuts: list[Cut]) -> list[Cut]:
    """Cuts inside lines, those that came to overlap with the white space they took along made one."""
    apart: list[Cut] = []
    waiting = sorted(cuts, reverse=True)
    while waiting:
        cut = waiting.pop()
        if apart and cut.start < apart[-1].end:
            last = apart.pop()
            rules = tuple(dict.fromkeys(last.rules + cut.rules))
            waiting.append(_spaced(page, Cut(last.start, max(last.end, cut.end), False, rules)))  # it may reach the one before now
        else:
            apart.append(cut)
    return apart


def _spaced(page: Page, cut: Cut) -> Cut:
    """A cut inside a line with the white space that it leaves over: what follows it, or at the line's end what stands before."""
    index = page.lines.at(cut.start)
    low, high = page.lines.starts[index], page.lines.ends[index]
    start, end = cut.start, cut.end
    if start == low or page.text[start - 1].isspace():
        while end < high and page.text[end].isspace():
            end += 1
    if end == high:
        while start > low and page.text[start - 1].isspace():
            start -= 1
    return cut._replace(start=start, end=end, whole=(start, end) == (low, high))


def edits(page: Page, cuts: Sequence[Cut], rules: Sequence[ActiveRule]) -> list[Edit]:
    """The edits that make the cuts, in order.

    A cut line takes its own line end with it, and the blank lines beside it that are left over: of the blank runs around a run of cut
    lines the longest stays, and none at the start and the end of the text. Nothing else is touched.
    """
    lines = page.lines
    gone = {lines.at(cut.start): lines.at(cut.end) for cut in cuts if cut.whole}
    spare = _spare_blanks(page, gone)
    made: list[Edit] = []
    for cut in cuts:
        start, end = cut.start, cut.end
        if cut.whole:
            first, last = lines.at(start), lines.at(end)
            while first - 1 in spare:
                first -= 1
            while last + 1 in spare:
                last += 1
            spare.difference_update(range(first, last + 1))
            start, end = lines.starts[first], lines.after(last)
        made.append(Edit(start, page.text[start:end], "", tuple(rules[rule].rule.name for rule in cut.rules)))
    return made


def _spare_blanks(page: Page, gone: dict[int, int]) -> set[int]:
    """The blank lines that go; `gone` maps the first line of each whole-line cut to its last."""
    spare: set[int] = set()
    runs: list[list[int]] = [[]]  # the blank runs since the last line that stays, parted by cuts
    touched, edge = False, True
    index = 0
    while index < len(page.lines):
        if index in gone:
            touched = True
            runs.append([])
            index = gone[index]
        elif index in page.rank:
            if touched:
                spare |= _left_over(runs, keep=not edge)
            runs, touched, edge = [[]], False, False
        else:
            runs[-1].append(index)
        index += 1
    return spare | _left_over(runs, keep=False) if touched else spare


def _left_over(runs: list[list[int]], *, keep: bool) -> set[int]:
    longest = max(runs, key=len) if keep else []
    return {index for run in runs if run is not longest for index in run}

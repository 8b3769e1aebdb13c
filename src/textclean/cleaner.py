"""The cleaner: repairs and rules folded over a text until nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from textclean.repairs import REPAIRERS
from textclean.result import Failure, FailureKind, Note, Result, Stamp
from textclean.rules import cutting, files
from textclean.rules.finding import ActiveRule, Finders, Finding, PatternTimeout, Status, Trial, find, trials
from textclean.rules.loading import load_categories, load_packs
from textclean.rules.overlays import overlaid
from textclean.rules.page import Page
from textclean.rules.policy import Policy
from textclean.rules.rule import Action, Category, Pack, Rule
from textclean.rules.scan import EveryLine, LiteralScan, Remembering, Scan
from textclean.rules.sparing import Spared, spare
from textclean.text.edits import Edit, OffsetMap, apply, compose
from textclean.text.lines import Lines
from textclean.text.words import count_words

MAX_PASSES = 10  # two nearly always do; further ones follow chains of evidence across cuts
MAX_CUT_PERCENT = 60  # of the words of a text: past it the text is more likely misread than furniture


def load(rules: Iterable[str | Path] = ()) -> list[Pack]:
    """The built-in packs and those of some rule files or folders.

    Raises `RuleError` with every problem of every file.
    """
    categories = load_categories(files.read_categories())
    return load_packs([*files.read_builtin(), *files.read_paths(rules)], categories, REPAIRERS)


class Traced(NamedTuple):
    """What one rule found in one pass: half-open code points of the original, the rule's full name, what it came to."""

    start: int
    end: int
    rule: str
    status: Status


class Cleaner:
    """Cleans texts by a set of rules and a policy. Build it once, use it for any number of texts, from any thread.

    Args:
        rules: paths of rule files and overlays, or of folders, that stand beside the built-in packs.
        policy: which rules act, and how; without one every category's default holds.
        packs: packs that are read already, in place of the built-in ones and `rules`.
        exhaustive: try every pattern on every line instead of looking for its literals first. Same result, slower; for tests.

    Raises:
        RuleError: rule files cannot be used; it names every problem.
        PolicyError: the policy names what does not exist.

    >>> cleaner = Cleaner(policy=Policy(actions={"newsletter": "keep"}))
    >>> cleaner.clean("The vote is on Monday, the mayor said.\\nSubscribe to our newsletter").text
    'The vote is on Monday, the mayor said.\\nSubscribe to our newsletter'
    """

    def __init__(
        self,
        rules: Iterable[str | Path] = (),
        policy: Policy | None = None,
        *,
        packs: Iterable[Pack] | None = None,
        exhaustive: bool = False,
    ) -> None:
        self.policy = policy or Policy()
        self.categories: dict[str, Category] = load_categories(files.read_categories())
        self.packs = tuple(load(rules) if packs is None else packs)
        self._exhaustive = exhaustive
        self._rules: dict[str, Rule] = {rule.name: rule for rule in overlaid(self.packs)}
        self.policy.check(self._rules.values(), self.categories)
        active = [ActiveRule(rule, self._action(rule), self.policy.level) for rule in self._rules.values()]
        active = [item for item in active if item.action != Action.OFF]
        self._element_rules = tuple((item.rule, item.action) for item in active if item.rule.prunes and item.level)
        active = [item for item in active if not item.rule.prunes]
        # By name: where two rules tie, the order of files and of rules in them must not show.
        self._finders = Finders(sorted((item for item in active if item.rule.repair is None), key=lambda item: item.rule.name))
        self._repairers = [
            (item.rule, item.action, REPAIRERS[item.rule.repair](item.rule.name, item.rule.options))
            for item in active
            if item.rule.repair is not None and item.level and item.action != Action.KEEP
        ]
        finders = [item.rule for item in self._finders]
        self._scan: Scan = EveryLine(finders) if exhaustive else LiteralScan(finders)
        packs_used = tuple((pack.name, pack.hash) for pack in self.packs)
        self.stamp = Stamp(version("textclean-rules"), packs_used, self.policy.as_record())

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.policy, self.packs, self._exhaustive)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, as overlays change them."""
        return tuple(self._rules.values())

    @property
    def unfiltered(self) -> tuple[Rule, ...]:
        """The rules that ask for no literal, so that they are tried on every line; rare, and slow."""
        return tuple(self._finders[index].rule for index in self._scan.unfiltered)

    def element_rules(self) -> tuple[tuple[Rule, Action], ...]:
        """The rules that find elements of a page, and what the policy does with what they find."""
        return self._element_rules

    def clean(
        self, text: str, *, title: str | None = None, lang: str | None = None, guarded: bool = True, spared: Sequence[Spared] = ()
    ) -> Result:
        """The clean text with its notes.

        Args:
            text: the article's text, a paragraph or a line of furniture to each line.
            title: the page's title, if known: evidence for the rules that look for the headline.
            lang: the text's language as a two-letter code, if known: only its packs, and those for any language, are tried.
            guarded: whether a text of which the rules would cut most is left uncut, and reported.
            spared: stretches of the text in which rules change nothing; what they would have changed is a note of status `kept`.

        Raises `TypeError` when an argument has the wrong type; on no text does it raise anything.
        """
        return self._clean(_Run(text, Remembering(self._scan), title, lang, spared), guarded=guarded)[0]

    def trace(self, text: str, *, title: str | None = None, lang: str | None = None) -> tuple[Result, list[Traced]]:
        """What `clean` gives, and every finding of every pass that it comes from, in order of place; none where nothing was cut.

        A note is in the name of all rules whose findings overlap; this says which of them found what.
        """
        result, run = self._clean(_Run(text, Remembering(self._scan), title, lang), guarded=True)
        traced = set()
        for edits, findings in run.passes if run is not None else ():
            offsets = OffsetMap(edits)
            for finding in findings:
                start, end = finding.reach.start, finding.reach.end
                name = self._finders[finding.rule].rule.name
                traced.add(Traced(offsets.to_source(start), offsets.to_source(end - 1) + 1, name, finding.status))
        return result, sorted(traced)

    def _clean(self, run: _Run, *, guarded: bool) -> tuple[Result, _Run | None]:
        """The result of a run and, where it came to an end, the run."""
        for name, value in (("text", run.source), ("title", run.title), ("lang", run.lang)):
            if not isinstance(value, str) and (name == "text" or value is not None):
                raise TypeError(f"{name} must be a str, not {type(value).__name__}")
        stamp = replace(self.stamp, title=run.title, lang=run.lang)
        try:
            settled = self._settle(run, cutting=True)
        except PatternTimeout as timeout:
            return _unchanged(run.source, stamp, Failure(FailureKind.TIMEOUT, str(timeout), (timeout.rule.name,))), None
        if guarded and settled and (failure := self._over_cut(run)):
            run = _Run(run.source, run.scan, run.title, run.lang, run.spared)
            settled = self._settle(run, cutting=False)
            run.failures.append(failure)
        return self._result(run, stamp, settled=settled), run if settled else None

    def repair(self, text: str) -> Result:
        """The text with its damage mended and nothing else changed, with its notes.

        Raises `TypeError` when `text` is not a `str`.
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        run = _Run(text, Remembering(self._scan))
        return self._result(run, self.stamp, settled=self._settle(run, cutting=False))

    def trials(self, text: str, line: int, *, title: str | None = None, lang: str | None = None) -> list[Trial]:
        """How the rules fare on one line of a text (from 1), in the last pass that finds the line there.

        A rule whose conditions all hold finds the line; the others tell what kept them from it. Empty where a pattern runs away, since
        then nothing is found: `clean` names it.
        """
        try:
            return self._trials(text, line, title, lang)
        except PatternTimeout:
            return []

    def _trials(self, text: str, line: int, title: str | None, lang: str | None) -> list[Trial]:
        run = _Run(text, self._scan, title, lang)
        lines = Lines(text)
        start, end = lines.starts[line - 1], lines.ends[line - 1]
        start += len(text[start:end]) - len(text[start:end].lstrip())
        fared: list[Trial] = []
        for _ in range(MAX_PASSES):
            changed = self._mend(run)
            if any(edit.start <= start < edit.end and not edit.new for edit in run.edits):
                break
            page = Page(run.current, title)
            fared = trials(page, self._finders, self._scan, page.lines.at(OffsetMap(run.edits).to_edited(start)), lang)
            if not self._cut(run) and not changed:
                break
        return fared

    def _action(self, rule: Rule) -> Action:
        return self.policy.action(rule, self.categories[rule.category])

    def _settle(self, run: _Run, *, cutting: bool) -> bool:
        """Fold the stages over the text until they change nothing; whether that happened within the allowed passes."""
        for _ in range(MAX_PASSES):
            changed = self._mend(run)
            if cutting:
                changed |= self._cut(run)
            if not changed:
                return True
        return False

    def _mend(self, run: _Run) -> bool:
        changed = False
        run.skipped = []
        for rule, action, repairer in self._repairers:
            if action == Action.NOTE:
                continue
            repairs = repairer(run.current)
            run.skipped += [
                Failure(FailureKind.SKIPPED, f"offsets {start}-{end}: {reason}", (rule.name,)) for start, end, reason in repairs.skipped
            ]
            edits = run.unspared(rule, repairs.edits) if run.spared else repairs.edits
            if edits:
                changed = True
                run.change(edits)
        return changed

    def _cut(self, run: _Run) -> bool:
        page = Page(run.current, run.title)
        run.findings = find(page, self._finders, run.scan, run.lang)
        if not run.findings:
            return False
        run.passes.append((run.edits, run.findings))
        self._fill_fields(run, page)
        if run.spared:
            run.findings, reasons = spare(page, run.findings, self._finders, run.spared_now())
            for finding, why in reasons.items():
                run.spare(finding.reach.start, finding.reach.end, self._finders[finding.rule].rule, why)
        edits = cutting.edits(page, cutting.resolve(page, run.findings), self._finders)
        if not edits:
            return False
        if run.words is None:
            run.words = count_words(run.current) if any(map(page.is_prose, page.filled)) else 0
        for edit in edits:
            words = count_words(edit.old)
            if all(self._rules[name].guarded for name in edit.by):
                run.words_cut += words
            else:
                run.words -= words
        run.change(edits)
        return True

    def _fill_fields(self, run: _Run, page: Page) -> None:
        """The fields of the result that categories name: the text of the first finding of each."""
        for finding in sorted(run.findings, key=lambda finding: finding.reach.start):
            name = self.categories[self._finders[finding.rule].rule.category].field
            if name is not None and finding.status not in (Status.HINT, Status.EXEMPT):
                run.fields.setdefault(name, page.text[finding.reach.start : finding.reach.end].strip())

    def _over_cut(self, run: _Run) -> Failure | None:
        if run.words is None or run.words <= 0 or run.words_cut * 100 <= run.words * MAX_CUT_PERCENT:
            return None
        rules = dict.fromkeys(name for edit in run.edits if not edit.new for name in edit.by)
        message = f"rules would cut {run.words_cut} of {run.words} words, more than {MAX_CUT_PERCENT} %: nothing was cut"
        return Failure(FailureKind.OVER_CUT, message, tuple(rules))

    def _result(self, run: _Run, stamp: Stamp, *, settled: bool) -> Result:
        if not settled:
            message = f"the text still changed after {MAX_PASSES} passes"
            return _unchanged(run.source, stamp, Failure(FailureKind.UNSETTLED, message, run.edits[0].by if run.edits else ()))
        notes = [self._note(edit.start, edit.old, edit.new, edit.by) for edit in run.edits]
        notes += self._standing(run)
        return Result(run.current, tuple(sorted(notes)), stamp, run.fields, (*run.failures, *run.skipped))

    def _note(self, start: int, old: str, new: str, by: tuple[str, ...], status: str = "", stays: str = "") -> Note:
        rule = self._rules[by[0]]
        status = status or ("replaced" if new else "removed")
        return Note(start, start + len(old), old, new, rule.category, by, rule.why, str(rule.level), status, stays)

    def _standing(self, run: _Run) -> list[Note]:
        """Notes of what was found and left: the findings of the last pass that removed nothing, and the repairs only noted."""
        spans = [(finding.reach.start, finding.reach.end, *self._stays(finding, run.findings)) for finding in run.findings]
        for rule, action, repairer in self._repairers:
            if action == Action.NOTE:
                why = self._reason(rule)
                spans += [(edit.start, edit.end, rule.name, str(Status.NOTED), why) for edit in repairer(run.current).edits if edit.old]
        if not spans and not run.reasons:
            return []
        offsets = OffsetMap(run.edits)
        standing: dict[tuple[int, int, str, str], str] = {}
        for start, end, name, status, stays in spans:
            place = (offsets.to_source(start), offsets.to_source(end - 1) + 1, name)
            standing[*place, status] = run.reasons.get(place, stays)
        for place, why in run.reasons.items():
            standing.setdefault((*place, str(Status.KEPT)), why)
        exempt = {
            (offsets.to_source(finding.reach.start), offsets.to_source(finding.reach.end - 1) + 1, rule.name): rule.exempt[finding.change]
            for finding in run.findings
            if finding.status == Status.EXEMPT
            for rule in (self._finders[finding.rule].rule,)
        }
        notes = []
        for (low, high, name, status), stays in standing.items():
            old = run.source[low:high]
            note = self._note(low, old, old, (name,), status, stays)
            change = exempt.get((low, high, name)) if status == Status.EXEMPT else None
            notes.append(note if change is None else note._replace(rules=(name, change.name), why=change.why))
        return notes

    def _stays(self, finding: Finding, findings: Sequence[Finding]) -> tuple[str, str, str]:
        """The rule of a finding of the last pass, which removed nothing; what it came to, and why."""
        rule = self._finders[finding.rule].rule
        if finding.status == Status.HINT:
            return rule.name, str(Status.HINT), f"the rule's level, {rule.level}, is beyond the policy's, {self.policy.level}"
        if finding.status == Status.EXEMPT:
            return rule.name, str(Status.EXEMPT), rule.exempt[finding.change].why
        if finding.status != Status.REMOVED:
            return rule.name, str(finding.status), self._reason(rule)
        stronger = next(self._finders[other.rule].rule for other in findings if cutting.protects(other, finding))
        return rule.name, str(Status.KEPT), f"{stronger.name} finds it too, and {self._reason(stronger)}"

    def _reason(self, rule: Rule) -> str:
        return self.policy.reason(rule, self.categories[rule.category])


class _Run:
    """One text on its way through the passes."""

    def __init__(self, text: str, scan: Scan, title: str | None = None, lang: str | None = None, spared: Sequence[Spared] = ()) -> None:
        self.source = self.current = text
        self.scan = scan
        self.title = title
        self.lang = lang
        self.spared = spared
        self.reasons: dict[tuple[int, int, str], str] = {}  # why what a rule found in a stretch of `source` was spared
        self.edits: list[Edit] = []  # of `source`; `current` is what they come to
        self.findings: list[Finding] = []  # of the last pass
        self.passes: list[tuple[list[Edit], list[Finding]]] = []  # the edits so far and what was found behind them
        self.fields: dict[str, str] = {}
        self.failures: list[Failure] = []
        self.skipped: list[Failure] = []  # of the last pass
        self.words: int | None = None  # of the text before the first cut, unguarded cuts not counted
        self.words_cut = 0

    def change(self, edits: Sequence[Edit]) -> None:
        self.edits = compose(self.edits, edits)
        self.current = apply(self.current, edits)

    def spared_now(self) -> list[Spared]:
        """What is spared, by the offsets of `current`."""
        offsets = OffsetMap(self.edits)
        return [item._replace(start=offsets.to_edited(item.start), end=offsets.to_edited(item.end)) for item in self.spared]

    def unspared(self, rule: Rule, edits: Sequence[Edit]) -> list[Edit]:
        """The edits of a rule that are not spared."""
        left = []
        spared = self.spared_now()
        for edit in edits:
            why = next((item.why for item in spared if item.spares(rule, edit.start, edit.end)), "")
            if why:
                self.spare(edit.start, edit.end, rule, why)
            else:
                left.append(edit)
        return left

    def spare(self, start: int, end: int, rule: Rule, why: str) -> None:
        """Remember why a stretch of `current` that a rule found was spared."""
        offsets = OffsetMap(self.edits)
        self.reasons[offsets.to_source(start), offsets.to_source(end - 1) + 1, rule.name] = why


def _unchanged(text: str, stamp: Stamp, failure: Failure) -> Result:
    return Result(text, (), stamp, failures=(failure,))


def _rebuild(policy: Policy, packs: tuple[Pack, ...], exhaustive: bool) -> Cleaner:  # noqa: FBT001
    return Cleaner(policy=policy, packs=packs, exhaustive=exhaustive)

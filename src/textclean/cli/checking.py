"""What `textclean check` does: shows what cleaning would change, in one of several forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path, PurePath

import click

from textclean.batch.baseline import Baseline
from textclean.batch.configuration import Configuration
from textclean.batch.flow import Begun, Cleaned, Ended, Event, Work
from textclean.batch.sources import Source
from textclean.cli.batches import Batch
from textclean.cli.options import ERROR, FINE, FOUND, warn
from textclean.cli.output import console, is_terminal
from textclean.cli.progress import with_progress
from textclean.cli.telling import many, tell_end, tell_problems
from textclean.formats.checked import Checked
from textclean.formats.printable import printable
from textclean.rules.rule import Rule


def check_paths(paths: Sequence[str], configuration: Configuration, form: str | None, *, strict: bool) -> int:
    """Show what cleaning files would change, in one of `FORMS` or that of the configuration; the exit code."""
    batch = Batch.of(paths, configuration)
    outcome = _Outcome()
    events = with_progress(batch.run(Work(batch.cleaners, strict=strict)), batch.files)
    baseline = Baseline.read(batch.here.baseline) if batch.here.baseline else None
    known = _Known(baseline, batch.here.project) if baseline else None
    documents = _documents(outcome.of(known.new(events) if known else events))
    FORMS[form or batch.here.output_format](documents, batch.rules)
    if known:
        known.tell_stale()
    return outcome.code


def write_baseline(paths: Sequence[str], configuration: Configuration, target: Path) -> int:
    """Write the findings in files to a baseline; the exit code."""
    batch = Batch.of(paths, configuration)
    outcome = _Outcome()
    events = outcome.of(with_progress(batch.run(Work(batch.cleaners)), batch.files))
    Baseline.of((event.file.key, event.result) for event in events if isinstance(event, Cleaned) and event.result).write(target)
    return ERROR if outcome.code == ERROR else FINE


class _Known:
    """A baseline on its way through a batch."""

    def __init__(self, baseline: Baseline, project: Path) -> None:
        self._baseline = baseline
        self._seen = {path for path in baseline.paths if not (project / path).exists()}

    def new(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events, without the findings that are known."""
        for event in events:
            if isinstance(event, Cleaned) and event.result:
                yield event._replace(result=self._baseline.without_known(event.file.key, event.result))
            else:
                yield event
            if isinstance(event, Ended) and not event.problem:
                self._seen.add(event.file.key)

    def tell_stale(self) -> None:
        """Say on standard error how much the baseline holds that the files of the batch do not, or that are no more."""
        stale = self._baseline.stale(self._seen)
        if stale:
            documents = dict.fromkeys(item.path for item in stale)
            more = f" and {len(documents) - 1} more" if len(documents) > 1 else ""
            lines = many(sum(item.lines for item in stale), "known line")
            warn(f"{next(iter(documents))}{more}: {lines} of the baseline no longer found; --write-baseline renews it")


class _Outcome:
    """The exit code so far; on its way the problems are told."""

    code = FINE

    def of(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events."""
        source: Source | None = None
        for event in events:
            match event:
                case Begun():
                    source = event.source
                case Cleaned():
                    tell_problems(event)
                    self.code = max(self.code, ERROR if event.failed else FOUND if event.result and event.result.edits else FINE)
                case Ended():
                    tell_end(event, source)
                    source = None
                    self.code = max(self.code, ERROR if event.problem else FINE)
            yield event


def _documents(events: Iterable[Event]) -> Iterator[Checked]:
    for event in events:
        if isinstance(event, Cleaned) and (event.result or event.problem):
            yield Checked(event.name, event.result, event.problem)
        elif isinstance(event, Ended) and event.problem:
            yield Checked(event.file.name, None, event.problem)


def _text(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.findings import finding_lines

    changes = changed = 0
    for path, result, _problem in documents:
        for line in finding_lines(result, path) if result else ():
            click.echo(line)
        if result and result.edits:
            changes += len(result.edits)
            changed += 1
    if changes:
        click.echo(f"{many(changes, 'change')} to make in {many(changed, 'document')}: `textclean fix` makes them", err=True)


def _diff(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.diff import diff_text
    from textclean.formats.diff_view import diff_view

    terminal = console() if is_terminal() else None
    for path, result, _problem in documents:
        if result is None:
            continue
        if terminal is None:
            click.echo(diff_text(result, path).encode(), nl=False)  # bytes: `patch` needs every line end as it is
        elif view := diff_view(result, path):
            terminal.print(view)
        for failure in result.failures:
            click.echo(f"textclean: {printable(path)}: {failure.kind}: {printable(failure.message)}", err=True)


def _statistics(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.counting import count_document, statistics
    from textclean.formats.statistics import category_table

    counts = (count_document(result.as_record(), path) for path, result, _problem in documents if result)
    console().print(category_table(statistics(counts), boxed=is_terminal()))


def _json(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.findings_json import json_array

    click.echo(json_array(documents))


def _jsonl(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.findings_json import json_lines

    for checked in documents:
        for line in json_lines(checked):
            click.echo(line)


def _sarif(documents: Iterable[Checked], rules: Mapping[str, Rule]) -> None:
    from textclean.formats.sarif import sarif_log

    portable = (checked._replace(path=PurePath(checked.path).as_posix()) for checked in documents)
    click.echo(sarif_log(portable, rules, version("textclean-rules")))


FORMS: dict[str, Callable[[Iterable[Checked], Mapping[str, Rule]], None]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "diff": _diff,
    "statistics": _statistics,
}


def form_of(output_format: str | None, *, diff: bool, statistics: bool) -> str | None:
    """The form that the options ask for, if they do.

    Raises `click.UsageError` when they ask for more than one.
    """
    asked: Sequence[str] = [form for form, wanted in (("diff", diff), ("statistics", statistics)) if wanted]
    asked = [*asked, *([output_format] if output_format else [])]
    if len(asked) > 1:
        raise click.UsageError("--diff, --statistics and --output-format exclude one another")
    return asked[0] if asked else None

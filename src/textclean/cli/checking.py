"""What `textclean check` does: shows what cleaning would change, in one of several forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import PurePath

import click

from textclean.batch.configuration import Configuration
from textclean.batch.flow import Begun, Cleaned, Ended, Event, Work
from textclean.batch.sources import Source
from textclean.cli.batches import Batch
from textclean.cli.options import ERROR, FINE, FOUND
from textclean.cli.output import console, is_terminal
from textclean.cli.progress import with_progress
from textclean.cli.telling import tell_end, tell_problems
from textclean.formats.checked import Checked
from textclean.formats.printable import printable
from textclean.rules.rule import Rule


def check_paths(paths: Sequence[str], configuration: Configuration, form: str | None) -> int:
    """Show what cleaning files would change, in one of `FORMS` or that of the configuration; the exit code."""
    batch = Batch.of(paths, configuration)
    outcome = _Outcome()
    events = with_progress(batch.run(Work(batch.cleaners)), batch.files)
    FORMS[form or batch.here.output_format](_documents(events, outcome), batch.rules)
    return outcome.code


class _Outcome:
    """The exit code so far."""

    code = FINE

    def meet(self, code: int) -> None:
        self.code = max(self.code, code)


def _documents(events: Iterable[Event], outcome: _Outcome) -> Iterator[Checked]:
    source: Source | None = None
    for event in events:
        match event:
            case Begun():
                source = event.source
            case Cleaned():
                tell_problems(event)
                if event.result or event.problem:
                    outcome.meet(ERROR if event.failed else FOUND if event.result and event.result.edits else FINE)
                    yield Checked(event.name, event.result, event.problem)
            case Ended():
                tell_end(event, source)
                source = None
                if event.problem:
                    outcome.meet(ERROR)
                    yield Checked(event.file.name, None, event.problem)


def _text(documents: Iterable[Checked], _: Mapping[str, Rule]) -> None:
    from textclean.formats.findings import finding_lines

    for path, result, _problem in documents:
        for line in finding_lines(result, path) if result else ():
            click.echo(line)


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

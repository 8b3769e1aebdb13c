"""What `textclean check` does: cleans every file and shows what that would change, in one of several forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import PurePath

import click

from textclean.batch.documents import DocumentError, read_document
from textclean.cleaner import Cleaner
from textclean.cli.output import console, is_terminal
from textclean.cli.pages import clean_page, is_page
from textclean.formats.checked import Checked
from textclean.formats.printable import printable

FINE, FOUND, ERROR = 0, 1, 2


def check_files(cleaner: Cleaner, files: Iterable[str], form: str) -> int:
    """Show what cleaning would change, in one of `FORMS`; the exit code. A file that cannot be read costs that file only."""
    codes = [FINE]

    def documents() -> Iterator[Checked]:
        for file in files:
            checked = _check(cleaner, file)
            codes.append(_code(checked))
            yield checked

    FORMS[form](documents(), cleaner)
    return max(codes)


def _check(cleaner: Cleaner, file: str) -> Checked:
    try:
        result = clean_page(cleaner, file)[0] if is_page(file) else cleaner.clean(read_document(file).text)
        return Checked(file, result)
    except DocumentError as error:
        click.echo(f"textclean: {printable(str(error))}", err=True)
        return Checked(file, None, str(error))


def _code(checked: Checked) -> int:
    if checked.result is None or checked.result.failed:
        return ERROR
    return FOUND if checked.result.edits else FINE


def _text(documents: Iterable[Checked], _: Cleaner) -> None:
    from textclean.formats.findings import finding_lines

    for path, result, _problem in documents:
        for line in finding_lines(result, path) if result else ():
            click.echo(line)


def _diff(documents: Iterable[Checked], _: Cleaner) -> None:
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


def _statistics(documents: Iterable[Checked], _: Cleaner) -> None:
    from textclean.formats.counting import count_document, statistics
    from textclean.formats.statistics import category_table

    counts = (count_document(result.as_record(), path) for path, result, _problem in documents if result)
    console().print(category_table(statistics(counts), boxed=is_terminal()))


def _json(documents: Iterable[Checked], _: Cleaner) -> None:
    from textclean.formats.findings_json import json_array

    click.echo(json_array(documents))


def _jsonl(documents: Iterable[Checked], _: Cleaner) -> None:
    from textclean.formats.findings_json import json_lines

    for checked in documents:
        for line in json_lines(checked):
            click.echo(line)


def _sarif(documents: Iterable[Checked], cleaner: Cleaner) -> None:
    from textclean.formats.sarif import sarif_log

    rules = {rule.name: rule for pack in cleaner.packs for rule in pack.rules}
    portable = (checked._replace(path=PurePath(checked.path).as_posix()) for checked in documents)
    click.echo(sarif_log(portable, rules, version("textclean-rules")))


FORMS: dict[str, Callable[[Iterable[Checked], Cleaner], None]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "diff": _diff,
    "statistics": _statistics,
}


def form_of(output_format: str | None, *, diff: bool, statistics: bool) -> str:
    """The form that the options ask for.

    Raises `click.UsageError` when they ask for more than one.
    """
    asked: Sequence[str] = [form for form, wanted in (("diff", diff), ("statistics", statistics)) if wanted]
    asked = [*asked, *([output_format] if output_format else [])]
    if len(asked) > 1:
        raise click.UsageError("--diff, --statistics and --output-format exclude one another")
    return asked[0] if asked else "text"

"""The `textclean` command."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from textclean.errors import TextcleanError

if TYPE_CHECKING:
    from textclean.cleaner import Cleaner
    from textclean.result import Result

ERROR = 2
_LINE_END = "\n"


class _Group(click.Group):
    """Turns our errors into a message on standard error and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TextcleanError as error:
            from textclean.formats.printable import printable

            click.echo(f"textclean: {printable(str(error), keep=_LINE_END)}", err=True)
            sys.exit(ERROR)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="textclean-rules", prog_name="textclean")
def main() -> None:
    """Clean article text by tested rules; a note for every character that goes."""


def _policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose rules and what they do."""
    for option in (
        click.option("--rules", multiple=True, metavar="PATH", help="A rule file, or a folder of them, beside the built-in packs."),
        click.option("--select", multiple=True, metavar="NAME", help="Only these categories, packs or rules act."),
        click.option("--ignore", multiple=True, metavar="NAME", help="These categories, packs or rules do not act."),
        click.option(
            "--keep", multiple=True, metavar="NAME", help="What these categories, packs or rules find stays, whatever else finds it."
        ),
        click.option(
            "--level", type=click.Choice(["safe", "likely", "hint"]), default="likely", show_default=True, help="How sure rules must be."
        ),
    ):
        command = option(command)
    return command


def _cleaner(rules: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], keep: tuple[str, ...], level: str) -> Cleaner:
    from textclean.cleaner import Cleaner
    from textclean.rules.policy import Policy
    from textclean.rules.rule import Action, Level

    selected, ignored, kept = (tuple(name for value in given for name in value.split(",")) for given in (select, ignore, keep))
    return Cleaner(rules, Policy(dict.fromkeys(kept, Action.KEEP), Level(level), selected, ignored))


@main.command()
@click.argument("file")
@click.option("--notes", metavar="PATH", help="Write the record of what went and why, as JSON lines; '-' prints it instead of the text.")
@click.option("--notes-detail", type=click.Choice(["full", "spans", "off"]), default="full", help="How much of what went the record holds.")
@click.option("--encoding", metavar="NAME", help="The file's encoding; UTF-8 or what a byte order mark says if not given.")
@click.option("--title", help="The page's title, if known.")
@click.option("--lang", help="The text's language as a two-letter code, if known.")
@_policy_options
def clean(
    file: str, notes: str | None, notes_detail: str, encoding: str | None, title: str | None, lang: str | None, **policy: Any
) -> None:
    """Print the clean text of FILE ('-': standard input), in its encoding."""
    from textclean.batch.documents import read_document, write_bytes
    from textclean.batch.records import record_line
    from textclean.result import Detail

    document = read_document(file, encoding)
    result = _cleaner(**policy).clean(document.text, title=title, lang=lang)
    data = document.encode(result.text)
    if notes is not None:
        write_bytes(notes, record_line(result, document, Detail[notes_detail.upper()]))
    if notes != "-":
        write_bytes("-", data)
    _report_failures(result, file)


@main.command()
@click.argument("clean_file", metavar="CLEAN")
@click.option("--notes", metavar="PATH", required=True, help="The records that cleaning wrote.")
def undo(clean_file: str, notes: str) -> None:
    """Print the original of the file CLEAN, to the byte."""
    from textclean.batch.documents import write_bytes
    from textclean.batch.records import undo as original

    write_bytes("-", original(clean_file, notes))


@main.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--diff", is_flag=True, help="Show a unified diff, with the rules of each hunk, instead of a list.")
@click.option("--statistics", is_flag=True, help="Count by category instead of listing.")
@click.option("--output-format", type=click.Choice(["text", "json", "jsonl", "sarif"]), help="How to list.  [default: text]")
@_policy_options
def check(files: tuple[str, ...], diff: bool, statistics: bool, output_format: str | None, **policy: Any) -> None:  # noqa: FBT001
    """List what cleaning FILES would change; exit 1 if there is anything."""
    from textclean.cli.checking import check_files, form_of

    form = form_of(output_format, diff=diff, statistics=statistics)
    sys.exit(check_files(_cleaner(**policy), files, form))


@main.command()
@click.argument("notes", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def stats(notes: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Count what cleaning came to, from NOTES: records as `clean --notes` writes them ('-': standard input)."""
    from textclean.cli.counting import show_statistics

    sys.exit(show_statistics(notes, as_json=as_json))


@main.command()
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--title", help="The page's title, if known.")
@click.option("--lang", help="The text's language as a two-letter code, if known.")
@_policy_options
def why(place: str, title: str | None, lang: str | None, **policy: Any) -> None:
    """Say why a line of FILE goes or is changed; or why it stays, and which rules nearly find it."""
    from textclean.batch.documents import read_document
    from textclean.formats.explanation import count_lines, why_lines

    matched = re.fullmatch(r"(.+?):([1-9][0-9]*)(?::([1-9][0-9]*))?", place)
    if matched is None:
        raise click.UsageError("give the place as FILE:LINE or FILE:LINE:COLUMN")
    text = read_document(matched[1]).text
    line, column = int(matched[2]), int(matched[3]) if matched[3] else None
    if line > (lines := count_lines(text)):
        raise click.UsageError(f"{matched[1]} has {lines} lines, no line {line}")
    cleaner = _cleaner(**policy)
    result = cleaner.clean(text, title=title, lang=lang)
    trials = cleaner.trials(text, line, title=title, lang=lang)
    for row in why_lines(result, trials, place, line, column):
        click.echo(row)
    _report_failures(result, matched[1])


def _report_failures(result: Result, file: str) -> None:
    from textclean.formats.printable import printable

    for failure in result.failures:
        click.echo(f"textclean: {printable(file)}: {failure.kind}: {printable(failure.message)}", err=True)
    if result.failed:
        sys.exit(ERROR)


@main.group()
def rules() -> None:
    """Look at the rules, and test them."""


@rules.command("list")
@_policy_options
def list_rules(**policy: Any) -> None:
    """List the rules with their level and what is done with their findings."""
    cleaner = _cleaner(**policy)
    for pack in cleaner.packs:
        for rule in pack.rules:
            action = cleaner.policy.action(rule, cleaner.categories[rule.category])
            click.echo(f"{rule.name:48s} {rule.category:16s} {rule.level!s:7s} {action!s:7s} {rule.why}")


@rules.command("show")
@click.argument("name")
@_policy_options
def show_rule(name: str, **policy: Any) -> None:
    """Show the rule NAME (or all rules whose id it is) as people read it, with its examples."""
    from textclean.formats.explanation import rule_page

    cleaner = _cleaner(**policy)
    named = [rule for pack in cleaner.packs for rule in pack.rules if name in (rule.name, rule.id)]
    if not named:
        raise click.UsageError(f"no rule is named {name}; `textclean rules list` shows what there is")
    for rule in named:
        for line in rule_page(rule, str(cleaner.policy.action(rule, cleaner.categories[rule.category]))):
            click.echo(line)


@rules.command("test")
@click.argument("names", nargs=-1)
@click.option("--rules", "paths", multiple=True, metavar="PATH", help="A rule file, or a folder of them, beside the built-in packs.")
def test_rules(names: tuple[str, ...], paths: tuple[str, ...]) -> None:
    """Run the rules' own examples: all, or those of the named categories, packs and rules."""
    from textclean.cleaner import load
    from textclean.ruletest import run_examples

    packs = load(paths)
    chosen = [rule for pack in packs for rule in pack.rules if not names or {rule.name, rule.pack, rule.category} & set(names)]
    if not chosen:
        raise click.UsageError(f"no category, pack or rule is named {' or '.join(names)}")
    taken = {rule.name for rule in chosen}
    faults = run_examples(packs, lambda rule: rule.name in taken)
    for fault in faults:
        click.echo(fault)
    examples = sum(len(rule.drops) + len(rule.keeps) + len(rule.misses) + len(rule.mends) for rule in chosen)
    click.echo(f"{len(chosen)} rules, {examples} examples, {len(faults)} faults")
    sys.exit(ERROR if faults else 0)

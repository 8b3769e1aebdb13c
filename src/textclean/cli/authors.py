"""The commands that judge rules for their authors."""

from __future__ import annotations

import sys
from typing import Any

import click

from textclean.cli.choosing import chosen_rules, output_format, rule_paths
from textclean.cli.options import FOUND, build_configuration, policy_options
from textclean.cli.output import console, is_terminal


@click.command()
@click.argument("names", nargs=-1)
@rule_paths
@output_format
@click.option("--at-least", type=click.IntRange(0, 100), default=0, metavar="PERCENT", help="Exit with 1 when fewer are caught.")
def mutants(names: tuple[str, ...], paths: tuple[str, ...], output_format: str, at_least: int) -> None:
    """Take one guard after the other from the rules, and list those that their examples do not miss.

    Guards are the anchors and word boundaries of a pattern, the caps on its gaps, and max_words. All rules, or those of the named
    categories, packs and rules.
    """
    from textclean.authoring.mutants import try_mutants
    from textclean.cleaner import load
    from textclean.formats.mutants import mutants_json, mutants_lines

    packs = load(paths)
    chosen = chosen_rules(packs, names)
    trials = list(try_mutants(packs, lambda rule: rule.name in chosen))
    for line in mutants_lines(trials) if output_format == "text" else [mutants_json(trials)]:
        click.echo(line)
    caught = sum(trial.caught for trial in trials)
    sys.exit(FOUND if caught * 100 < at_least * len(trials) else 0)


@click.command()
@click.argument("gold", nargs=-1, required=True)
@click.option("--field", "fields", multiple=True, metavar="NAME", help="Which of a record's `outputs` to score (or its key, for `text`).")
@click.option("--title", "titled", is_flag=True, help="Hand over the page's title where a record has one.")
@click.option("--output-format", type=click.Choice(["text", "json", "tsv"]), default="text", show_default=True, help="How to answer.")
@policy_options
def score(gold: tuple[str, ...], fields: tuple[str, ...], titled: bool, output_format: str, **options: Any) -> None:  # noqa: FBT001
    """Judge the rules by articles with gold bodies.

    GOLD holds JSON lines (gzip or not): `gold`, the body, and `text` or `outputs` (texts by name). Lists by category and by rule how
    much of what is found is noise, body or between, what it is worth in word F1, and what would be cut from the gold bodies.
    """
    from pathlib import PurePath

    from textclean.authoring.scoring import Scorer
    from textclean.batch.gold import read_cases
    from textclean.formats.scores import scores_json, scores_tables, scores_tsv

    here = build_configuration(options).here
    scorer = Scorer(here.cleaner(), here.lang)
    for path in gold:
        for case in read_cases(path, fields, titled=titled):
            scorer.add(case)
    scores = scorer.scores()
    if output_format == "text":
        console().print(scores_tables(scores, boxed=is_terminal()))
    elif output_format == "json":
        click.echo(scores_json(scores))
    else:
        given = [*(f"--field {name}" for name in fields), *(["--title"] if titled else [])]
        files = [PurePath(path).name for path in gold]
        for line in scores_tsv(scores, " ".join(["textclean rules score", *files, *given, "--output-format tsv"])):
            click.echo(line)


@click.command()
@click.argument("names", nargs=-1)
@rule_paths
@output_format
def check(names: tuple[str, ...], paths: tuple[str, ...], output_format: str) -> None:
    """Look for rules that are dead, double, shadowed, slow, or tried on every line.

    All rules, or those of the named categories, packs and rules. Exits with 1 when something is wrong; hints do not count.
    """
    import time

    from textclean.authoring.checks import Severity, check_rules
    from textclean.cleaner import load
    from textclean.formats.reports import report_line, reports_json

    packs = load(paths)
    chosen = chosen_rules(packs, names)
    reports = list(check_rules(packs, time.thread_time, lambda rule: rule.name in chosen))
    wrong = sum(report.severity != Severity.HINT for report in reports)
    if output_format == "json":
        click.echo(reports_json(reports))
    else:
        for report in reports:
            click.echo(report_line(report))
        click.echo(f"{len(chosen)} rules, {wrong} faults, {len(reports) - wrong} hints")
    sys.exit(FOUND if wrong else 0)


@click.command()
@click.argument("text")
@click.option("--category", metavar="ID", help="The category; without it, that of the known example most like the line.")
@click.option("--lang", default="any", show_default=True, metavar="XX", help="The language of the line, as a two-letter code.")
@click.option("--id", "rule_id", metavar="ID", help="The rule's id; without it, the first words of the line.")
@rule_paths
def new(text: str, category: str | None, lang: str, rule_id: str | None, paths: tuple[str, ...]) -> None:
    """Print a draft of a pack with a rule that takes the line TEXT; it loads, and passes `rules test`."""
    from textclean.authoring.drafts import Wish, draft
    from textclean.cleaner import load
    from textclean.rules.files import read_categories
    from textclean.rules.loading import load_categories

    packs, categories = load(paths), load_categories(read_categories())
    click.echo(draft(Wish(text, category, lang, rule_id), packs, categories), nl=False)


@click.command()
@click.option("--figures", metavar="PATH", help="Figures to show, as `rules score --output-format tsv` prints them.")
@rule_paths
def docs(figures: str | None, paths: tuple[str, ...]) -> None:
    """Print the page of all rules, a section for each, as Markdown."""
    from textclean.batch.documents import read_document
    from textclean.cleaner import Cleaner
    from textclean.formats.rule_pages import read_figures, rule_pages

    try:
        measured = read_figures(read_document(figures).text) if figures else {}
    except ValueError as error:
        raise click.UsageError(f"{figures}: {error}") from error
    cleaner = Cleaner(paths)
    for line in rule_pages(cleaner.packs, cleaner.categories.values(), measured):
        click.echo(line)

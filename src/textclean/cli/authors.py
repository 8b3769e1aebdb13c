"""The commands that judge rules for their authors."""

from __future__ import annotations

import sys

import click

from textclean.cli.choosing import chosen_rules, output_format, rule_paths

FOUND = 1


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

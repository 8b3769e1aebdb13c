"""The commands for rules and their authors: `rules list`, `show`, `test`, `import-ftr`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.authors import check, docs, mutants, new, score
from textclean.cli.choosing import chosen_rules, rule_paths
from textclean.cli.options import ERROR, build_configuration, policy_options

if TYPE_CHECKING:
    from textclean.rules.rule import Action, Rule


@click.group()
def rules() -> None:
    """Look at the rules, and test them."""


@rules.command("list")
@policy_options
def list_rules(**options: Any) -> None:
    """List the rules with their level and what is done with their findings."""
    for rule, action in _rules(options):
        click.echo(f"{rule.name:48s} {rule.category:16s} {rule.level!s:7s} {action!s:7s} {rule.why}")


@rules.command("show")
@click.argument("name")
@policy_options
def show_rule(name: str, **options: Any) -> None:
    """Show the rule NAME (or all rules whose id it is) as people read it, with its examples."""
    from textclean.formats.explanation import rule_page

    named = [(rule, action) for rule, action in _rules(options) if name in (rule.name, rule.id)]
    if not named:
        raise click.UsageError(f"no rule is named {name}; `textclean rules list` shows what there is")
    for rule, action in named:
        for line in rule_page(rule, str(action)):
            click.echo(line)


def _rules(options: Mapping[str, Any]) -> Iterator[tuple[Rule, Action]]:
    """The rules with overlays, and what is done with what they find. No cleaner is built, which takes longer than reading them."""
    from textclean.rules.files import read_categories
    from textclean.rules.loading import load_categories
    from textclean.rules.overlays import overlaid

    settings = build_configuration(options).here
    categories = load_categories(read_categories())
    for rule in overlaid(settings.packs()):
        yield rule, settings.ruling.policy.action(rule, categories[rule.category])


@rules.command("test")
@click.argument("names", nargs=-1)
@rule_paths
def test_rules(names: tuple[str, ...], paths: tuple[str, ...]) -> None:
    """Run the rules' own examples: all, or those of the named categories, packs and rules."""
    from textclean.cleaner import load
    from textclean.ruletest import run_examples

    packs = load(paths)
    chosen = chosen_rules(packs, names)
    faults = run_examples(packs, lambda rule: rule.name in chosen)
    for fault in faults:
        click.echo(fault)
    examples = sum(len(rule.drops) + len(rule.keeps) + len(rule.misses) + len(rule.mends) for rule in chosen.values())
    click.echo(f"{len(chosen)} rules, {examples} examples, {len(faults)} faults")
    sys.exit(ERROR if faults else 0)


@rules.command("schema")
def schema() -> None:
    """Print the JSON Schema of packs and overlays, for editors."""
    import json

    from textclean.rules.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=1))


@rules.command("import-ftr")
@click.argument("files", nargs=-1, required=True)
def import_ftr(files: tuple[str, ...]) -> None:
    """Print a pack of element rules made from FILES in the format of ftr-site-config, each named for its host.

    What could not be carried over is listed on standard error.
    """
    from pathlib import PurePath

    from textclean.batch.documents import read_document
    from textclean.formats.printable import printable
    from textclean.rules.ftr import import_sites

    imported = import_sites((PurePath(file).name, read_document(file).text) for file in files)
    click.echo(imported.yaml.encode(), nl=False)
    for file, line, text, reason in imported.left:
        click.echo(f"textclean: {printable(file)}:{line}: {printable(text)}: {reason}", err=True)


for command in (check, docs, mutants, new, score):
    rules.add_command(command)

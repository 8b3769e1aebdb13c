"""What the commands for rule authors share: which rules they are about, and in what form they answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from textclean.rules.rule import Pack, Rule

rule_paths = click.option(
    "--rules", "paths", multiple=True, metavar="PATH", help="A rule file, or a folder of them, beside the built-in packs."
)
output_format = click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people, or for programs."
)


def chosen_rules(packs: Iterable[Pack], names: Iterable[str]) -> dict[str, Rule]:
    """The rules of the named categories, packs and rules, all without names, by name.

    Raises `click.UsageError` when a name fits nothing.
    """
    rules = [rule for pack in packs for rule in pack.rules]
    wanted = set(names)
    known = {name for rule in rules for name in (rule.name, rule.pack, rule.category)}
    if unknown := sorted(wanted - known):
        raise click.UsageError(f"no category, pack or rule is named {' or '.join(unknown)}; `textclean rules list` shows what there is")
    return {rule.name: rule for rule in rules if not wanted or {rule.name, rule.pack, rule.category} & wanted}

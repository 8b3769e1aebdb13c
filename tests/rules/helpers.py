"""Rules and packs made short, for tests."""

from __future__ import annotations

from textclean.cleaner import Cleaner
from textclean.rules.loading import Source, load_categories, load_packs
from textclean.rules.policy import Policy
from textclean.rules.rule import Level, Pack, Rule, Scope, Where

CATEGORIES = b"""
categories:
  - {id: share, about: Sharing.}
  - {id: date, about: Dates.}
  - {id: headline, about: Headlines., field: headline}
  - {id: note, about: Notes., action: keep}
"""


def categories():
    return load_categories(Source("categories.yaml", CATEGORIES))


def load(yaml: str, repairs=()) -> list[Pack]:
    return load_packs([Source("pack.yaml", yaml.encode())], categories(), repairs)


def rule(match: str | None = None, id: str = "r", category: str = "share", scope: str = "line", **fields) -> Rule:  # noqa: A002
    where = fields.pop("where", {})
    level = Level(fields.pop("level", "likely"))
    return Rule(
        pack="test",
        id=id,
        category=category,
        why="A test.",
        path="test.yaml",
        line=1,
        scope=Scope(scope),
        match=match,
        level=level,
        where=Where(**where),
        **{"max_lines": 12, **fields},
    )


def cleaner(*rules: Rule, **policy) -> Cleaner:
    return Cleaner(packs=[Pack("test", "test.yaml", "0" * 64, rules)], policy=Policy(**policy))


def cleaned(text: str, *rules: Rule, title: str | None = None, **policy) -> str:
    return cleaner(*rules, **policy).clean(text, title=title, guarded=False).text

"""Mutants that no example catches, and how many are caught: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from textclean.authoring.mutants import Trial
from textclean.formats.printable import printable


def mutants_lines(trials: Sequence[Trial]) -> Iterator[str]:
    """A line for each mutant that is not caught, one for each pack, and the sum."""
    for trial in trials:
        if not trial.caught:
            rule = trial.mutant.rule
            yield f"{printable(rule.path)}:{rule.line}: rule {rule.name}: {trial.mutant.guard}: no example fails {trial.mutant.change}"
    tried = Counter(trial.mutant.rule.pack for trial in trials)
    caught = Counter(trial.mutant.rule.pack for trial in trials if trial.caught)
    for pack in sorted(tried) if len(tried) > 1 else ():
        yield f"{pack}: {_share(caught[pack], tried[pack])}"
    yield _share(sum(caught.values()), len(trials))


def _share(caught: int, tried: int) -> str:
    return f"{caught} of {tried} mutants caught ({caught / tried:.0%})" if tried else "no mutants"


def mutants_json(trials: Sequence[Trial]) -> str:
    """All mutants as a JSON array in ASCII."""
    return json.dumps(
        [
            {
                "rule": mutant.rule.name,
                "path": mutant.rule.path,
                "line": mutant.rule.line,
                "guard": str(mutant.guard),
                "change": mutant.change,
                "caught": caught,
            }
            for mutant, caught in trials
        ],
        indent=1,
    )

"""The errors: one class for each thing a caller can do about it. Each names place, problem and next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class TextcleanError(Exception):
    """The base of every error that textclean raises on purpose."""


class Problem(NamedTuple):
    """One thing wrong with a rule or configuration file: where, in which rule, what, and what to do about it."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        rule = f"rule {self.rule}: " if self.rule else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {rule}{self.message}{hint}"


class _Problems(TextcleanError):
    """Files cannot be used. `problems` holds every problem of every file, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[_Problems], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class RuleError(_Problems):
    """Rule files cannot be used."""


class ConfigError(_Problems):
    """Configuration files cannot be used."""


class PolicyError(TextcleanError):
    """A policy names a category, pack, rule, action or level that does not exist."""


class VerificationError(TextcleanError):
    """A result's notes do not account for its text: a fault of textclean, or of a result put together by hand."""


class RecordError(TextcleanError):
    """A record cannot be read, or does not belong to the text."""

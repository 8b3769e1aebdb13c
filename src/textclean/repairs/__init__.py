"""Repairs: mending what scraping and filters broke, before any rule looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textclean.repairs.repairer import Repairer, Repairs, Skipped

__all__ = ["REPAIRERS", "Repairer", "Repairs", "Skipped"]

REPAIRERS: Mapping[str, Callable[[str, Mapping[str, object]], Repairer]] = {}
"""The kinds of repair that rules may name: each builds a repairer from the name of its rule and the rule's options."""

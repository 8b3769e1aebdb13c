"""Repairs of damage that happened to a text before it was scraped: encodings, entities, word filters, split words.

`REPAIRERS` maps a kind to its `build(by, options)`, which checks the options and gives a `Repairer`: a pure function from
text to edits in the name of `by`. Building loads and computes nothing heavy; that happens when a text first needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from textclean.repairs import (
    characters,
    contractions,
    discovery,
    encoding,
    entities,
    hyphens,
    invisible,
    ligatures,
    masks,
    quotes,
    wordfilter,
)
from textclean.repairs.repairer import Repairer, Repairs, Skipped

__all__ = ["REPAIRERS", "Repairer", "Repairs", "Skipped"]

REPAIRERS: Mapping[str, Callable[[str, Mapping[str, object]], Repairer]] = MappingProxyType(
    {
        "characters": characters.build,
        "contractions": contractions.build,
        "discovery": discovery.build,
        "encoding": encoding.build,
        "entities": entities.build,
        "hyphens": hyphens.build,
        "zero-width": invisible.build,
        "ligatures": ligatures.build,
        "masks": masks.build,
        "quotes": quotes.build,
        "filtered-words": wordfilter.build,
    }
)

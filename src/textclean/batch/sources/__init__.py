"""The kinds of files that documents come from."""

from __future__ import annotations

from textclean.batch.sources.source import Item, Reading, Sink, Source

__all__ = ["Item", "Reading", "Sink", "Source"]

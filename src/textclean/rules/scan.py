"""Candidates: which patterns could match which lines.

`Prefilter` asks Hyperscan once for the whole view; `EveryLine` is the plain way, kept because the tests hold
the two against each other. Both may name lines that a pattern does not match; neither may miss one that it does.

Hyperscan is used as a yes/no filter and never asked where a match starts: start-of-match overwrites the stack on every
published wheel (59 crashes in 1,200 runs with it, 0 in 13,800 without). The end of a match is enough to find its line.
"""

from __future__ import annotations

import hashlib
import json
import platform
import threading
from bisect import bisect_right
from collections.abc import Sequence
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from textclean.rules import files
from textclean.rules.dialect import prefilter
from textclean.rules.page import Page
from textclean.rules.rule import Rule

if TYPE_CHECKING:
    import hyperscan

Candidates = list[tuple[int, int]]
"""Pairs of line index and rule index, in order, each once."""


class Scan(Protocol):
    """Finds candidates for a fixed list of rules; rule indexes are places in that list."""

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule whose pattern could match it."""

    @property
    def unfiltered(self) -> list[int]:
        """The rules that are tried on every line."""


class EveryLine:
    """Names every line that is not blank for every rule that has a pattern."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._scanned = [index for index, rule in enumerate(rules) if rule.match is not None]

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule with a pattern."""
        return [(line, rule) for line in page.filled for rule in self._scanned]

    @property
    def unfiltered(self) -> list[int]:
        """All rules that have a pattern."""
        return list(self._scanned)


class Prefilter:
    """One Hyperscan pass over the view. Built at first use; safe in threads, which have a scratch each."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._expressions: list[_Entry] = []
        self._everywhere: list[int] = []
        for index, rule in enumerate(rules):
            if rule.match is None:
                continue
            expression = prefilter(rule.match, exact_case=rule.exact_case)
            if expression is None:
                self._everywhere.append(index)
            else:
                self._expressions.append((index, expression, rule.exact_case))
        self._lock = threading.Lock()
        self._local = threading.local()
        self._database: hyperscan.Database | None = None
        self._scratch: hyperscan.Scratch | None = None

    @property
    def unfiltered(self) -> list[int]:
        """The rules that are tried on every line: their patterns fall out of the prefilter."""
        self._ready()
        return list(self._everywhere)

    def candidates(self, page: Page) -> Candidates:
        """Every pair of a line and a rule whose expression matches in it."""
        database = self._ready()
        hits: list[tuple[int, int]] = []
        if database is not None:

            def on_match(rule: int, _start: int, end: int, _flags: int, _context: object) -> None:
                hits.append((end, rule))

            database.scan(page.view.encoded, match_event_handler=on_match, scratch=self._thread_scratch())
        pairs = set()
        if hits:
            starts, lines = _byte_lines(page)
            pairs = {(lines[bisect_right(starts, end - 1) - 1], rule) for end, rule in set(hits)}
        if self._everywhere:
            pairs.update((line, rule) for line in page.filled for rule in self._everywhere)
        return sorted(pairs)

    def _thread_scratch(self) -> hyperscan.Scratch:
        """This thread's scratch: four threads with one between them failed 900 of 1,200 scans."""
        scratch = getattr(self._local, "scratch", None)
        if scratch is None:
            assert self._scratch is not None
            with self._lock:
                scratch = self._local.scratch = self._scratch.clone()
        return scratch

    def _ready(self) -> hyperscan.Database | None:
        if self._database is None and self._expressions:
            with self._lock:
                if self._database is None and self._expressions:
                    self._build()
        return self._database

    def _build(self) -> None:
        import hyperscan

        wanted = repr((version("hyperscan"), platform.machine(), self._expressions))
        key = f"prefilter-{hashlib.sha256(wanted.encode()).hexdigest()[:32]}"
        stored = files.load_cached(key)
        database, refused = _load(stored) if stored else (None, [])
        if database is None:
            database, refused = _compile_all(self._expressions)
            if database is not None:
                header = json.dumps(refused).encode()
                files.save_cached(key, header + b"\n" + hyperscan.dumpb(database))
        self._everywhere = sorted({*self._everywhere, *refused})
        self._expressions = [entry for entry in self._expressions if entry[0] not in refused]
        if database is not None:
            self._scratch = hyperscan.Scratch(database)
            self._database = database


_Entry = tuple[int, str, bool]


def _compile(entries: Sequence[_Entry]) -> hyperscan.Database:
    import hyperscan

    common = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_PREFILTER
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression.encode() for _, expression, _ in entries],
        ids=[rule for rule, _, _ in entries],
        flags=[common | (0 if exact_case else hyperscan.HS_FLAG_CASELESS) for _, _, exact_case in entries],
    )
    return database


def _compile_all(entries: Sequence[_Entry]) -> tuple[hyperscan.Database | None, list[int]]:
    """The database, and the rules whose expressions Hyperscan does not take even as a prefilter: almost always none."""
    import hyperscan

    try:
        return _compile(entries), []
    except hyperscan.error:
        taken, refused = [], []
        for entry in entries:
            try:
                _compile([entry])
                taken.append(entry)
            except hyperscan.error:
                refused.append(entry[0])
        return (_compile(taken) if taken else None), refused


def _load(stored: bytes) -> tuple[hyperscan.Database | None, list[int]]:
    """A database from the cache and the rules it lacks; None when another version or processor made it."""
    import hyperscan

    header, _, data = stored.partition(b"\n")
    try:
        return hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK), json.loads(header)
    except (hyperscan.error, ValueError):
        return None, []


def _byte_lines(page: Page) -> tuple[list[int], Sequence[int]]:
    """Where the rows of the encoded view start, in bytes, and the line that each row belongs to.

    A row is what stands between two `\\n` of the view; `\\r\\n` makes an empty row that belongs to the line it ends.
    """
    rows = page.view.encoded.split(b"\n")
    starts = [0, *accumulate(len(row) + 1 for row in rows[:-1])]
    if len(rows) == len(page.lines):
        return starts, range(len(rows))
    offsets = accumulate((len(row) + 1 for row in page.view.text.split("\n")[:-1]), initial=0)
    return starts, [page.lines.at(offset) for offset in offsets]

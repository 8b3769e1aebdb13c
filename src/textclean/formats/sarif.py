"""Findings as SARIF 2.1.0, the interchange format of static analysis: for code scanning, viewers and editors.

Offsets and columns are code points, as the run's `columnKind` says. By the standard they do not count a byte order mark, so behind one
they are 1 less than those of the notes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from textclean.formats.checked import Checked, place, visible
from textclean.formats.printable import printable
from textclean.result import Failure, FailureKind, Note
from textclean.rules.rule import Level, Rule
from textclean.text.lines import Lines

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
UNREADABLE = "unreadable"
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_QUOTE = 120  # characters of a quote in a message: enough to know it; the snippet holds all of it

_Json = dict[str, Any]


def sarif_log(documents: Iterable[Checked], rules: Mapping[str, Rule], version: str) -> str:
    """One SARIF log in ASCII with one run: a result with its fix for each note that changes something, a notification for each failure.

    Args:
        documents: what was checked.
        rules: all rules by name; those that had a part are described in the log.
        version: of textclean.
    """
    used: dict[str, int] = {}  # names of the rules that had a part, with their index in the log
    results: list[_Json] = []
    notifications: list[_Json] = []
    for checked in documents:
        results += _results(checked, used)
        notifications += _notifications(checked, used)
    kinds = sorted({item["descriptor"]["id"] for item in notifications})
    driver: _Json = {
        "name": "textclean",
        "version": version,
        "rules": [_rule(name, rules.get(name)) for name in used],
        "notifications": [{"id": kind} for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {"executionSuccessful": set(kinds) <= {FailureKind.SKIPPED.value}, "toolExecutionNotifications": notifications},
        ],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, rule: Rule | None) -> _Json:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.why},
        "defaultConfiguration": {"level": "note" if rule.level == Level.HINT else "warning"},
        "properties": {"category": rule.category, "level": str(rule.level)},
    }


def _results(checked: Checked, used: dict[str, int]) -> Iterator[_Json]:
    if checked.result is None:
        return
    source = _Source(checked.result.restore(), checked.path)
    for note in checked.result.notes:
        if note.old == note.new:
            continue
        indexes = [used.setdefault(name, len(used)) for name in note.rules]
        result: _Json = {
            "ruleId": note.rules[0],
            "ruleIndex": indexes[0],
            "level": "note" if note.level == Level.HINT else "warning",
            "message": {"text": _message(note)},
            "locations": [{"physicalLocation": {**source.artifact, "region": source.region(*visible(note), snippet=True)}}],
            "partialFingerprints": {"ruleAndQuote/v1": _fingerprint(note)},
            "properties": {"category": note.category, "level": note.level, "status": note.status, "rules": list(note.rules)},
        }
        if replacement := source.replacement(note):
            result["fixes"] = [{"artifactChanges": [{**source.artifact, "replacements": [replacement]}]}]
        yield result


class _Source:
    """A document's text as SARIF sees it: without its byte order mark."""

    def __init__(self, text: str, path: str) -> None:
        self.artifact: _Json = {"artifactLocation": {"uri": uri(path)}}
        self._skipped = int(text.startswith(_BOM))
        self._text = text[self._skipped :]
        self._lines = Lines(self._text)

    def region(self, start: int, end: int, *, snippet: bool = False) -> _Json:
        """The region of a span of the text with its byte order mark."""
        start, end = max(0, start - self._skipped), max(0, end - self._skipped)
        first, last = place(self._lines, start), place(self._lines, end)
        region: _Json = {
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
            "charOffset": start,
            "charLength": end - start,
        }
        return {**region, "snippet": {"text": self._text[start:end]}} if snippet else region

    def replacement(self, note: Note) -> _Json | None:
        """What turns the original into the clean text at a note; None where no region can name it.

        That is so of a byte order mark that goes alone, and of the place before one: in the standard's count neither exists.
        """
        if note.end < self._skipped:
            return None
        region = self.region(note.start, note.end)
        new = note.new.removeprefix(_BOM) if note.start < self._skipped else note.new
        if not region["charLength"] and not new:
            return None
        return {"deletedRegion": region, **({"insertedContent": {"text": new}} if new else {})}


def _message(note: Note) -> str:
    """A sentence on why, then what goes. Text of the article must not read as SARIF's own placeholders and links."""
    quoted = printable(note.old.strip(), most=_QUOTE)
    change = f"Cleaning replaces: {quoted} → {printable(note.new, most=_QUOTE)}" if note.new else f"Cleaning removes: {quoted}"
    return _plain(f"{note.why} {change}")


def _plain(text: str) -> str:
    text = text.replace("{", "{{").replace("}", "}}")
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _fingerprint(note: Note) -> str:
    """The same for the same rule on the same words, wherever they stand."""
    return hashlib.sha256(f"{note.rules[0]}\0{note.old.strip()}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notifications(checked: Checked, used: dict[str, int]) -> Iterator[_Json]:
    location = [{"physicalLocation": {"artifactLocation": {"uri": uri(checked.path)}}}]
    if checked.result is None:
        yield {"descriptor": {"id": UNREADABLE}, "level": "error", "message": {"text": _plain(checked.problem)}, "locations": location}
        return
    for failure in checked.result.failures:
        for name in failure.rules:
            used.setdefault(name, len(used))
        yield {
            "descriptor": {"id": failure.kind.value},
            "level": "warning" if failure.kind == FailureKind.SKIPPED else "error",
            "message": {"text": _plain(failure.message)},
            "locations": location,
            **_associated(failure),
        }


def _associated(failure: Failure) -> _Json:
    """The rules of a failure: SARIF has room for one, the others stand in the properties."""
    if not failure.rules:
        return {}
    return {"associatedRule": {"id": failure.rules[0]}, "properties": {"rules": list(failure.rules)}}


def uri(path: str) -> str:
    """A path as a percent-encoded reference: relative paths stay relative, absolute ones get the `file` scheme.

    >>> uri("my texts/50%.txt"), uri("/tmp/é.txt"), uri("C:/a.txt")
    ('my%20texts/50%25.txt', 'file:///tmp/%C3%A9.txt', 'file:///C:/a.txt')
    """
    try:
        data = path.encode("utf-8", "surrogateescape")  # bytes of a name that are no UTF-8
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    if path[1:3] == ":/" and path[0].isascii() and path[0].isalpha():
        return f"file:///{path[:3]}{quote(data[3:])}"
    return f"file://{quote(data)}" if path.startswith("/") else quote(data)

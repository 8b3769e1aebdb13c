"""Reports on rules: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from textclean.authoring.checks import Report
from textclean.formats.printable import printable


def report_line(report: Report) -> str:
    """A report as `path:line: rule NAME: severity: kind: message`."""
    place = f"{printable(report.path)}:{report.line}: rule {report.rule}"
    return f"{place}: {report.severity}: {report.kind}: {printable(report.message)}"


def reports_json(reports: Iterable[Report]) -> str:
    """Reports as a JSON array in ASCII."""
    return json.dumps([report._asdict() for report in reports], indent=1)

"""The prefilter must be a superset where a pattern switches case inside: a missed candidate is a rule that never fires."""

from __future__ import annotations

import pytest

from textclean.rules.page import Page
from textclean.rules.rule import Rule
from textclean.rules.scan import EveryLine, Prefilter


@pytest.mark.parametrize(
    ("pattern", "exact_case", "line"),
    [
        pytest.param("^(?i:subscribe to)( [A-Z][a-z]+)+$", True, "SUBSCRIBE to Harbour Notes", id="caseless-in-exact"),
        pytest.param("^(?i:by) ?(?:(?-i:[A-Z])[a-z]+ ?)+$", True, "BY Jane Doe", id="exact-in-caseless-in-exact"),
        pytest.param("^(?i:(photo )?by:? ){1,2}[A-Z]", True, "Photo By Jane", id="repeated-group"),
        pytest.param("^by (?-i:[A-Z])", False, "BY Jane", id="exact-in-caseless"),
    ],
)
def test_switched_case_is_still_a_candidate(pattern: str, exact_case: bool, line: str) -> None:  # noqa: FBT001
    rule = Rule("p", "r", "date", "why", "p.yaml", 1, match=pattern, exact_case=exact_case)
    page = Page(f"first line\n{line}\nlast line")
    assert (1, 0) in Prefilter([rule]).candidates(page)
    assert (1, 0) in EveryLine([rule]).candidates(page)

"""No built-in pattern runs away: each is tried on lines pumped from what it asks for."""

from itertools import count

import pytest

from textclean.cleaner import load
from textclean.rules.dialect import compile_pattern
from textclean.rules.finding import CONFIRM_SECONDS, TESTED_CHARS
from textclean.rules.pumping import Pumped, pump, pumped

RULES = [rule for pack in load() for rule in pack.rules if rule.match is not None]
PACKS = sorted({rule.pack for rule in RULES})


def still() -> float:
    return 0.0


@pytest.mark.parametrize("pack", PACKS)
def test_no_pattern_runs_away(pack):
    for rule in RULES:
        if rule.pack == pack:
            worst = pump(compile_pattern(rule.match, exact_case=rule.exact_case), pumped(rule.match, TESTED_CHARS), CONFIRM_SECONDS, still)
            assert worst.seconds is not None, f"{rule.name} runs away on {worst.line[:60]!r}…"


@pytest.mark.parametrize("pattern", [r"^(?:a|aa)+$", r"^share (.{1,20}){1,20}!$", r"(x+x+)+y"])
def test_a_pattern_that_runs_away_is_caught(pattern):
    worst = pump(compile_pattern(pattern), pumped(pattern, TESTED_CHARS), CONFIRM_SECONDS, still)
    assert worst.seconds is None
    with pytest.raises(TimeoutError):
        compile_pattern(pattern).search(worst.line, timeout=CONFIRM_SECONDS)


@pytest.mark.parametrize("pattern", ["^share this$", r"^[^\w]{0,3}share .{0,40}(now|today)$", r"^(a|b)+$", r"^\w+ \w+ \w+$"])
def test_lines_are_no_longer_than_asked(pattern):
    lines = list(pumped(pattern, 300))
    assert max(map(len, lines)) <= 300
    assert len(set(lines)) > 40
    assert pump(compile_pattern(pattern), iter(lines), CONFIRM_SECONDS, still) == Pumped("", 0.0)


def test_the_slowest_line_and_how_its_time_grows():
    class Slow:
        """Takes a second for each hundred pairs of characters."""

        now = 0.0

        def search(self, line, timeout):
            Slow.now += len(line) ** 2 / 100

    worst = pump(Slow(), iter(["a" * 10, "b" * 40, "c" * 20]), 1.0, lambda: Slow.now)
    assert (worst.line, worst.seconds, worst.growth) == ("b" * 40, pytest.approx(16.0), pytest.approx(2.0))


def test_a_short_time_is_taken_as_it_is():
    ticks = count()
    worst = pump(compile_pattern("x"), iter(["a", "bb"]), 1.0, lambda: next(ticks) / 1e6)
    assert worst.growth == 0.0
    assert next(ticks) == 4

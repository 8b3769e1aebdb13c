"""What the repair benchmarks share: the rules of the pack, the article bodies, and timing by CPU time."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from textclean.repairs import REPAIRERS, Repairer
from textclean.text.edits import Edit, apply

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"
RULES = yaml.safe_load((ROOT / "rules" / "repairs.yaml").read_text(encoding="utf-8"))["rules"]


def repairers(rules: Iterable[dict] = RULES, *, off_too: bool = False) -> list[Repairer]:
    return [REPAIRERS[rule["repair"]](rule["id"], rule.get("options", {})) for rule in rules if off_too or rule.get("enabled", True)]


def stage(chain: list[Repairer], text: str) -> tuple[str, list[Edit]]:
    """All repairers in sequence, until a pass finds nothing: the text, and the edits of every pass."""
    edits: list[Edit] = []
    while True:
        before = len(edits)
        for repair in chain:
            found = repair(text).edits
            if found:
                text = apply(text, found)
                edits += found
        if len(edits) == before:
            return text, edits


def bodies() -> list[str]:
    texts: list[str] = []
    for name in ("aeb_dev", "wcxb_dev"):
        with gzip.open(BENCH / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            texts += [json.loads(line)["gold"] for line in file]
    return texts


def megabytes(texts: Iterable[str]) -> float:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


def cpu_seconds(work: Callable[[str], object], texts: list[str], rounds: int = 3) -> float:
    """The least CPU time of a few rounds over all texts, on fresh strings, since Python keeps a string's UTF-8 form once made."""
    best = float("inf")
    for _ in range(rounds):
        fresh = [text[:1] + text[1:] for text in texts]
        start = time.process_time()
        for text in fresh:
            work(text)
        best = min(best, time.process_time() - start)
    return best

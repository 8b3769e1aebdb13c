"""How the time of each repairer grows on hostile texts, up to 1,000,000 characters.

    python benchmarks/repair_worst.py [--pieces N]

Pumps pieces that each repairer looks for (n times, after a start, before an end, two in turn, on one line and on many) and prints the
exponent between 125,000 and 1,000,000 characters for the texts that take longest. Goal: 1.2 at most. A text that takes less than
50 ms at its largest is too quick to tell and harmless. Python's garbage collector is off: it looks through the edits as they grow, and
makes n^1.15 of the n^1.01 of half a million edits.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import math
import time
from collections.abc import Callable, Iterator

from repair_corpus import RULES, repairers

PIECES = (
    "a|&|&amp;|amp;|&lt;|&#|&#x26;|&am&#112;;|&quot;|;|â€œ|â€|â|Ã|Ã |Ã©|Â|Â\xa0|Ð¿|вЂ|Œ|œ |é|é’|’|\ufffd|a\ufffdt|don\ufffdt |\x93|\x85"
    "|ГўВЂВ|Ã¢â‚¬â„¢|√|à|αβ|я|語|ﬁ|ｗ|-|- |-\n|a-\n|gov-\nernment |gov- ernment |\xad|a\xad|\xad\n|\u200b|a\u200b|\u0301|a\u0301"
    '|"|"he |, "he added. |"he said |, "he said "|*|**|a**|cl***ic |***|badessed |bad|badessedbadessed|CLbadIC |mbad |o cial |o |fi |e ects'
    "|speci|@badessed|<b|`a|\ud800|\n|\r|\r\n| |\t|\N{HYPHEN}\n|\u2028|Ａ|ﾊﾟ|\u1100\u1161"
).split("|")
SIZES = (125_000, 1_000_000)
HARMLESS_SECONDS = 0.05


def times(piece: str, size: int) -> str:
    """Whole pieces only: half a piece at the end would make another text of it."""
    return piece * (size // len(piece))


def pumped(limit: int) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Name of a family of texts, and the text of a size."""
    for piece in PIECES:
        yield f"{piece!r} * n", lambda n, p=piece: times(p, n)
        yield f"'a ' + {piece!r} * n", lambda n, p=piece: "a " + times(p, n)
        yield f"{piece!r} * n + end", lambda n, p=piece: times(p, n) + "Ã é’ &x; -\nq"
        yield f"({piece!r} * 40 + line end) * n", lambda n, p=piece: times(p * 40 + "\n", n)
    pairs = list(itertools.permutations(PIECES, 2))
    for one, two in pairs[:: max(1, len(pairs) // limit)]:
        yield f"({one!r} + {two!r}) * n", lambda n, p=one + two: times(p, n)
        yield f"{one!r} * n/2 + {two!r} * n/2", lambda n, a=one, b=two: times(a, n // 2) + times(b, n // 2)


def seconds(repair: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    repair(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pieces", type=int, default=40, help="how many pairs of pieces to try")
    parser.add_argument("--rule", help="only this rule")
    args = parser.parse_args()
    gc.disable()
    failed = False
    for rule, repair in zip(RULES, repairers(off_too=True), strict=True):
        if args.rule not in (None, rule["id"]):
            continue
        repair("é â€™ &amp; badessed gov-\nernment cl***ic")
        slowest: list[tuple[float, float, str]] = []
        for name, text in pumped(args.pieces):
            large = seconds(repair, text(SIZES[1]))
            if large >= HARMLESS_SECONDS:
                small = max(seconds(repair, text(SIZES[0])), 1e-4)
                if math.log(large / small, SIZES[1] / SIZES[0]) > 1.15:  # in doubt, the best of five each
                    large, small = (min(seconds(repair, text(size)) for _ in range(5)) for size in (SIZES[1], SIZES[0]))
                slowest.append((math.log(large / max(small, 1e-4), SIZES[1] / SIZES[0]), large, name))
        worst = max(slowest, default=(0.0, 0.0, "nothing took 50 ms"))
        longest = max(slowest, key=lambda item: item[1], default=worst)
        failed |= worst[0] > 1.2
        steepest = f"n^{worst[0]:.2f} ({worst[1]:.2f} s) {worst[2]}"
        gc.collect()
        print(f"{rule['id']:20s} steepest {steepest}; slowest {longest[1]:.2f} s, n^{longest[0]:.2f}, {longest[2]}", flush=True)
    raise SystemExit(failed)


if __name__ == "__main__":
    main()

"""How many mangled lines of the article bodies come back exactly, beside plain ftfy with the same settings.

    python benchmarks/repair_mojibake.py

Plain ftfy gets each line whole, without the gate. Goal: not one line worse, and none different. Lines that are ASCII
cannot be mangled and are left out.
"""

from __future__ import annotations

import sys
import time

from ftfy import TextFixerConfig, fix_and_explain

from repair_corpus import ROOT, RULES, bodies, repairers
from textclean.text.edits import apply

sys.path.insert(0, str(ROOT))
from tests.repairs.mangling import MANGLE

OFF = "unescape_html remove_terminal_escapes fix_latin_ligatures fix_character_width uncurl_quotes fix_line_breaks fix_surrogates".split()
ALONE = TextFixerConfig(**dict.fromkeys([*OFF, "remove_control_chars"], False), normalization=None)


def main() -> None:
    (repair,) = repairers([rule for rule in RULES if rule["repair"] == "encoding"])
    lines = sorted({line for text in bodies() for line in text.split("\n") if not line.isascii()})
    print(f"{len(lines)} different lines outside ASCII")
    for name, mangle in {"unmangled": str, **MANGLE}.items():
        mangled = [mangle(line) for line in lines]
        start = time.process_time()
        ours = [apply(line, repair(line).edits) for line in mangled]
        middle = time.process_time()
        theirs = [fix_and_explain(line, ALONE).text for line in mangled]
        end = time.process_time()
        restored = sum(a == b for a, b in zip(ours, lines, strict=True)) / len(lines)
        by_ftfy = sum(a == b for a, b in zip(theirs, lines, strict=True)) / len(lines)
        worse = sum(b == c != a for a, b, c in zip(ours, theirs, lines, strict=True))
        different = sum(a != b for a, b in zip(ours, theirs, strict=True))
        shares = f"restored {restored:.4f}, ftfy {by_ftfy:.4f}, worse {worse}, different {different}"
        print(f"{name:24s} {shares}, {middle - start:.1f} s, ftfy {end - middle:.1f} s", flush=True)


if __name__ == "__main__":
    main()

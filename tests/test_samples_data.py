"""The sample corpus is sound data: roles.tsv accounts for every line, and the clean text is what the roles leave.

This file uses nothing of the package. The rule is applied to lines with their ends, and the outcome must equal the
`.clean.txt` to the character; damaged samples are compared after the replacements named in `REPAIRS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "corpus_samples"
CATEGORIES = frozenset(
    """navigation headline standfirst byline date reading-time caption credit share newsletter paywall comments related promo advert
    affiliate cookie author-bio reporting-credit about tags copyright republish donation app media poll form toc disclaimer
    duplicate""".split()
)

# Samples whose text is damaged: what the damage reads, and what it must become, wherever it stands in the body.
REPAIRS: dict[str, list[tuple[str, str]]] = {
    "repair-filter-airport": [
        ("embarrbadment", "embarrassment"),
        ("pbadengers", "passengers"),
        ("badessing", "assessing"),
        ("mbadive", "massive"),
        ("ambbadador", "ambassador"),
        ("embbady", "embassy"),
        ("badistant", "assistant"),
        ("pbaded", "passed"),
        ("badured", "assured"),
        ("clbadified", "classified"),
        ("badociated", "associated"),
    ],
    "repair-filter-orchestra": [
        ("clbuttical", "classical"),
        ("buttistant", "assistant"),
        ("buttembled", "assembled"),
        ("pbuttage", "passage"),
        ("clbuttic", "classic"),
        ("bbuttoon", "bassoon"),
        ("pbuttengers", "passengers"),
        ("Buttociation", "Association"),
    ],
    "repair-mojibake-market": [
        *((char.encode().decode("cp1252"), char) for char in "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{EN DASH}"),
        *((char.encode().decode("cp1252"), char) for char in "\N{HORIZONTAL ELLIPSIS}\N{EURO SIGN}\u00c9\u00e9\u00e8\u00eb"),
        ("&amp;", "&"),
    ],
    "repair-split-archive": [
        ("govern-\nment ", "government\n"),
        ("cata-\nlogued ", "catalogued\n"),
        ("docu- ", "docu"),
        ("repre- ", "repre"),
        ("\N{SOFT HYPHEN}", ""),
        ("\N{ZERO WIDTH SPACE}", ""),
    ],
}

# Samples on one line: their prompts are cut out of the line, so roles (which speak of lines) call it body.
SINGLE_LINE = frozenset({"oneline-tram"})

Line = tuple[str, str]  # text, line end


def names() -> list[str]:
    return sorted(p.name.removesuffix(".clean.txt") for p in SAMPLES.glob("*.clean.txt"))


def read(name: str) -> str:
    """The text with its line ends as they are: no newline translation."""
    return (SAMPLES / name).read_bytes().decode("utf-8")


def split(text: str) -> list[Line]:
    return [(m[1], m[2]) for m in re.finditer(r"([^\r\n]*)(\r\n|\n|\r|\Z)", text) if m[0]]


def roles() -> dict[str, dict[int, str]]:
    out: dict[str, dict[int, str]] = {}
    for row in read("roles.tsv").split("\n"):
        if not row or row.startswith("#"):
            continue
        name, span, role = row.split("\t")
        first, _, last = span.partition("-")
        of_name = out.setdefault(name, {})
        for number in range(int(first), int(last or first) + 1):
            assert number not in of_name, f"{name}: line {number} has two roles"
            of_name[number] = role
    return out


def words(text: str) -> int:
    """Runs of word characters; two Han or Kana characters count as one word."""
    cjk = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text))
    return len(re.findall(r"\w+", re.sub(r"[\u3040-\u30ff\u3400-\u9fff]", " ", text))) + cjk // 2


def body_only(lines: list[Line], role: dict[int, str]) -> str:
    """The lines that are body; between two of them the longest run of blank lines that a removal has brought together."""
    kinds = [("blank" if not text.strip() else "body" if role[n] == "body" else "cut") for n, (text, _) in enumerate(lines, 1)]
    chunks = [(kind == "body", [lines[i] for i in group], [kinds[i] for i in group]) for kind, group in grouped(kinds)]
    out: list[Line] = []
    for at, (is_body, chunk, kind) in enumerate(chunks):
        if is_body or "cut" not in kind:
            out += chunk
        elif 0 < at < len(chunks) - 1:
            longest: list[Line] = max(blank_runs(chunk, kind), key=len, default=[])
            out += longest
    return "".join(text + end for text, end in out)


def grouped(kinds: list[str]) -> Iterator[tuple[str, list[int]]]:
    for is_body, group in groupby(range(len(kinds)), key=lambda i: kinds[i] == "body"):
        yield ("body" if is_body else "gap"), list(group)


def blank_runs(chunk: list[Line], kinds: list[str]) -> list[list[Line]]:
    runs = groupby(zip(chunk, kinds, strict=True), key=lambda pair: pair[1])
    return [[line for line, _ in group] for kind, group in runs if kind == "blank"]


def test_the_corpus_is_complete() -> None:
    raw = sorted(p.name.removesuffix(".txt") for p in SAMPLES.glob("*.txt") if not p.name.endswith(".clean.txt"))
    assert raw == names() == sorted(roles())
    assert raw


@pytest.mark.parametrize("name", names())
def test_every_line_has_one_known_role(name: str) -> None:
    role = roles()[name]
    lines = split(read(f"{name}.txt"))
    assert set(role.values()) <= CATEGORIES | {"body"}
    assert max(role) <= len(lines)
    assert [n for n, (text, _) in enumerate(lines, 1) if text.strip() and n not in role] == []
    assert "body" in role.values()


@pytest.mark.parametrize("name", sorted(set(names()) - SINGLE_LINE))
def test_the_clean_text_is_the_body(name: str) -> None:
    left = body_only(split(read(f"{name}.txt")), roles()[name])
    for old, new in REPAIRS.get(name, []):
        assert old in left, f"{name}: {old!r} is not in the body"
        left = left.replace(old, new)
    assert left == read(f"{name}.clean.txt")


@pytest.mark.parametrize("name", sorted(SINGLE_LINE))
def test_a_single_line_loses_whole_sentences_at_its_end(name: str) -> None:
    raw, clean = read(f"{name}.txt"), read(f"{name}.clean.txt")
    assert raw.startswith(clean.rstrip("\n"))
    assert len(split(raw)) == 1 == len(split(clean))
    assert clean.rstrip("\n").endswith((".", "!", "?", '"', "\N{RIGHT DOUBLE QUOTATION MARK}"))
    assert words(clean) < words(raw)


@pytest.mark.parametrize("name", names())
def test_body_outweighs_residue(name: str) -> None:
    """At most 40 % of the words go, a thread of comments aside: no sample comes near the guard against over-cutting."""
    raw, role = split(read(f"{name}.txt")), roles()[name]
    clean = words(read(f"{name}.clean.txt"))
    cut = sum(words(text) for n, (text, _) in enumerate(raw, 1) if text.strip() and role[n] not in {"body", "comments"})
    assert cut <= 0.4 * (cut + clean)
    assert 200 <= clean <= 650


def test_the_clean_texts_have_no_blank_edges() -> None:
    for name in names():
        lines = split(read(f"{name}.clean.txt"))
        assert lines[0][0].strip() and lines[-1][0].strip(), name


def test_every_category_stands_somewhere() -> None:
    assert {role for of_name in roles().values() for role in of_name.values()} == CATEGORIES | {"body"}


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        pytest.param("travel-ferry-islands", lambda text: text.count("\r\n") == text.count("\n") > 9, id="crlf"),
        pytest.param("news-harbour-bridge", lambda text: not text.endswith("\n"), id="no-final-line-end"),
        pytest.param("council-parking", lambda text: "\n\n" not in text, id="no-blank-lines"),
        pytest.param("garden-raised-beds", lambda text: "\n    \N{BULLET} " in text, id="indented-bullets"),
        pytest.param("news-harbour-bridge", lambda text: " \n" in text, id="blanks-at-line-ends"),
        pytest.param("oneline-tram", lambda text: text.count("\n") == 1, id="one-line"),
    ],
)
def test_layouts_survive_editors(name: str, holds: Callable[[str], bool]) -> None:
    """Editors and version control like to even out such things."""
    assert holds(read(f"{name}.txt"))


def test_the_readme_names_every_sample() -> None:
    named = re.findall(r"^\| ([a-z]+-[a-z-]+) \|", read("README.md"), re.MULTILINE)
    assert sorted(named) == names()

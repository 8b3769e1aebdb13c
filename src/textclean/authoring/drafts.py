"""A draft of a rule from a line of text: a pack that loads and passes its own examples, for an author to go on from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textclean.errors import RuleError, TextcleanError
from textclean.rules.dialect import LINE_BLANKS, quote
from textclean.rules.loading import Source, load_packs
from textclean.rules.rule import Category, Pack
from textclean.ruletest import Fault, run_examples
from textclean.text.folding import fold
from textclean.text.lines import Lines
from textclean.text.words import count_words

MAX_CHARS = 400  # of a line: the longest pattern of the built-in rules for one prompt matches 350, and longer lines are paragraphs
SLACK = 2  # words that a line like this one may have more

_LETTERS_AND_QUOTES = r"""\w"'"""
_NAME = r"(?-i:\p{Lu})[\w.'-]{0,20}"
_TOKEN = re.compile(
    r"""(?P<link>(?:https?://|www\.)\S+|\S+@\S+\.\w+)
    | (?P<handle>@\w+)
    | (?P<quoted>"[^"]+")
    | (?P<number>[0-9]+)
    | (?P<blanks>\s+)
    | (?P<word>[^\W\d_][\w'-]*)
    | (?P<sign>.)""",
    re.VERBOSE,
)
_GENERAL = {"link": r"\S{4,80}", "handle": r"@\w{1,30}", "quoted": '"[^"]{1,80}"', "number": r"\d{1,9}"}
_ENDS = frozenset(".:!>|-*+~_=") | {"\N{HORIZONTAL ELLIPSIS}", "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}", "\N{RIGHTWARDS ARROW}"}


class DraftError(TextcleanError):
    """No rule can be drafted from a text."""


class Wish(NamedTuple):
    """What a draft should be: the line, and what the author says of the rule (None: guessed)."""

    text: str
    category: str | None = None
    lang: str = "any"
    id: str | None = None


def draft(wish: Wish, packs: Sequence[Pack], categories: Mapping[str, Category]) -> str:
    """A pack as YAML with one rule that takes the wish's line; beside `packs` it passes `rules test`.

    The pattern is the line, folded, with numbers, links, handles, quoted parts and names left open, anchored at both ends; where that
    fails its own examples, the line as it stands. The near misses are made from the line: an author will know better ones.

    Raises `DraftError` where the text is no line, or no draft of it passes.
    """
    text = wish.text.strip()
    if not text or len(Lines(text)) > 1 or len(text) > MAX_CHARS:
        raise DraftError(f"not one line of up to {MAX_CHARS} characters: give the line that should go, and nothing else")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise DraftError("the line holds half of a character (a lone surrogate): give it as valid text")
    category = wish.category or _likeliest(text, packs, categories)
    if category not in categories:
        raise DraftError(f"unknown category {category!r}; categories: {', '.join(categories)}")
    problem = "no near miss of the line stays: other rules take them all"
    for pattern in dict.fromkeys(_patterns(text)):
        rule = _Draft(wish, text, category, categories[category].about, pattern)
        keeps, fault = _passing(rule, packs, categories)
        if keeps:
            return rule.yaml(keeps)
        problem = fault or problem
    raise DraftError(f"no draft of the line passes its own examples: {problem}")


class _Draft(NamedTuple):
    wish: Wish
    text: str
    category: str
    about: str
    pattern: str

    def yaml(self, keeps: Iterable[str]) -> str:
        """The pack's text."""
        words = count_words(self.text)
        lines = [
            "pack: draft",
            f"lang: {_scalar(self.wish.lang)}",
            f"category: {self.category}",
            "rules:",
            f"  - id: {_scalar(self.wish.id or _slug(self.text))}",
            f"    why: {_scalar(self.about)}",
            "    scope: line",
            f"    match: {_scalar(self.pattern)}",
            f"    where: {{max_words: {words + SLACK + words // 4}}}",
            "    level: likely",
            "    drops:",
            f"      - {_scalar(_example(self.text, '- '))}",
            "    keeps:",
            *(f"      - {_scalar(_example(keep, '  '))}" for keep in keeps),
        ]
        return "\n".join(lines) + "\n"


def _passing(rule: _Draft, packs: Sequence[Pack], categories: Mapping[str, Category]) -> tuple[list[str], str]:
    """The near misses with which the draft passes, and what is wrong when there are none."""
    keeps = list(dict.fromkeys(_near_misses(rule.text)))
    try:
        (pack,) = load_packs([Source("draft", rule.yaml(keeps).encode())], categories)
    except RuleError as error:
        return [], error.problems[0].message
    faults: list[Fault] = run_examples([*packs, pack], lambda other: other.pack == pack.name)
    failed = {fault.line for fault in faults}
    (made,) = pack.rules
    if any(example.line in failed for example in made.drops):
        return [], faults[0].message
    return [keep for keep, example in zip(keeps, made.keeps, strict=True) if example.line not in failed], ""


def _patterns(text: str) -> Iterator[str]:
    """Patterns for a line, the most general first."""
    line = fold(text).text.strip(LINE_BLANKS)
    yield f"^{_opened(line)}$"
    yield f"^{quote(line)}$"


def _opened(line: str) -> str:
    """The line as a pattern, with what may be otherwise next time left open."""
    core = line.lstrip("".join(char for char in set(line) if not char.isalnum() and char not in "\"'([@#$"))
    before = len(line) - len(core)
    start = f"[^{_LETTERS_AND_QUOTES}(]{{0,3}}" if core and 0 < before <= 3 else quote(line[:before])
    end = ""
    bare = core.rstrip("".join(_ENDS))
    if bare and 0 < len(core) - len(bare) <= 3:
        core, end = bare, f"[^{_LETTERS_AND_QUOTES})?]{{0,3}}"
    return f"{start}{''.join(_pieces(list(_TOKEN.finditer(core))))}{end}"


def _pieces(tokens: Sequence[re.Match[str]]) -> Iterator[str]:
    """The pattern of each token; a run of capitalised words that begins no line, in a line with others, is a name."""
    words = [token for token in tokens if token.lastgroup == "word"]
    sentence = any(word.group()[0].islower() for word in words)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        last = _end_of_name(tokens, at) if sentence and at and token.lastgroup == "word" else at
        if last > at:
            yield f"{_NAME}( {_NAME}){{0,3}}"
        elif token.lastgroup in _GENERAL:
            yield _GENERAL[token.lastgroup]
        elif token.lastgroup == "blanks":
            yield " " if token.group() == " " else r"\s+"
        else:
            yield quote(token.group())
        at = last + 1


def _end_of_name(tokens: Sequence[re.Match[str]], at: int) -> int:
    """The last token of a name of two to four words that begins here; the place itself where none does."""
    end, count = at, 0
    while at < len(tokens) and tokens[at].lastgroup == "word" and tokens[at].group()[0].isupper() and count < 4:
        end, count = at, count + 1
        if at + 1 < len(tokens) and tokens[at + 1].group() != " ":
            break
        at += 2
    return end if count > 1 else end - 2 * (count - 1) if count else at


def _near_misses(text: str) -> Iterator[str]:
    """Lines that are nearly the line: it in a sentence, quoted, and with a word more or less at its ends."""
    words = text.split()
    whole = re.findall(r"\w+", text) or words
    yield f'He read "{text}" on the wall and went on.'
    yield f'"{text}"'
    yield f"{text} {whole[-1]}"
    yield f"{whole[0]} {text}"
    if len(words) > 2:
        yield " ".join(words[1:])
        yield " ".join(words[:-1])


def _likeliest(text: str, packs: Iterable[Pack], categories: Mapping[str, Category]) -> str:
    """The category of the example of other rules that is most like a line: by the words they share, those of few categories first.

    The first word counts twice where it is shared: furniture begins with what it asks for.
    """
    examples = [
        (rule.category, _words(" ".join(example.text[start:end] for start, end in example.goes)))
        for pack in packs
        for rule in pack.rules
        for example in rule.drops
    ]
    of_word: dict[str, set[str]] = {}
    for category, words in examples:
        for word in words:
            of_word.setdefault(word, set()).add(category)
    asked = _words(text)

    def weight(words: Iterable[str]) -> float:
        return sum(1 / len(of_word.get(word, "-")) for word in sorted(words))

    def likeness(words: Sequence[str]) -> float:
        shared = {*asked} & {*words}
        return (weight(shared) + weight(shared & {asked[0]} & {words[0]})) / weight({*asked, *words})

    rated = [(likeness(words), category) for category, words in examples if {*asked} & {*words}]
    if not rated:
        raise DraftError(f"nothing like this line is known: name its category; categories: {', '.join(categories)}")
    return max(rated)[1]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _slug(text: str) -> str:
    words = re.findall(r"[a-z]+", text.lower())[:3]
    return "-".join(words)[:40].rstrip("-") or "line"


def _example(text: str, mark: str) -> str:
    """A text as an example: with a mark where it would be read as marked itself."""
    return mark + text if text.startswith(("- ", "  ")) or "[-" in text else text


def _scalar(text: str) -> str:
    """A text as a YAML scalar on one line: plain, in single quotes, or with escapes."""
    if re.fullmatch(r"[A-Za-z][A-Za-z -]*[A-Za-z]", text) and text not in ("true", "false", "null"):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in text) + '"'

"""Hypothesis strategies that several tests share: texts of every kind, edits that fit them, packs of rules."""

from __future__ import annotations

from hypothesis import strategies as st

from textclean.rules.rule import Level, Pack, Rule, Scope, Where
from textclean.text.edits import Edit

# Any `str`: lone surrogates, NUL, byte order marks, every line end.
ODD = st.sampled_from(
    ["\r", "\n", "\r\n", "\x00", "\ufeff", "\ud800", "\u2028", "\x85", "\v", "\xa0", "’", "İ", "ſ", "K", "ß", "é", "記", "🙂", "́"]
)
ANY_TEXT = st.lists(st.one_of(st.text(alphabet=st.characters(codec=None), max_size=8), ODD), max_size=30).map("".join)

WORDS = st.sampled_from(
    (
        "share this article sign up for our newsletter today comments 2 by the mayor said council Related: read more advertisement"
        " é Ünïcode ſhare Kiosk – “quote” it’s 3 min read follow us on twitter copyright photo subscribe to continue reading"
    ).split()
)
LINE = st.one_of(
    st.lists(WORDS, max_size=30).map(" ".join),
    st.text(alphabet="abc .!?-•\t\xa0é", max_size=20),
    st.sampled_from(["Share this article", "Advertisement", "Comments 2", "Jane Doe 3 days ago", "3 min read", "", " ", "- one", "• two"]),
)
ARTICLE = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n", "\r", ""])), max_size=25).map(
    lambda rows: "".join(line + end for line, end in rows)
)


@st.composite
def edits_of(draw: st.DrawFn, text: str, by: str = "a") -> list[Edit]:
    """A list of edits in order that fits `text`."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8).filter(lambda p: len(p) % 2 == 0)))
    edits = []
    for start, end in zip(places[::2], places[1::2], strict=True):
        new = draw(st.text(alphabet="xyz\n", max_size=4))
        if text[start:end] != new:
            edits.append(Edit(start, text[start:end], new, (by,)))
    return edits


_ATOMS = st.sampled_from(
    [" ", *r"share s K é ü Σ 記 . \w \d \s \W [a-f] [^a-f] [\w-] [éa] \b \B ^ $ - ' \p{Lu} (?=r) (?!x) (?<=s) (?<!x) comments read".split()]
)
_COUNTS = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,3}", "{1,}", "*?", "?+"])


@st.composite
def _pieces(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A sequence of atoms and groups, counted where that is allowed."""
    parts = []
    for piece in draw(st.lists(inner, min_size=1, max_size=5)):
        countable = piece not in ("^", "$", r"\b", r"\B") and not piece.startswith(("(?=", "(?!", "(?<"))
        whole = len(piece) == 1 or piece[0] in "[(\\"
        parts.append((piece if whole else f"(?:{piece})") + draw(_COUNTS) if countable else piece)
    return "".join(parts)


PATTERN = st.recursive(
    _pieces(_ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: f"({'|'.join(branches)})"),
        inner.map(lambda piece: f"(?-i:{piece})"),
        _pieces(inner.map(lambda piece: f"(?:{piece})")),
    ),
    max_leaves=6,
)

_LISTS = st.one_of(st.none(), st.lists(st.sampled_from(["share", "date", "headline"]), min_size=1, max_size=2).map(tuple))
_MAYBE = st.one_of(st.none(), st.booleans())
WHERE = st.builds(
    Where,
    max_words=st.one_of(st.none(), st.integers(1, 20)),
    min_words=st.one_of(st.none(), st.integers(1, 3)),
    ends_sentence=_MAYBE,
    prose=_MAYBE,
    stands_again=_MAYBE,
    same_above=_MAYBE,
    set_off=_MAYBE,
    first=st.one_of(st.none(), st.integers(1, 4)),
    last=st.one_of(st.none(), st.integers(1, 4)),
    zone=st.sampled_from([None, None, "head", "tail"]),
    last_percent=st.one_of(st.none(), st.integers(1, 99)),
    min_prose_before=st.one_of(st.none(), st.integers(1, 30)),
    min_prose_after=st.one_of(st.none(), st.integers(1, 30)),
    max_prose_after=st.one_of(st.none(), st.integers(0, 30)),
    max_headings=st.one_of(st.none(), st.integers(0, 3)),
    above=_LISTS,
    below=_LISTS,
    near=_LISTS,
)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack of rules that load, in all scopes, with patterns of all kinds and conditions of all kinds."""
    rules = []
    for number in range(draw(st.integers(1, 6))):
        scope = draw(st.sampled_from(Scope))
        where = draw(st.one_of(st.just(Where()), WHERE))
        bare = scope == Scope.REPEAT or ((where.first or where.last) and scope not in (Scope.INLINE, Scope.SENTENCE))
        rules.append(
            Rule(
                pack="generated",
                id=f"r{number}",
                category=draw(st.sampled_from(["share", "date", "headline"])),
                why="Generated.",
                path="generated.yaml",
                line=number + 1,
                scope=scope,
                level=draw(st.sampled_from(Level)),
                match=draw(st.one_of(st.none(), PATTERN)) if bare else draw(PATTERN),
                exact_case=draw(st.booleans()),
                where=where,
                max_lines=draw(st.integers(1, 5)),
                guarded=draw(st.booleans()),
            )
        )
    return Pack("generated", "generated.yaml", "0" * 64, tuple(rules))

"""Hypothesis strategies that several tests share: texts of every kind, edits that fit them, packs of rules."""

from __future__ import annotations

from hypothesis import strategies as st

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

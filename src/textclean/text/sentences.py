"""Where sentences end, for rules that cut one sentence out of a paragraph.

Made for cutting, so it knows doubt: a full stop may surely end a sentence, surely not, or maybe. A sentence
is given only where both its ends are sure and nothing doubtful lies between, so an abbreviation that
nobody listed costs a cut, never a body sentence. The general splitters looked at answer every place with yes or no.
"""

from __future__ import annotations

import re

# Before a name or a number: never the end.
_TITLES = frozenset(
    "mr mrs ms dr prof st mt ft lt col gen sgt capt cpl cmdr maj adm gov sen rep rev hon pres supt fr vs cf viz fig figs ed eds "
    "approx bzw evtl ggf vgl dra srta sra ing mme mlle".split()
)
# May end a sentence, and may not.
_MAYBE = frozenset(
    "inc corp co ltd llc plc bros etc eg ie am pm us uk eu un dc ave blvd rd sq ret sr jr no nos vol pp al dept est hr hrs min mins "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun abs art ca nr str usw zb".split()
)

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？][」』）”’]*")
_WORD_BEFORE = re.compile(r"[\w.'’-]*$")
_QUOTES = "\"'”’»"
_OPENERS = "\"'“‘«([¿¡-–—•*>"


def sentence_around(line: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the sentences that hold `line[start:end]`, or None where an end is in doubt.

    The span begins at the first character of a sentence and ends behind the last one's stop; white space between
    sentences belongs to neither.

    >>> text = "He left at noon. Sign up for our newsletter here! The vote is on Monday."
    >>> text[slice(*sentence_around(text, 17, 24))]
    'Sign up for our newsletter here!'
    >>> sentence_around("Lt. Col. A. Xyz. Sign up here.", 18, 22) is None
    True
    """
    low, high = 0, len(line)
    for stop in _STOP.finditer(line):
        inside = start < stop.end() < end
        verdict = None if inside else _ends(line, stop)
        if stop.end() <= start:
            if verdict is True:
                low = stop.end()
            elif verdict is None:
                low = -1
        elif not inside:
            if verdict is True:
                high = stop.end()
                break
            if verdict is None:
                return None
    if low < 0:
        return None
    while low < high and line[low].isspace():
        low += 1
    return (low, high) if low <= start and end <= high else None


def _ends(line: str, stop: re.Match[str]) -> bool | None:
    """Whether a sentence ends at a stop: yes, no, or in doubt (None)."""
    mark = line[stop.start()]
    rest = line[stop.end() :].lstrip()
    if mark in "。！？" or not rest:
        return True
    after = rest.lstrip(_OPENERS)[:1]
    if after.islower():
        return False
    if mark in "!?":
        return True
    if mark == "…" or stop.group().startswith(".."):
        return None
    match = _WORD_BEFORE.search(line, 0, stop.start())
    return _full_stop_ends(match.group() if match else "", after, quoted=stop.group()[-1] in _QUOTES)


def _full_stop_ends(word: str, after: str, *, quoted: bool) -> bool | None:
    """The same for a full stop behind `word`; `after` is the next letter, `quoted` whether a quotation closes between."""
    bare = word.replace(".", "").lower()
    if bare in _TITLES:
        return False
    if len(bare) < 2 or "." in word or (bare in _MAYBE and not quoted):
        return None
    if word.isdigit():
        return True if after.isupper() else None
    return True if word[0].islower() or len(word) >= 4 or quoted else None

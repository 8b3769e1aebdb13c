"""Changes of form that are a matter of taste: each is a rule of its own, off unless asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

import textclean.repairs.options as read
from textclean.repairs.repairer import Repairer, Repairs, Skipped, differences
from textclean.text.edits import Edit
from textclean.text.lines import Lines

# Which characters each form is about, and ftfy's function for them.
_FORMS = {
    "straight": ("[\u02bc\u2018-\u201f]+", "uncurl_quotes"),
    "letters": ("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]+", "fix_latin_ligatures"),
    "width": ("[\u3000\uff01-\uffef]+", "fix_character_width"),
    "line-feeds": ("\r\n|[\r\u2028\u2029\x85]", "fix_line_breaks"),
}
_NORMAL = ("NFC", "NFD", "NFKC", "NFKD")
# Composing a run of combining marks takes the square of its length; the longest run in 229,341 lines of articles is 1.
_MAX_RUN = 30


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer that gives characters another form.

    `to`: `straight` (quotes), `letters` (from ligature characters), `width` (of full-width and half-width characters), `line-feeds`
    (from all line breaks), or a Unicode normal form, `NFC`, `NFD`, `NFKC` or `NFKD`.

    >>> build("x", {"to": "letters"})("ﬁn").edits
    [Edit(start=0, old='ﬁ', new='fi', by=('x',))]
    """
    read.known(options, ("to",))
    form = read.choice(options, "to", (*_FORMS, *_NORMAL))
    if form in _NORMAL:
        return lambda text: _normalized(text, form, (by,))
    pattern, name = _FORMS[form]
    places = re.compile(pattern)
    return lambda text: _mapped(text, places, name, (by,))


def _mapped(text: str, places: re.Pattern[str], name: str, by: tuple[str, ...]) -> Repairs:
    if text.isascii() and "\r" not in text:
        return Repairs([], [])
    edits = []
    for match in places.finditer(text):
        new = _function(name)(match[0])
        if new != match[0]:
            edits.append(Edit(match.start(), match[0], new, by))
    return Repairs(edits, [])


def _function(name: str) -> Callable[[str], str]:
    from ftfy import fixes

    function: Callable[[str], str] = getattr(fixes, name)
    return function


def _normalized(text: str, form: str, by: tuple[str, ...]) -> Repairs:
    edits: list[Edit] = []
    skipped: list[Skipped] = []
    if text.isascii():
        return Repairs(edits, skipped)
    lines = Lines(text)
    for line in lines:
        if line.text.isascii():
            continue
        if _longest_run(line.text) > _MAX_RUN:
            skipped.append(Skipped(line.start, line.end, f"more than {_MAX_RUN} combining marks in a row"))
            continue
        normal = unicodedata.normalize(form, line.text)  # type: ignore[arg-type]
        if normal != line.text:
            edits += differences(line.text, normal, line.start, by)
    return Repairs(edits, skipped)


def _longest_run(line: str) -> int:
    longest = run = 0
    for character in line:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest

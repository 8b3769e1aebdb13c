"""Undoes mojibake with ftfy, line by line, and nothing else that ftfy does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import textclean.repairs.options as read
from textclean.repairs.gate import has_odd, is_suspect, windows
from textclean.repairs.repairer import Repairer, Repairs, Skipped, differences
from textclean.text.edits import Edit
from textclean.text.lines import Lines

# ftfy's own names of the four parts of its encoding repair.
_PARTS = ("restore_byte_a0", "replace_lossy_sequences", "decode_inconsistent_utf8", "fix_c1_controls")
# The longest of 229,341 lines of article text has 32,951 characters.
_MAX_LINE = 1_000_000


def build(by: str, options: Mapping[str, object]) -> Repairer:
    """A repairer of mojibake.

    `restore_byte_a0`, `replace_lossy_sequences`, `decode_inconsistent_utf8` and `fix_c1_controls` are ftfy's, all on; `max_line` is
    the longest line, in characters, that is looked at. A line goes to ftfy with its line end, and is
    the unit: what ftfy decides depends on nothing outside it. Wrong where a text shows mojibake on purpose.

    >>> build("x", {})("It’s\\nitâ€™s").edits
    [Edit(start=7, old='â€™', new='’', by=('x',))]
    """
    read.known(options, (*_PARTS, "max_line"))
    parts = tuple(read.flag(options, part, default=True) for part in _PARTS)
    max_line = read.number(options, "max_line", _MAX_LINE)
    return lambda text: _repair(text, parts, max_line, (by,))


def _repair(text: str, parts: tuple[bool, ...], max_line: int, by: tuple[str, ...]) -> Repairs:
    edits: list[Edit] = []
    skipped: list[Skipped] = []
    if not has_odd(text):
        return Repairs(edits, skipped)
    for start, after in _lines(text):
        line = text[start:after]
        if not is_suspect(line):
            continue
        if len(line) > max_line:
            skipped.append(Skipped(start, after, f"line of more than {max_line} characters"))
            continue
        if not _is_bad(line):
            continue
        fixed = _fixer(parts)(line)
        if fixed != line:
            edits += differences(line, fixed, start, by)
    return Repairs(edits, skipped)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start of each line that is not ASCII, and the offset behind its line end."""
    if "\r" in text:
        lines = Lines(text)
        yield from (
            (start, lines.after(index)) for index, start in enumerate(lines.starts) if not text[start : lines.ends[index]].isascii()
        )
        return
    start = 0
    for line in text.split("\n"):
        after = start + len(line) + 1
        if not line.isascii():
            yield start, min(after, len(text))
        start = after


def _is_bad(line: str) -> bool:
    from ftfy.badness import is_bad

    return any(is_bad(window) for window in windows(line))


@cache
def _fixer(parts: tuple[bool, ...]) -> Callable[[str], str]:
    """Ftfy with encoding repair alone, loaded when the first line needs it (65 ms)."""
    from ftfy import TextFixerConfig, fix_and_explain

    # explain=True: without it ftfy forgets decode_inconsistent_utf8=False.
    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        max_decode_length=_MAX_LINE,
        explain=True,
        **dict(zip(_PARTS, parts, strict=True)),
    )
    return lambda line: fix_and_explain(line, config).text

"""The diff as a person reads it on a terminal: in colour, wrapped, with what changed inside a line marked."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from textclean.formats.diff import Hunk, Row, hunk_heading, hunks
from textclean.formats.printable import escape, printable
from textclean.result import Result

_STYLES = {" ": "dim", "-": "red", "+": "green"}
_MARK = "bold reverse"  # seen without colour too
_NEAR = 60  # characters of an unchanged stretch that stay beside a change: the better part of a row, enough to know the sentence
_GAP = "[…]"
_TAB = 4


def diff_view(result: Result, path: str) -> RenderableType | None:
    """The diff of a result for rich's console to print, None when nothing changed.

    Differs from `diff_text`, which `patch` reads: lines wrap, lines around a change take one row, in changed lines long unchanged
    stretches are left out, and invisible characters that went or came stand as escapes.
    """
    found = hunks(result)
    if not found:
        return None
    crlf = _all_crlf(result.restore()) and _all_crlf(result.text)
    parts: list[RenderableType] = [Text(printable(path), style="bold")]
    for hunk in found:
        parts += [Text(hunk_heading(hunk), style="cyan"), *_lines(hunk, crlf=crlf)]
    return Group(*parts)


def _all_crlf(text: str) -> bool:
    return text.count("\r") == text.count("\n") == text.count("\r\n")


def _lines(hunk: Hunk, *, crlf: bool) -> list[_Line]:
    return [_Line(row.sign, _text(row, crlf=crlf)) for row in hunk.rows]


class _Line:
    """A row of the diff: wrapped with the sign on its first row alone, so that rows of one line read as one; context is cut to a row."""

    def __init__(self, sign: str, text: Text) -> None:
        self._sign = sign
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        style = _STYLES[self._sign]
        text = self._text.copy()
        text.expand_tabs(_TAB)
        width = max(1, options.max_width - 1)
        if self._sign == " ":
            text.truncate(width, overflow="ellipsis")
        rows = [text] if self._sign == " " else text.wrap(console, width, overflow="fold")
        for number, row in enumerate(rows):
            yield Text.assemble((" " if number else self._sign, style), row)


def _text(row: Row, *, crlf: bool) -> Text:
    """A line of text with its marks; of its line end only what is out of the common."""
    length = len(row.text) - (2 if crlf and row.text.endswith("\r\n") else 1 if row.text.endswith("\n") else 0)
    text = Text(style=_STYLES[row.sign])
    if row.sign == " ":
        return text.append(printable(row.text[:length], keep="\t"))
    mark = "" if row.changed == ((0, len(row.text)),) else _MARK
    at = 0
    for start, end in row.changed:
        text.append(_shortened(printable(row.text[at:start], keep="\t"), head=at > 0, tail=True))
        text.append(_revealed(row.text[start : min(end, length)]), style=mark)
        at = end
    return text.append(_shortened(printable(row.text[at:length], keep="\t"), head=at > 0, tail=False))


def _shortened(text: str, *, head: bool, tail: bool) -> str:
    """An unchanged stretch (`head`: a change stands before it, `tail`: one behind it), its far part left out at a blank when long."""
    near = _NEAR * (head + tail)
    if not near or len(text) <= near + len(_GAP):
        return text
    first = text[:_NEAR].rpartition(" ")[0] or text[:_NEAR]
    last = text[-_NEAR:].partition(" ")[2] or text[-_NEAR:]
    return " ".join([*([first] if head else []), _GAP, *([last] if tail else [])])


def _revealed(text: str) -> str:
    """Text that went or came, with what could not be seen of it as escapes."""
    return "".join(char if char.isprintable() or char == "\t" else escape(char) for char in text)

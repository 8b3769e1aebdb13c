"""Ways in which UTF-8 gets read as something else."""

from __future__ import annotations

from collections.abc import Callable

from ftfy import bad_codecs

bad_codecs.ok()  # registers the "sloppy" codecs, which decode every byte as browsers do


def _read_as(encoding: str, errors: str = "replace") -> Callable[[str], str]:
    return lambda text: text.encode("utf-8", "surrogatepass").decode(encoding, errors)


def _twice(text: str) -> str:
    once = _read_as("sloppy-windows-1252")
    return once(once(text))


def _some_words(text: str) -> str:
    """Every other word mangled: two encodings in one line."""
    read = _read_as("sloppy-windows-1252")
    return " ".join(read(word) if index % 2 else word for index, word in enumerate(text.split(" ")))


MANGLE: dict[str, Callable[[str], str]] = {
    "windows-1252": _read_as("sloppy-windows-1252"),
    "windows-1252 strict": _read_as("windows-1252"),
    "windows-1252 truncated": _read_as("windows-1252", "ignore"),
    "latin-1": _read_as("latin-1"),
    "windows-1251": _read_as("sloppy-windows-1251"),
    "macroman": _read_as("macroman"),
    "shift-jis": _read_as("shift-jis"),
    "twice over": _twice,
    "every other word": _some_words,
    "spaces for A0": lambda text: _read_as("latin-1")(text).replace("\xa0", " "),
}

"""Checks of the options in YAML: each reader returns a value of its type or raises `ValueError` naming the option."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def known(options: Mapping[str, object], names: Collection[str]) -> None:
    """Raise when an option has none of these names."""
    for name in options:
        if name not in names:
            raise ValueError(f"unknown option {name!r}; known: {', '.join(sorted(names)) or 'none'}")


def flag(options: Mapping[str, object], name: str, *, default: bool) -> bool:
    """A yes or no."""
    value = options.get(name, default)
    if not isinstance(value, bool):
        raise ValueError(f"option {name!r} must be true or false, not {value!r}")
    return value


def number(options: Mapping[str, object], name: str, default: int) -> int:
    """A whole number of at least 1."""
    value = options.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"option {name!r} must be a whole number of at least 1, not {value!r}")
    return value


def choice(options: Mapping[str, object], name: str, choices: Collection[str]) -> str:
    """One of the choices; there is no default."""
    value = options.get(name)
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"option {name!r} must be one of {', '.join(sorted(choices))}, not {value!r}")
    return value


def text(options: Mapping[str, object], name: str) -> str:
    """A text, empty when the option is absent."""
    value = options.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"option {name!r} must be a text, not {value!r}")
    return value


def words(options: Mapping[str, object], name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list of words of ASCII letters, lower-cased."""
    value = options.get(name, list(default))
    if not isinstance(value, list | tuple) or not all(_is_word(word) for word in value):
        raise ValueError(f"option {name!r} must be a list of words of the letters a to z, not {value!r}")
    return tuple(word.lower() for word in value)


def word_map(options: Mapping[str, object], name: str) -> dict[str, str]:
    """A mapping from word to word, both of ASCII letters, lower-cased."""
    value = options.get(name, {})
    if not isinstance(value, Mapping) or not all(_is_word(word) for item in value.items() for word in item):
        raise ValueError(f"option {name!r} must map words of the letters a to z to such words, not {value!r}")
    return {damaged.lower(): original.lower() for damaged, original in value.items()}


def word_lists(options: Mapping[str, object], name: str) -> dict[str, tuple[str, ...]]:
    """A mapping from word to a list of words."""
    value = options.get(name, {})
    if not isinstance(value, Mapping) or not all(_is_word(word) for word in value):
        raise ValueError(f"option {name!r} must map words of the letters a to z to lists of such words, not {value!r}")
    return {word.lower(): words({name: value[word]}, name) for word in value}


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isalpha()

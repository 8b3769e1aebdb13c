"""Faults at every call of the operating system, one after the other, in the manner of SQLite's tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

CALLS = ("open", "write", "fsync", "replace", "fchmod", "fchown", "lstat", "mkdir", "listxattr", "getxattr", "setxattr", "removexattr")


class Faults:
    """Calls of the operating system of which one fails, or one and all after it; in a `with faults:` block only."""

    def __init__(self, patch: pytest.MonkeyPatch, *, after: bool = False, lasting: bool = False) -> None:
        self.seen: list[str] = []
        self._at = 0
        self._active = False
        self._error: BaseException = OSError()
        self._after = after
        self._lasting = lasting
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, self._faulty(name, getattr(os, name)))

    def _faulty(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            if not self._active:
                return real(*args, **options)
            self.seen.append(name)
            if len(self.seen) == self._at or (self._lasting and len(self.seen) > self._at):
                if self._after:
                    with suppress(OSError):
                        real(*args, **options)
                raise self._error
            return real(*args, **options)

        return call

    def each(self, error: BaseException, most: int = 1_000) -> Iterator[None]:
        """One turn for each call, in which it fails with `error`, and a last one without a fault."""
        for at in range(1, most):
            self.seen, self._at, self._error = [], at, error
            yield
            if len(self.seen) < at:
                return
        raise AssertionError(f"more than {most} calls")

    @property
    def hit(self) -> str | None:
        """The call that failed in this turn."""
        return self.seen[self._at - 1] if len(self.seen) >= self._at else None

    def __enter__(self) -> None:
        self._active = True

    def __exit__(self, *_: object) -> None:
        self._active = False


def recorded(patch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The calls that bring something to the disk, with the name of the file or folder, as they come."""
    calls: list[tuple[str, str]] = []

    def on_descriptor(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(descriptor: int, *args: object) -> object:
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            calls.append((name, "temporary" if path.name.endswith("-tmp") else path.name))
            return real(descriptor, *args)

        return call

    def replace(old: Path, new: Path) -> None:
        calls.append(("replace", new.name))
        real_replace(old, new)

    real_replace = os.replace
    for name in ("write", "fsync"):
        patch.setattr(os, name, on_descriptor(name, getattr(os, name)))
    patch.setattr(os, "replace", replace)
    return calls


def names_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}

"""Which files are worked on: those that are named, and in folders those that are not left out."""

from __future__ import annotations

import contextlib
import glob
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from textclean.batch.documents import STANDARD, DocumentError
from textclean.batch.sources import is_known

_NEVER = frozenset({"node_modules"})  # besides what begins with a dot

_INNER_FOLDERS = re.compile(r"/\*\*/$")  # to git these are the folders within, to pathspec that which they are in as well


class Found(NamedTuple):
    """A file, and the folder argument that it was found in or, if it was named, its own: copies of trees are relative to it.

    `real` is its path with links resolved.
    """

    path: Path
    under: Path
    real: str


class Choosing(NamedTuple):
    """Which files of a folder are taken, by patterns as in a .gitignore, relative to `root`.

    Without `include` they are those that `open_source` knows by their names. With `force_exclude`, `exclude` holds for what is named, too.
    """

    root: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True


def walk(arguments: Sequence[str], choosing: Callable[[Path], Choosing]) -> Iterator[Found]:
    """The files that arguments stand for, each real file once, lazily and in a stable order.

    An argument is a file, taken whatever its name is; a folder; a pattern (`texts/**/*.txt`) where there is no such file; or `-` for
    standard input. Folders are gone through in the order of names, links after the rest; left out are what is hidden, node_modules, what
    .gitignore files leave out (with those above, up to the top of the repository, and .git/info/exclude), and links out of the folder that
    was named. `choosing` says of a folder what holds for what is in it. A folder that cannot be read is given like a file: opening it
    says why.

    Raises `DocumentError`, before anything is given, when there is no such file or folder.
    """
    starts = [start for argument in arguments for start in _starts(argument)]
    walker = _Walker(choosing)
    return (found for start in starts for found in walker.start(start))


class _Start(NamedTuple):
    path: Path
    named: bool  # not found by a pattern


def _starts(argument: str) -> list[_Start]:
    if argument == STANDARD or Path(argument).exists():
        return [_Start(Path(argument), named=True)]
    if os.path.lexists(argument):
        raise DocumentError(f"{argument}: is a link to nothing")
    if not glob.has_magic(argument):
        raise DocumentError(f"{argument}: no such file or folder")
    if not (matches := sorted(glob.glob(argument, recursive=True))):  # noqa: PTH207 - a Path's has no pattern of its own root
        raise DocumentError(f"{argument}: matches no file")
    return [_Start(Path(match), named=False) for match in matches]


class _Folder(NamedTuple):
    """A folder on the way, or a link: its path as it is given, its real place, and what .gitignore files leave out there."""

    path: Path
    place: str
    ignoring: _Ignoring

    def in_it(self, name: str) -> str:
        """The place of something in it."""
        return f"{self.place.rstrip(os.sep)}{os.sep}{name}"


class _GitIgnore:
    """The patterns of one .gitignore file. The last that matches a path itself rules; those that match a folder above have ruled there.

    (pathspec's own answer is about whole paths of files, where a pattern for the folder yields to one for the file.)
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns = []
        for line in reversed([*lines]):
            with contextlib.suppress(ValueError):  # git passes over what is no pattern
                pattern = GitIgnoreSpecPattern(_INNER_FOLDERS.sub(r"\g<0>*/", line))
                if pattern.regex is not None:
                    self._patterns.append((pattern.regex, pattern.include, line.rstrip().endswith("/")))

    def ruling(self, path: str, *, folder: bool) -> bool | None:
        """Whether a path is left out; `None` where no pattern says."""
        for regex, include, for_folders in self._patterns:
            subject = path + "/" if for_folders else path
            # The one group that a pattern has is the slash after what it matches: within the path that is a folder above.
            if (folder or not for_folders) and any(
                not regex.groups or each.end(1) in {-1, len(subject)} for each in regex.finditer(subject)
            ):
                return include
        return None


class _Ignoring(NamedTuple):
    """The .gitignore files that hold in a folder, the innermost last, with the places that their patterns are relative to."""

    files: tuple[tuple[str, _GitIgnore], ...] = ()

    def leaves_out(self, place: str, *, folder: bool) -> bool:
        """Whether git would, if it came there: it does not look into a folder that is left out."""
        for base, patterns in reversed(self.files):
            ruled = patterns.ruling(_relative(place, base), folder=folder)
            if ruled is not None:
                return ruled
        return False

    def entering(self, place: str) -> _Ignoring:
        """What holds in a folder within. A repository within another knows nothing of that."""
        git = os.path.join(place, ".git")  # noqa: PTH118 - a million of these
        known = () if os.path.exists(git) else self.files  # noqa: PTH110
        own = (_git_lines(os.path.join(git, "info", "exclude")) if not known else []) + _git_lines(os.path.join(place, ".gitignore"))  # noqa: PTH118
        return _Ignoring((*known, (place, _GitIgnore(own))) if own else known)


class _Walker:
    """Goes through folders, and knows where it was and what it gave, by real paths."""

    def __init__(self, choosing: Callable[[Path], Choosing]) -> None:
        self._choosing = lru_cache(maxsize=4096)(choosing)
        self._given: set[str] = set()
        self._entered: set[str] = set()

    def start(self, start: _Start) -> Iterator[Found]:
        """What one argument stands for."""
        path = start.path
        if str(path) == STANDARD:
            yield Found(path, Path(), str(path))
        elif not self._is_left_out(start):
            place = os.path.realpath(path)
            if not path.is_dir():
                yield from self._once(Found(path, path.parent, place))
                return
            links: deque[_Folder] = deque()
            yield from self._folder(_Folder(path, place, _ignoring_in(place)), path, links)
            while links:
                yield from self._link(links.popleft(), path, place, links)

    def _is_left_out(self, start: _Start) -> bool:
        path = start.path
        is_folder = path.is_dir()
        choosing = self._choosing(path if is_folder else path.parent)
        if start.named:
            return choosing.force_exclude and _excluded(choosing, str(path.absolute()), folder=is_folder)
        ignored = choosing.respect_gitignore and _ignored(os.path.realpath(path), folder=is_folder)
        return ignored or not _NEVER.isdisjoint(path.parts) or _excluded(choosing, str(path.absolute()), folder=is_folder)

    def _folder(self, folder: _Folder, under: Path, links: deque[_Folder]) -> Iterator[Found]:
        """The files in a folder; links are put aside, so that what they lead to goes by its own name."""
        real = os.path.realpath(folder.place)
        if real in self._entered:
            return
        self._entered.add(real)
        choosing = self._choosing(folder.path)
        try:
            with os.scandir(folder.path) as entries:
                here = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            yield Found(folder.path, under, real)
            return
        for entry in here:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not _takes(folder, choosing, entry.name, is_folder=is_folder):
                continue
            place = folder.in_it(entry.name)
            inner = _Folder(folder.path / entry.name, place, folder.ignoring.entering(place) if is_folder else folder.ignoring)
            if entry.is_symlink():
                links.append(inner)
            elif is_folder:
                yield from self._folder(inner, under, links)
            elif entry.is_file() and _included(choosing, place):
                yield from self._once(Found(inner.path, under, place))

    def _link(self, link: _Folder, under: Path, within: str, links: deque[_Folder]) -> Iterator[Found]:
        """What a link leads to, if that is in the folder that was named."""
        real = os.path.realpath(link.place)
        if not real.startswith(within.rstrip(os.sep) + os.sep):
            return
        if link.path.is_dir():
            yield from self._folder(_Folder(link.path, real, _ignoring_in(real)), under, links)
        elif link.path.is_file() and _included(self._choosing(link.path.parent), link.place):
            yield from self._once(Found(link.path, under, real))

    def _once(self, found: Found) -> Iterator[Found]:
        if found.real not in self._given:
            self._given.add(found.real)
            yield found


def _takes(folder: _Folder, choosing: Choosing, name: str, *, is_folder: bool) -> bool:
    """Whether a folder is gone into, or a file may be taken."""
    if name.startswith(".") or name in _NEVER:
        return False
    place = folder.in_it(name)
    if _excluded(choosing, place, folder=is_folder):
        return False
    return not (choosing.respect_gitignore and folder.ignoring.leaves_out(place, folder=is_folder))


def _included(choosing: Choosing, place: str) -> bool:
    if not choosing.include:
        return is_known(os.path.basename(place))  # noqa: PTH119 - a million of these
    return _spec(choosing.include).match_file(_relative(place, str(choosing.root)))


def _excluded(choosing: Choosing, place: str, *, folder: bool) -> bool:
    return bool(choosing.exclude) and _spec(choosing.exclude).match_file(_relative(place, str(choosing.root)) + ("/" if folder else ""))


@lru_cache(maxsize=4096)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise DocumentError(f"a pattern of the files to include or exclude cannot be used: {error}") from error


def _relative(place: str, base: str) -> str:
    """The rest of a path below a folder, as patterns see it; the whole path where it is not below."""
    base = base.rstrip(os.sep) + os.sep
    return place.removeprefix(base).lstrip(os.sep).replace(os.sep, "/")


def _ignoring_in(place: str) -> _Ignoring:
    """What holds in a folder, by the repository that it is in."""
    folders = [place, *map(str, Path(place).parents)]
    top = next((at for at, folder in enumerate(folders) if os.path.exists(os.path.join(folder, ".git"))), 0)  # noqa: PTH110, PTH118
    ignoring = _Ignoring()
    for folder in reversed(folders[: top + 1]):
        ignoring = ignoring.entering(folder)
    return ignoring


def _ignored(place: str, *, folder: bool) -> bool:
    """Whether git leaves out a path, or a folder that it is in."""
    above = Path(place).parents
    ignoring = _ignoring_in(str(above[0]))
    return ignoring.leaves_out(place, folder=folder) or (len(above) > 1 and _ignored(str(above[0]), folder=True))


def _git_lines(path: str) -> list[str]:
    try:
        text = Path(path).read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError:
        return []
    return [line.removesuffix("\r") for line in text.split("\n")]

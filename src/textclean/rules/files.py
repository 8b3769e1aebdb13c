"""Where rule files are found and read: the library's one named edge to the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textclean.errors import Problem, RuleError
from textclean.rules.loading import Source, is_rule_file

CATEGORIES = "categories.yaml"


def builtin_root() -> Path:
    """The folder of the built-in rules: inside the installed package, or at the repository's root."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "_rules", package.parent.parent / "rules"):
        if (root / CATEGORIES).is_file():
            return root
    raise RuleError([Problem(str(package / "_rules"), 1, 1, "", "the built-in rules are missing", "install textclean-rules again")])


def read_categories() -> Source:
    """The file of categories."""
    path = builtin_root() / CATEGORIES
    return Source(f"rules/{CATEGORIES}", path.read_bytes())


def read_builtin() -> list[Source]:
    """The built-in pack files, in order of path."""
    root = builtin_root()
    paths = sorted(path for path in root.rglob("*") if is_rule_file(path.name) and path.name != CATEGORIES)
    return [Source(f"rules/{path.relative_to(root).as_posix()}", path.read_bytes(), tested=True) for path in paths]


def read_paths(paths: Iterable[str | Path]) -> list[Source]:
    """The pack files under some paths: a file as it is, a folder with all below it, in order of path.

    Raises `RuleError` for a path that is not there, cannot be read, or holds no pack.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        try:
            found = sorted(item for item in path.rglob("*") if is_rule_file(item.name)) if path.is_dir() else [path]
            sources += [Source(str(item), item.read_bytes()) for item in found]
        except OSError as error:
            problems.append(Problem(str(path), 1, 1, "", f"cannot be read: {error.strerror}", "give a pack file or a folder of them"))
            continue
        if not found:
            problems.append(Problem(str(path), 1, 1, "", "no rule file in this folder", "pack files end in .yaml or .yml"))
    if problems:
        raise RuleError(problems)
    return sources

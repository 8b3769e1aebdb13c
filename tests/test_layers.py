"""Who may import whom; no input or output in the core; no category and no rule named in Python."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from textclean.cleaner import Cleaner
from textclean.result import Result

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "textclean"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From each part of the package to the parts that it may import, besides itself.
MAY_IMPORT = {
    "errors": set(),
    "text": set(),
    "repairs": {"text", "errors"},
    "rules": {"text", "errors"},
    "record": {"errors"},
    "result": {"text", "errors", "record"},
    "verification": {"cleaner", "errors", "result", "text"},
    "cleaner": {"text", "errors", "repairs", "rules", "result"},
    "adaptors": {"errors"},
    "pages": {"text", "errors", "rules", "result", "cleaner", "adaptors"},
    "ruletest": {"cleaner", "result", "rules", "pages"},
    "authoring": {"text", "errors", "cleaner", "result", "rules", "ruletest"},
    "formats": {"text", "errors", "record", "result", "rules", "authoring"},
    "batch": {"errors", "pages", "cleaner", "result", "formats", "rules", "text", "verification", "authoring"},
    "cli": {"errors", "pages", "cleaner", "result", "rules", "ruletest", "formats", "batch", "verification", "authoring"},
    "__init__": {"errors", "cleaner", "pages", "result", "rules"},
    "__main__": {"cli"},
}
# What touches the world, and the only places that may.
WORLD = {"os", "sys", "io", "time", "random", "pathlib", "subprocess", "socket", "tempfile", "shutil", "threading"}
MAY_TOUCH = {"rules/files.py", "batch", "cli"}
PATHS_ONLY = {"cleaner.py"}  # takes paths of rule files and hands them on


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner()


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "textclean"}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_one_way(path):
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("textclean.")}
    assert ours - {part(path)} <= MAY_IMPORT[part(path)] | ({"cli"} if part(path) == "cli" else set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_touches_nothing(path):
    relative = path.relative_to(PACKAGE).as_posix()
    if relative in MAY_TOUCH or part(path) in MAY_TOUCH:
        return
    touched = {name.split(".")[0] for name in imports(path)} & WORLD
    assert touched <= ({"pathlib"} if relative in PATHS_ONLY else set())
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input"}


def strings(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_category_and_no_rule_is_named_in_python(path, cleaner):
    ids = set(cleaner.categories) | {name for pack in cleaner.packs for rule in pack.rules for name in (rule.name, pack.name)}
    ids |= {rule.id for pack in cleaner.packs for rule in pack.rules if "-" in rule.id}  # one word may be any word
    named = strings(path) & ids
    if path.name == "result.py":  # the two documented properties
        named -= {name for name in ("headline", "standfirst") if hasattr(Result, name)}
    if path.name == "toml_places.py":
        named -= {"table"}  # one of TOML
    if path.name in ("facts.py", "ftr.py"):  # what schema.org, pages and site configurations call a fact
        named -= {"headline", "date"}
    assert not named


def test_importing_textclean_imports_nothing_dear():
    code = "import sys, textclean; print(*sorted(m for m in sys.modules if m.split('.')[0] in sys.argv[1:]))"
    dear = [
        "trafilatura",
        "lxml",
        "cssselect",
        "charset_normalizer",
        "pyarrow",
        "pydantic",
        "hypothesis",
        "ftfy",
        "regex",
        "yaml",
        "click",
        "rich",
        "ahocorasick_rs",
    ]
    done = subprocess.run([sys.executable, "-c", code, *dear], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_cleaning_text_imports_nothing_for_pages():
    code = "import sys, textclean; textclean.clean('A.'); print(*sorted(m for m in sys.modules if m.split('.')[0] in sys.argv[1:]))"
    dear = ["trafilatura", "lxml", "cssselect", "charset_normalizer", "justext", "htmldate"]
    done = subprocess.run([sys.executable, "-c", code, *dear], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_extractor_is_imported_in_its_adaptor_alone(path):
    assert "trafilatura" not in {name.split(".")[0] for name in imports(path)} or path.name == "trafilatura.py"


def test_there_is_no_circle_of_imports():
    graph = {}
    for path in MODULES:
        name = "textclean." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        graph[name.removesuffix(".__init__")] = top_level_imports(path)
    seen: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if seen.get(name):
            return
        for other in graph.get(name, ()):
            if other in graph and other != name:
                visit(other, (*trail, name))
        seen[name] = 1

    for name in graph:
        visit(name, ())


def top_level_imports(path: Path) -> set[str]:
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names

"""Which settings hold for a path, in real folders."""

import time
from pathlib import Path

import pytest

from textclean.batch.configuration import Configuration
from textclean.errors import ConfigError, PolicyError
from textclean.rules.rule import Action, Level


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    """Files by name, `__` for a folder and `_` for the dot before the suffix."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_", ".") if "." not in name else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def level(path: str, **options) -> str:
    return str(Configuration(**options).settings_for(Path(path)).ruling.policy.level)


HINT, SAFE = 'level = "hint"', 'level = "safe"'


@pytest.mark.parametrize(
    ("files", "path", "wanted"),
    [
        pytest.param({}, "a.txt", "likely", id="no file: the default"),
        pytest.param({"textclean_toml": HINT}, "a.txt", "hint", id="the folder's"),
        pytest.param({"textclean_toml": HINT}, "x/y/a.txt", "hint", id="the closest, from folders that are not there"),
        pytest.param({"textclean_toml": HINT, "x__textclean_toml": SAFE}, "x/y/a.txt", "safe", id="the closest goes first"),
        pytest.param({"textclean_toml": HINT, "x__textclean_toml": ""}, "x/a.txt", "likely", id="nothing is merged"),
        pytest.param({"textclean_toml": HINT, "x__textclean_toml": SAFE}, "x", "safe", id="a folder has its own"),
        pytest.param({"pyproject_toml": f"[tool.textclean]\n{HINT}"}, "a.txt", "hint", id="pyproject"),
        pytest.param({"pyproject_toml": f"[tool.textclean]\n{HINT}", "textclean_toml": SAFE}, "a.txt", "safe", id="textclean.toml wins"),
        pytest.param({"textclean_toml": HINT, "x__pyproject_toml": "[tool.ruff]"}, "x/a.txt", "hint", id="a pyproject of others is passed"),
        pytest.param({"textclean_toml": HINT, "x__pyproject_toml": "not [ toml"}, "x/a.txt", "hint", id="even a broken one"),
        pytest.param({"x__pyproject_toml": "[tool.textclean]", "textclean_toml": HINT}, "x/a.txt", "likely", id="an empty table counts"),
        pytest.param({"textclean_toml": "\N{ZERO WIDTH NO-BREAK SPACE}" + HINT}, "a.txt", "hint", id="a byte order mark"),
        pytest.param({"textclean_toml": f'extend = "x/b.toml"\n{SAFE}', "x__b_toml": HINT}, "a.txt", "safe", id="extending, over it"),
        pytest.param({"textclean_toml": 'extend = "x/b.toml"', "x__b_toml": HINT}, "a.txt", "hint", id="extending"),
        pytest.param(
            {"textclean_toml": 'extend = "x/b.toml"', "x__b_toml": 'extend = "c.toml"', "x__c_toml": HINT}, "a.txt", "hint", id="twice"
        ),
        pytest.param(
            {"textclean_toml": 'extend = "x/pyproject.toml"', "x__pyproject_toml": f"[tool.textclean]\n{HINT}"},
            "a.txt",
            "hint",
            id="extending a pyproject",
        ),
    ],
)
def test_the_closest_file(folder, files, path, wanted):
    write(folder, **files)
    (folder / "x").mkdir(exist_ok=True)
    assert level(path) == wanted


def test_a_file_that_is_named_goes_before_the_closest(folder):
    write(folder, textclean_toml=HINT, other_toml=SAFE)
    assert level("a.txt", config=Path("other.toml")) == "safe"
    assert level("a.txt", isolated=True) == "likely"


def test_a_named_file_speaks_for_the_working_folder(folder):
    write(folder, shared__c_toml='notes = "n.jsonl"\nexclude = ["old/"]\n[[overrides]]\npaths = ["docs/"]\nlevel = "safe"')
    settings = Configuration(config=Path("shared/c.toml")).settings_for(Path("docs/a.txt"))
    assert (settings.root, settings.project) == (folder, folder)
    assert settings.ruling.policy.level == Level.SAFE
    assert settings.notes == folder / "shared" / "n.jsonl"


OVERRIDES = """
level = "safe"
[[overrides]]
paths = ["docs/", "*.md"]
level = "hint"
keep = ["caption"]
[[overrides]]
paths = ["docs/old/**"]
level = "likely"
encoding = "windows-1252"
field = "body"
lang = "de"
"""


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        pytest.param("a.txt", ("safe", {}, None), id="matches none"),
        pytest.param("docs/a.txt", ("hint", {"caption": "keep"}, None), id="in a folder"),
        pytest.param("x/docs/a.txt", ("hint", {"caption": "keep"}, None), id="as in a .gitignore, at any depth"),
        pytest.param("x/y/a.md", ("hint", {"caption": "keep"}, None), id="by suffix"),
        pytest.param("docs/old/a.txt", ("likely", {"caption": "keep"}, "windows-1252"), id="the last goes first, the others still hold"),
    ],
)
def test_overrides(folder, path, wanted):
    write(folder, textclean_toml=OVERRIDES)
    settings = Configuration().settings_for(Path(path))
    assert (settings.ruling.policy.level, dict(settings.ruling.policy.actions), settings.encoding) == wanted


def test_overrides_are_relative_to_the_file_and_reach_no_further(folder):
    write(folder, x__textclean_toml='[[overrides]]\npaths = ["/a.txt"]\nlevel = "safe"')
    assert (level("x/a.txt"), level("x/x/a.txt"), level("a.txt")) == ("safe", "likely", "likely")


@pytest.mark.parametrize(
    ("base", "own", "given", "wanted"),
    [
        pytest.param('ignore = ["a"]', 'ignore = ["b"]', {}, ("b",), id="a list takes the place of that below"),
        pytest.param('ignore = ["a"]', 'extend-ignore = ["b"]', {}, ("a", "b"), id="a list that extends is added"),
        pytest.param('extend-ignore = ["a"]', 'extend-ignore = ["b"]', {}, ("a", "b"), id="both extend"),
        pytest.param('extend-ignore = ["a"]', 'ignore = ["b"]', {}, ("b",), id="a new list drops what extended the old"),
        pytest.param('ignore = ["a"]', "ignore = []", {}, (), id="an empty list too"),
        pytest.param('ignore = ["a"]', "", {"ignore": ("b",)}, ("b",), id="the command line"),
        pytest.param('ignore = ["a"]', "", {"ignore": (), "level": None}, ("a",), id="what is not given says nothing"),
        pytest.param(
            'ignore = ["a", "b"]', 'extend-ignore = ["a"]', {"select": ("a",)}, ("b",), id="what is selected by name is not ignored"
        ),
    ],
)
def test_layers(folder, base, own, given, wanted):
    write(folder, textclean_toml=f'extend = "base.toml"\n{own}', base_toml=base)
    assert Configuration(given).here.ruling.policy.ignore == wanted


def test_actions_are_merged_target_by_target(folder):
    write(
        folder,
        textclean_toml='extend = "b.toml"\nactions = {date = "note"}\nkeep = ["advert"]',
        b_toml='actions = {date = "off", share = "off"}',
    )
    actions = Configuration({"keep": ("share",)}).here.ruling.policy.actions
    assert actions == {"date": Action.NOTE, "advert": Action.KEEP, "share": Action.KEEP}
    assert "share" not in Configuration({"select": ("share",)}).here.ruling.policy.actions


def test_paths_in_a_file_are_relative_to_it_and_those_of_the_command_line_to_the_working_folder(folder, monkeypatch):
    write(folder, x__rules__own_yaml="", x__textclean_toml='rules = ["rules"]\nbaseline = "../b.json"\nextend = "y/base.toml"')
    write(folder, x__y__base_toml='notes = "n.jsonl"')
    monkeypatch.chdir(folder / "x" / "y")
    settings = Configuration().here
    assert (settings.ruling.rules, settings.baseline, settings.notes) == (
        (folder / "x" / "rules",),
        folder / "b.json",
        folder / "x" / "y" / "n.jsonl",
    )
    given = Configuration({"rules": ("../r",), "notes": Path("m.jsonl")}).here
    assert (given.ruling.rules, given.notes) == ((folder / "x" / "r",), folder / "x" / "y" / "m.jsonl")


@pytest.mark.parametrize(
    ("made", "path", "wanted"),
    [
        pytest.param((), "x/a.txt", ".", id="nothing: the working folder"),
        pytest.param(("x/y/.git/",), "x/y/z/a.txt", "x/y", id="a repository"),
        pytest.param(("x/.git",), "x/y/a.txt", "x", id="a worktree, whose .git is a file"),
        pytest.param(("x/textclean.toml",), "x/y/a.txt", "x", id="a configuration file"),
        pytest.param((".git/", "x/textclean.toml"), "x/y/a.txt", ".", id="a repository goes before a configuration file"),
    ],
)
def test_the_project(folder, made, path, wanted):
    for name in made:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text("")
    assert Configuration().settings_for(Path(path)).project == (folder / wanted).resolve()


def test_outside_the_working_folder_the_project_is_the_files_own_folder(folder, monkeypatch):
    (folder / "here").mkdir()
    monkeypatch.chdir(folder / "here")
    assert Configuration().settings_for(folder / "there" / "a.txt").project == folder / "there"


def error(**options) -> str:
    with pytest.raises(ConfigError) as caught:
        Configuration(**options).here.cleaner()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            '[actions]\ncaption = "kep"\nworkers = 0\n',
            "textclean.toml:2:1: caption: input should be 'remove', 'keep', 'note' or 'off'\n"
            "textclean.toml:3:1: workers: input should be 'remove', 'keep', 'note' or 'off'",
            id="every problem at once",
        ),
        pytest.param("\nselct = []", "textclean.toml:2:1: unknown key 'selct'\n  hint: did you mean 'select'?", id="an unknown key"),
        pytest.param("workers = -1", "textclean.toml:1:1: workers: input should be greater than or equal to 1", id="a number too small"),
        pytest.param(
            'select = ["date",\n  7]', "textclean.toml:2:3: select: input should be a valid string", id="the place of an item in a list"
        ),
        pytest.param(
            "[[overrides]]\npaths = ['a']\nworkers = 1",
            "textclean.toml:3:1: the key 'workers' cannot be overridden for some paths\n  hint: give it to the whole file",
            id="no key of an override",
        ),
        pytest.param(
            "[[overrides]]\nlevel = 'safe'",
            "textclean.toml:1:3: the key 'paths' is missing\n  hint: say which paths it holds for",
            id="an override without paths",
        ),
        pytest.param("encoding = 'latin-99'", "textclean.toml:1:1: encoding: unknown encoding 'latin-99'; give a name", id="an encoding"),
        pytest.param("encoding = 'base64'", "textclean.toml:1:1: encoding: unknown encoding 'base64'; give a name", id="a codec for bytes"),
        pytest.param("exclude = ['ok', '!']", "textclean.toml:1:18: exclude: ", id="no pattern"),
        pytest.param("a = \n", "textclean.toml:1:5: not valid TOML: invalid value", id="no TOML"),
        pytest.param("a = [", "textclean.toml:1:1: not valid TOML: ", id="no TOML up to the end"),
        pytest.param("a = " + "[" * 5000, "textclean.toml:1:1: nested too deeply", id="a bomb"),
        pytest.param('rules = ["no"]', "textclean.toml:1:10: rules: there is no ", id="no rule file"),
        pytest.param('extend = "no.toml"', "textclean.toml:1:1: extend: no.toml cannot be read: No such file", id="extends nothing"),
        pytest.param('extend = "textclean.toml"', "textclean.toml:1:1: extends itself: textclean.toml → textclean.toml", id="a circle"),
        pytest.param(
            'extend = "pyproject.toml"', "textclean.toml:1:1: extend: pyproject.toml has no table tool.textclean", id="an empty one"
        ),
        pytest.param(
            'actions = {date = "off"}\nkeep = ["date"]',
            "textclean.toml:2:9: 'date' is under 'keep', and off under 'actions' in line 1\n  hint: keep one of them",
            id="a contradiction",
        ),
        pytest.param(
            'select = ["newsleter"]\n[[overrides]]\npaths = ["*"]\nignore = ["shar"]',
            "textclean.toml:1:11: no category, pack or rule is named 'newsleter'\n  hint: did you mean 'newsletter'",
            id="a target that names nothing",
        ),
        pytest.param(
            "keep = ['caption', 'dat']",
            "textclean.toml:1:20: no category, pack or rule is named 'dat'\n  hint: did you mean 'date'",
            id="kept",
        ),
    ],
)
def test_problems_have_a_place_and_a_next_step(folder, text, message):
    write(folder, textclean_toml=text, pyproject_toml="[tool.ruff]")
    assert error().startswith(message)


def test_a_file_that_is_not_utf_8(folder):
    (folder / "textclean.toml").write_bytes(b"# ok\n# \xff\n")
    assert error() == "textclean.toml:2:1: not UTF-8: invalid start byte\n  hint: save the file as UTF-8 text"


def test_a_circle_of_three(folder):
    write(folder, textclean_toml='extend = "x/b.toml"', x__b_toml='extend = "../c.toml"', c_toml='\nextend = "textclean.toml"')
    assert error().startswith("c.toml:2:1: extends itself: textclean.toml → x/b.toml → c.toml → textclean.toml\n  hint: ")


def test_the_problems_of_a_file_that_is_extended_have_its_place(folder):
    write(folder, textclean_toml='extend = "b.toml"\nrules = ["no"]', b_toml='\nlevel = "x"')
    first, second, _hint = error().split("\n")
    assert first == "b.toml:2:1: level: input should be 'safe', 'likely' or 'hint'"
    assert second.startswith("textclean.toml:2:10: rules: there is no ")


def test_a_named_file_that_says_nothing(folder):
    write(folder, pyproject_toml="[tool.ruff]")
    assert error(config=Path("pyproject.toml")).startswith("pyproject.toml:1:1: no table tool.textclean in it")
    assert error(config=Path("no.toml")).startswith("no.toml:1:1: cannot be read: No such file or directory")


def test_what_the_command_line_names_wrongly_has_no_place(folder):
    write(folder, textclean_toml='ignore = ["date"]')
    with pytest.raises(PolicyError, match=r"^no category, pack or rule is named 'newsleter'; did you mean 'newsletter'"):
        Configuration({"select": ("newsleter",)}).here.cleaner()


def test_files_of_equal_settings_share_them(folder):
    write(folder, textclean_toml=OVERRIDES)
    configuration = Configuration()
    one, other = (configuration.settings_for(Path(path)) for path in ("docs/a.txt", "docs/b/c.txt"))
    assert one is other
    write(folder, x__textclean_toml='level = "safe"')
    assert configuration.settings_for(Path("a.txt")).ruling == Configuration().settings_for(Path("x/a.txt")).ruling
    assert len({configuration.settings_for(Path("a.txt")).ruling, Configuration().settings_for(Path("x/a.txt")).ruling}) == 1


def test_settings_are_values(folder):
    write(folder, textclean_toml=OVERRIDES)
    one, other = Configuration().here, Configuration({"level": "safe"}).here
    assert one == other
    assert hash(one) == hash(other)
    assert one != Configuration({"level": "hint"}).here


def test_many_files_of_a_folder_are_cheap(folder):
    write(folder, x__y__z__w__textclean_toml=OVERRIDES)
    configuration = Configuration()
    start = time.perf_counter()
    for number in range(5_000):
        configuration.settings_for(Path(f"x/y/z/w/{number}.txt"))
    assert time.perf_counter() - start < 5  # it takes 0.3 s


def test_links_are_not_followed(folder):
    write(folder, x__textclean_toml=HINT)
    (folder / "x" / "a.txt").write_text("")
    (folder / "link.txt").symlink_to(folder / "x" / "a.txt")
    assert level("link.txt") == "likely"


def test_every_part_of_the_settings(folder):
    write(
        folder,
        textclean_toml='include = ["*.md"]\nexclude = ["a"]\nextend-exclude = ["b"]\nforce-exclude = true\nrespect-gitignore = false\n'
        'workers = 3\ntimeout = 4\nlang = "de"\nfield = "body"\nencoding = "auto"\nmax-document = 9\noutput-format = "json"\n'
        'extend-select = ["en/share"]',
    )
    settings = Configuration().here
    assert (settings.include, settings.exclude, settings.force_exclude, settings.respect_gitignore) == (("*.md",), ("a", "b"), True, False)
    assert (settings.workers, settings.timeout, settings.lang, settings.output_format) == (3, 4, "de", "json")
    assert (settings.field, settings.encoding, settings.max_document) == ("body", "auto", 9)
    assert settings.ruling.policy.extend_select == ("en/share",)
    assert settings.file == folder / "textclean.toml"

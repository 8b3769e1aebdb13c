"""Settings as what the parts of a batch take."""

import pickle
from pathlib import Path

import pytest

from textclean.batch.configuration import Configuration
from textclean.batch.sources import Reading
from textclean.batch.walking import Choosing
from textclean.rules.policy import Policy


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def here(text: str):
        (tmp_path / "textclean.toml").write_text(text)
        return Configuration().here

    return here


def test_how_files_are_read(here):
    assert here("").reading == Reading()
    assert here('field = "body"\nencoding = "auto"\nmax-document = 9').reading == Reading("body", "auto", 9)


def test_which_files_are_taken(here, tmp_path):
    assert here("").choosing == Choosing(tmp_path)
    assert here(
        'include = ["*.md"]\nexclude = ["a"]\nextend-exclude = ["b"]\nforce-exclude = true\nrespect-gitignore = false'
    ).choosing == (Choosing(tmp_path, ("*.md",), ("a", "b"), True, False))


def test_a_cleaner_has_the_policy_and_the_rules(here, tmp_path):
    own = 'pack: own\nrules:\n  - {id: mine, category: share, why: A test., match: "^mine$", drops: ["«mine»"], keeps: ["not mine"]}\n'
    (tmp_path / "own.yaml").write_text(own)
    cleaner = here('rules = ["own.yaml"]\nselect = ["own"]\nignore = ["date"]\nlevel = "safe"').cleaner()
    assert cleaner.policy == Policy(level="safe", select=("own",), ignore=("date",))
    assert "own" in [pack.name for pack in cleaner.packs]


def test_settings_travel_to_other_processes(here):
    settings = here('keep = ["caption"]\nrules = []')
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert settings.file == Path.cwd() / "textclean.toml"

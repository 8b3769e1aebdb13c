"""The manifest remembers what is done, and never stands in the way."""

import sqlite3
from pathlib import Path

import pytest

from textclean.batch import manifest as module
from textclean.batch.manifest import Manifest, digest_of


def test_it_is_there_in_the_next_run(tmp_path: Path) -> None:
    with Manifest(tmp_path / "done.db") as manifest:
        manifest.add("a.txt", "rules", "digest", "output")
    with Manifest(tmp_path / "done.db") as manifest:
        assert manifest.has("a.txt", "rules", "digest", "output")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(("b.txt", "rules", "digest", "output"), id="another file"),
        pytest.param(("a.txt", "other", "digest", "output"), id="other rules"),
        pytest.param(("a.txt", "rules", "other", "output"), id="other contents"),
        pytest.param(("a.txt", "rules", "digest", "other"), id="another output"),
    ],
)
def test_only_the_same_is_done(tmp_path: Path, asked: tuple[str, str, str, str]) -> None:
    with Manifest(tmp_path / "done.db") as manifest:
        manifest.add("a.txt", "rules", "digest", "output")
    with Manifest(tmp_path / "done.db") as manifest:
        assert not manifest.has(*asked)


def test_the_last_entry_counts(tmp_path: Path) -> None:
    for digest in ("one", "two"):
        with Manifest(tmp_path / "done.db") as manifest:
            manifest.add("a.txt", "rules", digest)
    with Manifest(tmp_path / "done.db") as manifest:
        assert (manifest.has("a.txt", "rules", "one"), manifest.has("a.txt", "rules", "two")) == (False, True)


def test_a_killed_run_loses_a_bounded_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SAVE_EVERY", 4)
    killed = Manifest(tmp_path / "done.db")
    for number in range(10):
        killed.add(f"{number}.txt", "rules", "digest")
    with Manifest(tmp_path / "done.db") as manifest:
        assert [manifest.has(f"{number}.txt", "rules", "digest") for number in range(10)] == [True] * 8 + [False] * 2


def _damaged(path: Path) -> None:
    path.write_bytes(b"no database " * 100)


def _folder(path: Path) -> None:
    path.mkdir()


def _locked(path: Path) -> None:
    with Manifest(path):
        pass
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    _locked.holders.append(holder)  # type: ignore[attr-defined]


_locked.holders = []  # type: ignore[attr-defined]


@pytest.mark.parametrize("spoil", [_damaged, _folder, _locked])
def test_one_that_cannot_be_used_costs_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: object) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    spoil(tmp_path / "done.db")  # type: ignore[operator]
    with Manifest(tmp_path / "done.db") as manifest:
        manifest.add("a.txt", "rules", "digest")
        assert manifest.has("a.txt", "rules", "digest")


def test_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    _damaged(tmp_path / "done.db")
    with Manifest(tmp_path / "done.db") as manifest:
        manifest.add("a.txt", "rules", "digest")
    with Manifest(tmp_path / "done.db") as manifest:
        assert manifest.has("a.txt", "rules", "digest")


def test_one_that_is_locked_midway_costs_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    with Manifest(tmp_path / "done.db") as manifest:
        other = sqlite3.connect(tmp_path / "done.db")
        other.execute("BEGIN EXCLUSIVE")
        manifest.add("a.txt", "rules", "digest")
        manifest._save()
        assert not manifest.has("a.txt", "rules", "digest")
        other.close()


def test_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest_of(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

import sys

import pytest
from click.testing import CliRunner

from tests.batch.faults import names_below
from tests.batch.fixing import SHARE, dirty
from textclean.cli import main

LEFT = ".a.txt.0123456789abcdef.textclean-tmp"


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "work" / "in").mkdir(parents=True)
    (tmp_path / "work" / "in" / "a.txt").write_text(dirty())
    monkeypatch.chdir(tmp_path / "work")
    return lambda *args: CliRunner().invoke(main, args)


@pytest.mark.parametrize("args", [("fix", "in"), ("clean", "in", "--output", "out")])
def test_what_a_killed_run_left_beside_its_files_is_swept(run, tmp_path, args):
    (tmp_path / "work" / "out").mkdir()
    places = [tmp_path / "work" / "in" / LEFT] if args[0] == "fix" else [tmp_path / "work" / "out" / LEFT]
    for place in places:
        place.write_bytes(b"x")
    done = run(*args)
    assert done.exit_code == 0, done.output
    assert not [name for name in names_below(tmp_path) if name.endswith("-tmp")]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_nothing_is_written_outside_the_output(run, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("theirs")
    (tmp_path / "work" / "out").mkdir()
    (tmp_path / "work" / "out" / "a.txt").symlink_to(outside)
    done = run("clean", "in", "--output", "out")
    assert done.exit_code == 2
    assert "outside" in done.stderr
    assert outside.read_text() == "theirs"
    (tmp_path / "work" / "out" / "a.txt").unlink()
    assert run("clean", "in", "--output", "out").exit_code == 0
    assert SHARE not in (tmp_path / "work" / "out" / "a.txt").read_text()


@pytest.mark.parametrize("args", [("fix", "in"), ("clean", "in", "--output", "out"), ("fix", "in", "--no-undo")])
def test_where_nothing_can_be_remembered_a_message_says_what_follows(run, tmp_path, args):
    (tmp_path / "work" / "out").mkdir()
    for place in (tmp_path / "work" / ".textclean", tmp_path / "work" / "out" / ".textclean"):
        place.write_text("a file in the way of the folder")
    done = run(*args)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    if args == ("fix", "in"):
        assert done.exit_code == 2
        assert ".textclean/notes.jsonl: cannot be written" in done.stderr
        assert (tmp_path / "work" / "in" / "a.txt").read_text() == dirty()
    else:
        assert done.exit_code == 0, done.output
        written = tmp_path / "work" / ("in" if args[0] == "fix" else "out") / "a.txt"
        assert SHARE not in written.read_text()

import pytest

from textclean.cli.output import console, is_terminal


def test_a_file_gets_no_colours_whatever_the_environment_says(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert not is_terminal()
    console().print("one [red]two[/red] :x: " + "word " * 100, style="red")
    assert capsys.readouterr().out == "one [red]two[/red] :x: " + "word " * 99 + "word \n"


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_them_unless_told_not_to(capsys, monkeypatch, variable, coloured):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    console().print("one", style="red")
    assert ("\x1b[31m" in capsys.readouterr().out) == coloured

import pytest
from click.testing import CliRunner

from tests.pages.test_page_cleaner import PAGE
from textclean.cli import main


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*args, **options):
    return CliRunner().invoke(main, [str(arg) for arg in args], **options)


def test_a_page_is_known_by_its_name(page):
    done = run("clean", page)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("The report of day 0")
    assert "<p>" not in done.stdout


def test_a_page_on_standard_input_needs_to_be_named_one():
    assert "<p>" in run("clean", "-", input=PAGE).stdout
    assert "<p>" not in run("clean", "-", "--html", input=PAGE).stdout


def test_undo_gives_the_extracted_text_back_and_says_so(page, tmp_path):
    clean, notes = tmp_path / "clean.txt", tmp_path / "notes.jsonl"
    clean.write_text(run("clean", page, "--notes", notes).stdout, encoding="utf-8")
    done = run("undo", clean, "--notes", notes)
    assert done.exit_code == 0, done.stderr
    assert "The report of day 7" in done.stdout
    assert "not the page" in done.stderr


def test_why_counts_the_lines_of_the_extracted_text(page):
    done = run("why", f"{page}:1")
    assert done.exit_code == 0
    assert "bridge.html:1" in done.stdout


def test_a_page_without_text_says_why(tmp_path):
    path = tmp_path / "empty.html"
    path.write_text("<html><body><script>1</script></body></html>")
    done = run("clean", path)
    assert done.exit_code == 2
    assert "empty: no article is found" in done.stderr


def test_site_configurations_become_a_pack(tmp_path):
    path = tmp_path / "example.org.txt"
    path.write_text("strip: //div[@class='ad']\nstrip: //p[last()]\n")
    done = run("rules", "import-ftr", path)
    assert done.exit_code == 0
    assert "sites: ['example.org']" in done.stdout
    assert "example.org.txt:2: strip: //p[last()]: this XPath cannot be said in CSS" in done.stderr

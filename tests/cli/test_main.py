import json

import pytest
from click.testing import CliRunner

from textclean import Result
from textclean.cli import main

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
DIRTY = f"Skip to main content\r\n\r\n{P}\r\n\r\nShare this article"
CLEAN = f"{P}\r\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dirty.txt").write_bytes(DIRTY.encode())
    (tmp_path / "clean.txt").write_bytes(CLEAN.encode())
    return lambda *args, **options: CliRunner().invoke(main, args, **options)


def test_clean_prints_the_text_and_nothing_else(run):
    done = run("clean", "dirty.txt")
    assert (done.exit_code, done.stdout_bytes, done.stderr) == (0, CLEAN.encode(), "")


def test_clean_reads_standard_input(run):
    assert run("clean", "-", input=DIRTY.encode()).stdout_bytes == CLEAN.encode()


def test_bytes_that_are_no_utf8_and_a_byte_order_mark_survive(run, tmp_path):
    (tmp_path / "odd.txt").write_bytes(b"\xef\xbb\xbfShare this article\n" + P.encode() + b"\n\xff\xfe caf\xe9 \xed\xa0\x80\n")
    assert run("clean", "odd.txt").stdout_bytes == b"\xef\xbb\xbf" + P.encode() + b"\n\xff\xfe caf\xe9 \xed\xa0\x80\n"


def test_notes_go_to_a_file_or_to_standard_output_instead_of_the_text(run, tmp_path):
    assert run("clean", "dirty.txt", "--notes", "notes.jsonl").stdout_bytes == CLEAN.encode()
    (line,) = (tmp_path / "notes.jsonl").read_text().splitlines()
    assert json.loads(line)["document"] == {"path": "dirty.txt", "encoding": "utf-8", "bom": False}
    assert Result.from_record(json.loads(line), CLEAN).restore() == DIRTY
    assert json.loads(run("clean", "dirty.txt", "--notes", "-").stdout) == json.loads(line)


def test_check_lists_what_would_go_and_exits_with_1(run):
    done = run("check", "dirty.txt", "clean.txt")
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("dirty.txt:1:1: navigation (")
    assert first.endswith("): Skip to main content")
    assert second.startswith("dirty.txt:5:1: share (")
    assert run("check", "clean.txt").exit_code == 0


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        (["--select", "share"], {"share"}),
        (["--ignore", "share"], {"navigation"}),
        (["--keep", "share,navigation"], set()),
        (["--level", "safe", "--select", "navigation"], {"navigation"}),
    ],
)
def test_policy_options(run, options, gone):
    record = json.loads(run("clean", "dirty.txt", "--notes", "-", *options).stdout)
    assert {note["category"] for note in record["notes"] if note["status"] == "removed"} == gone


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["clean", "missing.txt"], "missing.txt: no such file or folder"),
        (["clean", "dirty.txt", "--ignore", "shares"], "no category, pack or rule is named 'shares'; did you mean 'share'"),
        (["clean", "dirty.txt", "--rules", "missing.yaml"], "missing.yaml:1:1: cannot be read"),
        (["clean", "dirty.txt", "--notes", "no/such/folder"], "cannot be written"),
        (["clean"], "Missing argument"),
        (["clean", "dirty.txt", "--level", "sure"], "Invalid value"),
        (["rules", "test", "nothing"], "no category, pack or rule is named nothing"),
    ],
)
def test_errors_exit_with_2_and_say_so_on_standard_error(run, args, message):
    done = run(*args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_document_that_fails_comes_out_unchanged_and_is_named(run, tmp_path):
    (tmp_path / "eager.yaml").write_text(
        "pack: eager\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^x', drops: [x], keeps: [y]}\n"
    )
    text = f"{P}\n" + "x one two three four five six seven eight\n" * 9
    (tmp_path / "over.txt").write_text(text)
    done = run("clean", "over.txt", "--rules", "eager.yaml")
    assert (done.exit_code, done.stdout) == (2, text)
    assert "textclean: over.txt: over-cut: rules would cut 81 of 100 words" in done.stderr
    assert run("check", "over.txt", "--rules", "eager.yaml").exit_code == 2


def test_no_control_character_of_a_text_or_a_name_reaches_the_terminal(run, tmp_path):
    (tmp_path / "a\x1b[31m.txt").write_text(f"{P}\nSign up for our newsletter \x1b[2J\u202e\n")
    done = run("check", "a\x1b[31m.txt")
    assert done.exit_code == 1
    assert not set(done.stdout) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x202E]))
    assert "a\\x1b[31m.txt:2:1: newsletter" in done.stdout


def test_rules_list_and_test(run):
    listed = run("rules", "list", "--ignore", "share").stdout.splitlines()
    assert any("/skip-" in line and " remove " in line for line in listed)
    assert all(" off " in line for line in listed if line.split()[1] == "share")
    tested = run("rules", "test", "navigation")
    assert tested.exit_code == 0
    assert tested.stdout.endswith("0 faults\n")


def test_a_rule_whose_example_fails_is_named(run, tmp_path):
    (tmp_path / "bad.yaml").write_text("pack: bad\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^x$', drops: [xx], keeps: [y]}\n")
    done = run("rules", "test", "bad", "--rules", "bad.yaml")
    assert done.exit_code == 2
    assert "bad.yaml:4: rule bad/x: stays: 'xx'" in done.stdout


def test_version_and_help(run):
    assert run("--version").stdout.startswith("textclean, version ")
    assert "clean" in run("-h").stdout


ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
TEXT = f"Skip to main content\n\n{P} Café – “quoted”.\n\nShare this article\n\n{P}\n"


@pytest.mark.parametrize("bom", [False, True], ids=["", "BOM"])
@pytest.mark.parametrize("ends", [*ENDS, "mixed"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1252"])
def test_undo_gives_every_byte_back(run, tmp_path, encoding, ends, bom):
    text = TEXT.replace("\n", ENDS[ends]) if ends in ENDS else TEXT.replace("\n", "\r", 2).replace("\n", "\r\n", 2)
    mark = "\ufeff".encode(encoding) if bom and encoding.startswith("utf") else b""
    stray = b"\xff\xfe\x81" if encoding == "utf-8" else b"\x81" if encoding == "windows-1252" else b""
    data = mark + text.encode(encoding) + stray
    (tmp_path / "page.txt").write_bytes(data)
    given = [] if encoding == "utf-8" or mark else ["--encoding", encoding]
    done = run("clean", "page.txt", "--notes", "notes.jsonl", *given)
    assert done.exit_code == 0, done.stderr
    assert b"S\x00h\x00a\x00r\x00e" not in done.stdout_bytes and b"Share" not in done.stdout_bytes
    (tmp_path / "page.clean.txt").write_bytes(done.stdout_bytes)
    undone = run("undo", "page.clean.txt", "--notes", "notes.jsonl")
    assert (undone.exit_code, undone.stdout_bytes) == (0, data)


def test_undo_refuses_what_does_not_belong_together(run, tmp_path):
    (tmp_path / "page.clean.txt").write_bytes(
        run("clean", "dirty.txt", "--notes", "notes.jsonl").stdout_bytes.replace(b"Tuesday", b"Monday")
    )
    done = run("undo", "page.clean.txt", "--notes", "notes.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        "page.clean.txt: the text is not the one that the record was made with: it differs in the 256 characters from line 1, column 1 on"
        in done.stderr
    )


def test_undo_finds_the_record_among_many(run, tmp_path):
    lines = []
    for name in ("dirty.txt", "clean.txt"):
        (tmp_path / f"{name}.out").write_bytes(run("clean", name, "--notes", "one.jsonl").stdout_bytes)
        lines.append((tmp_path / "one.jsonl").read_text())
    (tmp_path / "notes.jsonl").write_text("".join(lines))
    assert run("undo", "clean.txt.out", "--notes", "notes.jsonl").stdout_bytes == CLEAN.encode()
    (tmp_path / "other.txt").write_text("other")
    assert "none of the 2 records in notes.jsonl is of this text" in run("undo", "other.txt", "--notes", "notes.jsonl").stderr


def test_undo_says_why_a_record_without_text_cannot_restore(run, tmp_path):
    (tmp_path / "page.clean.txt").write_bytes(run("clean", "dirty.txt", "--notes", "notes.jsonl", "--notes-detail", "spans").stdout_bytes)
    assert b"Skip to" not in (tmp_path / "notes.jsonl").read_bytes()
    assert "made with detail 'spans'" in run("undo", "page.clean.txt", "--notes", "notes.jsonl").stderr


def test_a_repair_that_the_encoding_cannot_hold_leaves_the_text_as_it_is(run, tmp_path):
    data = f"{P[:-1]}, it\N{RIGHT SINGLE QUOTATION MARK}s said.\n".encode()
    (tmp_path / "page.txt").write_bytes(data)
    done = run("clean", "page.txt", "--encoding", "latin-1", "--notes", "notes.jsonl")
    assert (done.exit_code, done.stdout_bytes) == (2, data)
    assert "page.txt: iso8859-1 cannot hold '\\u2019'" in done.stderr
    assert (tmp_path / "notes.jsonl").read_bytes() == b""
    assert run("clean", "page.txt", "--encoding", "latin-1", "--ignore", "repairs").stdout_bytes == data


def test_an_unknown_encoding_is_refused(run):
    done = run("clean", "dirty.txt", "--encoding", "klingon")
    assert done.exit_code == 2
    assert "unknown encoding 'klingon'" in done.stderr


def test_an_encoding_that_loses_bytes_is_told(run, tmp_path):
    (tmp_path / "page.txt").write_bytes("日本".encode("iso2022_jp") + b"\x1b$B\x1b(B")
    done = run("clean", "page.txt", "--encoding", "iso2022_jp")
    assert done.exit_code == 0
    assert "does not give the same bytes again" in done.stderr


def test_why_and_rules_show(run):
    done = run("why", "dirty.txt:5")
    assert done.stdout.startswith("dirty.txt:5: removed as share")
    assert "matched: Share this article" in done.stdout
    assert "rules/en/share.yaml:" in done.stdout
    assert run("why", "dirty.txt:3").stdout.startswith("dirty.txt:3: stays as it is")
    assert "no line 99" in run("why", "dirty.txt:99").stderr
    assert "FILE:LINE" in run("why", "dirty.txt").stderr
    shown = run("rules", "show", "skip-link").stdout
    assert "drops:" in shown and "keeps:" in shown and "rules/en/navigation.yaml:" in shown
    assert "no rule is named nothing" in run("rules", "show", "nothing").stderr


def test_rules_mutants(run, tmp_path):
    (tmp_path / "own.yaml").write_text(
        "pack: own\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^xq$', drops: [xq], keeps: [xqs]}\n"
    )
    done = run("rules", "mutants", "own", "--rules", "own.yaml")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "own.yaml:4: rule own/x: anchor: no example fails without ^ at column 1",
        "1 of 2 mutants caught (50%)",
    ]
    assert run("rules", "mutants", "own", "--rules", "own.yaml", "--at-least", "51").exit_code == 1
    assert run("rules", "mutants", "own", "--rules", "own.yaml", "--at-least", "50").exit_code == 0
    listed = json.loads(run("rules", "mutants", "own", "--rules", "own.yaml", "--output-format", "json").stdout)
    assert [(mutant["change"], mutant["caught"]) for mutant in listed] == [
        ("without ^ at column 1", False),
        ("without $ at column 4", True),
    ]
    assert "no category, pack or rule is named owm" in run("rules", "mutants", "owm", "--rules", "own.yaml").stderr


def test_rules_score(run, tmp_path):
    text = f"{P}\n\nShare this article\n\n{P} Nobody was surprised."
    (tmp_path / "gold.jsonl").write_text(json.dumps({"gold": f"{P}\n{P} Nobody was surprised.", "text": text}) + "\n")
    shown = run("rules", "score", "gold.jsonl")
    assert shown.exit_code == 0
    assert any(line.split()[:6] == ["share", "1", "1", "0", "0", "100.0%"] for line in shown.stdout.splitlines())
    assert "1 articles, 1 texts: word F1 0.9647 as they came, 1.0000 cleaned" in shown.stdout
    scores = json.loads(run("rules", "score", "gold.jsonl", "--output-format", "json", "--ignore", "share").stdout)
    assert (scores["texts"], scores["paragraphs"], scores["categories"]) == (1, 2, [])
    table = run("rules", "score", "gold.jsonl", "--output-format", "tsv", "--title").stdout.splitlines()
    assert table[0] == "# textclean rules score gold.jsonl --title --output-format tsv"
    assert any(row.startswith("en/share/") and len(row.split("\t")) == 9 for row in table)
    assert "gold.jsonl:1: no text under body" in run("rules", "score", "gold.jsonl", "--field", "body").stderr


def test_rules_check(run, tmp_path):
    (tmp_path / "own.yaml").write_text(
        "pack: own\ncategory: promo\nrules:\n  - {id: x, why: X., match: '^xq$', drops: [yq], keeps: [xqs]}\n"
    )
    done = run("rules", "check", "own", "--rules", "own.yaml")
    assert done.exit_code == 1
    assert (
        done.stdout == "own.yaml:4: rule own/x: error: dead: none of its own `drops` makes it find anything\n1 rules, 1 faults, 0 hints\n"
    )
    listed = json.loads(run("rules", "check", "own", "--rules", "own.yaml", "--output-format", "json").stdout)
    assert [(report["kind"], report["severity"], report["line"]) for report in listed] == [("dead", "error", 4)]
    assert run("rules", "check", "navigation").exit_code == 0
    assert "no category, pack or rule is named owm" in run("rules", "check", "owm").stderr


def test_rules_new(run, tmp_path):
    made = run("rules", "new", "Sign up for the Harbour Letter, 3 minutes a day!", "--id", "harbour-letter")
    assert made.exit_code == 0
    (tmp_path / "mine.yaml").write_text(made.stdout)
    tested = run("rules", "test", "draft", "--rules", "mine.yaml")
    assert (tested.exit_code, tested.stdout) == (0, "1 rules, 7 examples, 0 faults\n")
    assert run("check", "-", "--rules", "mine.yaml", input="Sign up for the Harbour Letter, 5 minutes a day").exit_code == 1
    assert "textclean: unknown category 'sharing'" in run("rules", "new", "Sign up", "--category", "sharing").stderr


def test_why_of_a_blank_line_tells_of_the_text_it_went_with(run):
    done = run("why", "dirty.txt:2")
    assert done.stdout.startswith("dirty.txt:2: removed as navigation (safe): Skip to main content")
    assert "matched: Skip to main content" in done.stdout


def test_why_of_a_repair_names_the_place_of_its_rule(run, tmp_path):
    (tmp_path / "page.txt").write_text("It isnâ€™t so, the mayor said.\n", encoding="utf-8")
    done = run("why", "page.txt:1")
    assert "becomes \N{RIGHT SINGLE QUOTATION MARK}" in done.stdout
    assert "repairs/mojibake (rules/repairs.yaml:" in done.stdout


def test_why_of_what_was_found_and_kept_says_who_keeps_it(run):
    lines = run("why", "--keep", "share", "dirty.txt:5").stdout.splitlines()
    assert lines[0] == "dirty.txt:5: stays (kept), though found as share (likely): Share this article"
    assert lines[1] == "  because the policy says keep for share"
    assert "dirty.txt:5: stays as it is" not in lines


@pytest.mark.parametrize(("column", "code"), [(1, 0), (18, 0), (19, 0), (20, 2)])
def test_why_refuses_a_column_that_the_line_has_not(run, column, code):
    done = run("why", f"dirty.txt:5:{column}")
    assert done.exit_code == code
    assert ("line 5 has no column 20: its end is column 19" in done.stderr) == bool(code)

"""Overlays: exceptions to rules, and rules switched off or changed, without editing them."""

import json
import pickle

import pytest
from click.testing import CliRunner

from tests.rules.helpers import categories
from textclean import Result
from textclean.authoring.checks import Severity, check_rules
from textclean.cleaner import Cleaner
from textclean.cli import main
from textclean.errors import RuleError
from textclean.rules.loading import Source, load_packs
from textclean.rules.overlays import unused
from textclean.rules.policy import Policy
from textclean.ruletest import run_examples

P = "The council met on Tuesday and put off the vote on the bridge until the spring of next year."
BASE = """\
pack: base
category: share
rules:
  - {id: share, why: A test., match: '^share', drops: [share this], keeps: [nothing]}
  - {id: part, why: A test., scope: inline, match: 'read on', drops: ['so [-read on-]'], keeps: [nothing]}
  - {id: dated, why: A test., category: date, match: '^dated', drops: [dated today], keeps: [nothing]}
  - {id: below, why: A test., match: '^after', where: {above: [share]}, drops: ["- share\\n- after"], keeps: [nothing]}
  - {id: doubtful, why: A test., level: hint, match: '^perhaps', drops: [perhaps], keeps: [nothing]}
"""


def packs(*changes: str, keeps: str = "[share prices]"):
    overlay = "overlay: own/overlay\nchanges:\n" + "".join(f"  - {{{change.replace('KEEPS', f'keeps: {keeps}')}}}\n" for change in changes)
    sources = [Source("base.yaml", BASE.encode()), Source("own.yaml", overlay.encode())]
    return load_packs(sources, categories())


def cleaner(*changes: str, **policy) -> Cleaner:
    return Cleaner(packs=packs(*changes), policy=Policy(**policy))


def left(text: str, *changes: str, **policy) -> str:
    return cleaner(*changes, **policy).clean(text, guarded=False).text


ODD = "SHARE 'it' (now)\t*\nshare 'it'"
BOTH = "share prices\ndated prices"
INLINE = "id: x, of: base/part, why: X., KEEPS"
SPARED = "id: prices, of: base/share, why: Prices., KEEPS"


@pytest.mark.parametrize(
    ("change", "text", "clean"),
    [
        pytest.param(f"{SPARED}, unless: ['prices']", "share prices\nshare this", "share prices\n", id="a pattern"),
        pytest.param(f"{SPARED}, unless: ['^prices']", "share prices\nshare this", "", id="a pattern that does not match"),
        pytest.param(f"{SPARED}, lines: ['Share  prices']", "share prices\nshare  prices", "share  prices", id="a line, its blanks minded"),
        pytest.param(
            f"{SPARED}, lines: ['share \u2018it\u2019 (now)\t*']",
            "SHARE 'it' (now)\t*\nshare 'it'",
            "SHARE 'it' (now)\t*\n",
            id="odd signs",
        ),
        pytest.param(f"{INLINE}, lines: ['so read on']", "so read on\nread on", "so read on\n", id="a line, inline"),
        pytest.param(f"{INLINE}, unless: ['so']", "so read on", "so", id="beside the match, inline"),
        pytest.param(f"{INLINE}, unless: ['so read']", "so read on, read on", "so read on,", id="one of two"),
        pytest.param("id: x, of: base, why: X., unless: ['prices'], KEEPS", BOTH, BOTH, id="a pack"),
        pytest.param("id: x, of: share, why: X., unless: ['prices'], KEEPS", BOTH, "share prices\n", id="a category"),
        pytest.param(f"{SPARED}, unless: ['prices']", "share prices\nafter", "share prices\nafter", id="no evidence any more"),
        pytest.param("id: x, of: base/share, why: X., action: 'off'", "share\ndated", "share\n", id="a rule off"),
        pytest.param("id: x, of: base, why: X., action: 'off'", "share\ndated", "share\ndated", id="a pack off"),
        pytest.param("id: x, of: date, why: X., action: keep", "share\ndated", "dated", id="a category kept"),
        pytest.param("id: x, of: base/doubtful, why: X., level: likely", "perhaps", "", id="a level up"),
        pytest.param("id: x, of: base/share, why: X., level: hint", "share", "share", id="a level down"),
    ],
)
def test_what_a_change_does(change, text, clean):
    assert left(text, change) == clean


def test_a_rule_goes_before_its_pack_and_that_before_its_category_and_the_policy_before_all():
    actions = {"base/share": "remove", "base": "keep", "share": "'off'"}
    changes = [f"id: c{number}, of: {of}, why: X., action: {action}" for number, (of, action) in enumerate(actions.items())]
    assert left("share\ndated", *changes) == "dated"
    assert left("share\ndated", *changes, actions={"share": "keep", "date": "remove"}) == "share\n"


def test_of_two_changes_the_later_one_counts():
    assert left("share", "id: a, of: share, why: A., action: keep", "id: b, of: share, why: B., action: remove") == ""


def test_what_is_spared_is_noted_with_the_overlay_and_its_reason():
    result = cleaner(f"{SPARED}, unless: ['prices']").clean(f"{P}\nshare prices\n{P} Again.", guarded=False)
    (note,) = result.notes
    assert (note.start, note.old, note.new) == (len(P) + 1, "share prices", "share prices")
    assert (note.status, note.category, note.level, note.why) == ("exempt", "share", "likely", "A test.")
    assert note.stays == "own/overlay/prices spares it: Prices."
    assert note.rules == ("base/share", "own/overlay/prices")
    assert Result.from_record(json.loads(json.dumps(result.as_record())), result.text).notes == result.notes
    assert not result.fields


def test_the_stamp_names_the_overlay():
    stamp = dict(cleaner(f"{SPARED}, unless: ['prices']").clean(P).stamp.packs)
    assert set(stamp) == {"base", "own/overlay"}
    assert len(stamp["own/overlay"]) == 64


def test_what_did_not_take_effect():
    read = packs(f"{SPARED}, unless: ['prices']", "id: x, of: share, why: X., action: keep")
    result = Cleaner(packs=read).clean("share prices", guarded=False)
    assert unused(read, {name for note in result.notes for name in note.rules}) == []
    assert [change.name for change in unused(read, ())] == ["own/overlay/prices"]


def test_an_overlaid_cleaner_can_be_pickled():
    overlaid = cleaner(f"{SPARED}, unless: ['prices']")
    again, text = pickle.loads(pickle.dumps(overlaid)), "share prices\nshare"
    assert again.clean(text, guarded=False) == overlaid.clean(text, guarded=False)


@pytest.mark.parametrize(
    ("change", "place", "message", "hint"),
    [
        (
            "id: x, of: base/shares, why: X., action: keep",
            "own.yaml:3:17",
            "no category, pack or rule is named 'base/shares'",
            "did you mean 'base/share'",
        ),
        ("id: x, of: qqq, why: X., action: keep", "own.yaml:3:17", "is named 'qqq'", "rules list"),
        ("id: x, of: share, why: X.", "own.yaml:3:5", "a change that changes nothing", "`unless`, `lines`"),
        ("id: x, of: share, why: X., unless: ['a']", "own.yaml:3:5", "an exception without `keeps`", "show a text"),
        ("id: x, of: share, why: X., action: keep, KEEPS", "own.yaml:3:54", "'keeps' is for exceptions", "give the change"),
        ("id: x, of: share, why: X., unless: ['a(b'], KEEPS", "own.yaml:3:44", "a group that is not closed", ""),
        ('id: x, of: share, why: X., lines: ["a\\nb"], KEEPS', "own.yaml:3:41", "not one line of text", ""),
        ("id: x, of: share, why: X., unles: ['a']", "own.yaml:3:33", "unknown key 'unles'", "did you mean 'unless'"),
        ("id: x, of: share, why: X., action: drop", "own.yaml:3:41", "action: ", ""),
        ("of: share, why: X., action: keep", "own.yaml:3:5", "the key 'id' is missing", ""),
    ],
)
def test_overlays_that_do_not_load(change, place, message, hint):
    with pytest.raises(RuleError) as error:
        packs(change)
    (problem,) = error.value.problems
    assert str(problem).startswith(place)
    assert message in problem.message
    assert hint in problem.hint


def test_an_id_stands_once():
    with pytest.raises(RuleError, match=r"own\.yaml:4:10: rule x: the id stands twice"):
        packs("id: x, of: share, why: X., action: keep", "id: x, of: date, why: X., action: keep")


def test_an_overlay_with_rules_or_the_name_of_a_pack_does_not_load():
    for text, message in (
        ("overlay: own\nrules: []\nchanges:\n  - {id: x, of: share, why: X., action: keep}\n", "unknown key 'rules'"),
        ("overlay: base\nchanges:\n  - {id: x, of: share, why: X., action: keep}\n", "the pack 'base' is also in base.yaml"),
    ):
        with pytest.raises(RuleError, match=message):
            load_packs([Source("base.yaml", BASE.encode()), Source("own.yaml", text.encode())], categories())


def test_the_rules_own_examples_are_run_without_overlays_and_theirs_with():
    assert run_examples(packs("id: x, of: base, why: X., action: 'off'")) == []
    assert run_examples(packs(f"{SPARED}, unless: ['prices']")) == []
    (fault,) = run_examples(packs(f"{SPARED}, unless: ['^prices']"))
    assert str(fault) == "own.yaml:3: rule own/overlay/prices: goes by base/share: 'share prices'"
    assert run_examples(packs(f"{SPARED}, unless: ['^prices']"), lambda rule: rule.id == "dated") == []


@pytest.mark.parametrize(
    ("change", "keeps", "spared_by"),
    [
        pytest.param(f"{SPARED}, unless: ['prices', 'fell']", "[share prices]", "'fell'", id="no example"),
        pytest.param(f"{SPARED}, lines: [share fell]", "[share prices]", "'share fell'", id="no example of a line"),
        pytest.param(f"{SPARED}, unless: ['prices']", "[the prices]", "'prices'", id="no rule would take it"),
    ],
)
def test_exceptions_that_their_own_examples_do_not_need_are_errors(change, keeps, spared_by):
    (report,) = check_rules(packs(change, keeps=keeps), lambda: 0.0)
    assert (report.path, report.line, report.rule, report.kind, report.severity) == (
        "own.yaml",
        3,
        "own/overlay/prices",
        "unused",
        Severity.ERROR,
    )
    assert spared_by in report.message


def test_exceptions_that_their_own_examples_need_are_fine():
    assert list(check_rules(packs(f"{SPARED}, unless: ['prices', 'fell']", keeps="[share prices, share fell]"), lambda: 0.0)) == []


def test_the_command_line_reads_overlays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    target = "en/share/share-this"
    (tmp_path / "own.yaml").write_text(
        f"overlay: own\nchanges:\n  - {{id: x, of: {target}, why: Our column., lines: [Share this story], keeps: [Share this story]}}\n"
    )
    (tmp_path / "page.txt").write_text(f"{P}\n\nShare this story\n")

    def run(*args):
        return CliRunner().invoke(main, [*args, "--rules", "own.yaml"])

    assert run("clean", "page.txt").stdout == f"{P}\n\nShare this story\n"
    shown = run("rules", "show", target).stdout
    assert '  unless: "Share this story"  (own/x, ' in shown
    assert "own.yaml:3: Our column.)\n" in shown
    why = run("why", "page.txt:3").stdout
    assert why.startswith("page.txt:3: stays (exempt), though found as share (")
    assert "  because own/x spares it: Our column.\n" in why
    tested = run("rules", "test", "share")
    assert (tested.exit_code, tested.stdout.endswith("0 faults\n")) == (0, True)
    assert run("check", "page.txt").exit_code == 0

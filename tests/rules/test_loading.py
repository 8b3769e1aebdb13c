import pickle

import pytest

from tests.rules.helpers import CATEGORIES, categories, load
from textclean.errors import RuleError
from textclean.rules.loading import Source, is_rule_file, load_categories, load_packs
from textclean.rules.rule import Action, Level, Scope

PACK = """\
pack: en/share
lang: en
category: share
rules:
  - id: share-this
    why: A prompt to share.
    match: '^share this'
    where: {max_words: 6}
    level: safe
    drops: [Share this article]
    keeps: ["Share this with care, he said."]
  - id: dated
    category: date
    why: A date.
    scope: head
    match: '^date'
    where: {near: [share, headline], near_lines: 2}
    drops: ["- date\\n  ¶ 20"]
    keeps: [today]
"""


def test_a_pack_becomes_rules():
    (pack,) = load(PACK)
    share, dated = pack.rules
    assert (pack.name, pack.path, len(pack.hash)) == ("en/share", "pack.yaml", 64)
    assert (share.name, share.category, share.level, share.scope, share.lang) == (
        "en/share/share-this",
        "share",
        Level.SAFE,
        Scope.LINE,
        "en",
    )
    assert (share.where.max_words, dated.where.max_words) == (6, 40)
    assert (dated.category, dated.scope, dated.where.near, dated.where.near_lines) == ("date", Scope.HEAD, ("share", "headline"), 2)
    assert (share.line, dated.line) == (5, 12)
    assert pickle.loads(pickle.dumps(pack)) == pack


def test_categories():
    loaded = categories()
    assert loaded["share"].action == Action.REMOVE
    assert loaded["note"].action == Action.KEEP
    assert loaded["headline"].field == "headline"


def edited(old: str, new: str) -> str:
    assert old in PACK
    return PACK.replace(old, new)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            edited("drops: [Share", "dropz: [Share"),
            "pack.yaml:10:5: rule share-this: unknown key 'dropz'\n  hint: did you mean 'drops'?",
            id="an unknown key",
        ),
        pytest.param(
            edited("max_words: 6", "most_words: 6"), "pack.yaml:8:13: rule share-this: unknown key 'most_words'", id="an unknown condition"
        ),
        pytest.param(
            edited("id: dated", "id: share-this"),
            "pack.yaml:12:9: rule share-this: the id stands twice (first in line 5)",
            id="a duplicate id",
        ),
        pytest.param(
            edited("category: date", "category: dates"),
            "pack.yaml:13:15: rule dated: unknown category 'dates'\n  hint: did you mean 'date'?",
            id="an unknown category",
        ),
        pytest.param(
            edited("[share, headline]", "[share, haedline]"),
            "pack.yaml:17:27: rule dated: unknown category 'haedline'",
            id="an unknown category in a condition",
        ),
        pytest.param(
            edited("'^share this'", "'^share (this'"),
            "pack.yaml:7:20: rule share-this: match: a group that is not closed",
            id="a pattern with its column",
        ),
        pytest.param(
            edited("'^share this'", "'^share \\mthis'"),
            "pack.yaml:7:20: rule share-this: match: the escape \\m is outside the dialect\n  hint: write \\b",
            id="outside the dialect",
        ),
        pytest.param(
            edited("    drops: [Share this article]\n", ""),
            "pack.yaml:5:5: rule share-this: a rule without `drops` and `keeps`",
            id="no drops",
        ),
        pytest.param(edited("    keeps: [today]\n", ""), "rule dated: a rule without `drops` and `keeps`", id="no keeps"),
        pytest.param(
            edited("level: safe", "level: sure"),
            "pack.yaml:9:12: rule share-this: level: input should be 'safe', 'likely' or 'hint'",
            id="an unknown level",
        ),
        pytest.param(edited("    match: '^date'\n", ""), "rule dated: a rule without 'match' must be placed", id="no pattern and no place"),
        pytest.param(edited("why: A date.", "whi: A date."), "the key 'why' is missing", id="a missing key"),
        pytest.param(
            edited("max_words: 6", "max_words: six"),
            "pack.yaml:8:24: rule share-this: max_words: input should be a valid integer",
            id="a wrong type",
        ),
        pytest.param(
            edited("max_words: 6", "max_words: -1"), "max_words: input should be greater than or equal to 0", id="a number out of range"
        ),
        pytest.param(
            edited("[Share this article]", '["  Share this article"]'),
            "rule share-this: nothing goes in this example\n  hint: begin the lines",
            id="nothing goes",
        ),
        pytest.param(edited("pack: en/share", "pack: EN share"), "pack.yaml:1:7: pack: string should match pattern", id="a pack name"),
        pytest.param(
            edited("    scope: head\n", "    scope: head\n    max_lines: 3\n"),
            "rule dated: 'max_lines' is for scope block",
            id="a key of another scope",
        ),
        pytest.param(edited("    scope: head\n", "    repair: glue\n"), "rule dated: unknown repair 'glue'", id="an unknown repair"),
        pytest.param("pack: en/share\nrules: []\n", "rules: list should have at least 1 item", id="no rules"),
        pytest.param("just text", "valid dictionary", id="not a mapping"),
    ],
)
def test_a_problem_is_named_with_its_place(text, problem):
    with pytest.raises(RuleError) as caught:
        load(text)
    assert problem in str(caught.value)


def test_all_problems_come_at_once():
    text = edited("drops: [Share", "dropz: [Share").replace("category: date", "category: dates")
    with pytest.raises(RuleError) as caught:
        load_packs(
            [
                Source("a.yaml", text.encode()),
                Source("b.yaml", b"pack: b\n"),
                Source("c.yaml", edited("'^date'", "'('").replace("en/share", "c").encode()),
            ],
            categories(),
        )
    assert {problem.path for problem in caught.value.problems} == {"a.yaml", "b.yaml", "c.yaml"}
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_two_files_with_one_pack_name():
    with pytest.raises(RuleError, match=r"the pack 'en/share' is also in a\.yaml"):
        load_packs([Source("a.yaml", PACK.encode()), Source("b.yaml", PACK.encode())], categories())


def test_a_category_twice():
    with pytest.raises(RuleError, match="the category 'share' stands twice"):
        load_categories(Source("categories.yaml", CATEGORIES + b"  - {id: share, about: Again.}\n"))


@pytest.mark.parametrize(
    ("name", "is_pack"), [("a.yaml", True), ("a.yml", True), (".a.yaml", False), ("a.yaml~", False), ("README.md", False)]
)
def test_which_files_are_packs(name, is_pack):
    assert is_rule_file(name) is is_pack

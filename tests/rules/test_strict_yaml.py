import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.rules import strict_yaml
from textclean.rules.strict_yaml import read


@pytest.mark.parametrize(
    ("data", "value"),
    [
        pytest.param(
            b"a: no\nb: 1.10\nc: 12:30\nd: 014", {"a": "no", "b": "1.10", "c": "12:30", "d": "014"}, id="what other readers convert is text"
        ),
        pytest.param(b"[true, false, null, -3, 'true', \"7\"]", [True, False, None, -3, "true", "7"], id="the plain values there are"),
        pytest.param(b"\xef\xbb\xbfa: b", {"a": "b"}, id="a byte order mark"),
        pytest.param(b"a: |\n  one\n  two\n", {"a": "one\ntwo\n"}, id="a block scalar"),
        pytest.param(b"2024-01-01: [x]", {"2024-01-01": ["x"]}, id="a date is text"),
    ],
)
def test_read(data, value):
    node, problems = read(data, "f.yaml")
    assert not problems
    assert node.plain() == value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"a: 1\nb: 2\na: 3", "f.yaml:3:1: the key 'a' stands twice (first in line 1)", id="a duplicate key"),
        pytest.param(b"a: &x 1", "f.yaml:1:4: anchors and aliases are not read", id="an anchor"),
        pytest.param(b"a: !!python/object:os.system 1", "f.yaml:1:4: the tag", id="a tag"),
        pytest.param(b"a: 1\n---\nb: 2", "f.yaml:2:1: a second document", id="a second document"),
        pytest.param(b"", "f.yaml:1:1: the file is empty", id="an empty file"),
        pytest.param(b"a: {b", "not valid YAML", id="an unfinished mapping"),
        pytest.param(b"\xff\xfe\x00", "not readable as YAML", id="not UTF-8"),
        pytest.param(b"1: a", "f.yaml:1:1: a key that is not text", id="a key that is a number"),
        pytest.param(b"[" * 100, "nested deeper than 16", id="brackets in brackets"),
        pytest.param(b"[" * 100_000, "nest", id="a bomb of brackets"),  # libyaml refuses it before us from PyYAML 6.0.4 on
        pytest.param(b"- a\n" * 60_000, "more than 50,000 values", id="too many values"),
        pytest.param(b"a: " + b"x" * 30_000, "a value of 30,000 characters", id="a huge value"),
        pytest.param(b"#" * 2_000_000, "2,000,000 bytes", id="a huge file"),
    ],
)
def test_refused(data, message):
    _, problems = read(data, "f.yaml")
    assert message in str(problems[0])


@pytest.mark.parametrize(
    ("data", "most"),
    [
        pytest.param(b"[" * 100_000, 2 * strict_yaml.MAX_DEPTH, id="a bomb of brackets"),
        pytest.param(b"- a\n" * 200_000, 2 * strict_yaml.MAX_NODES, id="too many values"),
        pytest.param(b"#" * 2_000_000, 0, id="a huge file"),
    ],
)
def test_bombs_stop_early(data, most, monkeypatch):
    """A bomb costs what the caps allow, not what it holds: counted in events of the parser."""
    seen = []
    parse = strict_yaml.yaml.parse
    monkeypatch.setattr(strict_yaml.yaml, "parse", lambda *given, **named: (seen.append(1) or event for event in parse(*given, **named)))
    _, problems = read(data, "f.yaml")
    assert problems
    assert len(seen) <= most


@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    node, problems = read(data, "f.yaml")
    assert (node is None) <= bool(problems)


def test_no_mutant_of_a_pack_raises():
    original = (
        b"pack: en/x\nlang: en\ncategory: share\nrules:\n  - id: a\n    why: b\n    match: '^x$'\n    drops: [x]\n    keeps: [\"y\"]\n"
    )
    source = random.Random(1)
    for _ in range(2000):
        mutant = bytearray(original)
        for _ in range(source.randint(1, 4)):
            mutant[source.randrange(len(mutant))] = source.choice(b"[]{}:-'\"&*!|>%@`#,\n\t \x00\xffax")
        read(bytes(mutant), "f.yaml")


def test_places_are_one_based_and_point_into_scalars():
    node, _ = read(b"a:\n  - 'xyz'\n  - plain\n", "f.yaml")
    quoted, plain = node.find(("a", 0)), node.find(("a", 1))
    assert (quoted.line, quoted.column, quoted.inside) == (2, 5, 6)
    assert (plain.line, plain.column, plain.inside) == (3, 5, 5)
    assert node.find(("a", 9, "b")) is node.find(("a",))
    assert strict_yaml.MAX_DEPTH == 16

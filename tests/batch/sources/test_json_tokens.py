"""The bytes of a value are found, and JSON is told from what is none."""

import contextlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.sources import json_tokens
from textclean.batch.sources.json_tokens import NotJson, find, read_string, spelling, text_of, token_of

TEXT = ["text"]


@pytest.mark.parametrize(
    ("data", "path", "token"),
    [
        pytest.param(b'{"text": "a"}', TEXT, b'"a"', id="plain"),
        pytest.param(b' {\t"id" : 1.10 ,"text" :"a" } \r\n', TEXT, b'"a"', id="odd spacing"),
        pytest.param(b'{"te\\u0078t": "a"}', TEXT, b'"a"', id="an escaped name"),
        pytest.param(b'{"text": "a", "text": "b"}', TEXT, b'"b"', id="of equal names the last"),
        pytest.param(b'{"a": {"text": "inner"}, "text": "a"}', TEXT, b'"a"', id="a name within another object"),
        pytest.param(b'{"a": "\\"text\\": \\"x\\"", "text": "a"}', TEXT, b'"a"', id="a name within a string"),
        pytest.param(b'{"a": [[1, {"b": [{}]}], []], "text": "a"}', TEXT, b'"a"', id="nested"),
        pytest.param('{"größe": "a"}'.encode(), ["größe"], b'"a"', id="a name that is not ASCII"),
        pytest.param(b'{"gr\\u00f6\\u00dfe": "a"}', ["größe"], b'"a"', id="the same, escaped"),
        pytest.param(b'{"article": {"id": 1, "body": "a"}}', ["article", "body"], b'"a"', id="a path"),
        pytest.param(b'{"text": -1.5e+7}', TEXT, b"-1.5e+7", id="a number"),
        pytest.param(b'{"n": NaN, "text": {"a": [1]}}', TEXT, b'{"a": [1]}', id="an object"),
        pytest.param(b'{"text": "\xff\\ud800"}', TEXT, b'"\xff\\ud800"', id="stray bytes and half a pair"),
        pytest.param(b'{"n": ' + b"9" * 5000 + b', "text": ""}', TEXT, b'""', id="a number that Python refuses"),
        pytest.param(b'{"n": ' + b"[" * 50_000 + b"]" * 50_000 + b', "text": ""}', TEXT, b'""', id="deeper than Python goes"),
    ],
)
def test_the_token_is_found(data, path, token):
    start, end = find(data, path)
    assert data[start:end] == token


@pytest.mark.parametrize(
    ("data", "path"),
    [
        pytest.param(b"{}", TEXT, id="empty"),
        pytest.param(b'{"Text": "a"}', TEXT, id="another name"),
        pytest.param(b'["text", "a"]', TEXT, id="an array"),
        pytest.param(b'"text"', TEXT, id="a string"),
        pytest.param(b'{"a": 1}', ["a", "b"], id="no object on the way"),
        pytest.param(b'{"a": [{"b": 1}]}', ["a", "b"], id="an array on the way"),
    ],
)
def test_nothing_is_found(data, path):
    assert find(data, path) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"text": "a"',
        b'{"text": "a"} x',
        b'{"text": "a"}{}',
        b'{"text": "a",}',
        b'{text: "a"}',
        b"{'text': 1}",
        b'{"text": 01}',
        b'{"text": 1.}',
        b'{"text": "\x01"}',
        b'{"text": "\\x"}',
        b'{"text": "\\u12g4"}',
        b'{"a": [1, 2, "text": 3}',
        b'{"a": [1 2]}',
        b'{"a": {"b": 1,}}',
        b'{"a" 1}',
        b"\x00",
        b"nulll",
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_no_json_is_refused(data):
    with pytest.raises(NotJson):
        find(data, TEXT)
    with pytest.raises(ValueError):
        json.loads(data.decode("utf-8", "surrogateescape"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.just("text"), inner, max_size=4),
    max_leaves=12,
)
BLANKS = st.sampled_from(["", " ", "\t", "  ", "\r"])


@st.composite
def spellings(draw, values=JSON):
    """A value as JSON with odd blanks, escaped here and there."""

    def write(value):
        blank = draw(BLANKS)
        if isinstance(value, dict):
            members = ("".join([draw(BLANKS), name(key), draw(BLANKS), ":", write(member)]) for key, member in value.items())
            return f"{blank}{{{','.join(members) or draw(BLANKS)}}}{draw(BLANKS)}"
        if isinstance(value, list):
            return f"{blank}[{','.join(map(write, value)) or draw(BLANKS)}]{draw(BLANKS)}"
        return f"{blank}{name(value) if isinstance(value, str) else json.dumps(value)}{draw(BLANKS)}"

    def name(text):
        written = json.dumps(text, ensure_ascii=draw(st.booleans()))
        return written.replace("t", "\\u0074") if draw(st.booleans()) and "\\" not in written else written

    return write(draw(values)).encode()


@given(spellings())
def test_what_is_found_is_what_python_reads(data):
    value = json.loads(data)
    span = find(data, TEXT)
    if isinstance(value, dict) and "text" in value:
        assert json.dumps(json.loads(data[span.start : span.end])) == json.dumps(value["text"])
    else:
        assert span is None


@given(spellings(), st.data())
def test_json_is_what_python_takes(data, draw):
    at = draw.draw(st.integers(0, len(data)))
    cut = draw.draw(st.integers(0, 2))
    damaged = (
        data[:at] + draw.draw(st.sampled_from([b"", b'"', b",", b"[", b"}", b":", b"\\", b"0", b"e", b"\n", b"\x00"])) + data[at + cut :]
    )
    try:
        json.loads(damaged.decode("utf-8", "surrogateescape"))
    except ValueError:
        with pytest.raises(NotJson):
            find(damaged, TEXT)
    else:
        find(damaged, TEXT)


@given(st.text(alphabet=st.characters(), max_size=30), st.sampled_from(["ascii", "utf-8", "bytes"]))
def test_a_token_is_of_its_text_or_refused(text, spelled):
    try:
        token = token_of(text, spelled)
    except NotJson:
        return
    assert text_of(token) == text


@pytest.mark.parametrize(
    ("token", "spelled", "text"),
    [
        pytest.param(b'"a\\u00e9"', "ascii", "aé", id="escapes"),
        pytest.param('"é"'.encode(), "utf-8", "é", id="UTF-8"),
        pytest.param(b'"\xe9\\n"', "bytes", "\udce9\n", id="a stray byte"),
        pytest.param(b'"\\ud800"', "ascii", "\ud800", id="half a pair"),
        pytest.param('"é\\ud800"'.encode(), "utf-8", "é\ud800", id="half a pair, else UTF-8"),
        pytest.param(b'"\xe9\\ud800"', "bytes", "\udce9\ud800", id="half a pair and a stray byte"),
    ],
)
def test_spelling(token, spelled, text):
    assert spelling(token) == spelled
    assert text_of(token) == text
    assert token_of(text, spelled) == token


def test_escapes_that_read_like_stray_bytes_are_refused_beside_these():
    assert spelling(b'"\\udc80"') == "ascii"
    with pytest.raises(NotJson, match="cannot be told"):
        spelling(b'"\xff\\udc80"')


@pytest.mark.parametrize("spelled", ["ascii", "utf-8", "bytes"])
def test_halves_that_would_meet_are_refused(spelled):
    with pytest.raises(NotJson, match="would read as another text"):
        token_of("\ud83d\ude00", spelled)


PIECES = st.lists(
    st.sampled_from(
        [b"a", b" ", "é".encode(), "\N{GRINNING FACE}".encode(), b"\\n", b"\\\\", b"\\ud83d", b"\\ude00", b"\\u0041", b"\xe9", b"\x82"]
    ),
    max_size=40,
)


@given(PIECES, st.integers(1, 9))
def test_a_token_is_read_in_pieces_as_in_one(parts, length):
    token = b'"' + b"".join(parts) + b'"'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_tokens, "_PIECE", re.compile(json_tokens._PIECE.pattern.replace(b"262144", b"%d" % length), re.DOTALL))
        assert text_of(token) == json.loads(token.decode("utf-8", "surrogateescape"))
        assert b"".join(json_tokens._pieces(token)) == token[1:-1]
        with contextlib.suppress(NotJson):
            spelled = spelling(token)
            text, usual = read_string(token, spelled)
            assert text == text_of(token)
            assert usual == (token_of(text, spelled) == token)

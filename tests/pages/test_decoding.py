import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.pages.decoding import decode

GERMAN = "<p>für die Brücke</p>"


@pytest.mark.parametrize(
    ("page", "charset", "encoding", "by"),
    [
        pytest.param(GERMAN.encode(), None, "utf-8", "content", id="nothing said: UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + GERMAN.encode(), "latin-1", "utf-8", "mark", id="a mark goes before the header"),
        pytest.param(GERMAN.encode("utf-16"), None, "utf-16-le", "mark", id="UTF-16 by its mark"),
        pytest.param(GERMAN.encode("cp1252"), "windows-1252", "cp1252", "header", id="the header"),
        pytest.param(b"<meta charset=koi8-r>" + GERMAN.encode("cp1252"), "latin-1", "cp1252", "header", id="the header before the page"),
        pytest.param(b"<meta charset='iso-8859-1'>" + GERMAN.encode("cp1252"), None, "cp1252", "declaration", id="Latin 1 means 1252"),
        pytest.param(
            b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + GERMAN.encode("cp1252"),
            None,
            "cp1252",
            "declaration",
            id="the old declaration",
        ),
        pytest.param(b"<meta charset=latin-1>" + GERMAN.encode(), None, "utf-8", "content", id="a wrong declaration gives way to UTF-8"),
        pytest.param(b"<meta charset=shift_jis><p>" + "記事を読む".encode("cp932"), None, "cp932", "declaration", id="Japanese"),
    ],
)
def test_decoding(page, charset, encoding, by):
    decoded = decode(page, charset)
    assert (decoded.encoding, decoded.by) == (encoding, by)
    assert ("für" in decoded.text) or ("記事" in decoded.text)
    assert "\N{REPLACEMENT CHARACTER}" not in decoded.text


@pytest.mark.parametrize(
    ("page", "charset", "said"),
    [
        pytest.param(GERMAN.encode(), "klingon", "klingon", id="no such encoding"),
        pytest.param(GERMAN.encode(), "latin-1", "latin-1", id="a header that does not fit"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8\x00\x00", None, "utf-16-le", id="a broken pair"),
        pytest.param(GERMAN.encode() * 30 + b"\xff", None, "utf-8", id="one stray byte"),
        pytest.param(GERMAN.encode("cp1252"), "utf-8", "utf-8", id="not UTF-8 as the header says"),
    ],
)
def test_what_is_wrong_is_said(page, charset, said):
    assert said in decode(page, charset).problem


def test_what_nothing_says_is_detected():
    decoded = decode(("<p>" + "Съвет на града, мостът е затворен. " * 20).encode("cp1251"))
    assert decoded.by == "detection"
    assert "мостът" in decoded.text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "cp932", "hex", "idna", "\0"]))
def test_decoding_never_raises(page, charset):
    assert isinstance(decode(page, charset).text, str)

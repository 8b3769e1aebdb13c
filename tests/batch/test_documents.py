"""Bytes become a text and the same bytes again, or are refused."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.documents import DocumentError, decode, read_document

GERMAN = "Die Bürger der Stadt wählten am Sonntag einen neuen Bürgermeister; über das Ergebnis äußerte sich niemand.\n" * 20


@pytest.mark.parametrize(
    ("data", "asked", "text", "encoding", "bom"),
    [
        pytest.param(b"", None, "", "utf-8", False, id="empty"),
        pytest.param("é\r\n".encode(), None, "é\r\n", "utf-8", False, id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + b"a", None, "a", "utf-8", True, id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF16_LE + b"a\0", None, "a", "utf-16-le", True, id="UTF-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + b"\0a", "utf-16", "a", "utf-16-be", True, id="the mark tells the order"),
        pytest.param(codecs.BOM_UTF32_LE + b"a\0\0\0", None, "a", "utf-32-le", True, id="UTF-32 is no UTF-16"),
        pytest.param(codecs.BOM_UTF16_LE + b"\0\0a\0", "utf-16-le", "\0a", "utf-16-le", True, id="unless it was said to be"),
        pytest.param(b"a\xe9b", None, "a\udce9b", "utf-8", False, id="a stray byte"),
        pytest.param(b"a\xe9b", "windows-1252", "aéb", "cp1252", False, id="as asked"),
        pytest.param(codecs.BOM_UTF8 + b"a", "windows-1252", "ï»¿a", "cp1252", False, id="as asked whatever the mark"),
        pytest.param(b"a\0b\x1c\x85", None, "a\0b\x1c\udc85", "utf-8", False, id="controls"),
        pytest.param(b"\x00\xd8", "utf-16-le", "\ud800", "utf-16-le", False, id="half a pair"),
    ],
)
def test_decoding(data, asked, text, encoding, bom):
    document, _, rewritable = decode("f", data, asked)
    assert (document.text, document.encoding, document.bom) == (text, encoding, bom)
    assert document.encode(text) == data
    assert rewritable is None


@pytest.mark.parametrize(
    ("data", "asked", "note"),
    [
        pytest.param(b"a\xe9b\xff", None, "2 bytes that are not utf-8 stay as they are; give --encoding, or --encoding auto", id="strays"),
        pytest.param(b"a\x81b", "windows-1252", "1 byte that is not cp1252 stays as it is", id="strays of the encoding asked for"),
        pytest.param(GERMAN.encode("cp1252"), "auto", "which was detected; give --encoding if that is wrong", id="detected"),
    ],
)
def test_what_is_not_plain_is_noted(data, asked, note):
    assert note in decode("f", data, asked).note


@pytest.mark.parametrize("data", [b"plain", "é".encode(), codecs.BOM_UTF8 + b"x", codecs.BOM_UTF16_LE + b"x\0"])
@pytest.mark.parametrize("asked", [None, "auto"])
def test_what_is_plain_is_not_noted(data, asked):
    assert decode("f", data, asked).note is None


def test_detection_reads_the_text():
    assert decode("f", GERMAN.encode("cp1252"), "auto").document.text == GERMAN


def test_what_nothing_detects_stays_byte_for_byte():
    data = bytes(range(256))
    document = decode("f", data, "auto").document
    assert document.encode(document.text) == data


# Python decodes several spellings of one text in these, and writes one.
@pytest.mark.parametrize(
    ("data", "asked"),
    [
        pytest.param(b"\x1b$B0!\x1b(B\x1b$B0!\x1b(B", "iso-2022-jp", id="needless escapes"),
        pytest.param(b"\xfa\x4a", "cp932", id="a Roman numeral from IBM's extension"),
        pytest.param(b"+AGE-", "utf-7", id="UTF-7"),
    ],
)
def test_what_does_not_give_the_same_bytes_is_not_rewritable(data, asked, tmp_path):
    assert "does not give the same bytes again" in decode("f", data, asked).rewritable
    (tmp_path / "f").write_bytes(data)
    with pytest.raises(DocumentError, match="same bytes again"):
        read_document(str(tmp_path / "f"), asked)


@pytest.mark.parametrize(
    ("data", "asked", "message"),
    [
        pytest.param(b"a", "utf-9", "f: unknown encoding 'utf-9'", id="unknown"),
        pytest.param(b"a", "base64", "f: unknown encoding 'base64'", id="no text encoding"),
        pytest.param(b"abc", "utf-16-le", "f: not utf-16-le: truncated data at byte 2", id="half a unit"),
    ],
)
def test_refused(data, asked, message):
    with pytest.raises(DocumentError, match=message):
        decode("f", data, asked)


@pytest.mark.parametrize(
    ("data", "text", "message"),
    [
        pytest.param(
            b"\xe2x\x82\xac",
            "\udce2\udc82\udcac",
            "stray bytes that came together read as another character",
            id="stray bytes meet and make a character",
        ),
        pytest.param(b"x\n" + codecs.BOM_UTF8 + b"y", "\ufeffy", "begins as a byte order mark does", id="a character becomes a mark"),
    ],
)
def test_a_text_that_would_read_as_another_is_refused(data, text, message):
    document = decode("f", data).document
    with pytest.raises(DocumentError, match=message):
        document.encode(text)


def test_two_halves_of_a_pair_must_not_meet():
    document = decode("f", b"\x00\xd8x\0\x00\xdc", "utf-16-le").document
    with pytest.raises(DocumentError, match="read as another character"):
        document.encode("\ud800\udc00")


@given(
    st.binary(), st.sampled_from([None, "auto", "utf-8", "windows-1252", "latin-1", "cp932", "gb18030", "utf-16", "iso-2022-jp", "utf-7"])
)
def test_bytes_come_back_or_are_refused(data, asked):
    try:
        document, _, rewritable = decode("f", data, asked)
    except DocumentError:
        return
    if rewritable is None:
        assert document.encode(document.text) == data

"""What comments in a document protect, and what becomes of the comments."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.batch.suppression import clean_commented, takes_comments
from textclean.cleaner import Cleaner
from textclean.result import Result
from textclean.rules.policy import Policy

PROSE = "The vote is on Monday, the mayor said at the meeting, which took two hours and ended late."
NEWS, SHARE, AD = "Subscribe to our newsletter", "Share this article", "Advertisement"
BROKEN = "It" + "\N{RIGHT SINGLE QUOTATION MARK}".encode().decode("windows-1252") + "s late."
MENDED = "It\N{RIGHT SINGLE QUOTATION MARK}s late."


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner()


def comment(said: str) -> str:
    return f"<!-- textclean: {said} -->"


IGNORE, OFF, ON, FILE = map(comment, ("ignore", "off", "on", "ignore-file"))


@pytest.mark.parametrize("path", ["a.md", "A.MD", "x/b.markdown", "a.md.gz", "a.md.zst"])
def test_formats_with_comments(path):
    assert takes_comments(path)


@pytest.mark.parametrize("path", ["a.txt", "md", "a.md.txt", "a.jsonl", "a.html.md.x", "-", "a.md/b.txt"])
def test_formats_without(path):
    assert not takes_comments(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([PROSE, NEWS], [PROSE, ""], id="no comment"),
        pytest.param([PROSE, IGNORE, NEWS, SHARE], [PROSE, IGNORE, NEWS, ""], id="the next line"),
        pytest.param([PROSE, IGNORE, "", NEWS, SHARE], [PROSE, IGNORE, "", NEWS, ""], id="the next line that is not blank"),
        pytest.param([PROSE, f"{NEWS} {IGNORE}", SHARE], [PROSE, f"{NEWS} {IGNORE}", ""], id="its own line"),
        pytest.param([PROSE, f"{IGNORE} {NEWS}", SHARE], [PROSE, f"{IGNORE} {NEWS}", ""], id="its own line, in front"),
        pytest.param([PROSE, comment("ignore[newsletter]"), NEWS], [PROSE, comment("ignore[newsletter]"), NEWS], id="a category"),
        pytest.param(
            [PROSE, comment("ignore[share, en/newsletter]"), NEWS], [PROSE, comment("ignore[share, en/newsletter]"), NEWS], id="a pack"
        ),
        pytest.param([PROSE, comment("ignore[share]"), NEWS], [PROSE, comment("ignore[share]"), ""], id="another category"),
        pytest.param([PROSE, comment("ignore -- we quote it"), NEWS], [PROSE, comment("ignore -- we quote it"), NEWS], id="with a reason"),
        pytest.param([PROSE, OFF, NEWS, SHARE, ON, AD], [PROSE, OFF, NEWS, SHARE, ON, ""], id="the lines between"),
        pytest.param([PROSE, comment("off[share]"), NEWS, SHARE, ON], [PROSE, comment("off[share]"), SHARE, ON], id="a category between"),
        pytest.param([PROSE, OFF, NEWS, SHARE], [PROSE, OFF, NEWS, SHARE], id="to the end"),
        pytest.param([FILE, NEWS, PROSE, BROKEN, SHARE], [FILE, NEWS, PROSE, BROKEN, SHARE], id="the file"),
        pytest.param([NEWS, PROSE, SHARE, FILE], [NEWS, PROSE, SHARE, FILE], id="the file, from its end"),
        pytest.param(
            [comment("ignore-file[share]"), NEWS, PROSE, SHARE], [comment("ignore-file[share]"), PROSE, SHARE], id="a category in the file"
        ),
        pytest.param([PROSE, f"{BROKEN} {IGNORE}", BROKEN], [PROSE, f"{BROKEN} {IGNORE}", MENDED], id="repairs"),
        pytest.param(
            [PROSE, f"{ON} {NEWS}", IGNORE, SHARE], [PROSE, ON, IGNORE, SHARE], id="a line that goes leaves its line end to its comment"
        ),
        pytest.param([PROSE, "<!--textclean:ignore-->", NEWS], [PROSE, "<!--textclean:ignore-->", NEWS], id="without blanks"),
    ],
)
def test_what_stays(cleaner, before, after):
    result, _ = clean_commented(cleaner, "\n".join(before))
    assert result.text == "\n".join(after)
    assert result.restore() == "\n".join(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(["```", IGNORE, "```", NEWS, PROSE], ["```", "```", PROSE], id="in a code block"),
        pytest.param(["~~~~ html", "~~~", OFF, "~~~~", NEWS, PROSE], ["~~~~ html", "~~~", "~~~~", PROSE], id="in a longer one"),
        pytest.param([f"Write `{FILE}` there.", NEWS, PROSE], [f"Write `{FILE}` there.", PROSE], id="in a code span"),
        pytest.param([comment("ignore this"), NEWS, PROSE], [comment("ignore this"), PROSE], id="not understood"),
        pytest.param([comment("ignore[]"), NEWS, PROSE], [comment("ignore[]"), PROSE], id="no names"),
        pytest.param([ON, NEWS, PROSE], [ON, PROSE], id="on, without off"),
    ],
)
def test_what_protects_nothing(cleaner, before, after):
    assert clean_commented(cleaner, "\n".join(before))[0].text == "\n".join(after)


def test_an_odd_backtick_before_a_comment_is_no_code(cleaner):
    text = f"{PROSE}\nDon`t. {SHARE} {IGNORE}"
    assert clean_commented(cleaner, text)[0].text == text


def test_a_text_without_comments_is_cleaned_as_ever(cleaner):
    text = f"{PROSE}\n\n{NEWS}\n<!-- note -->\n"
    assert clean_commented(cleaner, text, lang="en") == (cleaner.clean(text, lang="en"), ())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([comment("ignore[share]"), NEWS], id="before a line that goes"),
        pytest.param([NEWS, comment("ignore[share]"), SHARE, NEWS], id="between lines that go"),
        pytest.param([f"{NEWS} {comment('ignore[date]')}", AD], id="behind what goes"),
        pytest.param(["", comment("ignore[date]"), "", NEWS, "", comment("on"), ""], id="between blank lines"),
    ],
)
def test_a_comment_stays_on_a_line_of_its_own(cleaner, lines):
    result, _ = clean_commented(cleaner, "\n".join([PROSE, *lines, PROSE, ""]))
    for line in result.text.split("\n"):
        assert line in ("", PROSE) or re.fullmatch(r"(Share this article)?\s*<!-- textclean: [^>]* -->|Share this article", line), line
    assert len(re.findall("<!--", result.text)) == len(re.findall("<!--", "".join(lines)))


def test_comments_are_no_evidence(cleaner):
    """With comments of ours between the lines the same lines go."""
    lines = [
        "Skip to main content",
        "By Ann Smith",
        "12 May 2024",
        "",
        PROSE,
        "",
        PROSE + " Twice.",
        "",
        NEWS,
        SHARE,
        "Follow us on Twitter",
        "",
    ]
    bare = cleaner.clean("\n".join(lines)).text
    strange = comment("ignore[repair]")
    commented, unused = clean_commented(cleaner, "\n".join(part for line in lines for part in (strange, line)))
    assert commented.text.replace(f"{strange}\n", "").strip() == bare.strip()
    assert len(unused) == len(lines)


def test_the_notes_say_what_suppressed_them(cleaner):
    result, _ = clean_commented(cleaner, f"{PROSE}\n{SHARE} {IGNORE}\n{NEWS}\n")
    told = {(note.old, note.status, "suppressed by the comment in line 2" in note.stays) for note in result.notes}
    assert told == {(SHARE, "kept", True), (f"{NEWS}\n", "removed", False)}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param([IGNORE, NEWS, PROSE], [], id="used"),
        pytest.param([IGNORE, PROSE, NEWS], [(1, (), "it suppresses nothing")], id="nothing there"),
        pytest.param(
            [comment("ignore[newsletter, share]"), NEWS], [(1, ("share",), "nothing of share is found here")], id="one name of two"
        ),
        pytest.param([comment("ignore[shares]"), NEWS], [(1, ("shares",), "it suppresses nothing")], id="a name that does not exist"),
        pytest.param([OFF, PROSE, ON, NEWS], [(1, (), "it suppresses nothing")], id="off, and on"),
        pytest.param([OFF, NEWS, ON], [], id="off, used"),
        pytest.param([ON, PROSE], [(1, (), "nothing is off here")], id="on, without off"),
        pytest.param(
            [PROSE, comment("ingore")],
            [(2, (), "not understood: write ignore, ignore[names], ignore-file, off or on")],
            id="a typing error",
        ),
        pytest.param([FILE, PROSE], [(1, (), "it suppresses nothing")], id="the file"),
        pytest.param([FILE, BROKEN], [], id="a repair"),
    ],
)
def test_unused_comments(cleaner, lines, told):
    _, unused = clean_commented(cleaner, "\n".join(lines))
    assert [(item.line, item.targets, item.message) for item in unused] == told
    assert all(item.comment in lines[item.line - 1] for item in unused)


def test_what_the_policy_keeps_needs_no_comment():
    cleaner = Cleaner(policy=Policy(actions={"newsletter": "keep"}))
    assert clean_commented(cleaner, f"{PROSE}\n{NEWS} {IGNORE}")[1]


PIECES = st.sampled_from(
    [
        PROSE,
        NEWS,
        SHARE,
        AD,
        BROKEN,
        "",
        "",
        "  ",
        "Related articles",
        "- Home",
        "The exam-",
        "ple is here.",
        "By Ann Smith",
        PROSE + " More.",
        "Comments",
    ]
)
COMMENTS = st.sampled_from(
    [IGNORE, OFF, ON, *map(comment, ("ignore[share]", "off[newsletter]", "ignore[en/newsletter,advert]", "nonsense"))]
)
LINES = st.one_of(
    PIECES,
    PIECES,
    COMMENTS,
    st.builds("{} {}".format, PIECES, COMMENTS),
    st.builds("{} {}".format, COMMENTS, PIECES),
    st.builds("{} {} {}".format, PIECES, COMMENTS, PIECES),
    COMMENTS.map("\t{} ".format),
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans())
def test_whatever_the_comments_nothing_is_lost_and_once_is_enough(lines, line_end, ended):
    text = line_end.join(lines) + (line_end if ended else "")
    cleaner = _shared()
    result, _ = clean_commented(cleaner, text)
    assert result.restore() == text
    assert re.findall("<!-- textclean:.*?-->", result.text) == re.findall("<!-- textclean:.*?-->", text)
    assert Result.from_record(json.loads(json.dumps(result.as_record())), result.text) == result
    again, _ = clean_commented(cleaner, result.text)
    assert not again.edits
    assert again.text == result.text


def _shared(made: list[Cleaner] = []) -> Cleaner:  # noqa: B006 - one for all examples
    return made[0] if made else made.append(Cleaner()) or made[0]

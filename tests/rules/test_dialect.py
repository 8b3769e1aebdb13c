import pytest

from textclean.rules.dialect import PatternError, class_members, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "position", "message"),
    [
        pytest.param(r"a\mshare", 1, r"the escape \m", id="a word edge of regex"),
        pytest.param(r"(?:share){e<=1}", 9, "a '{' that is no count", id="fuzzy matching"),
        pytest.param(r"x\A", 1, r"the escape \A", id="a text anchor"),
        pytest.param(r"(a)\1", 3, r"the escape \1", id="a back reference"),
        pytest.param(r"\X", 0, r"the escape \X", id="a grapheme"),
        pytest.param(r"\L<words>", 0, r"the escape \L", id="a named list"),
        pytest.param(r"a(?|b)", 1, "the group", id="a branch reset"),
        pytest.param(r"(?R)", 0, "the group", id="a recursion"),
        pytest.param(r"(?s)a", 0, "the group", id="an inline flag"),
        pytest.param("[a--b]", 2, "a set operation", id="a set operation"),
        pytest.param("[[:alpha:]]", 1, "a '[' inside a class", id="a POSIX class"),
        pytest.param("don\N{RIGHT SINGLE QUOTATION MARK}t", 3, "never stands in the folded view", id="a curly quote"),
        pytest.param("a\\nb", 1, "a line end", id="a line end"),
        pytest.param("a**", 2, "a repeat of a repeat", id="a repeat of a repeat"),
        pytest.param("(a", 0, "not closed", id="an open group"),
        pytest.param("a)", 1, "unmatched", id="a closed group that was not opened"),
        pytest.param("[a", 0, "not closed", id="an open class"),
        pytest.param("*a", 0, "nothing to repeat", id="nothing to repeat"),
        pytest.param("^*", 1, "a place cannot be repeated", id="a repeated anchor"),
        pytest.param("a{3,2}", 1, "ends below its start", id="a count upside down"),
        pytest.param("(" * 40 + ")" * 40, 29, "nested deeper", id="deep nesting"),
        pytest.param(r"[\b]", 1, "no meaning inside a class", id="an edge in a class"),
        pytest.param(r"\p", 0, "a property without a name", id="a bare property"),
        pytest.param(r"x[z-a]", 5, "does not compile", id="a range upside down"),
    ],
)
def test_refused(pattern, position, message):
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)
    assert message in str(caught.value)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(?:a|b)+$",
        r"(?P<name>x)",
        r"(?<name>x)",
        r"a{2,}?b*+",
        r"(?>ab)",
        r"(?i:x)(?-i:Y)",
        r"[^\W\d_]{1,3}",
        r"[]a]",
        r"\.\-\/\'",
        r"\xe9\u0416",
        r"(?<=a)b(?!c)",
        r"\p{Lu}\P{L}",
        "",
    ],
)
def test_taken(pattern):
    compile_pattern(pattern)


@pytest.mark.parametrize(
    ("source", "members"),
    [
        ("[-/]", "-/"),
        ("[a-c]", "abc"),
        ("[её]", "её"),
        (r"[\-\].]", "-]."),
        (r"[\d٠-٢]", "0123456789٠١٢"),
        (r"\d", "0123456789"),
        ("[а-в]", "абв"),
        ("[^a]", None),
        (r"[\w-]", None),
        (".", None),
        (r"\w", None),
        ("[一-龥]", None),
        (r"[\p{Lu}]", None),
    ],
)
def test_class_members(source, members):
    assert class_members(source) == members


@pytest.mark.parametrize(
    ("pattern", "text"), [(r"^\d+$", "2026"), (r"^[\d٠-٩]+$", "2٠٢٦"), (r"^[^\d]$", "٠"), (r"^\\d$", r"\d"), (r"^[\\d]$", "d")]
)
def test_digits_are_those_of_ascii(pattern, text):
    assert compile_pattern(pattern).search(text)
    assert not compile_pattern(r"\d").search("٠۲३")

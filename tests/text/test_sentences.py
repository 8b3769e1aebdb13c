import pytest
from hypothesis import given

from tests.strategies import ANY_TEXT
from textclean.text.sentences import sentence_around

P = "Sign up here for more."


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"The vote is on Monday. [{P}] The mayor left.", id="in the middle"),
        pytest.param(f"The vote is on Monday. [{P}]", id="at the end"),
        pytest.param(f"[{P}] The vote is on Monday.", id="at the start"),
        pytest.param(f'He said "No." [{P}] The mayor left.', id="behind a closing quote"),
        pytest.param(f"Mr. Smith of St. Ives left early. [{P}]", id="titles before names end nothing"),
        pytest.param("本文です。[登録はこちら。]続きます。", id="unspaced script"),
        pytest.param(f"Where to? [{P}] What a day!", id="question and exclamation marks"),
        pytest.param("It ended in 1998. [Sign up here for more.]", id="behind a year"),
    ],
)
def test_the_sentence_around_a_match(line):
    start = line.index("[")
    plain = line.replace("[", "").replace("]", "")
    inside = line[start + 1 : line.index("]")]
    assert sentence_around(plain, start + 1, start + 4) == (start, start + len(inside))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"The firm is Acme Inc. [{P}] The mayor left.", id="an abbreviation that may end a sentence"),
        pytest.param(f"It was 5 p.m. [{P}] The mayor left.", id="dotted letters"),
        pytest.param(f"He met Col. (ret.) Rahi and J. [{P}]", id="an initial"),
        pytest.param(f"And then… [{P}]", id="an ellipsis"),
        pytest.param("Sign up here for more with Acme Inc. The mayor left.", id="doubt behind the match"),
    ],
)
def test_in_doubt_there_is_none(line):
    start = line.replace("]", "").find("[")
    plain = line.replace("[", "").replace("]", "")
    start = max(start, 0)
    assert sentence_around(plain, start, start + 4) is None


@given(ANY_TEXT)
def test_the_span_holds_the_match(text):
    for start in range(0, len(text), 3):
        span = sentence_around(text, start, min(start + 2, len(text)))
        assert span is None or (0 <= span[0] <= start and min(start + 2, len(text)) <= span[1] <= len(text))

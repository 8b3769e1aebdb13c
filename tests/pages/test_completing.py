import pytest
from lxml.html import document_fromstring

from textclean.pages.completing import Layout, complete


def paragraph(number):
    return (
        f"Day {number}: the report says that the bridge was closed in the morning and that, as before, it opened at night on day {number}."
    )


P = [paragraph(number) for number in range(40)]


def completed(text, html):
    return complete(text, Layout(document_fromstring(f"<html><body>{html}</body></html>")))


def wrapped(*paragraphs, tag="p"):
    return "".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        pytest.param(f"<article>{wrapped(*P[:4])}</article>", [0, 1, 2, 3], id="a sibling"),
        pytest.param(f"<article>{wrapped(P[0])}<div><div>{P[1]}</div></div>{wrapped(P[2])}</article>", [0, 1, 2], id="between"),
        pytest.param(
            f"<div><div class='text'>{wrapped(P[0], P[2])}</div></div><div><div class='text'>{wrapped(P[3])}</div></div>",
            [0, 2, 3],
            id="wrapped alike",
        ),
    ],
)
def test_paragraphs_come_back_in_their_place(html, wanted):
    text = "\n".join(P[index] for index in wanted if index in (0, 2))
    result = completed(text, html)
    assert result.text == "\n".join(P[index] for index in wanted)
    assert result.words > 0


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<article>{wrapped(*P[:3])}</article>", id="nothing is missing"),
        pytest.param(f"<article>{wrapped(*P[:3])}</article><aside>{wrapped(P[3])}</aside>", id="an aside"),
        pytest.param(f"<article>{wrapped(*P[:2])}<nav>{wrapped(P[3])}</nav>{wrapped(P[2])}</article>", id="a menu inside"),
        pytest.param(f"<article>{wrapped(*P[:2])}<p><a href='/'>{P[3]}</a></p>{wrapped(P[2])}</article>", id="a teaser"),
        pytest.param(f"<article>{wrapped(*P[:2])}<pre>{P[3]}</pre>{wrapped(P[2])}</article>", id="program text"),
        pytest.param(f"<article>{wrapped(*P[:2])}<p>{{{P[3]}}}</p>{wrapped(P[2])}</article>", id="data"),
        pytest.param(f"<article>{wrapped(*P[:2])}<div hidden><i>{P[3]}</i></div>{wrapped(P[2])}</article>", id="hidden"),
        pytest.param(f"<article>{wrapped(*P[:3])}</article><div><div><span>{P[3]}</span></div></div>", id="elsewhere"),
        pytest.param(f"<article>{wrapped(*P[:3], P[1])}</article>", id="a repeat"),
    ],
)
def test_nothing_else_comes(html):
    text = "\n".join(P[:3])
    assert completed(text, html).text == text


def test_headings_come_with_their_paragraphs():
    html = f"<article>{wrapped(P[0])}<h2>The night</h2>{wrapped(P[1], P[2])}</article>"
    assert completed(f"{P[0]}\n{P[2]}", html).text == f"{P[0]}\nThe night\n{P[1]}\n{P[2]}"


def test_a_text_that_missed_the_article_is_taken_anew():
    html = f"<div>{wrapped(P[0])}</div><section class='story'>{wrapped(*P[1:30])}</section>"
    result = completed(P[0], html)
    assert result.replaced
    assert P[1] in result.text and P[29] in result.text


def test_a_short_page_is_not_taken_anew():
    html = f"<div>{wrapped(P[0])}</div><section><div>{wrapped(P[1])}</div><div>{wrapped(*P[2:4])}</div></section>"
    assert completed("Other text.", html).text == "Other text."

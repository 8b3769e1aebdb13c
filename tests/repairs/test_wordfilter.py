"""The word-filter table: what it mends, in which case, on what evidence, and the names it never touches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repairs.test_repairs_pack import RULES
from textclean.repairs import tables, wordfilter
from textclean.text.edits import apply

OPTIONS = next(rule for rule in RULES if rule["repair"] == "filtered-words")["options"]
repair = wordfilter.build("x", OPTIONS)
STRONG = "badessed clbuttic clbumic clbuttocksic Consbreastution doseument eggsheck penisroach urinerless fecesl occutrousers".split()


def mended(text: str, **more: object) -> str:
    return apply(text, wordfilter.build("x", {**OPTIONS, **more})(text).edits)


# Real people, places, products and words of other languages that hold a replacement, most of them near a table word.
NAMES = (
    "Abadi Abadie Abadía Abadan Abbad Abbado Allahabad Islamabad Hyderabad Faisalabad Jalalabad Ashgabat Ahmedabad Ahmadabad Aurangabad "
    "Moradabad Ghaziabad Firozabad Secunderabad Abbottabad Jacobabad Sadiqabad Vijayawada Badakhshan Badajoz Badalona Baddeley Bader Badem "
    "Baden Badoglio Badu Badr Badger Badwater Badlands Badminton Badami Badri Sinbad Sindbad Tabad Mbadi Mbada Mbadinga Gbadamosi "
    "Gbadebo Obadiah Trobriand Carlsbad Karlsbad Marienbad Wiesbaden Badenoch Badfinger Bada Badiou Badura Badstuber Galbadia Ahlbad "
    "Hecker Heckerling Heckman Heckmann Heckscher Heckler Heckel Heckendorf Schecky Schecker Sheckley Sheck Scheck Becky Hecken Heckenast "
    "Scunthorpe Penistone Penistown Lightwater Essex Sussex Middlesex Cockburn Cockermouth Hancock Hitchcock Dickens Dickinson "
    "Butte Buttes Butters Butterfield Butterworth Buttigieg Button Buttle Butthead Buttermere Butterick Rebuttal Hackbutt Halibut Butter "
    "Rabbutt Buttrick Buttner Buttar Nesbutt Bumstead Bumgarner Bumble Bumpus Bumrah Kumbum Marabum Columbum Bumbry Bumthang Colbum "
    "Breaston Breastwork Redbreast Breasted Breastfeed Abreast Semenov Semenova Semenya Semenovich Yeremenko Semenyih Semeniuk "
    "Urine Urinetown Murine Purine Figurine Taurine Saurine Lavaurine Maurine Penis Penisula Peniscola Peñíscola Reviewer Reviewbot "
    "Interview Interviewee Purview Preview Fairview Statement Understatement Overstatement Reinstatement Trousers Trousseau "
    "Roosters Boobie Booby Boubou Lovelace Loveland Clover Glover Slovenia Gender Genderen Engender Blackburn Blackpool Blacker "
    "Rear Rearden Booty Bootle Donkey Bottomley Bottoms Longbottom Ramsbottom Winterbottom Sidebottom Nook Nooksack Chinook Cheyenne "
    "Vagina Feces Fecestown Fécamp Mbabane Mbappé Lubumbashi Sumbawa Bumiputera Albumin Albums Cerumen Badakshan Dabadie "
    "Barbadian Barbados Lombardi Ombudsman Tribadic Ambady Ambedkar Embade Labadee Labadie Zabadani Ebadi Kebadi Ibadan Djibade Subadar "
    "badeten badenden bådet gebadet badend badeur badigeon badinage badaud butter buttar debuttare buttato embuttir albumes albume "
    "bumerang bumeran heckt geheckt gecheckt checkt semence ensemencer semente sementes sementar urinal pissoir peniche penissa trousseaux"
).split()


@pytest.mark.parametrize("name", NAMES)
def test_names_and_foreign_words_stay(name):
    text = f"{name} met {name.lower()} and {name.upper()}, {name}'s friend. " + " ".join(STRONG)
    kept = mended(text)[: text.index(STRONG[0])]
    assert kept == text[: len(kept)]


def test_there_are_names_enough():
    assert len(set(NAMES)) >= 150


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("they badessed it", "they assessed it", id="lower"),
        pytest.param("They Badessed it", "They Assessed it", id="capitalised"),
        pytest.param("THEY BADESSED IT", "THEY ASSESSED IT", id="capitals"),
        pytest.param("A CLbadIC CASE", "A CLASSIC CASE", id="capitals around a lower-case replacement"),
        pytest.param("a clBADic case", "a classic case", id="replacement in capitals"),
        pytest.param("The end. badume so.", "The end. Assume so.", id="a sentence begins with the replacement"),
        pytest.param("one\nbadociates said", "one\nAssociates said", id="a line begins with the replacement"),
        pytest.param("said: badume", "said: assume", id="no capital behind a colon"),
        pytest.param("the clbadic's end, clbadic-minded", "the classic's end, classic-minded", id="possessive and hyphen"),
        pytest.param("so “badessed”, (badessed)—badessed.", "so “assessed”, (assessed)—assessed.", id="between marks"),
        pytest.param("the badbadinated man", "the assassinated man", id="two in one word"),
        pytest.param("badessed.\n", "Assessed.\n", id="at the end of a sentence"),
        pytest.param("badessed \ud800", "Assessed \ud800", id="beside a lone surrogate"),
    ],
)
def test_case_and_place(before, after):
    assert mended(before) == after


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("mail badessed@example.org", id="mail address"),
        pytest.param("mail joe@badessed.org", id="mail domain"),
        pytest.param("see www.badessed.com/clbuttic", id="host and path"),
        pytest.param("/usr/badessed/x", id="path"),
        pytest.param("C:\\badessed", id="Windows path"),
        pytest.param("@badessed #badessed $badessed %badessed &badessed", id="handles"),
        pytest.param("x=badessed&y", id="query"),
        pytest.param("badessed_x x_badessed", id="identifiers"),
        pytest.param("badessed(1)", id="call"),
        pytest.param("obj.badessed", id="attribute"),
        pytest.param("badesseds badessed2 2badessed", id="longer words"),
        pytest.param("baDessed bADESSED bAdEsSeD", id="camel case"),
        pytest.param("badessed\N{COMBINING ACUTE ACCENT}", id="accent behind"),
        pytest.param("ébadessed badessedé", id="letters outside ASCII"),
        pytest.param("bad butt bum breast semen penis urine review feces trousers statement heck", id="replacements alone"),
    ],
)
def test_stays(text):
    assert mended(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("the mbad", "the mbad", id="short form alone"),
        pytest.param("the mbad was badessed", "the mass was assessed", id="short form beside a clear one"),
        pytest.param("the mbad was clbuttic", "the mbad was classic", id="clear form of another pair"),
        pytest.param("a donkeyessment", "a donkeyessment", id="weak pair once"),
        pytest.param("a donkeyessment, a donkeyessment", "a donkeyessment, a donkeyessment", id="weak pair, one word twice"),
        pytest.param("a donkeyessment of clrooms, cldonkeyic", "a assessment of clrooms, classic", id="weak pair, two words"),
        pytest.param("badet och badets", "badet och badets", id="Swedish alone"),
        pytest.param("badets badessed", "Assets assessed", id="a Swedish word in a damaged English text"),
        pytest.param("mbad@x.org badessed@x.org mbad", "mbad@x.org badessed@x.org mbad", id="an address is no evidence"),
    ],
)
def test_evidence(before, after):
    assert mended(before) == after


def test_words_of_the_users_own():
    assert mended("a sm*rt grbutton", words={"grbutton": "grasson"}) == "a sm*rt grasson"
    assert mended("Xclposteriorc") == "Xclposteriorc"
    table = "clposterioric\tclassic\tass:posterior\tA\nmposterior\tmass\tass:posterior\tB\n"
    assert mended("an mposterior, clposterioric and badessed", rows=table) == "an mass, classic and assessed"
    assert mended("an mposterior and badessed", rows=table) == "an mposterior and assessed"


def test_only_the_pairs_that_are_named():
    only = wordfilter.build("x", {"pairs": {"ass": ["butt"]}})
    assert [edit.old for edit in only("clbuttic badessed").edits] == ["clbuttic"]
    assert wordfilter.build("x", {})("clbuttic badessed").edits == []


SHIPPED = tables.word_filter()


@given(st.sampled_from(sorted(SHIPPED)), st.sampled_from([str.lower, str.capitalize, str.upper]))
def test_every_form_becomes_one_of_its_originals(damaged, write):
    text = f"it {write(damaged)} so"
    edits = repair(text).edits
    assert len(edits) == any(row.tier == "A" for row in SHIPPED[damaged])
    assert all(edit.new in {write(row.original) for row in SHIPPED[damaged]} for edit in edits)


@given(st.text(max_size=60))
def test_no_word_outside_the_table_changes(text):
    assert all(edit.old.lower() in SHIPPED for edit in repair(text + " badessed").edits)

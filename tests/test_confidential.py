"""What is confidential about a pupil, and what is not (D8): numbers by their check digit, care beside a name."""

import time
from pathlib import Path
from typing import Any

import pytest

from messaging.rules.confidential import care_words, citizen_numbers, mind_the_confidential

pytestmark = pytest.mark.clause("D8")
DATA = Path(__file__).parent / "data"
NAMES = ["Bram", "Yara", "Lotte"]
REAL = "111222333"  # made up for tests by those who give them out; it passes the check


def ordinary() -> list[str]:
    lines = (DATA / "ordinary_nl.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    "written",
    [
        REAL,
        "111 222 333",
        "111.222.333",
        "111-222-333",
        "1112.22.333",
        "1 1 1 2 2 2 3 3 3",
        "123456782",
        "010464554",
    ],
)
def test_a_citizen_service_number_is_known_however_it_is_written(written: str) -> None:
    for text in (written, f"Zijn BSN is {written}.", f"BSN:{written}", f"({written})", f"{written}, van Bram"):
        assert citizen_numbers(text) == (written,)


@pytest.mark.parametrize(
    "text",
    [
        "111222334",
        "000000000",
        "11122233",
        "1112223330",
        "Bel 06-12345678 of 0612345678.",
        "Bel +31 111222333",
        "NL91 ABNA 0417 1643 00",
        "https://voorbeeld.example/film/111222333",
        "https://voorbeeld.example/?v=111222333&t=1",
        "24-11-2026 9.30 uur",
        "We telden tot 111.222.333.444.",
        "Het kost 45,00 euro voor 26 kinderen op 24-11-2026.",
        "code AB111222333",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert citizen_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bram heeft ADHD.", ("adhd",)),
        ("Bram is weer terug. Hij slikt medicatie.", ("medicatie",)),
        ("Er is een diagnose. Dat gaat over Yara's broer.", ("diagnose",)),
        ("Yara heeft een notenallergie.", ("notenallergie",)),
        ("Veilig Thuis belde over Bram.", ("veilig thuis",)),
        ("De ouders van Lotte gaan scheiden.", ("gaan scheiden",)),
        ("Bram gaat naar de psycholoog, vanwege dyslexie.", ("psycholoog", "dyslexie")),
        ("Dyslexie! Dyslexie bij Bram.", ("dyslexie",)),
        ("Dyslexie komt vaak voor.", ()),  # nobody's
        ("We lazen over diabetes. Dat was leuk. Daarna gingen we gymmen met Bram.", ()),  # two sentences further
        ("bram heeft adhd", ()),  # a name begins with a capital, as with the hint about names
        ("Bram is ziek en gaat naar de tandarts.", ()),
        ("Bram deed het afval apart.", ()),
    ],
)
def test_care_is_pointed_out_beside_a_name(text: str, words: tuple[str, ...]) -> None:
    assert care_words(NAMES, text) == words


# Of the sentences that no school would hold (E4), these do speak of somebody's health: beside a name they bring the
# question, and rightly so.
ABOUT_HEALTH = {
    "Oma van Daan heeft kanker en is in het ziekenhuis.",
    "De moeder van Roos is genezen van kanker, daar zijn we blij om.",
    "Kinderen met autisme leggen in een filmpje uit hoe het voor hen is.",
    "Sara heeft een allergie voor noten.",
}


def test_ordinary_sentences_of_a_school_bring_no_question_even_right_beside_a_name() -> None:
    sentences = ordinary()
    assert len(sentences) >= 300
    asked = {one for one in sentences if mind_the_confidential(NAMES, f"Bram en Yara waren erbij. {one} Lotte ook.")}
    assert asked == ABOUT_HEALTH
    assert not [one for one in sentences if mind_the_confidential(NAMES, one)]


def test_what_is_asked_names_the_words_it_is_about_and_stops_nothing() -> None:
    number, care = mind_the_confidential(NAMES, "Over Bram", f"BSN {REAL}. Bram heeft dyslexie.")
    assert (number.clause, number.level.value, number.quotes) == ("D8", "ask", (REAL,))
    assert (care.clause, care.level.value, care.quotes) == ("D8", "ask", ("dyslexie",))


def test_a_title_and_a_text_stand_beside_each_other() -> None:
    assert [one.quotes for one in mind_the_confidential(NAMES, "Bram", "Hij heeft ADHD.")] == [("adhd",)]


@pytest.mark.parametrize("text", ["1 " * 5000, "1.2-3 " * 1600, "adhd " * 2000, "Bram. " * 1600, "1" * 10_000])
def test_a_long_text_takes_no_time(text: Any) -> None:
    begun = time.process_time()
    mind_the_confidential([f"Naam{number}" for number in range(400)], text)
    assert time.process_time() - begun < 1

"""A first name without consent is pointed out, as a whole word; it never stops anything (B9, B7, E5)."""

import pytest
from django.template.loader import render_to_string

from messaging.rules import mind_the_names, names_in
from protocol.finding import Level

pytestmark = [pytest.mark.clause("B9"), pytest.mark.clause("B7"), pytest.mark.clause("E5")]
NAMES = ["Bram", "Yara", "Anne-Fleur", "Zoë", "Sem"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bram bouwde een brug.", ("Bram",)),
        ("Brams brug", ("Bram",)),
        ("Yara's brug en Yara’s toren", ("Yara",)),
        ("Dank, Zoë!", ("Zoë",)),
        ("Anne-Fleur zong.", ("Anne-Fleur",)),
        ("Bram, Yara en Sem.", ("Bram", "Sem", "Yara")),
        ("We bouwden bruggen.", ()),
        ("Bramen plukken", ()),
        ("Het semester", ()),
        ("We lazen sem in kleine letters", ()),
        ("Bram-en-co", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_as_a_whole_word(text, found):
    assert names_in(NAMES, text) == found


def test_a_title_counts_too_and_each_name_is_said_once():
    finding = mind_the_names(NAMES, "De brug van Bram", "Bram bouwde.")
    assert finding is not None
    assert finding.quotes == ("Bram",)
    assert finding.level is Level.ASK


def test_without_such_a_name_nothing_is_said():
    assert mind_the_names([], "Bram") is None
    assert mind_the_names([""], "Bram") is None
    assert mind_the_names(["C++"], "We leerden C++ vandaag.") is not None


@pytest.mark.clause("E5")
def test_praise_for_one_child_by_name_is_asked_about_with_what_was_agreed_on_it():
    finding = mind_the_names(NAMES, "Sem had als enige alle sommen goed.")
    assert finding is not None
    assert finding.level is Level.ASK
    page = render_to_string("messaging/_names.html", {"names": finding})
    assert "<q>Sem</q>" in page
    assert "#E5" in page

"""The list of parents (A2, B2)."""

import pytest

from groups.imports import FILE_MAX, ImportRefused, sentence_of
from groups.imports.guardians import COLUMNS, read_guardians, template
from tests.school_files import HEADS, guardians, parent

pytestmark = pytest.mark.once


def rows(data):
    found, _, problems = read_guardians(data)
    assert problems == ()
    return found


def refused(data):
    with pytest.raises(ImportRefused) as caught:
        read_guardians(data)
    assert sentence_of(caught.value)
    return caught.value.code


def problems(*lines):
    return [(problem.line, problem.field, problem.code) for problem in read_guardians(guardians(*lines))[2]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_every_spreadsheets_way_of_writing_is_read(encoding, delimiter):
    text = guardians(parent("p1", "Zoë", "Núñez", email="zoe@kiezelpad.example")).decode()
    (found,) = rows(text.replace(";", delimiter).encode(encoding))
    assert (found.person.name, found.person.email) == ("Zoë Núñez", "zoe@kiezelpad.example")
    assert (found.pupil_key, found.relation, found.has_authority, found.line) == ("p1", "mother", True, 2)


def test_columns_may_stand_in_any_order_and_style():
    (found,) = rows(b"Gezag,RELATIE,Achternaam,Voornaam,Leerling key\nNee,Vader,Kok,Rob,p1\n")
    assert (found.relation, found.has_authority, found.person.language) == ("father", False, "nl")


def test_cells_may_hold_lines_and_quotes():
    data = guardians('p1;"Anna\nSofie";"Vos ""Vosje""";;;moeder;ja;', "", ";;;;;;;", parent("p2", "Rob"))
    first, second = rows(data)
    assert first.person.name == 'Anna Sofie Vos "Vosje"'
    assert second.line == 6


@pytest.mark.clause("B8")
def test_what_kring_does_not_keep_is_dropped_and_counted():
    data = guardians("p1;Anna;Vos;;06-12345678;moeder;ja;nl;133456785", heads=HEADS + ";bsn")
    found, dropped, problems = read_guardians(data)
    assert (dropped, problems) == ({"?": 1, "telefoon": 1}, ())
    assert "133456785" not in str(found)
    assert "12345678" not in str(found)


def test_cells_that_look_like_a_formula_are_text():
    (found,) = rows(guardians(parent("p1", '=HYPERLINK("x")', "+31", email="")))
    assert (found.person.first_name, found.person.last_name) == ('=HYPERLINK("x")', "+31")


def test_the_same_line_twice_is_once_and_a_name_is_one_person():
    found = rows(guardians(parent("p1", email="a@b.nl"), parent("p1", email="A@b.nl"), parent("p2", email="a@b.nl")))
    assert len(found) == 2
    assert len({record.person.token for record in found}) == 1


@pytest.mark.clause("B2")
def test_what_is_wrong_is_said_with_its_line_and_field():
    assert problems(";;;;;;;x") == [
        (2, "leerling_key", "missing"),
        (2, "voornaam", "missing"),
        (2, "achternaam", "missing"),
        (2, "relatie", "missing"),
        (2, "gezag", "missing"),
        (2, "taal", "no_such_language"),
    ]
    assert problems(parent("p1"), parent("p2", gezag="misschien")) == [(3, "gezag", "not_yes_or_no")]
    assert problems(parent("p1", relatie="oma")) == [(2, "relatie", "no_such_relation")]
    assert problems(parent("p1", relatie="verzorger")) == [(2, "gezag", "carer_has_no_authority")]
    assert problems(parent("p1", email="geen adres")) == [(2, "email", "not_an_address")]
    assert problems(parent("p1", "x" * 81)) == [(2, "voornaam", "too_long")]
    assert problems(parent("p1") + ";extra") == [(2, "", "too_many_cells")]
    assert problems(parent("p1"), parent("p1", gezag="nee")) == [(3, "gezag", "says_otherwise")]
    assert problems("p1;Anna") == [(2, name, "missing") for name in ("achternaam", "relatie", "gezag")]


@pytest.mark.parametrize(
    ("said", "code"), [("", "nl"), ("NL", "nl"), ("Turks", "tr"), ("Oekraïens", "uk"), ("ti", "ti")]
)
def test_a_language_is_said_by_code_or_name(said, code):
    (found,) = rows(guardians(parent("p1", taal=said)))
    assert found.person.language == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\r\n;;\r\n", "empty"),
        (b"\xff\xfeh\x00", "not_csv"),
        (b"PK\x03\x04\x00", "not_csv"),
        (b"leerling_key;voornaam\n", "no_column"),
        ((HEADS + ";gezag\n").encode(), "column_twice"),
        ((HEADS + '\n"p1;Anna').encode(), "not_csv"),
        ((HEADS + '\np1;"Anna"x').encode(), "not_csv"),
        ((HEADS + "\np1;Zo\u00eb").encode()[:-1], "cut_short"),
        ((HEADS + "\np1;Zo").encode() + b"\x81", "encoding"),
        ((HEADS + "\np1;").encode() + b"x" * 140_000, "not_csv"),
        ((HEADS + ";" * 100_000).encode(), "not_csv"),
        (b" " * (FILE_MAX + 1), "too_large"),
        (HEADS.encode() + b"\nx" * 50_001, "too_many"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(data, code):
    if code == "encoding":
        data += b" en verder"
    assert refused(data) == code


def test_the_empty_list_has_all_columns_and_opens_in_a_dutch_spreadsheet():
    assert template().startswith("\ufeff")
    assert template()[1:].strip().split(";") == list(COLUMNS)
    assert rows((template() + parent("p1")).encode())

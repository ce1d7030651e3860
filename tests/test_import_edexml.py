"""EDEXML as administrations write it: what is read, what is dropped, what is refused (A2, B8)."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from groups.imports import FILE_MAX, ImportRefused, from_json, sentence_of, to_json
from groups.imports.classes import accent_of, merge_groups, said, sign_of
from groups.imports.edexml import SENSITIVE, read_edexml
from groups.imports.records import GroupRecord
from tests.school_files import composite, edexml, group, pupil, staff, this_year

pytestmark = pytest.mark.once


def refused(data):
    with pytest.raises(ImportRefused) as caught:
        read_edexml(data)
    assert sentence_of(caught.value)
    return caught.value.code


def only(data):
    """The one pupil of a file without problems."""
    records = read_edexml(data)
    assert records.problems == ()
    (found,) = records.pupils
    return found


def codes(*pupils, groups=None, people=None):
    found = read_edexml(edexml(list(pupils), groups, people)).problems
    assert all(problem.line > 1 for problem in found)
    return {(problem.field, problem.code) for problem in found}


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16", "windows-1252"])
def test_names_are_read_in_every_encoding_a_file_says_it_has(encoding):
    found = only(edexml([pupil("p1", "Zoë", "Núñez")], encoding=encoding))
    assert (found.first_name, found.last_name) == ("Zoë", "Núñez")


def test_a_file_with_a_mark_of_its_byte_order_is_read():
    assert only(b"\xef\xbb\xbf" + edexml([pupil("p1", "Zoë")])).first_name == "Zoë"


@pytest.mark.parametrize(
    ("said_version", "version"), [("1.03", "1.03"), ("1.0.3", "1.03"), ("2.0", "2.0"), ("2.1", "2.1"), ("", "1.03")]
)
def test_all_three_versions_are_known(said_version, version):
    assert read_edexml(edexml([pupil("p1")], version=said_version)).version == version


def test_a_version_that_is_not_said_shows_in_the_shape():
    assert read_edexml(edexml([pupil("p1", eckid="e")], version="")).version == "2.1"
    assert read_edexml(edexml([pupil("p1")], [composite("c", "C"), group("g5", "5")], version="")).version == "2.0"


@pytest.mark.parametrize("version", ["3.0", "uwlr", "9"])
def test_another_version_is_refused_by_name(version):
    assert refused(edexml([pupil("p1")], version=version)) == "version"


@pytest.mark.parametrize("year", [1991, 2024, 2025, 2026, 2057])
def test_any_two_years_that_follow_each_other_are_a_school_year(year):
    assert read_edexml(edexml([pupil("p1")], year=year)).first_year == year


@pytest.mark.parametrize("text", ["2026", "2026-2028", "2027-2026", "26-27", "", "1200-1201", "٢٠٢٦-٢٠٢٧"])
def test_a_school_year_that_is_none_is_refused(text):
    data = edexml([pupil("p1")]).decode()
    assert refused(re.sub(r"<schooljaar>.*</schooljaar>", f"<schooljaar>{text}</schooljaar>", data).encode()) == (
        "school_year"
    )


# names


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("<roepnaam>Wimpie</roepnaam>", ("Wimpie", "")),
        ("<achternaam>Hof</achternaam><voorvoegsel>van 't</voorvoegsel><roepnaam>Jo</roepnaam>", ("Jo", "van 't Hof")),
        ("<roepnaam>Jo</roepnaam><voorvoegsel>van 't</voorvoegsel><achternaam>Hof</achternaam>", ("Jo", "van 't Hof")),
        ("<achternaam>Assati</achternaam><voornamen>Ismaël Hassan</voornamen>", ("Ismaël", "Assati")),
        ("<achternaam>Assati</achternaam><voorletters-1>IH</voorletters-1>", ("IH", "Assati")),
        ("<achternaam>Assati</achternaam>", ("", "Assati")),
        ("<roepnaam>  An\u200bna\n  Sofie </roepnaam>", ("Anna Sofie", "")),
    ],
)  # fmt: skip
def test_a_name_is_made_of_what_there_is(names, expected):
    data = edexml(["<leerling key='p1'>" + names + "</leerling>"])
    found = only(data)
    assert (found.first_name, found.last_name) == expected


def test_what_is_wrong_is_said_with_its_line_and_field():
    assert codes(pupil("p1", "", "")) == {("roepnaam", "missing")}
    assert codes(pupil("p1"), pupil("p1")) == {("key", "twice")}
    assert codes(pupil("p1", eckid="e"), pupil("p2", eckid="e")) == {("eckid", "twice")}
    assert codes(pupil("")) == {("key", "missing")}
    assert codes(pupil("x" * 257)) == {("key", "too_long")}
    assert codes(pupil("p1", eckid="x" * 257)) == {("eckid", "too_long")}
    assert codes(pupil("p1", "x" * 81)) == {("roepnaam", "too_long")}
    assert codes(pupil("p1", last="x" * 2000)) >= {("achternaam", "too_long")}
    assert codes(pupil("p1", more=f"<voorvoegsel>{'v' * 40}</voorvoegsel>", last="x" * 100)) == {
        ("achternaam", "too_long")
    }
    assert codes(pupil("p1", group="nowhere")) == {("groep", "no_such_group")}
    assert codes(pupil("p1"), groups=[group("g5", "", "5")]) == {("naam", "missing"), ("groep", "no_such_group")}
    assert codes(pupil("p1"), people=[staff("s1", email="geen adres")]) == {("emailadres", "not_an_address")}
    assert codes(pupil("p1"), people=[staff("s1", groups='<groep key="x"/>')]) == {("groep", "no_such_group")}


@pytest.mark.parametrize("day", ["gisteren", "2018-02-30", "31-05-2018", "0001-01-01", "2018-5-31", "20180531"])
def test_a_day_that_is_none_is_said(day):
    assert codes(pupil("p1", born=day)) == {("geboortedatum", "not_a_day")}


@pytest.mark.parametrize("day", ["2018-05-31", "2018-05-31Z", "2018-05-31+02:00", "2018-05-31T00:00:00"])
def test_a_day_may_have_a_time_or_zone(day):
    assert str(only(edexml([pupil("p1", born=day)])).born_on) == "2018-05-31"


# what is dropped


@pytest.mark.clause("B8")
def test_what_a_portal_must_not_keep_is_dropped_while_reading():
    secret = "133456785"
    fields = "".join(f"<{tag}>{secret}</{tag}>" for tag in sorted(SENSITIVE))
    deep = f"<toevoegingen><blok><opmerking>{secret}</opmerking></blok></toevoegingen><onbekend>{secret}</onbekend>"
    teacher = staff("s1").replace("</leerkracht>", f"<gebruikersnaam>{secret}</gebruikersnaam></leerkracht>")
    records = read_edexml(edexml([pupil("p1", more=fields + deep)], None, [teacher]))
    assert secret not in json.dumps(to_json(records), cls=DjangoJSONEncoder)
    assert set(records.dropped) == SENSITIVE
    assert (records.dropped["bsn"], records.dropped["gebruikersnaam"], records.dropped["toevoegingen"]) == (1, 2, 2)


@pytest.mark.clause("B8")
def test_a_citizen_service_number_is_in_no_error_either():
    data = edexml([pupil("p1", more="<bsn>133456785</bsn><geboortedatum>133456785</geboortedatum>", born="")])
    bad = data.replace(b"</EDEX>", b"<bsn>133456785")
    for file in (data.replace(b"<bsn>", b"<bsn><bsn>"), bad):
        with pytest.raises(ImportRefused) as caught:
            read_edexml(file)
        assert "133456785" not in str(caught.value) + sentence_of(caught.value)


def test_records_come_back_from_the_database_as_they_were():
    file = edexml([pupil("p1", eckid="e")], None, [staff("s1", roles="<rol>DIR</rol>", groups='<groep key="g5"/>')])
    records = read_edexml(file)
    assert from_json(json.loads(json.dumps(to_json(records), cls=DjangoJSONEncoder))) == records


# what is refused


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE EDEX [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><EDEX>&b;</EDEX>',
        b'<?xml version="1.0"?><!DOCTYPE EDEX [<!ENTITY x SYSTEM "file:///etc/passwd">]><EDEX>&x;</EDEX>',
        b'<?xml version="1.0"?><!DOCTYPE EDEX SYSTEM "http://example.nl/x.dtd"><EDEX/>',
        b'<?xml version="1.0"?><!DOCTYPE EDEX><EDEX/>',
    ],
)
def test_a_file_with_a_dtd_or_entities_is_refused(data):
    assert refused(data) == "doctype"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04", "not_xml"),
        (b"leerling_key;voornaam", "not_xml"),
        (b"<svg/>", "not_edexml"),
        (b"<EDEX/>", "not_edexml"),
        (b'<EDEX xmlns="http://elders"><school/></EDEX>', "school_year"),
        (b"<EDEX>&undefined;</EDEX>", "not_xml"),
        (b"<EDEX><school>", "cut_short"),
        (b'<?xml version="1.0" encoding="x-onzin"?><EDEX/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><EDEX/>', "encoding"),
        (b'<?xml version="1.0" encoding="shift_jis"?><EDEX/>', "encoding"),
        (b'<?xml version="1.0" encoding="UTF-8"?><EDEX><school>\xe9</school></EDEX>', "not_xml"),
        (b"<EDEX>" + b"<a>" * 50_000, "cut_short"),
    ],
)
def test_what_is_no_edexml_is_refused_in_a_sentence(data, code):
    assert refused(data) == code


def test_a_file_without_pupils_is_refused():
    assert refused(edexml([])) == "no_pupils"


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    assert refused(b" " * (FILE_MAX + 1)) == "too_large"


def test_a_file_with_more_than_a_school_has_is_refused(monkeypatch):
    monkeypatch.setattr("groups.imports.safe_xml.NODES_MAX", 40)
    assert refused(edexml([pupil(f"p{n}") for n in range(20)])) == "too_many"


# groups


def names(groups, pupils):
    records = read_edexml(edexml(pupils, groups))
    return sorted(record.name for record in records.groups)


def test_groups_of_one_name_are_one_class():
    groups = [group("a", "3/4", "3"), group("b", "3/4", "4"), composite("c", "Groep 3/4")]
    records = read_edexml(edexml([pupil("p1", group="a"), pupil("p2", group="b", composites=("c",))], groups))
    (found,) = records.groups
    assert (found.name, found.key, found.keys, found.years) == ("Groep 3/4", "c", ("a", "b", "c"), ("3", "4"))
    assert found.is_composite
    assert {record.groups for record in records.pupils} == {("c",)}


def test_year_groups_wholly_within_a_composite_group_are_that_class():
    groups = [group("a", "Bevers 3", "3"), group("b", "Bevers 4", "4"), composite("c", "Bevers")]
    in_c = [pupil("p1", group="a", composites=("c",)), pupil("p2", group="b", composites=("c",))]
    assert names(groups, in_c) == ["Bevers"]
    assert names(groups, [*in_c, pupil("p3", group="b")]) == ["Bevers", "Bevers 3", "Bevers 4"]


def test_a_composite_group_that_cuts_through_classes_stands_beside_them():
    groups = [group("g5", "5", "5"), composite("r", "Lezen"), composite("s", "Rekenen")]
    found = read_edexml(edexml([pupil("p1", composites=("r", "s")), pupil("p2", composites=("r",))], groups))
    assert {record.name for record in found.groups} == {"Groep 5", "Lezen", "Rekenen"}
    assert {len(record.groups) for record in found.pupils} == {2, 3}
    assert {record.name for record in found.groups if record.is_beside} == {"Lezen", "Rekenen"}


def test_a_composite_group_that_is_the_only_place_of_a_pupil_is_a_class():
    groups = [group("g5", "5", "5"), composite("r", "Instroom"), composite("s", "Plus")]
    pupils = [pupil("p1", composites=("r", "s")), pupil("p2", group="", composites=("r",))]
    found = read_edexml(edexml(pupils, groups))
    assert {record.name for record in found.groups if record.is_beside} == {"Plus"}


def test_a_group_that_has_the_name_of_a_class_is_that_class():
    groups = [group("g5", "Bevers", "5"), composite("b", "bevers")]
    (found,) = read_edexml(edexml([pupil("p1"), pupil("p2", composites=("b",))], groups)).groups
    assert not found.is_beside


def test_two_composite_groups_of_the_same_classes_are_no_class():
    groups = [group("a", "3", "3"), group("b", "4", "4"), composite("c", "Gym"), composite("d", "Zang")]
    both = [pupil("p1", group="a", composites=("c", "d")), pupil("p2", group="b", composites=("c", "d"))]
    assert names(groups, both) == ["Groep 3", "Groep 4", "Gym", "Zang"]


def test_the_name_and_the_sign_are_as_people_say_them():
    assert [said(name) for name in ("5", "5A", "3/4", "Groep 5", "Egels", "10")] == [
        "Groep 5",
        "Groep 5A",
        "Groep 3/4",
        "Groep 5",
        "Egels",
        "10",
    ]

    def record(name, *years):
        return GroupRecord("k", ("k",), name, years, False, 1)

    shown = [("Groep 5A", "5"), ("Egels", "1", "2"), ("Kabouters", "0"), ("Bij", "4"), ("Bovenbouw", "6", "7", "8")]
    assert [sign_of(record(*row)) for row in shown] == ["5A", "1/2", "KA", "Bij", "BO"]
    assert [accent_of(record(*row)) for row in shown] == ["5", "12", "school", "4", "6"]
    assert merge_groups([], []).records == ()


# staff


def roles(text, groups=""):
    (found,) = read_edexml(edexml([pupil("p1")], None, [staff("s1", roles=text, groups=groups)])).staff
    return found.roles


G5 = '<groep key="g5"/>'


@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    ("codes", "groups", "expected"),
    [
        ("", G5, (("teacher", "g5"),)),
        ("<rol>LRK</rol>", G5 + G5, (("teacher", "g5"),)),
        ("<rol>lrk</rol><rol>IB</rol>", G5, (("teacher", "g5"),)),
        ("<rol>STA</rol>", G5, (("trainee", "g5"),)),
        ("<rol>LRK</rol>", '<groep key="g5"><rol>STA</rol><rol>OWA</rol></groep>', (("trainee", "g5"),)),
        ("<rol>STA</rol>", '<groep key="g5"><rol>LRK</rol></groep>', (("teacher", "g5"),)),
        ("<rol>STA</rol>", G5 + '<groep key="g5"><rol>LRK</rol></groep>', (("teacher", "g5"),)),
        ("<rol>TAL</rol>", G5, (("staff", ""),)),
        ("<rol>VAK</rol>", G5, (("staff", ""),)),
        ("<rolomschrijving>Manusje van alles</rolomschrijving>", G5, (("staff", ""),)),
        ("<rol>DIR</rol>", "", (("staff", ""),)),
        ("<rol>OUD</rol><rol>ADM</rol>", "", (("staff", ""),)),
    ],
)
def test_a_role_is_no_more_than_the_file_says(codes, groups, expected):
    assert roles(codes, groups) == expected


def test_helping_parents_are_passed_over_and_counted():
    helper = "<rol>OUD</rol>"
    people = [staff("s1", roles=helper, groups=G5), staff("s2", groups=f'<groep key="g5">{helper}</groep>')]
    records = read_edexml(edexml([pupil("p1")], None, people))
    assert (records.staff, records.helpers) == ((), 2)


# the official example

EXAMPLE = Path(os.environ.get("REAL_DATA", "/nowhere"), "edexml-2.1", "EDEXML.Voorbeeld.2.1.xml")


@pytest.mark.skipif(not EXAMPLE.exists(), reason="REAL_DATA names no folder with the example")
def test_the_official_example_is_read():
    records = read_edexml(EXAMPLE.read_bytes())
    assert (records.first_year, records.version, records.problems) == (2014, "2.1", ())
    assert [record.name for record in records.pupils] == ["Wimpie imp ie", "Ismaël Assati", "Gradje van 't Hof"]
    assert len(records.groups) == 8
    assert {record.person.name: record.roles for record in records.staff} == {
        "Julia van Bemmel": (("staff", ""),),
        "Uilke Veldman": (("staff", ""),),
        "Lia de Bruin": (("trainee", "GRP4A"),),
    }
    assert records.dropped["bsn"] == 1
    assert this_year() >= 2026

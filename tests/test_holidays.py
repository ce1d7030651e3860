"""The holidays: known per region, filled in once, and taken over from the government's file (D10)."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from groups.actions import (
    ChangesDifferError,
    change_day_off,
    change_school,
    fill_holidays,
    import_holidays,
    remove_day_off,
)
from groups.holiday_file import FILE_MAX, HolidayFileRefused, changes_of, digest_of, read_holidays
from groups.holiday_words import REFUSED
from groups.holidays import KNOWN_YEARS, REGIONS, Holiday, easter, feasts_of, holidays_of
from groups.models import DayOff, HolidayYear, School
from groups.school_year import days_of
from tests.holiday_files import ALL_YEARS, MAY, ONE_YEAR, as_file, region, vacation, year
from tests.school_times import at

NAMES = ["Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie"]
FILE = "/beheer/schooltijd/vakanties/"


@pytest.fixture
def today():
    with time_machine.travel(at("2026-11-24", "15:30"), tick=False):
        yield


@pytest.fixture
def school(cast, today):
    """The cast's school in November 2026, with nothing filled in yet."""
    DayOff.objects.all().delete()
    HolidayYear.objects.all().delete()
    return cast.school


def days(name, first_year=2026):
    """First and last day of the days off of this name that begin in a school year."""
    rows = DayOff.objects.filter(name=name, first_on__range=days_of(first_year))
    return [(row.first_on.isoformat(), row.last_on.isoformat()) for row in rows]


def move_to(where, school, *, by):
    """The head says that the school is in another region."""
    change_school(school, name="A", place="B", phone="", region=where, second_factor_days=14, by=by)


# --- what is known


@pytest.mark.parametrize("where", REGIONS)
@pytest.mark.parametrize("first_year", KNOWN_YEARS)
def test_every_year_has_five_holidays_from_a_saturday_until_a_sunday_of_the_lengths_that_the_law_says(
    where, first_year
):
    holidays = holidays_of(where, first_year)
    first, last = days_of(first_year)
    assert [one.name for one in holidays] == NAMES
    assert all(one.first_on.isoweekday() == 6 and one.last_on.isoweekday() == 7 for one in holidays)
    assert all(first <= one.first_on <= last for one in holidays)
    assert [(one.last_on - one.first_on).days + 1 for one in holidays] == [9, 16, 9, 9, 44]
    assert all(before.last_on < after.first_on for before, after in pairwise(holidays))


def test_the_three_regions_begin_summer_on_three_saturdays():
    for first_year in KNOWN_YEARS:
        assert len({holidays_of(where, first_year)[-1].first_on for where in REGIONS}) == 3


def test_holidays_are_those_of_the_region():
    autumn = {where: holidays_of(where, 2026)[0].first_on.isoformat() for where in REGIONS}
    assert autumn == {"noord": "2026-10-10", "midden": "2026-10-17", "zuid": "2026-10-17"}
    assert holidays_of("noord", 2050) == []


def test_public_holidays_follow_easter_and_the_king():
    assert easter(2027) == date(2027, 3, 28)
    assert [(one.name, one.first_on.isoformat()) for one in feasts_of(2026)] == [
        ("Kerst", "2026-12-25"),
        ("Nieuwjaarsdag", "2027-01-01"),
        ("Tweede Paasdag", "2027-03-29"),
        ("Koningsdag", "2027-04-27"),
        ("Hemelvaartsdag", "2027-05-06"),
        ("Tweede Pinksterdag", "2027-05-17"),
    ]
    king = {one.first_on for one in feasts_of(2024) if one.name == "Koningsdag"}
    assert king == {date(2025, 4, 26)}, "27 April 2025 is a Sunday"


@pytest.mark.parametrize("first_year", range(2020, 2060))
def test_easter_monday_ascension_and_whit_monday_fall_on_their_weekdays(first_year):
    feasts = {one.name: one.first_on for one in feasts_of(first_year)}
    assert feasts["Tweede Paasdag"].isoweekday() == feasts["Tweede Pinksterdag"].isoweekday() == 1
    assert feasts["Hemelvaartsdag"].isoweekday() == 4
    assert feasts["Koningsdag"].isoweekday() != 7


# --- filled in once


@pytest.mark.clause("D10")
@pytest.mark.django_db
def test_the_region_brings_the_holidays_of_all_known_years_and_saying_it_again_brings_nothing(cast, school):
    assert fill_holidays(school, by=cast.marleen) == len(KNOWN_YEARS) * 11
    assert days("Herfstvakantie") == [("2026-10-10", "2026-10-18")]
    assert DayOff.objects.get(name="Koningsdag", first_on__year=2027).kind == DayOff.Kind.FEAST
    assert fill_holidays(school, by=cast.marleen) == 0
    assert AuditEntry.objects.filter(event="holidays_filled", actor=cast.marleen).count() == 1


@pytest.mark.django_db
def test_a_school_without_a_region_gets_nothing(cast, school):
    school.region = ""
    assert fill_holidays(school, by=cast.marleen) == 0
    assert not DayOff.objects.exists()


@pytest.mark.django_db
def test_what_stands_there_already_under_a_name_is_not_put_there_twice(cast, school):
    DayOff.objects.create(
        school=school, kind="holiday", name="Meivakantie", first_on=date(2027, 4, 19), last_on=date(2027, 5, 7)
    )
    fill_holidays(school, by=cast.marleen)
    assert days("Meivakantie") == [("2027-04-19", "2027-05-07")]


@pytest.mark.clause("D10")
@pytest.mark.django_db
def test_what_the_school_changed_or_took_away_is_never_put_back(cast, school):
    fill_holidays(school, by=cast.marleen)
    autumn = DayOff.objects.get(name="Herfstvakantie", first_on__year=2026)
    change_day_off(autumn, first_on=date(2026, 10, 17), last_on=date(2026, 10, 25), by=cast.marleen)
    king = DayOff.objects.get(name="Koningsdag", first_on__year=2027)
    assert remove_day_off(king, by=cast.marleen) is True
    move_to("noord", school, by=cast.marleen)
    fill_holidays(school, by=cast.marleen)
    assert days("Herfstvakantie") == [("2026-10-17", "2026-10-25")]
    assert days("Koningsdag") == []


@pytest.mark.clause("D10")
@pytest.mark.django_db
def test_another_region_moves_what_still_stands_as_it_was_filled_and_nothing_else(cast, school):
    fill_holidays(school, by=cast.marleen)
    spring = DayOff.objects.get(name="Voorjaarsvakantie", first_on__year=2027)
    change_day_off(spring, first_on=date(2027, 2, 22), last_on=date(2027, 2, 26), by=cast.marleen)
    DayOff.objects.filter(name="Zomervakantie", first_on__year=2027).delete()
    move_to("zuid", school, by=cast.marleen)
    assert days("Herfstvakantie") == [("2026-10-17", "2026-10-25")], "moved"
    assert days("Voorjaarsvakantie") == [("2027-02-22", "2027-02-26")], "the school's own"
    assert days("Zomervakantie") == [], "taken away"
    assert days("Kerstvakantie") == [("2026-12-19", "2027-01-03")], "the same everywhere"
    assert fill_holidays(school, by=cast.marleen) == 0


@pytest.mark.django_db
def test_a_move_never_puts_two_of_one_name_on_one_day(cast, school):
    fill_holidays(school, by=cast.marleen)
    DayOff.objects.create(
        school=school, kind="study", name="Herfstvakantie", first_on=date(2026, 10, 17), last_on=date(2026, 10, 17)
    )
    DayOff.objects.create(
        school=school, kind="holiday", name="Herfstvakantie", first_on=date(2027, 10, 23), last_on=date(2027, 10, 25)
    )
    move_to("zuid", school, by=cast.marleen)
    assert DayOff.objects.filter(name="Herfstvakantie", first_on=date(2027, 10, 23)).count() == 1


# --- the government's file


@pytest.mark.parametrize("content", [ONE_YEAR, [ONE_YEAR]], ids=["one year: an object", "all years: an array"])
def test_the_file_is_read_with_its_traps(content):
    north = read_holidays(as_file(content), "noord", since=2026)
    assert north == [
        Holiday(date(2026, 10, 10), date(2026, 10, 18), "Herfstvakantie"),
        Holiday(date(2026, 12, 19), date(2027, 1, 3), "Kerstvakantie"),
        Holiday(date(2027, 4, 24), date(2027, 5, 9), "Meivakantie"),
    ]
    south = read_holidays(as_file(content), "zuid", since=2026)
    assert south[0] == Holiday(date(2026, 10, 17), date(2026, 10, 25), "Herfstvakantie")


def test_years_that_are_over_are_passed_by():
    assert {one.first_on.year for one in read_holidays(as_file(ALL_YEARS), "noord", since=2026)} == {2026, 2027, 2029}


def test_a_file_with_a_mark_at_its_beginning_is_read():
    assert read_holidays(b"\xef\xbb\xbf" + as_file(ONE_YEAR), "noord", since=2026)


def broken(**changes):
    """The autumn holiday of one year with something wrong in it."""
    row = region("noord", "2026-10-10", "2026-10-18") | changes
    return as_file(year("2026-2027", vacation("Herfstvakantie", row)))


WRONG = {
    b"": "empty",
    b" \n": "empty",
    b"x" * (FILE_MAX + 1): "too_large",
    b"%PDF-1.4": "damaged",
    b"\xff\xfe\x00": "damaged",
    b"[" * 100_000: "damaged",
    b"9" * 5000: "damaged",
    as_file(ONE_YEAR)[:-40]: "damaged",
    b"null": "other_file",
    b"[1, 2]": "other_file",
    b'{"vakanties": []}': "other_file",
    as_file({"content": [{"vacations": "geen"}]}): "other_file",
    as_file(year("2026-2027", vacation("", region("noord", "2026-10-10", "2026-10-18")))): "other_file",
    as_file(year("2026-2027", vacation("x" * 81, region("noord", "2026-10-10", "2026-10-18")))): "other_file",
    broken(region="oost"): "other_file",
    broken(region=None): "other_file",
    broken(startdate="morgen"): "not_days",
    broken(startdate=20261010): "not_days",
    broken(startdate="2026-10-10T00:00:00"): "not_days",
    broken(startdate="0001-01-01T00:00:00+23:00", enddate="0001-01-02T00:00:00Z"): "not_days",
    broken(startdate="9999-12-31T00:00:00Z", enddate="9999-12-31T23:59:00Z"): "not_days",
    broken(enddate="2026-10-01T21:59:00.000Z"): "not_days",
    broken(enddate="2027-10-01T21:59:00.000Z"): "not_days",
    as_file(year("2026-2027", MAY, vacation("meivakantie", region("noord", "2027-05-01", "2027-05-09")))): "twice",
    as_file(year("2018-2019", vacation("Herfst", region("noord", "2018-10-20", "2018-10-28")))): "nothing",
    as_file(year("2026-2027", vacation("Herfst", region("zuid", "2026-10-17", "2026-10-25")))): "nothing",
}


@pytest.mark.parametrize(("data", "code"), WRONG.items(), ids=range(len(WRONG)))
def test_a_file_that_is_not_right_is_refused_with_the_reason(data, code):
    with pytest.raises(HolidayFileRefused) as refused:
        read_holidays(data, "noord", since=2026)
    assert refused.value.code == code
    assert code in REFUSED


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["content", "vacations", "type", "regions", "region", "startdate"]), inner)
    ),
    max_leaves=20,
)


@st.composite
def damaged_files(draw):
    """The true file with bytes cut out, put in or turned round, or with any value in the place of another."""
    if draw(st.booleans()):
        content = json.loads(as_file(ALL_YEARS))
        holder = content[draw(st.integers(0, 2))]["content"][0]
        vacations = holder["vacations"]
        spot = draw(st.sampled_from(["vacations", "type", "regions", "region", "startdate", "enddate"]))
        target = holder if spot == "vacations" else vacations[0] if spot in ("type", "regions") else None
        target = vacations[0]["regions"][0] if target is None else target
        target[spot] = draw(json_values)
        return json.dumps(content).encode()
    data = bytearray(as_file(ALL_YEARS))
    start = draw(st.integers(0, len(data)))
    data[start : start + draw(st.integers(0, 60))] = draw(st.binary(max_size=30))
    return bytes(data)


@settings(max_examples=500, deadline=None)
@given(damaged_files() | st.binary(max_size=200))
@example(
    json.dumps(year("2026-2027", vacation("A\ud800\x00\u202e", region("noord", "2026-10-10", "2026-10-18")))).encode()
)
def test_a_damaged_file_is_read_or_refused_and_never_a_fault(data):
    refused = ""
    holidays = []
    try:
        holidays = read_holidays(data, "noord", since=2026)
    except HolidayFileRefused as error:
        refused = error.code
    assert (refused in REFUSED) is not bool(holidays), "one of the two"
    for one in holidays:
        assert one.first_on <= one.last_on <= one.first_on + timedelta(days=70)
        assert 0 < len(one.name) <= 80
        one.name.encode()
        assert one.name.isprintable()


def test_changes_are_what_is_new_and_what_has_other_days():
    class Row:
        def __init__(self, pk, name, first_on, last_on):
            self.pk, self.name, self.first_on, self.last_on = pk, name, first_on, last_on

    autumn, christmas, may = read_holidays(as_file(ONE_YEAR), "noord", since=2026)
    there = [
        Row(1, "herfstvakantie", autumn.first_on, autumn.last_on),
        Row(2, "Meivakantie", date(2027, 4, 26), date(2027, 4, 30)),
        Row(3, "Kerstvakantie", date(2025, 12, 20), date(2026, 1, 4)),
    ]
    changes = changes_of([autumn, christmas, may], there)
    assert [(one.new, one.pk) for one in changes] == [(christmas, None), (may, 2)]
    assert changes[1].old == (date(2027, 4, 26), date(2027, 4, 30))


@pytest.mark.clause("D10")
@pytest.mark.django_db
def test_the_file_is_taken_over_whole_and_leaves_what_it_does_not_name(cast, school):
    fill_holidays(school, by=cast.marleen)
    study = DayOff.objects.create(
        school=school, kind="study", name="Studiedag", first_on=date(2026, 11, 27), last_on=date(2026, 11, 27)
    )
    holidays = read_holidays(as_file(ALL_YEARS), "noord", since=2026)
    changes = import_holidays(school, holidays, by=cast.dennis)
    assert [one.new.name for one in changes] == ["Meivakantie", "Herfstvakantie"]
    assert days("Meivakantie") == [("2027-04-24", "2027-05-09")]
    assert days("Herfstvakantie", 2029) == [("2029-10-13", "2029-10-21")]
    assert days("Koningsdag", 2029) == [("2030-04-27", "2030-04-27")], "a new year comes with its public holidays"
    assert DayOff.objects.filter(pk=study.pk).exists()
    assert import_holidays(school, holidays, by=cast.dennis) == []
    assert AuditEntry.objects.filter(event="holidays_imported", actor=cast.dennis).count() == 2


@pytest.mark.django_db
def test_what_was_seen_is_what_is_taken_over_or_nothing_is(cast, school):
    holidays = read_holidays(as_file(ONE_YEAR), "noord", since=2026)
    seen = digest_of(changes_of(holidays, DayOff.objects.all()))
    fill_holidays(school, by=cast.marleen)
    before = list(DayOff.objects.values_list("pk", "first_on", "last_on"))
    with pytest.raises(ChangesDifferError):
        import_holidays(school, holidays, by=cast.marleen, seen_digest=seen)
    assert list(DayOff.objects.values_list("pk", "first_on", "last_on")) == before


# --- on the page and in the terminal


def upload(client, data, name="vakanties.json"):
    return client.post(FILE, {"file": SimpleUploadedFile(name, data, "application/json")})


@pytest.mark.django_db
def test_the_page_shows_first_what_would_change_and_then_takes_it_over(cast, school, client_of):
    fill_holidays(school, by=cast.marleen)
    client = client_of(cast.dennis)
    shown = upload(client, as_file(ALL_YEARS))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "2 veranderingen" in text
    assert "za 24 april t/m zo 9 mei 2027" in text
    assert days("Meivakantie") == [("2027-04-24", "2027-05-02")], "nothing is changed yet"
    fields = {"holidays": shown.context["signed"], "seen": shown.context["digest"]}
    done = client.post(FILE, fields, follow=True)
    assert "De vakanties uit het bestand staan in de kalender." in done.content.decode()
    assert days("Meivakantie") == [("2027-04-24", "2027-05-09")]
    again = client.post(FILE, fields)
    assert again.status_code == 422, "what was seen is no longer what would change"
    assert "Er is iets veranderd sinds je keek." in again.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"holidays": "x", "seen": "0" * 64}, {"holidays": "", "seen": ""}])
def test_what_was_not_signed_here_is_not_taken_over(cast, school, client_of, fields):
    response = client_of(cast.dennis).post(FILE, fields, follow=True)
    assert "Kies het bestand opnieuw." in response.content.decode()
    assert not DayOff.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Dit bestand is leeg."),
        (b"%PDF", "We kunnen dit bestand niet lezen."),
        (b"[]", "In dit bestand staan geen vakanties van je regio"),
        (b"x" * (FILE_MAX + 1), "Dit bestand is te groot."),
    ],
)
def test_a_wrong_file_is_answered_with_a_sentence(cast, school, client_of, data, sentence):
    response = upload(client_of(cast.marleen), data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.django_db
def test_without_a_file_or_a_region_the_page_says_what_is_missing(cast, school, client_of):
    client = client_of(cast.marleen)
    assert "Kies eerst een bestand." in client.post(FILE).content.decode()
    School.objects.update(region="")
    assert "Eerst moet de regio van de school bekend zijn." in client.get(FILE).content.decode()
    assert "Eerst moet de regio van de school bekend zijn." in upload(client, as_file(ONE_YEAR)).content.decode()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(damaged_files())
@pytest.mark.django_db
def test_whatever_is_uploaded_the_page_answers(cast, school, client_of, data):
    assert upload(client_of(cast.dennis), data).status_code in (200, 422)


@pytest.mark.django_db
def test_the_command_takes_over_a_file_or_only_says_what_would_change(school, tmp_path, capsys):
    path = tmp_path / "vakanties.json"
    path.write_bytes(as_file(ALL_YEARS))
    call_command("import_holidays", str(path), "--dry-run")
    assert "+ Meivakantie: 2027-04-24 - 2027-05-09" in capsys.readouterr().out
    assert not DayOff.objects.exists()
    call_command("import_holidays", str(path))
    assert days("Meivakantie") == [("2027-04-24", "2027-05-09")]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(school, tmp_path):
    path = tmp_path / "vakanties.json"
    path.write_bytes(b"[")
    with pytest.raises(CommandError, match="beschadigd"):
        call_command("import_holidays", str(path))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_holidays", str(tmp_path / "weg.json"))
    School.objects.update(region="")
    with pytest.raises(CommandError, match="no region"):
        call_command("import_holidays", str(path))

"""The pages of school time, for the head and the ICT contact (B5, D10, E8)."""

import re
from datetime import date, time

import pytest
import time_machine

from accounts.models import AuditEntry
from groups.actions import appoint, set_working_times
from groups.calendar import Span
from groups.models import DayOff, HolidayYear, LessonTime, Membership, PostingPolicy, School, WorkingTime, policy_of
from groups.year_calendar import Mark, year_calendar
from tests.school_times import LESSONS, at, keep_real_hours

pytestmark = pytest.mark.django_db
TIME, LESSON, OFF, POLICY = (
    "/beheer/schooltijd/",
    "/beheer/schooltijd/lessen/",
    "/beheer/schooltijd/vrij/",
    "/beheer/plaatsen/",
)


@pytest.fixture(autouse=True)
def afternoon(cast):
    with time_machine.travel(at("2026-11-24", "15:30"), tick=False):
        keep_real_hours(cast.school)
        yield


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def events(name):
    return list(AuditEntry.objects.filter(event=name).values_list("actor__sign_in_name", "detail"))


# --- the year


def day(on, year=2026, off=(), lessons=LESSONS):
    """One day of a year's calendar."""
    months = year_calendar(year, lessons, off, date(2026, 11, 24)).months
    days = [one for month in months for row in month.rows for one in row.days if one]
    assert len(days) == len({one.on for one in days}) == 365 + (year == 2027)
    return next(one for one in days if one.on == date.fromisoformat(on))


def test_the_calendar_tells_of_each_day_what_it_is():
    off = [
        DayOff(kind="holiday", name="Meivakantie", first_on=date(2027, 4, 24), last_on=date(2027, 5, 2)),
        DayOff(kind="feast", name="Koningsdag", first_on=date(2027, 4, 27), last_on=date(2027, 4, 27)),
        DayOff(kind="study", name="Studiedag", first_on=date(2026, 11, 27), last_on=date(2026, 11, 27)),
        DayOff(kind="holiday", name="Zomervakantie", first_on=date(2026, 7, 4), last_on=date(2026, 8, 16)),
    ]
    marks = {on: day(on, off=off).mark for on in ("2026-08-16", "2026-11-24", "2026-11-27", "2026-11-28", "2027-04-26")}
    assert list(marks.values()) == [Mark.HOLIDAY, Mark.SCHOOL, Mark.STUDY, Mark.WEEKEND, Mark.HOLIDAY]
    assert day("2027-04-27", off=off).mark == Mark.FEAST, "a public holiday within a holiday is told as such"
    assert day("2026-11-24").is_today
    assert day("2026-11-25", lessons={1: LESSONS[1]}).mark == Mark.FREE
    assert year_calendar(2026, LESSONS, off, date(2026, 11, 24)).school_days == 244


@pytest.mark.clause("D10")
def test_the_year_can_be_looked_at_by_form_letter_and_screen_reader(cast, client_of):
    DayOff.objects.create(
        school=cast.school, kind="study", name="Studiedag", first_on=date(2026, 11, 27), last_on=date(2026, 11, 27)
    )
    page = client_of(cast.dennis).get(TIME).content.decode()
    assert page.count("<table") == 12
    assert page.count('scope="col"') == 12 * 8
    assert re.search(r'mark-study"[^>]*>.*?27.*?aria-hidden="true">S<.*?, studiedag: Studiedag', page)
    assert re.search(r"mark-now.*?24.*?, vandaag", page)
    assert "In 2026-2027 zijn er" in page


@pytest.mark.parametrize(
    ("asked", "shown"), [("2027", "2027-2028"), ("", "2026-2027"), ("1066", "2026-2027"), ("x", "2026-2027")]
)
def test_one_goes_to_the_years_around(cast, client_of, asked, shown):
    assert f"Schooljaar {shown}" in text_of(client_of(cast.marleen).get(TIME, {"jaar": asked}))


def test_the_button_fills_in_the_holidays_and_goes_when_they_stand_there(cast, client_of):
    HolidayYear.objects.all().delete()
    client = client_of(cast.dennis)
    assert "Vul de vakanties in" in text_of(client.get(TIME))
    done = client.post(TIME, follow=True)
    assert "De vakanties en feestdagen staan in de kalender." in text_of(done)
    assert "Vul de vakanties in" not in text_of(done)
    assert "Er is niets veranderd." in text_of(client.post(TIME, follow=True))
    School.objects.update(region="")
    assert "De regio van de school is nog niet bekend." in text_of(client.get(TIME))


# --- lessons


@pytest.mark.clause("E8")
def test_lessons_are_set_per_weekday_with_breaks_between(cast, client_of):
    fields = {"from_1_1": "8:30", "until_1_1": "12:00", "from_1_2": "12:45", "until_1_2": "14:30", "from_3_1": "08:30"}
    client = client_of(cast.dennis)
    assert client.post(LESSON, fields | {"until_3_1": "12:15"}).status_code == 302
    assert [str(lesson) for lesson in LessonTime.objects.all()] == [
        "maandag 08:30-12:00",
        "maandag 12:45-14:30",
        "woensdag 08:30-12:15",
    ]
    assert events("lessons_changed") == [("dennis", "ma, wo")]
    page = text_of(client.get(TIME))
    assert "8.30-12.00 en 12.45-14.30 uur" in page


def test_one_tick_makes_all_days_as_monday(cast, client_of):
    fields = {"from_1_1": "8:30", "until_1_1": "14:00", "from_2_1": "9:00", "as_monday": "on"}
    assert client_of(cast.dennis).post(LESSON, fields).status_code == 302
    assert set(LessonTime.objects.values_list("weekday", "ends_at")) == {(n, time(14)) for n in range(1, 6)}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Vul de lestijden in van minstens één dag."),
        ({"from_1_1": "8:30"}, "Vul beide tijden in, of laat ze allebei leeg."),
        ({"from_1_1": "14:00", "until_1_1": "8:30"}, "Het einde komt na het begin."),
        ({"from_1_1": "half 9", "until_1_1": "12:00"}, "Vul een tijd in, bijvoorbeeld 8:30."),
        (
            {"from_1_1": "8:30", "until_1_1": "12:00", "from_1_2": "11:00", "until_1_2": "14:00"},
            "Twee delen van deze dag lopen door elkaar.",
        ),
    ],
)
def test_what_is_not_right_in_the_lessons_is_said_and_nothing_changes(cast, client_of, fields, sentence):
    before = LessonTime.objects.count()
    response = client_of(cast.dennis).post(LESSON, fields)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert LessonTime.objects.count() == before


# --- days off


@pytest.mark.clause("D10")
def test_a_study_day_is_added_changed_and_taken_away_and_each_is_on_the_record(cast, client_of):
    client = client_of(cast.marleen)
    fields = {"kind": "study", "name": "Studiedag", "first_on": "2027-03-01"}
    assert client.post(OFF, fields)["Location"] == f"{TIME}?jaar=2026"
    row = DayOff.objects.get(name="Studiedag")
    assert (row.first_on, row.last_on) == (date(2027, 3, 1), date(2027, 3, 1))
    client.post(f"{OFF}{row.pk}/", fields | {"last_on": "2027-03-02"})
    row.refresh_from_db()
    assert row.last_on == date(2027, 3, 2)
    client.post(f"{OFF}{row.pk}/", {"remove": "1"})
    assert not DayOff.objects.filter(pk=row.pk).exists()
    assert events("day_off_added") == [("marleen", "01-03-2027")]
    assert events("day_off_changed") == events("day_off_removed") == [("marleen", "01-03-2027 - 02-03-2027")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "feestje"}, "Kies wat voor dag het is."),
        ({"name": " "}, "Vul een naam in"),
        ({"first_on": ""}, "Vul de eerste dag in."),
        ({"last_on": "2027-02-28"}, "De laatste dag ligt voor de eerste."),
        ({"last_on": "2028-03-01"}, "Dat is langer dan een vakantie."),
    ],
)
def test_what_is_not_right_in_days_off_is_said(cast, client_of, change, sentence):
    fields = {"kind": "study", "name": "Studiedag", "first_on": "2027-03-01"} | change
    response = client_of(cast.marleen).post(OFF, fields)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_two_days_off_of_one_name_do_not_begin_on_one_day(cast, client_of):
    client = client_of(cast.marleen)
    fields = {"kind": "study", "name": "Studiedag", "first_on": "2027-03-01"}
    client.post(OFF, fields)
    client.post(OFF, fields | {"first_on": "2027-03-08"})
    later = DayOff.objects.get(name="Studiedag", first_on=date(2027, 3, 8))
    for address in (OFF, f"{OFF}{later.pk}/"):
        response = client.post(address, fields)
        assert response.status_code == 422
        assert "Op deze dag staat al een vrije dag met deze naam." in text_of(response)
    assert DayOff.objects.filter(name="Studiedag").count() == 2


# --- the agreements about posting


def settings_of(cast, **changes):
    policy = policy_of(cast.school)
    fields = {
        "day_limit": policy.day_limit,
        "counts_per": policy.counts_per,
        "week_minimum": policy.week_minimum,
        "urgent_free": policy.urgent_free,
        "important_free": policy.important_free,
        "reminder_weekday": policy.reminder_weekday,
        "reminder_at": "12:00",
        "opens_at": "08:00",
        "closes_at": "17:30",
        "approval_days": policy.approval_days,
        "silence": policy.silence,
        "deputy": "",
    }
    return fields | changes


@pytest.mark.clause("B5", "D10", "E8")
def test_the_head_sets_the_agreements_about_posting_and_what_changed_is_on_the_record(cast, client_of):
    changes = {
        "day_limit": 2,
        "counts_per": "both",
        "closes_at": "18:00",
        "mr_informs": "on",
        "silence": "release",
        "deputy": cast.joris.pk,
    }
    assert client_of(cast.marleen).post(POLICY, settings_of(cast, **changes)).status_code == 302
    policy = PostingPolicy.objects.get()
    assert (policy.day_limit, policy.counts_per, policy.closes_at, policy.mr_informs) == (2, "both", time(18), True)
    assert (policy.silence, policy.deputy, policy.week_minimum) == ("release", cast.joris, 2)
    details = [detail for _, detail in events("policy_changed")]
    assert len(details) == 6
    assert any(detail.endswith(": 18:00") for detail in details)
    assert any(detail.endswith(f": {cast.joris.full_name}") for detail in details)
    again = settings_of(cast, **changes | {"closes_at": "18:00"})
    client_of(cast.marleen).post(POLICY, again)
    assert len(events("policy_changed")) == 6, "what stays the same is no change"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day_limit": 6}, "Kies een van deze."),
        ({"week_minimum": "veel"}, "Kies een van deze."),
        ({"closes_at": "07:00"}, "Het einde komt na het begin."),
        ({"reminder_at": ""}, "Vul een tijd in"),
    ],
)
def test_what_cannot_be_agreed_is_said(cast, client_of, change, sentence):
    response = client_of(cast.marleen).post(POLICY, settings_of(cast, **change))
    assert response.status_code == 422
    assert sentence in text_of(response)


@pytest.mark.clause("B5")
def test_only_who_works_at_the_school_can_be_asked_instead_of_the_head(cast, client_of):
    response = client_of(cast.marleen).post(POLICY, settings_of(cast, deputy=cast.samira.pk))
    assert "Kies iemand die op school werkt." in text_of(response)
    assert policy_of(cast.school).deputy is None


# --- who works when


@pytest.mark.clause("E8")
def test_working_hours_are_set_per_person_and_the_days_stand_with_the_name(cast, client_of):
    client = client_of(cast.dennis)
    address = f"/beheer/mensen/{cast.naima.pk}/werktijd/"
    fields = {"from_1_1": "8:00", "until_1_1": "12:00", "from_1_2": "13:00", "until_1_2": "17:00", "from_3_1": "8:00"}
    done = client.post(address, fields | {"until_3_1": "12:30"}, follow=True)
    page = text_of(done)
    assert "De werktijd van Naima El Idrissi is bewaard." in page
    assert "8.00-12.00 en 13.00-17.00 uur" in page
    assert WorkingTime.objects.filter(user=cast.naima).count() == 3
    labels = Membership.objects.filter(user=cast.naima, role__name="teacher").values_list("working_days", flat=True)
    assert set(labels) == {"ma, wo"}
    assert events("working_time_set") == [("dennis", "ma, wo")]
    client.post(address, {})
    assert not WorkingTime.objects.filter(user=cast.naima).exists(), "empty is the school's hours again"


@pytest.mark.clause("E8")
def test_a_role_given_later_shows_the_same_days_and_a_parents_role_shows_none(cast):
    set_working_times(cast.naima, {2: (Span(time(8), time(12)),)}, by=cast.marleen)
    held = appoint(cast.naima, "teacher", cast.groep6, by=cast.marleen)
    assert held.working_days == "di"
    set_working_times(cast.thijs, {2: (Span(time(8), time(12)),)}, by=cast.marleen)
    as_member = appoint(cast.thijs, "member", cast.mr, by=cast.marleen)
    assert as_member.working_days == ""


def test_the_page_of_a_parent_has_no_working_hours(cast, client_of):
    page = text_of(client_of(cast.marleen).get(f"/beheer/mensen/{cast.kwame.pk}/"))
    assert "Werktijd" not in page


# --- the way there


@pytest.mark.parametrize(("name", "sees"), [("marleen", True), ("dennis", False)])
def test_the_hub_and_setting_up_lead_there_and_to_the_agreements_only_the_head(cast, client_of, name, sees):
    client = client_of(getattr(cast, name))
    for address in ("/beheer/", "/beheer/inrichten/", TIME):
        page = client.get(address).content.decode()
        assert (f'href="{POLICY}"' in page) is sees, address
    assert f'href="{TIME}"' in client.get("/beheer/").content.decode()


def test_school_time_is_a_step_that_is_done_when_lessons_and_days_off_stand_there(cast, client_of):
    DayOff.objects.all().delete()
    client = client_of(cast.marleen)
    assert "Kies eerst de regio." in text_of(client.get("/beheer/inrichten/"))
    DayOff.objects.create(
        school=cast.school, kind="study", name="Studiedag", first_on=date(2026, 11, 27), last_on=date(2026, 11, 27)
    )
    assert "5 lesdagen in de week, 1 vakantie of vrije dag dit jaar." in text_of(client.get("/beheer/inrichten/"))

"""The head says that a week needs no news, and takes it back (D10)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AuditEntry
from messaging.actions import excuse_week
from messaging.models import ExcusedWeek
from messaging.weeks import weeks_of
from tests.school_times import at, keep_real_hours

MONDAY = date(2026, 11, 23)
PAGE = reverse("messaging:week-excuse")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(at("2026-11-24", "15:30"), tick=True):
        yield


def needed(cast, group) -> int:
    return next(one.weeks[0].needed for one in weeks_of(cast.school, MONDAY, MONDAY) if one.group == group)


@pytest.mark.clause("D10")
def test_the_head_excuses_a_week_of_a_group_and_counts_it_again(cast, client_of) -> None:
    keep_real_hours(cast.school)
    client = client_of(cast.marleen)
    said = {"school_group": cast.groep8.pk, "week": "2026-11-23", "reason": "Op kamp"}
    page = client.post(PAGE, said, follow=True)
    assert "Op kamp" in page.content.decode()
    excused = ExcusedWeek.objects.get()
    assert (excused.school_group, excused.week, excused.excused_by) == (cast.groep8, MONDAY, cast.marleen)
    assert (needed(cast, cast.groep8), needed(cast, cast.groep5)) == (0, 2)

    assert client.post(PAGE, {"take_back": excused.pk}).status_code == 302
    assert needed(cast, cast.groep8) == 2
    log = AuditEntry.objects.filter(event__startswith="week_").order_by("pk")
    assert [(row.event, row.object_name, row.detail) for row in log] == [
        ("week_excused", "Groep 8", "2026-11-23"),
        ("week_counted_again", "Groep 8", "2026-11-23"),
    ]


@pytest.mark.clause("D10")
def test_without_a_group_the_week_is_excused_for_all(cast, client_of) -> None:
    keep_real_hours(cast.school)
    client_of(cast.marleen).post(PAGE, {"school_group": "", "week": "2026-11-23", "reason": "Verbouwing"})
    assert {needed(cast, group) for group in (cast.groep5, cast.groep8, cast.egels)} == {0}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"week": ""}, "Kies een week."),
        ({"week": "2026-11-24"}, "Kies een week."),
        ({"reason": "\u200b"}, "Schrijf in een paar woorden waarom."),
        ({"reason": "x" * 121}, "121"),
        ({"school_group": "999999"}, "Kies een groep."),
    ],
)
def test_what_is_missing_stands_with_its_field_and_the_rest_is_kept(cast, client_of, wrong, said) -> None:
    answer = client_of(cast.marleen).post(PAGE, {"school_group": "", "week": "2026-11-23", "reason": "Kamp"} | wrong)
    assert (answer.status_code, ExcusedWeek.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_council_or_the_whole_school_group_is_no_choice_here(cast, client_of) -> None:
    for group in (cast.mr, cast.whole_school, cast.team):
        said = {"school_group": group.pk, "week": "2026-11-23", "reason": "Kamp"}
        assert client_of(cast.marleen).post(PAGE, said).status_code == 422


def test_an_empty_form_is_answered_too(cast, client_of) -> None:
    assert client_of(cast.marleen).post(PAGE, {}).status_code == 422


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, ""])
def test_taking_back_what_is_not_there_finds_nothing(cast, client_of, number) -> None:
    assert client_of(cast.marleen).post(PAGE, {"take_back": number}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_at_once_one_excuses_a_week(cast, race) -> None:
    for group in (cast.groep5, None):
        done = race(
            lambda _, group=group: excuse_week(cast.school, MONDAY, by=cast.marleen, school_group=group, reason="Kamp"),
            4,
        )
        assert sorted(done) == [False, False, False, True]
    assert ExcusedWeek.objects.count() == 2


def test_any_day_stands_for_its_week(cast) -> None:
    assert excuse_week(cast.school, date(2026, 11, 26), by=cast.marleen, reason="Kamp")
    assert ExcusedWeek.objects.get().week == MONDAY

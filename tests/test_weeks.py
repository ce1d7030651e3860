"""At least so many posts a week: what a week needs, as counted from the rows (D10)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import SchoolGroup
from messaging.models import ExcusedWeek
from messaging.weeks import WeekCount, weeks_of
from tests.school_times import STUDY_DAY, at, keep_real_hours

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
BEFORE, NEXT = MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)


def count(cast, group: SchoolGroup, monday: date = MONDAY) -> WeekCount:
    with time_machine.travel(at("2026-11-26", "12:00"), tick=False):
        return next(one.weeks[0] for one in weeks_of(cast.school, monday, monday) if one.group.pk == group.pk)


def post_at(make_post, group, author, day: str, hour: str = "15:00", **kwargs):
    if kwargs.get("state") == "planned":
        return make_post(group, author, publish_at=at(day, hour), **kwargs)
    return make_post(group, author, published_at=at(day, hour), **kwargs)


@pytest.mark.clause("D10")
def test_what_is_out_and_what_is_on_its_way_is_counted_in_the_week_of_the_school(cast, make_post) -> None:
    keep_real_hours(cast.school)
    post_at(make_post, cast.groep5, cast.naima, "2026-11-22", "23:59")
    post_at(make_post, cast.groep5, cast.naima, "2026-11-23", "00:00")
    post_at(make_post, cast.groep5, cast.naima, "2026-11-29", "23:59")
    post_at(make_post, cast.groep5, cast.naima, "2026-11-27", state="planned")
    post_at(make_post, cast.groep5, cast.naima, "2026-11-30", "08:00", state="planned")
    post_at(make_post, cast.groep8, cast.karim, "2026-11-24")
    make_post(cast.groep5, cast.naima, state="draft")
    make_post(cast.groep5, cast.fleur, state="waiting", consent="waiting")
    week = count(cast, cast.groep5)
    assert (week.placed, week.planned, week.needed, week.missing) == (2, 1, 2, 0)
    assert [count(cast, cast.groep5, monday).placed for monday in (BEFORE, NEXT)] == [1, 0]
    assert count(cast, cast.groep5, NEXT).planned == 1


@pytest.mark.clause("D10")
@pytest.mark.parametrize("autumn", [date(2026, 10, 19), date(2027, 3, 22)])
def test_the_week_in_which_the_clock_changes_has_its_hour_more_or_less(cast, make_post, autumn) -> None:
    keep_real_hours(cast.school)
    sunday = autumn + timedelta(days=6)
    post_at(make_post, cast.groep5, cast.naima, sunday.isoformat(), "23:30")
    post_at(make_post, cast.groep5, cast.naima, autumn.isoformat(), "00:30")
    assert count(cast, cast.groep5, autumn).placed == 2
    assert count(cast, cast.groep5, autumn + timedelta(days=7)).placed == 0


@pytest.mark.clause("D10")
def test_a_week_with_days_off_needs_less_and_the_minimum_is_the_schools(cast) -> None:
    keep_real_hours(cast.school, STUDY_DAY, week_minimum=4)
    week = count(cast, cast.groep5)
    assert (week.school_days, week.needed) == (4, 3)
    assert count(cast, cast.groep5, BEFORE).needed == 4


@pytest.mark.clause("D10", "D9")
def test_nothing_is_asked_from_the_whole_school(cast, make_post) -> None:
    keep_real_hours(cast.school)
    post_at(make_post, cast.whole_school, cast.marleen, "2026-11-24")
    week = count(cast, cast.whole_school)
    assert (week.placed, week.needed) == (1, 0)


@pytest.mark.clause("D10")
def test_councils_and_the_team_have_no_minimum_at_all(cast) -> None:
    kinds = {one.group.kind for one in weeks_of(cast.school, MONDAY, MONDAY)}
    assert kinds == {"class", "composite", "school"} & kinds
    assert {"class", "school"} <= kinds


@pytest.mark.clause("D10")
def test_an_excused_week_needs_nothing_for_one_group_or_for_all(cast) -> None:
    keep_real_hours(cast.school)
    ExcusedWeek.objects.create(school=cast.school, school_group=cast.groep5, week=MONDAY, excused_by=cast.marleen)
    ExcusedWeek.objects.create(school=cast.school, week=NEXT, excused_by=cast.marleen)

    def said(group: SchoolGroup, monday: date) -> tuple[bool, int]:
        week = count(cast, group, monday)
        return week.is_excused, week.needed

    assert [said(cast.groep5, monday) for monday in (BEFORE, MONDAY, NEXT)] == [(False, 2), (True, 0), (True, 0)]
    assert [said(cast.groep8, monday) for monday in (MONDAY, NEXT)] == [(False, 2), (True, 0)]


@pytest.mark.clause("D10")
def test_weeks_outside_the_groups_school_year_need_nothing(cast) -> None:
    keep_real_hours(cast.school)
    before = cast.groep5.starts_on - timedelta(days=cast.groep5.starts_on.weekday() + 14)
    week = count(cast, cast.groep5, before)
    assert (week.school_days, week.needed) == (0, 0)


@pytest.mark.clause("D10")
def test_a_whole_year_of_all_groups_costs_as_many_queries_as_a_week(cast, make_post) -> None:
    keep_real_hours(cast.school)
    for day in range(24, 28):
        post_at(make_post, cast.groep5, cast.naima, f"2026-11-{day}")
    numbers = []
    for first in (MONDAY, MONDAY - timedelta(weeks=40)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            weeks_of(cast.school, first, MONDAY)
        numbers.append(len(asked))
    assert numbers == [7, 7]

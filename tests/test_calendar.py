"""School time, reckoned: lessons and breaks, holidays, study days, part-time, both changes of the clock (D10, E8)."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.calendar import HORIZON, DaysOff, SchoolTime, Span, moment_of, week_of
from protocol.clock import SCHOOL_TIME
from tests.school_times import CHRISTMAS, LESSONS, STUDY_DAY, at, school_time

ALL_DAY = Span(time(8), time(17, 30))
FULL_TIME = dict.fromkeys(range(1, 6), (ALL_DAY,))
PART_TIME = {1: (ALL_DAY,), 2: (Span(time(8), time(12)), Span(time(14), time(17)))}


@pytest.mark.clause("D10")
def test_school_days_are_the_weekdays_with_lessons_that_are_not_off():
    there = school_time(CHRISTMAS, STUDY_DAY)
    assert there.is_school_day(date(2026, 11, 24))
    assert not there.is_school_day(date(2026, 11, 28)), "a Saturday"
    assert not there.is_school_day(date(2026, 11, 27)), "a study day"
    assert there.school_days_of_week(date(2026, 11, 27)) == [date(2026, 11, day) for day in range(23, 27)]
    assert there.school_days_of_week(date(2026, 12, 24)) == []
    assert there.next_school_day(date(2026, 11, 26)) == date(2026, 11, 30), "over the study day and the weekend"
    assert there.next_school_day(date(2026, 12, 18)) == date(2027, 1, 4), "over the holiday"


def test_both_ends_of_a_holiday_belong_to_it():
    there = school_time(DaysOff(date(2026, 10, 12), date(2026, 10, 16)))
    assert [there.is_school_day(date(2026, 10, day)) for day in (9, 12, 16, 19)] == [True, False, False, True]


def test_a_weekday_without_lessons_is_no_school_day():
    there = SchoolTime({day: spans for day, spans in LESSONS.items() if day != 3} | {3: ()}, time(8), time(17))
    assert not there.is_school_day(date(2026, 11, 25))
    assert there.working_week().keys() == {1, 2, 4, 5}


def test_a_school_that_is_never_open_has_no_next_day_instead_of_searching_for_ever():
    shut = SchoolTime({}, time(8), time(17))
    assert shut.next_school_day(date(2026, 11, 24)) is None
    assert shut.next_posting(at("2026-11-24", "10:00")) is None
    assert shut.next_opening(at("2026-11-24", "10:00"), {}, teaches=False) is None


@pytest.mark.clause("E8")
def test_who_teaches_is_not_heard_during_lessons_nor_in_the_break_unless_the_school_says_so():
    day = date(2026, 11, 24)
    before, after = Span(time(8), time(8, 30)), Span(time(14, 15), time(17, 30))
    assert school_time().openings(day, FULL_TIME, teaches=True) == [before, after]
    with_break = school_time(breaks_open=True).openings(day, FULL_TIME, teaches=True)
    assert with_break == [before, Span(time(12), time(12, 30)), after]
    assert school_time().openings(day, FULL_TIME, teaches=False) == [ALL_DAY]


@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24 07:00", "2026-11-24 08:00"),  # before work
        ("2026-11-24 08:29", "2026-11-24 08:29"),  # at work, before the lessons
        ("2026-11-24 08:30", "2026-11-24 14:15"),  # in class
        ("2026-11-24 14:15", "2026-11-24 14:15"),  # out of it
        ("2026-11-24 17:30", "2026-11-25 08:00"),  # after work: the end is not included
        ("2026-11-26 18:00", "2026-11-27 08:00"),  # before a study day, on which there are no lessons
        ("2026-11-27 10:00", "2026-11-27 10:00"),  # on it
        ("2026-11-28 10:00", "2026-11-30 08:00"),  # in the weekend
        ("2026-12-18 17:30", "2027-01-04 08:00"),  # in the holiday
    ],
)
def test_what_staff_write_is_heard_at_their_next_opening(now, opens):
    there = school_time(CHRISTMAS, STUDY_DAY)
    assert there.next_opening(at(*now.split()), FULL_TIME, teaches=True) == at(*opens.split())


@pytest.mark.clause("E8")
def test_who_works_part_time_is_heard_on_the_own_days_and_in_both_stretches():
    there = school_time()
    assert there.next_opening(at("2026-11-24", "12:30"), PART_TIME, teaches=False) == at("2026-11-24", "14:00")
    assert there.next_opening(at("2026-11-24", "12:30"), PART_TIME, teaches=True) == at("2026-11-24", "14:15")
    assert there.next_opening(at("2026-11-24", "17:00"), PART_TIME, teaches=True) == at("2026-11-30", "08:00")


def test_planned_news_goes_out_within_the_posting_hours_of_a_school_day():
    there = school_time(STUDY_DAY)
    assert there.is_posting_time(at("2026-11-24", "08:00"))
    assert not there.is_posting_time(at("2026-11-24", "17:30"))
    assert there.next_posting(at("2026-11-24", "17:29")) == at("2026-11-24", "17:29")
    assert there.next_posting(at("2026-11-26", "17:30")) == at("2026-11-30", "08:00")
    assert not there.is_posting_time(at("2026-11-27", "10:00")), "a study day"


@pytest.mark.parametrize(
    ("before", "monday", "apart"),
    [
        ("2026-10-23", "2026-10-26", timedelta(days=3, hours=1)),  # the night with an hour more
        ("2027-03-26", "2027-03-29", timedelta(days=3, hours=-1)),  # the night with an hour less
    ],
)
def test_eight_o_clock_stays_eight_o_clock_over_a_change_of_the_clock(before, monday, apart):
    there = school_time()
    friday, next_week = there.posting_begins(date.fromisoformat(before)), there.next_posting(at(before, "18:00"))
    assert next_week == at(monday, "08:00")
    assert next_week.astimezone(SCHOOL_TIME).hour == 8
    assert next_week.timestamp() - friday.timestamp() == apart.total_seconds()


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
def test_on_the_day_the_clock_changes_hours_are_those_of_the_clock_on_the_wall(day):
    """A Sunday school, so that the very night counts: 02:30 is there twice, or not at all."""
    sunday = SchoolTime({7: (Span(time(1), time(4)),)}, time(0, 30), time(6))
    night = {7: (Span(time(0, 30), time(6)),)}
    one = date.fromisoformat(day)
    assert [str(span.begins_at) for span in sunday.openings(one, night, teaches=True)] == ["00:30:00", "04:00:00"]
    opens = sunday.next_opening(moment_of(one, time(1, 30)), night, teaches=True)
    assert opens == moment_of(one, time(4))
    between = datetime.fromisoformat(f"{day}T01:30:00+00:00")  # 02:30 in winter, 03:30 in summer
    assert sunday.next_opening(between, night, teaches=False) == between


def test_a_week_begins_on_monday():
    assert week_of(date(2026, 11, 29)) == [date(2026, 11, day) for day in range(23, 30)]


times = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))
weeks = st.dictionaries(st.integers(1, 7), st.lists(spans, max_size=2).map(tuple), max_size=7)
starts = st.dates(date(2026, 8, 1), date(2027, 7, 31))
offs = st.tuples(starts, st.integers(0, 40), st.booleans()).map(
    lambda row: DaysOff(row[0], row[0] + timedelta(days=row[1]), staff_work=row[2])
)
moments = st.datetimes(datetime(2026, 8, 1), datetime(2027, 7, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=SCHOOL_TIME)
)

school_times = st.builds(
    SchoolTime, weeks, st.just(time(8)), st.just(time(17)), st.lists(offs, max_size=3), st.booleans()
)


def is_open(there: SchoolTime, moment: datetime, working, *, teaches: bool) -> bool:
    """By the wall's clock, minute by minute and without the calendar's own search."""
    wall = moment.astimezone(SCHOOL_TIME)
    here = wall.time()
    off = [one for one in there.days_off if one.first_on <= wall.date() <= one.last_on][:1]
    if any(not one.staff_work for one in off):
        return False
    lessons = there.lessons.get(wall.isoweekday(), ()) if not off else ()
    if lessons and not there.breaks_open:
        lessons = (Span(min(s.begins_at for s in lessons), max(s.ends_at for s in lessons)),)
    at_work = any(span.begins_at <= here < span.ends_at for span in working.get(wall.isoweekday(), ()))
    return at_work and not (teaches and any(span.begins_at <= here < span.ends_at for span in lessons))


@pytest.mark.clause("E8")
@settings(max_examples=400, deadline=None)
@given(now=moments, there=school_times, working=weeks, teaches=st.booleans())
def test_the_next_opening_is_never_past_always_open_and_the_first(now, there, working, teaches):
    opens = there.next_opening(now, working, teaches=teaches)
    if opens is None:
        quarters = (now + timedelta(minutes=15 * step) for step in range(4 * 24 * 30))
        assert not any(is_open(there, quarter, working, teaches=teaches) for quarter in quarters)
        return
    assert now <= opens <= now + HORIZON
    assert is_open(there, opens, working, teaches=teaches)
    quarters = (now + timedelta(minutes=15 * step) for step in range(4 * 24))
    assert not any(is_open(there, quarter, working, teaches=teaches) for quarter in quarters if quarter < opens)


@pytest.mark.clause("D10")
@settings(max_examples=200, deadline=None)
@given(now=moments, there=school_times)
def test_the_next_posting_moment_is_never_past_and_on_a_school_day(now, there):
    goes_out = there.next_posting(now)
    assert goes_out is None or (now <= goes_out and there.is_posting_time(goes_out))

"""The minimum a week on plain facts: how many, when a reminder goes, and to whom (D10)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar import DaysOff, Span, moment_of
from messaging.rules import helps_until, missing_in, needed_in, remind_at, report_at, whom_to_remind
from tests.school_times import STUDY_DAY, at, school_time

MON, TUE, WED, THU, FRI = WEEK = [date(2026, 11, day) for day in range(23, 28)]
NOON, CLOSES = time(12), time(17, 30)


def reminded(days=WEEK, full=(), missing=1, weekday=4, hour=NOON):
    moment = remind_at(days, full, missing, weekday=weekday, hour=hour, closes_at=CLOSES)
    return moment and (moment.date(), moment.time())


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("minimum", "by_days"),
    [
        (2, [0, 0, 1, 1, 2, 2]),
        (1, [0, 0, 0, 1, 1, 1]),
        (3, [0, 1, 1, 2, 2, 3]),
        (5, [0, 1, 2, 3, 4, 5]),
        (0, [0] * 6),
    ],
)
def test_a_week_with_fewer_school_days_needs_fewer_posts_and_a_half_counts_up(minimum, by_days) -> None:
    assert [needed_in(minimum, days) for days in range(6)] == by_days


@pytest.mark.clause("D10")
@given(st.integers(0, 5), st.integers(0, 5))
def test_never_more_is_needed_than_there_are_days_or_than_was_agreed(minimum, days) -> None:
    needed = needed_in(minimum, days)
    assert 0 <= needed <= min(minimum, days)
    assert abs(needed - minimum * days / 5) <= 0.5
    assert needed_in(minimum, 5) == minimum


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("needed", "placed", "planned", "missing"), [(2, 0, 0, 2), (2, 1, 0, 1), (2, 1, 1, 0), (2, 0, 3, 0), (0, 0, 0, 0)]
)
def test_what_is_on_its_way_counts_as_if_it_were_out(needed, placed, planned, missing) -> None:
    assert missing_in(needed, placed, planned) == missing


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("said", "days", "full", "missing", "day"),
    [
        ("at the school's own day", WEEK, [], 1, THU),
        ("with two to go Thursday and Friday are just enough", WEEK, [], 2, THU),
        ("with three to go it must be Wednesday", WEEK, [], 3, WED),
        ("Friday is full, so two need Wednesday", WEEK, [FRI], 2, WED),
        ("Thursday and Friday are full", WEEK, [THU, FRI], 1, WED),
        ("Friday is off, so two need Wednesday", [MON, TUE, WED, THU], [], 2, WED),
        ("Thursday is off: the school day before it", [MON, TUE, WED, FRI], [], 1, WED),
        ("only Friday has school", [FRI], [], 1, FRI),
        ("more are missing than days are left: from the first day on", [THU, FRI], [THU], 2, THU),
    ],
)
def test_the_reminder_comes_on_the_last_day_that_is_early_enough(said, days, full, missing, day) -> None:
    assert reminded(days, full, missing) == (day, NOON), said


@pytest.mark.clause("D10")
def test_an_hour_after_closing_is_a_day_too_late_for_the_last_day() -> None:
    assert reminded(weekday=5, hour=time(18)) == (THU, time(18))
    assert reminded(weekday=5, hour=time(17)) == (FRI, time(17))


@pytest.mark.clause("D10")
def test_without_school_or_when_nothing_is_missing_nobody_is_reminded() -> None:
    assert reminded([]) is None
    assert reminded(missing=0) is None
    assert helps_until([], [], CLOSES) is None
    assert helps_until(WEEK, WEEK, CLOSES) is None


weeks = st.lists(st.sampled_from(WEEK), unique=True, min_size=1).map(sorted)


@pytest.mark.clause("D10")
@given(weeks, st.sets(st.sampled_from(WEEK)), st.integers(1, 5), st.integers(1, 7), st.integers(0, 23))
def test_whoever_is_reminded_can_still_make_it_when_it_can_be_made(days, full, missing, weekday, hour) -> None:
    day, _at = reminded(days, full, missing, weekday, time(hour))
    assert day in days, "a reminder comes on a school day"
    left = [one for one in days if one not in full and (one > day or (one == day and time(hour) < CLOSES))]
    room = [one for one in days if one not in full and (one > days[0] or time(hour) < CLOSES)]
    assert len(left) >= missing or len(room) < missing
    usual = max((one for one in days if one.isoweekday() <= weekday), default=days[0])
    assert day <= usual, "never later than the school asked for"
    later = [one for one in days if day < one <= usual]
    if later and time(hour) < CLOSES:
        still = [one for one in days if one >= later[0] and one not in full]
        assert len(still) < missing, "never earlier than is needed"


@pytest.mark.clause("D10")
@given(weeks, st.sets(st.sampled_from(WEEK)), st.integers(1, 4))
def test_who_misses_more_is_never_reminded_later(days, full, missing) -> None:
    assert reminded(days, full, missing + 1) <= reminded(days, full, missing)


@pytest.mark.clause("D10")
@pytest.mark.parametrize(
    ("days", "day"), [(WEEK, FRI), ([MON, TUE, WED, THU], THU), ([WED], WED), ([FRI, date(2026, 11, 28)], FRI)]
)
def test_the_head_hears_on_friday_or_on_the_last_school_day_before(days, day) -> None:
    assert report_at(days) == moment_of(day, time(15))
    assert report_at([]) is None


def hours(*weekdays: int) -> dict:
    return {weekday: (Span(time(8), time(16)),) for weekday in weekdays}


EARLY, LATE = hours(1, 2, 3), hours(4, 5)
PEOPLE = {"naima": EARLY, "joris": LATE}


@pytest.mark.clause("D10", "E8")
@pytest.mark.parametrize(
    ("said", "now", "people", "told"),
    [
        ("who works that day", "2026-11-26 12:00", PEOPLE, {"joris": "2026-11-26 12:00"}),
        ("before work it waits", "2026-11-26 07:00", PEOPLE, {"joris": "2026-11-26 08:00"}),
        ("after work who works next", "2026-11-25 16:30", PEOPLE, {"joris": "2026-11-26 08:00"}),
        ("nobody works that day", "2026-11-26 12:00", {"a": hours(1), "b": hours(5)}, {"b": "2026-11-27 08:00"}),
        ("both who work that day", "2026-11-25 09:00", {"a": hours(3), "b": hours(3), "c": hours(4)},
         {"a": "2026-11-25 09:00", "b": "2026-11-25 09:00"}),
        ("nobody works any more", "2026-11-26 12:00", {"a": hours(1), "b": hours(2)},
         {"a": "2026-11-26 12:00", "b": "2026-11-26 12:00"}),
        ("nobody at all", "2026-11-26 12:00", {}, {}),
    ],
)  # fmt: skip
def test_the_one_who_works_is_reminded(said, now, people, told) -> None:
    found = whom_to_remind(people, WEEK, at(*now.split()), school_time())
    assert dict(found) == {person: at(*moment.split()) for person, moment in told.items()}, said


@pytest.mark.clause("D10", "E8")
def test_a_day_off_is_no_working_day() -> None:
    thursday_off = DaysOff(THU, THU, "vrij")
    days = [MON, TUE, WED, FRI]
    found = whom_to_remind(PEOPLE, days, at("2026-11-25", "17:00"), school_time(thursday_off, STUDY_DAY))
    assert dict(found) == {"joris": at("2026-11-27", "08:00")}

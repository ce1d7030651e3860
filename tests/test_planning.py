"""When a post goes out: the rules of D10 and E8 on plain facts."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.rules import Facts, How, Unplannable, approver_of, may_be_heard, may_go_out, plan_post, room_on
from messaging.rules.planning import TOLERANCE, day_of
from tests.school_times import CHRISTMAS, STUDY_DAY, at, school_time

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))
AFTER_SCHOOL = at("2026-11-24", "15:30")


def facts(*off, taken=(), by_author=(), limit=1, teaches=True, working=..., **more) -> Facts:
    time = school_time(*off, **more)
    week = time.working_week() if working is ... else working
    return Facts(time, week, teaches, limit, dict.fromkeys(taken, limit), dict.fromkeys(by_author, limit))


@pytest.mark.clause("D10", "E8")
def test_the_first_post_of_a_day_sent_in_working_hours_goes_out_at_once() -> None:
    plan = plan_post(AFTER_SCHOOL, facts())
    assert (plan.publish_at, plan.slot_on, plan.because) == (AFTER_SCHOOL, TUESDAY, ())


@pytest.mark.clause("D10")
def test_the_second_post_of_a_day_goes_out_at_the_opening_of_the_next_school_day_with_room() -> None:
    plan = plan_post(AFTER_SCHOOL, facts(taken=[TUESDAY]))
    assert (plan.publish_at, plan.slot_on, plan.because) == (at("2026-11-25", "08:00"), WEDNESDAY, ("D10",))
    later = plan_post(AFTER_SCHOOL, facts(STUDY_DAY, taken=[TUESDAY, WEDNESDAY, THURSDAY]))
    assert later.publish_at == at("2026-11-30", "08:00"), "Friday is a study day, then comes the weekend"


@pytest.mark.clause("D10")
def test_however_many_are_planned_there_is_a_day_for_one_more() -> None:
    full = [TUESDAY + timedelta(days=number) for number in range(400)]
    assert plan_post(AFTER_SCHOOL, facts(taken=full)).slot_on == date(2027, 12, 29)


@pytest.mark.clause("D10")
def test_holidays_and_days_off_do_not_count() -> None:
    friday = at("2026-12-18", "15:00")
    plan = plan_post(friday, facts(CHRISTMAS, taken=[friday.date()]))
    assert plan.publish_at == at("2027-01-04", "08:00")


@pytest.mark.clause("D10")
def test_a_school_that_counts_writers_too_finds_the_day_that_both_have_free() -> None:
    plan = plan_post(AFTER_SCHOOL, facts(taken=[TUESDAY, THURSDAY], by_author=[WEDNESDAY]))
    assert plan.slot_on == FRIDAY
    assert not room_on(WEDNESDAY, facts(by_author=[WEDNESDAY]))


@pytest.mark.clause("D10")
def test_councils_and_the_team_know_no_limit_and_take_no_place() -> None:
    plan = plan_post(AFTER_SCHOOL, facts(taken=[TUESDAY], limit=0))
    assert (plan.publish_at, plan.slot_on) == (AFTER_SCHOOL, None)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (at("2026-11-24", "07:10"), at("2026-11-24", "08:00")),  # before work
        (at("2026-11-24", "08:10"), at("2026-11-24", "08:10")),  # before the lessons
        (at("2026-11-24", "10:00"), at("2026-11-24", "14:15")),  # during the lessons
        (at("2026-11-24", "12:10"), at("2026-11-24", "14:15")),  # the break counts as lesson here
        (at("2026-11-24", "21:00"), at("2026-11-25", "08:00")),  # in the evening
        (at("2026-11-28", "11:00"), at("2026-11-30", "08:00")),  # on Saturday
        (at("2026-12-20", "11:00"), at("2027-01-04", "08:00")),  # in the holiday
        (at("2026-11-27", "10:00"), at("2026-11-27", "10:00")),  # a study day: no lessons, staff at work
    ],
)
@pytest.mark.clause("E8")
def test_what_a_teacher_sends_waits_for_the_next_opening(now, opening) -> None:
    plan = plan_post(now, facts(STUDY_DAY, CHRISTMAS))
    assert plan.publish_at == opening
    assert plan.because == (("E8",) if opening > now else ())


@pytest.mark.clause("E8")
def test_a_break_is_an_opening_where_the_school_says_so() -> None:
    noon = at("2026-11-24", "12:10")
    assert plan_post(noon, facts(breaks_open=True)).publish_at == noon


@pytest.mark.clause("E8")
def test_who_does_not_teach_is_heard_during_the_lessons() -> None:
    ten = at("2026-11-24", "10:00")
    assert plan_post(ten, facts(teaches=False)).publish_at == ten


@pytest.mark.clause("E8")
def test_who_works_part_time_is_heard_on_the_own_days() -> None:
    week = school_time().working_week()
    thursday_friday = {weekday: week[weekday] for weekday in (4, 5)}
    assert plan_post(AFTER_SCHOOL, facts(working=thursday_friday)).publish_at == at("2026-11-26", "08:00")


@pytest.mark.clause("E8", "B5")
def test_a_parent_in_a_council_has_no_hours_and_is_read_in_those_of_the_school() -> None:
    council = facts(limit=0, working=None)
    assert plan_post(at("2026-11-24", "10:00"), council).publish_at == at("2026-11-24", "10:00")
    assert plan_post(at("2026-11-24", "21:40"), council).publish_at == at("2026-11-25", "08:00")


@pytest.mark.clause("D10", "E8")
def test_under_several_limits_at_once_it_is_their_earliest_common_opening() -> None:
    evening = at("2026-11-24", "20:00")
    plan = plan_post(evening, facts(taken=[WEDNESDAY]))
    assert (plan.publish_at, plan.because) == (at("2026-11-26", "08:00"), ("E8", "D10"))


@pytest.mark.parametrize("how", [How.EXCURSION, How.REASON])
@pytest.mark.clause("E8")
def test_an_excursion_or_a_reason_goes_round_the_hours_and_not_round_the_day(how) -> None:
    in_class = at("2026-11-24", "10:00")
    assert plan_post(in_class, facts(), how).publish_at == in_class
    assert plan_post(in_class, facts(taken=[TUESDAY]), how).slot_on == WEDNESDAY


@pytest.mark.parametrize("how", [How.URGENT, How.NOW])
@pytest.mark.clause("D10", "E8")
def test_urgent_and_now_go_at_once_and_take_no_place(how) -> None:
    night = at("2026-11-24", "22:00")
    plan = plan_post(night, facts(taken=[TUESDAY]), how)
    assert (plan.publish_at, plan.slot_on) == (night, None)


@pytest.mark.parametrize("day", [None, TUESDAY, date(2026, 11, 23), FRIDAY, date(2026, 11, 28), THURSDAY])
@pytest.mark.clause("D10")
def test_a_chosen_day_must_be_a_later_school_day_with_room(day) -> None:
    with pytest.raises(Unplannable):
        plan_post(AFTER_SCHOOL, facts(STUDY_DAY, taken=[THURSDAY]), How.DAY, day)
    assert plan_post(AFTER_SCHOOL, facts(STUDY_DAY), How.DAY, WEDNESDAY).publish_at == at("2026-11-25", "08:00")


@pytest.mark.clause("E8")
def test_the_opening_is_at_eight_on_both_sides_of_both_clock_changes() -> None:
    for evening, morning in (("2026-10-24", "2026-10-26"), ("2027-03-27", "2027-03-29")):
        plan = plan_post(at(evening, "20:00"), facts())
        assert plan.publish_at == at(morning, "08:00")
        assert plan.publish_at.astimezone(plan.publish_at.tzinfo).hour == 8


@pytest.mark.clause("D10", "E8")
def test_what_was_planned_is_asked_again_when_its_moment_comes() -> None:
    eight, half_past_eight = at("2026-11-25", "08:00"), at("2026-11-25", "08:30")

    def goes(now, publish_at=eight, slot_on=WEDNESDAY, off=(), **more) -> bool:
        known, at_any_hour = facts(*off), more.pop("at_any_hour", False)
        return may_go_out(now, publish_at, slot_on, known.time, lambda then: at_any_hour or may_be_heard(then, known))

    assert goes(eight)
    assert goes(half_past_eight), "late, within the school's hours"
    assert not goes(at("2026-11-26", "08:00")), "its place is of yesterday"
    assert not goes(at("2026-11-25", "20:00")), "too late for today"
    assert goes(at("2026-11-25", "20:00"), at_any_hour=True)
    in_time = at("2026-11-24", "17:25")
    assert goes(in_time + TOLERANCE, in_time, TUESDAY), "its photos took a while"
    assert not goes(in_time + TOLERANCE + timedelta(seconds=1), in_time, TUESDAY)
    free = STUDY_DAY.__class__(WEDNESDAY, WEDNESDAY, "Vrij")
    assert not goes(eight, off=[free]), "it became a holiday"


@pytest.mark.parametrize(
    ("role", "council", "mr_informs", "who"),
    [
        ("member", "mr", False, "head"),
        ("member", "or", False, "head"),
        ("member", "mr", True, "informed"),
        ("member", "or", True, "head"),
        ("trainee", "", False, "admins"),
        ("teacher", "", True, ""),
        ("head", "", False, ""),
    ],
)
@pytest.mark.clause("B5")
def test_whose_consent_a_post_needs(role, council, mr_informs, who) -> None:
    assert approver_of(role, council=council, mr_informs=mr_informs).value == who


moments = st.datetimes(at("2026-08-01", "00:00").replace(tzinfo=None), at("2027-07-31", "00:00").replace(tzinfo=None))
days = st.dates(date(2026, 8, 1), date(2027, 8, 31))


@given(moments, st.sets(days, max_size=40), st.sets(days, max_size=10), st.integers(1, 3), st.sampled_from(list(How)))
@pytest.mark.clause("D10", "E8")
def test_whenever_it_is_sent_a_plan_keeps_the_agreements(moment, taken, off, limit, how) -> None:
    now = at("2026-11-24", "00:00").replace(
        year=moment.year, month=moment.month, day=moment.day, hour=moment.hour, minute=moment.minute
    )
    free = [STUDY_DAY.__class__(day, day, "Vrij") for day in off]
    known = facts(*free, taken=taken, limit=limit)
    if how is How.DAY:
        return
    plan = plan_post(now, known, how)
    assert plan.publish_at >= now, "never before its time"
    if plan.slot_on is not None:
        assert plan.slot_on == day_of(plan.publish_at)
        assert room_on(plan.slot_on, known), "never more than the limit on a day"
    if how is How.AUTO:
        heard = partial(may_be_heard, facts=known)
        assert may_go_out(plan.publish_at, plan.publish_at, plan.slot_on, known.time, heard)
        assert known.time.is_work_day(plan.publish_at.date())

"""Which step may be taken in a case, by whom, after what, until when (F5, F7): a table."""

from dataclasses import replace
from datetime import date, time

import pytest

from groups.calendar import DaysOff, SchoolTime, Span
from moderation.rules.cases import (
    MEASURES,
    TOLD,
    Facts,
    Hurdle,
    Part,
    Step,
    Wish,
    alone_from,
    hurdle,
    may_decide,
    suggested,
)

pytestmark = pytest.mark.clause("F5", "F7")

TODAY, YEAR_ENDS = date(2026, 11, 24), date(2027, 7, 31)
HEAD, ICT, TEACHER, NAMED = ({part} for part in (Part.HEAD, Part.ICT, Part.TEACHER, Part.NAMED))
BOTH = frozenset({Part.HEAD, Part.ICT})


def stands(parts=HEAD, **more) -> Facts:
    return Facts(**{"parts": frozenset(parts), "today": TODAY, "year_ends_on": YEAR_ENDS, "said": BOTH} | more)


def wish(step, **more) -> Wish:
    until = {"until": date(2026, 12, 24)} if step in MEASURES else {}
    told = {"told": "Je reactie kwetste iemand."} if step in TOLD else {}
    return Wish(step, **{**until, **told, **more})


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize(
    ("parts", "decides"),
    [
        (HEAD, set(Step)),
        (NAMED, set(Step)),
        (TEACHER, {Step.WORD, Step.TALK}),
        (ICT, set()),
        (TEACHER | ICT, {Step.WORD, Step.TALK}),
        (set(), set()),
    ],
)
def test_the_teacher_decides_about_a_word_and_the_talk_and_the_head_about_all(step, parts, decides):
    assert may_decide(step, frozenset(parts)) is (step in decides)
    assert hurdle(stands(parts), wish(step)) == (None if step in decides else Hurdle.NOT_YOURS)


@pytest.mark.parametrize("step", [Step.TALK, Step.NO_REACTIONS, Step.READ_ONLY, Step.CLOSED])
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"said": {Part.ICT}}, None),  # the head decides: that is what the head thinks
        ({"said": {Part.HEAD}}, Hurdle.WAITS),
        ({"said": set()}, Hurdle.WAITS),
        ({"said": set(), "reachable": {Part.HEAD}}, None),  # no ICT contact to ask
        ({"said": {Part.TEACHER}}, Hurdle.WAITS),
        ({"said": set(), "is_asked": False}, Hurdle.NOT_ASKED),
        ({"said": set(), "alone_from": date(2026, 11, 25)}, Hurdle.WAITS),
        ({"said": set(), "alone_from": TODAY}, Hurdle.SAY_WHY),
    ],
)
def test_the_talk_and_each_measure_wait_for_what_head_and_ict_contact_think(step, facts, found):
    sets = {key: frozenset(value) if isinstance(value, set) else value for key, value in facts.items()}
    assert hurdle(stands(**sets), wish(step)) == found


def test_the_teacher_never_goes_on_alone():
    waited = stands(TEACHER, said=frozenset({Part.ICT}), alone_from=TODAY)
    assert hurdle(waited, wish(Step.TALK, alone_because="Niemand antwoordt.")) == Hurdle.WAITS
    assert hurdle(replace(waited, said=BOTH), wish(Step.TALK)) is None


def test_the_head_goes_on_alone_with_a_reason_when_two_school_days_went_by():
    waited = stands(said=frozenset(), alone_from=TODAY)
    assert hurdle(waited, wish(Step.TALK, alone_because="  ")) == Hurdle.SAY_WHY
    assert hurdle(waited, wish(Step.TALK, alone_because="De ICT-er is ziek.")) is None


@pytest.mark.parametrize("step", [Step.WORD, Step.WARNING, Step.OUTSIDE])
def test_other_steps_wait_for_nobody(step):
    assert hurdle(stands(said=frozenset(), is_asked=False), wish(step)) is None


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize(
    ("facts", "found"),
    [({"is_open": False}, Hurdle.CLOSED), ({"is_about_oneself": True}, Hurdle.ONESELF)],
)
def test_nothing_is_done_in_a_closed_case_nor_about_oneself(step, facts, found):
    assert hurdle(stands(**facts), wish(step)) == found


@pytest.mark.parametrize("step", Step)
def test_only_a_report_outside_can_be_about_nobody(step):
    found = hurdle(stands(is_about_somebody=False), wish(step))
    assert found == (None if step == Step.OUTSIDE else Hurdle.NOBODY)


@pytest.mark.parametrize("step", Step)
def test_the_last_head_is_not_locked_out(step):
    found = hurdle(stands(NAMED, is_about_last_head=True), wish(step))
    assert found == (Hurdle.LAST_HEAD if step in (Step.READ_ONLY, Step.CLOSED) else None)


@pytest.mark.parametrize("step", sorted(MEASURES))
@pytest.mark.parametrize(
    ("until", "found"),
    [
        (None, Hurdle.NO_END),
        (date(2026, 11, 23), Hurdle.IS_OVER),
        (TODAY, None),
        (YEAR_ENDS, None),
        (date(2027, 8, 1), Hurdle.TOO_LONG),
    ],
)
def test_a_measure_ends_within_the_school_year(step, until, found):
    assert hurdle(stands(), wish(step, until=until)) == found


@pytest.mark.parametrize("step", Step)
def test_a_warning_and_a_measure_say_why_and_only_a_measure_has_a_last_day(step):
    assert hurdle(stands(), wish(step, told=" ")) == (Hurdle.NO_REASON if step in TOLD else None)
    assert hurdle(stands(), wish(step, until=TODAY)) == (None if step in MEASURES else Hurdle.NO_MEASURE)


def _school(*days_off: DaysOff) -> SchoolTime:
    week = {day: (Span(time(8, 30), time(14)),) for day in range(1, 6)}
    return SchoolTime(week, time(8), time(18), days_off=days_off)


@pytest.mark.parametrize(
    ("asked_on", "alone", "off"),
    [
        (date(2026, 11, 23), date(2026, 11, 26), ()),  # Monday: Tuesday and Wednesday go by
        (date(2026, 11, 26), date(2026, 12, 1), ()),  # Thursday: Friday and Monday
        (date(2026, 11, 28), date(2026, 12, 2), ()),  # Saturday: Monday and Tuesday
        (date(2026, 12, 17), date(2027, 1, 5), (DaysOff(date(2026, 12, 19), date(2027, 1, 3)),)),  # the holidays
        (date(2026, 12, 17), None, (DaysOff(date(2026, 12, 18), date(2028, 1, 3)),)),  # no school in sight
    ],
)
def test_two_whole_school_days_go_by_before_the_head_goes_on_alone(asked_on, alone, off):
    assert alone_from(asked_on, _school(*off)) == alone


@pytest.mark.parametrize(
    ("taken", "step"),
    [
        ([], Step.WORD),
        (["word"], Step.TALK),
        (["talk", "word"], Step.WARNING),
        (["closed"], Step.CLOSED),
        (["outside"], Step.WORD),
    ],
)
def test_the_lightest_step_comes_first_and_outside_never_by_itself(taken, step):
    assert suggested(taken) == step

"""Once a school year every parent is asked, and asked once more; never who answered (B9)."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from consent.actions import (
    Signature,
    TooEarly,
    answer,
    change_purpose,
    drop_round,
    open_round,
    open_rounds,
    plan_round,
    remind_guardians,
    year_asked,
)
from consent.models import Purpose, Round
from consent.purposes import PORTAL_GROUP, purposes_of
from consent.rules import reminder_due
from consent.shown import newest_text, wording_of
from groups.actions import bar_guardian
from groups.models import Guardianship, PostingPolicy
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from tests.answered import SIGNED
from tests.school_times import at

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def school(cast):
    """A school that writes from eight to six."""
    PostingPolicy.objects.filter(school=cast.school).update(opens_at=time(8), closes_at=time(18))
    return cast.school


def noon(day: date = TUESDAY) -> datetime:
    return at(day.isoformat(), "12:00")


def answer_all(cast, guardian, *pupils, is_yes=True):
    codes = [purpose.code for purpose in purposes_of(cast.school) if purpose.is_asked]
    said = {(pupil.pk, code): is_yes for pupil in pupils for code in codes}
    return answer(guardian, said, school=cast.school, by=guardian, signature=SIGNED)


def written(kind: str = "consent_asked") -> set[str]:
    return set(OutboxMail.objects.filter(kind=kind).values_list("recipient__sign_in_name", flat=True))


def sweep(moment: datetime, run=remind_guardians) -> int:
    with time_machine.travel(moment, tick=False):
        return run()


@pytest.mark.parametrize(
    ("days", "weeks"),
    [(-1, None), (0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (27, 2), (28, 4), (41, 4), (42, None)],
)
def test_a_reminder_comes_after_one_two_and_four_weeks_and_then_no_more(days, weeks):
    assert reminder_due(TUESDAY, TUESDAY + timedelta(days=days)) == weeks


@time_machine.travel(noon(), tick=False)
def test_the_head_asks_all_parents_once_and_answers_are_for_that_year(cast, school):
    assert open_round(school, 2026, by=cast.marleen)
    assert not open_round(school, 2026, by=cast.marleen), "twice is once"
    row = Round.objects.get()
    assert (row.opened_by, row.opens_on, year_asked(school)) == (cast.marleen, TUESDAY, 2026)


def test_the_next_year_is_asked_for_in_the_three_months_before_it(cast, school):
    with time_machine.travel(noon(), tick=False):
        with pytest.raises(TooEarly):
            open_round(school, 2027, by=cast.marleen)
        with pytest.raises(TooEarly):
            plan_round(school, 2027, date(2027, 4, 30), by=cast.marleen)
        assert plan_round(school, 2027, date(2027, 5, 1), by=cast.marleen)
        assert year_asked(school) == 2026
    with time_machine.travel(noon(date(2027, 5, 1)), tick=False):
        assert open_round(school, 2027, by=cast.marleen)
        assert year_asked(school) == 2027


def test_a_planned_round_opens_on_its_day_in_the_hour_in_which_news_goes_out(cast, school):
    day = TUESDAY + timedelta(days=3)
    with time_machine.travel(noon(), tick=False):
        assert plan_round(school, 2026, day, by=cast.marleen)
    assert sweep(noon(day) - timedelta(days=1), open_rounds) == 0
    assert sweep(at(day.isoformat(), "07:59"), open_rounds) == 0
    assert sweep(at(day.isoformat(), "08:00"), open_rounds) == 1
    assert sweep(at(day.isoformat(), "08:05"), open_rounds) == 0, "twice is once"
    assert Round.objects.get().opened_by is None
    with time_machine.travel(noon(day), tick=False):
        assert not plan_round(school, 2026, day + timedelta(days=9), by=cast.marleen), "it is open already"
        assert not drop_round(Round.objects.get(), by=cast.marleen), "people may have answered it"


@time_machine.travel(noon(), tick=False)
def test_a_day_that_was_set_can_be_taken_away(cast, school):
    plan_round(school, 2026, TUESDAY + timedelta(days=3), by=cast.marleen)
    assert drop_round(Round.objects.get(), by=cast.marleen)
    assert not Round.objects.exists()


@pytest.mark.clause("B2")
def test_everybody_with_authority_is_asked_and_only_who_has_not_answered_is_asked_again(cast, school):
    bar_guardian(Guardianship.objects.get(guardian=cast.tom, pupil=cast.yara), by=cast.marleen)
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
    first = sweep(noon())
    assert first == len(written())
    assert {"samira", "inge", "chantal"} <= written()
    assert "tom" not in written(), "no authority, no question"
    assert sweep(noon() + timedelta(hours=1)) == 0, "once"
    with time_machine.travel(noon(), tick=False):
        mine = [link.pupil for link in Guardianship.objects.filter(guardian=cast.samira).select_related("pupil")]
        answer_all(cast, cast.samira, *mine)
        answer_all(cast, cast.inge, cast.bram, is_yes=False)
    assert sweep(noon(TUESDAY + timedelta(days=6))) == 0
    again = sweep(noon(TUESDAY + timedelta(days=7)))
    assert again == len(written("consent_reminder"))
    assert not {"samira", "inge"} & written("consent_reminder"), "a no is an answer too"
    assert "chantal" in written("consent_reminder")
    counts = [sweep(noon(TUESDAY + timedelta(days=days))) for days in (8, 13, 14, 21, 28, 35, 42)]
    assert counts == [0, 0, again, 0, again, 0, 0], "after two and four weeks, each once"


def test_nobody_is_written_to_at_night(cast, school):
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
    assert sweep(at("2026-11-24", "18:01")) == 0
    assert sweep(at("2026-11-25", "07:59")) == 0
    assert sweep(at("2026-11-25", "08:00")) > 0


def test_who_answers_before_the_mail_goes_does_not_get_it(cast, school, mailoutbox):
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
        remind_guardians()
        answer_all(cast, cast.inge, cast.bram)
        deliver_due()
        deliver_due()
    to = {mail.to[0] for mail in mailoutbox}
    assert cast.chantal.email in to
    assert cast.inge.email not in to
    assert OutboxMail.objects.get(recipient=cast.inge).state == OutboxMail.State.DROPPED


def test_no_mail_names_a_child_or_says_what_anybody_answered(cast, school, mailoutbox):
    with time_machine.travel(noon(), tick=False):
        answer_all(cast, cast.tom, cast.yara, is_yes=False)
        open_round(school, 2026, by=cast.marleen)
        remind_guardians()
        deliver_due()
    (mine,) = [mail for mail in mailoutbox if mail.to == [cast.samira.email]]
    other = next(mail for mail in mailoutbox if mail.to == [cast.chantal.email])
    assert mine.body.replace("Samira", "") == other.body.replace("Chantal", "")
    assert "/toestemming/" in mine.body
    assert not any(name in mine.body for name in ("Yara", "Ilias", "Groep"))


def test_last_years_answer_is_none_to_this_years_question(cast, school):
    Guardianship.objects.filter(guardian=cast.inge).update(valid_from=date(2025, 8, 1))
    with time_machine.travel(noon(date(2026, 6, 2)), tick=False):
        answer_all(cast, cast.inge, cast.bram)
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
        remind_guardians()
    assert "inge" in written()


def test_a_question_that_is_asked_again_reminds_who_answered_the_old_one(cast, school):
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
        answer_all(cast, cast.inge, cast.bram)
        remind_guardians()
    assert "inge" not in written()
    day = TUESDAY + timedelta(days=60)
    assert sweep(noon(day)) == 0
    with time_machine.travel(noon(day), tick=False):
        purpose = Purpose.objects.get(school=school, code=PORTAL_GROUP)
        words = wording_of(newest_text(purpose))
        change_purpose(purpose, is_asked=True, policy="any", wording=words, asks_again=True, by=cast.marleen)
        assert remind_guardians() > 0
    assert "inge" in written()


def test_a_guardian_on_paper_counts_as_answered(cast, school):
    with time_machine.travel(noon(), tick=False):
        open_round(school, 2026, by=cast.marleen)
        codes = [purpose.code for purpose in purposes_of(school) if purpose.is_asked]
        said = {(cast.bram.pk, code): False for code in codes}
        by_phone = Signature("Inge", "phone", channel="phone")
        answer(cast.inge, said, school=school, by=cast.marleen, signature=by_phone)
        remind_guardians()
    assert "inge" not in written()

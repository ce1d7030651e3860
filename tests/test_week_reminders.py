"""Who writes is reminded in time, and the head hears how the week went: once, and kindly (D10)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from groups.actions import appoint
from groups.calendar import DaysOff
from groups.models import Membership, WorkingTime
from messaging import week_mails
from messaging.actions import excuse_week, publish_due_posts, remind_writers, report_week
from messaging.models import Post, WeekNote
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from tests.school_times import CHRISTMAS, at, keep_real_hours

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
REMINDER, REPORT = "week_reminder", "week_report"


@pytest.fixture
def school(cast):
    """A school with real hours that began with the portal on the Monday of this week."""
    keep_real_hours(cast.school)
    cast.school.set_up_at = at("2026-11-23", "08:00")
    cast.school.save()
    for person, days in ((cast.naima, (1, 2, 3)), (cast.joris, (4, 5)), (cast.marleen, (1, 2, 3, 4, 5))):
        WorkingTime.objects.bulk_create(
            WorkingTime(user=person, weekday=day, begins_at=time(8), ends_at=time(17)) for day in days
        )
    return cast


@pytest.fixture
def fill(make_post) -> Callable[..., None]:
    """``fill(cast, but=group)``: every class has its two posts of this week, except the ones named."""

    def run(cast, *, but=(), monday: date = MONDAY) -> None:
        for group in cast.school.school_groups.filter(kind__in=["class", "composite"]).exclude(
            pk__in=[one.pk for one in but]
        ):
            for day in (0, 1):
                moment = at((monday + timedelta(days=day)).isoformat(), "08:00")
                make_post(group, cast.marleen, published_at=moment)

    return run


def reminded(kind: str = REMINDER) -> list[User]:
    return [mail.recipient for mail in OutboxMail.objects.filter(kind=kind).order_by("pk")]


def run(moment: datetime, sweep: Callable[[], int] = remind_writers) -> int:
    with time_machine.travel(moment, tick=False):
        return sweep()


NOON = at("2026-11-26", "12:00")


@pytest.mark.clause("D10")
def test_on_thursday_at_noon_who_works_that_day_is_reminded_and_only_once(school, fill) -> None:
    fill(school, but=[school.groep5])
    assert run(NOON - timedelta(seconds=1)) == 0
    assert run(NOON) == 1
    assert reminded() == [school.joris]
    assert [run(NOON + timedelta(minutes=5 * n)) for n in range(1, 4)] == [0, 0, 0]
    assert WeekNote.objects.get().school_group == school.groep5


@pytest.mark.clause("D10")
def test_the_mail_is_kind_short_and_leads_to_the_composer_or_to_the_own_draft(
    school, fill, make_post, settings
) -> None:
    fill(school, but=[school.groep5])
    run(NOON)
    mail = OutboxMail.objects.get(kind=REMINDER)
    assert mail.subject == "Schrijf je deze week nog iets voor Groep 5?"
    assert "nog 2 berichten nodig" in mail.text
    assert f"{settings.SITE_URL}/groepen/{school.groep5.pk}/nieuw/\n" in mail.text
    OutboxMail.objects.all().delete()
    WeekNote.objects.all().delete()

    make_post(school.groep5, school.naima, state="draft", title="Van een ander")
    old = make_post(school.groep5, school.joris, state="draft", published_at=NOON - timedelta(days=9))
    draft = make_post(
        school.groep5, school.joris, state="draft", title="Rekenen", published_at=NOON - timedelta(days=2)
    )
    run(NOON)
    mail = OutboxMail.objects.get(kind=REMINDER)
    assert f"?concept={draft.key}" in mail.text
    assert str(old.key) not in mail.text
    assert "Rekenen" not in mail.text, "no word of a post stands in a mail"
    assert "verder" in mail.text


@pytest.mark.clause("B7", "D10")
def test_no_pupil_is_named(school, fill) -> None:
    fill(school, but=[school.groep5, school.egels])
    run(NOON)
    run(at("2026-11-27", "15:00"), report_week)
    names = {pupil.first_name for pupil in school.school.pupils.all()}
    for mail in OutboxMail.objects.all():
        assert names.isdisjoint(re.findall(r"\w+", mail.subject + " " + mail.text)), mail.text


@pytest.mark.clause("D10")
def test_who_wrote_enough_or_has_it_planned_hears_nothing(school, fill, make_post) -> None:
    fill(school, but=[school.groep5])
    make_post(school.groep5, school.naima, published_at=at("2026-11-24", "15:30"))
    friday = {"slot_on": date(2026, 11, 27), "slot_number": 1, "publish_at": at("2026-11-27", "08:00")}
    planned = make_post(school.groep5, school.joris, state="planned", **friday)
    assert run(NOON) == 0
    Post.objects.filter(pk=planned.pk).update(state="draft", slot_on=None, slot_number=None, publish_at=None)
    assert run(NOON) == 1, "taken back, it is missing again"


@pytest.mark.clause("D10")
def test_with_friday_off_the_reminder_comes_a_day_earlier_to_who_works_then(school, fill) -> None:
    keep_real_hours(school.school, DaysOff(date(2026, 11, 27), date(2026, 11, 27), "Vrij"))
    fill(school, but=[school.groep5])
    assert run(at("2026-11-25", "11:59")) == 0
    assert run(at("2026-11-25", "12:00")) == 1
    assert reminded() == [school.naima]


@pytest.mark.clause("D10")
def test_days_that_are_full_already_make_the_reminder_earlier(school, fill, make_post) -> None:
    keep_real_hours(school.school, week_minimum=3)
    fill(school, but=[school.groep5])
    for group in (school.egels, school.groep8, school.groep4, school.groep6, school.groep7, school.groep3):
        make_post(group, school.marleen, published_at=at("2026-11-25", "08:00"))
    friday = {"slot_on": date(2026, 11, 27), "slot_number": 1, "publish_at": at("2026-11-27", "08:00")}
    make_post(school.groep5, school.joris, state="planned", **friday)
    assert run(at("2026-11-25", "11:59")) == 0
    assert run(at("2026-11-25", "12:00")) == 1, "two are missing, and after today only Thursday has room"


@pytest.mark.clause("D10")
def test_the_school_chooses_day_and_hour(school, fill) -> None:
    keep_real_hours(school.school, reminder_weekday=2, reminder_at=time(9, 30))
    fill(school, but=[school.groep5])
    assert [run(at("2026-11-24", hour)) for hour in ("09:29", "09:30")] == [0, 1]


@pytest.mark.clause("D10")
def test_after_an_outage_it_comes_late_while_it_can_still_help_this_week(school, fill) -> None:
    fill(school, but=[school.groep5])
    assert run(at("2026-11-27", "17:29")) == 1
    WeekNote.objects.all().delete()
    OutboxMail.objects.all().delete()
    assert run(at("2026-11-27", "17:30")) == 0
    assert run(at("2026-11-30", "09:00")) == 0, "a new week"


@pytest.mark.clause("D10")
def test_in_holidays_and_excused_weeks_it_is_silent(school) -> None:
    keep_real_hours(school.school, CHRISTMAS)
    with time_machine.travel(NOON, tick=False):
        excuse_week(school.school, MONDAY, by=school.marleen, reason="Verbouwing")
    assert run(NOON) == 0
    assert run(at("2026-11-27", "15:00"), report_week) == 0
    assert run(at("2026-12-18", "16:00"), report_week) == 1
    for day in ("2026-12-24", "2026-12-31"):
        assert run(at(day, "12:00")) == 0
        assert run(at(day, "16:00"), report_week) == 0
    assert run(at("2026-12-03", "12:00")) > 1, "and then it speaks again"


@pytest.mark.clause("D10", "E8")
def test_when_nobody_works_that_day_who_works_next_is_told_at_the_beginning_of_that_day(school, fill) -> None:
    WorkingTime.objects.filter(user=school.joris, weekday=4).delete()
    fill(school, but=[school.groep5])
    assert run(NOON) == 1
    mail = OutboxMail.objects.get(kind=REMINDER)
    assert (mail.recipient, mail.due_at) == (school.joris, at("2026-11-27", "08:00"))


@pytest.mark.clause("D10")
def test_when_nobody_works_any_more_this_week_all_are_told(school, fill) -> None:
    WorkingTime.objects.filter(user=school.joris, weekday=5).delete()
    WorkingTime.objects.filter(user=school.joris).update(weekday=1)
    fill(school, but=[school.groep5])
    assert run(NOON) == 1
    assert reminded() == [school.naima, school.joris]


@pytest.mark.clause("D10")
def test_a_group_without_a_teacher_is_not_noted_so_that_a_new_one_still_hears_it(school, fill) -> None:
    fill(school, but=[school.groep8])
    role = Membership.objects.get(user=school.karim, role__school_group=school.groep8, role__name="teacher")
    with time_machine.travel(NOON, tick=False):
        Membership.objects.filter(pk=role.pk).update(valid_until=date(2026, 11, 20))
        assert remind_writers() == 0
        assert not WeekNote.objects.exists()
        appoint(school.joris, "teacher", school.groep8, by=school.marleen, valid_from=date(2026, 11, 26))
        assert remind_writers() == 1
    assert reminded() == [school.joris]


@pytest.mark.clause("D10")
@pytest.mark.parametrize("change", ["nothing", "written", "role ended", "excused", "week over"])
def test_what_is_not_needed_any_more_is_not_sent(school, fill, make_post, change, mailoutbox) -> None:
    fill(school, but=[school.groep5])
    run(NOON)
    moment = NOON + timedelta(minutes=1)
    with time_machine.travel(moment, tick=False):
        if change == "written":
            for hour in ("08:00", "09:00"):
                make_post(school.groep5, school.naima, published_at=at("2026-11-26", hour))
        if change == "role ended":
            held = Membership.objects.get(user=school.joris, role__name="teacher")
            Membership.objects.filter(pk=held.pk).update(valid_until=date(2026, 11, 25))
        if change == "excused":
            excuse_week(school.school, MONDAY, by=school.marleen, school_group=school.groep5, reason="Kamp")
    with time_machine.travel(moment + timedelta(days=7 if change == "week over" else 0), tick=False):
        deliver_due()
    assert len(mailoutbox) == (change == "nothing")


@pytest.mark.clause("D10")
@pytest.mark.parametrize("sweep", [remind_writers, report_week])
def test_killed_halfway_nothing_is_lost_and_nothing_sent_twice(school, fill, monkeypatch, sweep) -> None:
    fill(school, but=[school.groep5])
    moment = at("2026-11-27", "15:00")

    def die(*words: object, **named: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as dying:
        dying.setattr(week_mails, "tell_person", die)
        with pytest.raises(SystemExit):
            run(moment, sweep)
    assert (WeekNote.objects.count(), OutboxMail.objects.count()) == (0, 0)
    assert [run(moment, sweep), run(moment, sweep)] == [1, 0]
    assert OutboxMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("D10")
@pytest.mark.parametrize("sweep", [remind_writers, report_week])
def test_of_eight_sweeps_at_once_each_group_and_week_is_told_once(school, race, sweep) -> None:
    with time_machine.travel(at("2026-11-27", "15:00"), tick=True):
        done = race(lambda _: sweep(), 8)
    assert not [one for one in done if isinstance(one, Exception)], done
    notes = WeekNote.objects.count()
    assert sum(done) == notes == (3 if sweep is remind_writers else 1)
    mails = list(OutboxMail.objects.values_list("about", "recipient"))
    assert len(mails) == len(set(mails)) >= notes


@pytest.mark.clause("D10")
def test_on_friday_at_three_the_head_hears_which_groups_kept_it(school, fill, make_post) -> None:
    fill(school, but=[school.groep5, school.groep4])
    make_post(school.groep4, school.marleen, published_at=at("2026-11-24", "15:00"))
    with time_machine.travel(NOON, tick=False):
        excuse_week(school.school, MONDAY, by=school.marleen, school_group=school.groep8, reason="Kamp")
    friday = at("2026-11-27", "15:00")
    assert [run(friday - timedelta(seconds=1), report_week), run(friday, report_week)] == [0, 1]
    mail = OutboxMail.objects.get(kind=REPORT)
    assert (mail.recipient, mail.subject) == (school.marleen, "Het nieuws van week 48")
    kept, rest = mail.text.split("Deze groepen kwamen er deze week niet aan toe.")
    short, excused = rest.split("Deze groepen hoefden deze week niet te schrijven:")
    assert re.findall(r"^- (.*)$", kept, re.MULTILINE) == ["Groep 1/2 Egels", "Groep 3", "Groep 6", "Groep 7"]
    assert re.findall(r"^- (.*)$", short, re.MULTILINE) == ["Groep 4: 1 van de 2", "Groep 5: 0 van de 2"]
    assert re.findall(r"^- (.*)$", excused, re.MULTILINE) == ["Groep 8"]
    assert "\n\n\n" not in mail.text


@pytest.mark.clause("D10")
def test_when_all_kept_it_the_report_is_glad(school, fill) -> None:
    fill(school)
    run(at("2026-11-27", "15:00"), report_week)
    text = OutboxMail.objects.get(kind=REPORT).text
    assert "Wat fijn" in text
    assert "niet aan toe" not in text


@pytest.mark.clause("D10")
def test_with_friday_off_the_report_comes_on_the_last_school_day(school) -> None:
    keep_real_hours(school.school, DaysOff(date(2026, 11, 27), date(2026, 11, 27), "Vrij"))
    assert [run(at("2026-11-26", hour), report_week) for hour in ("14:59", "15:00")] == [0, 1]


@pytest.mark.clause("D10")
def test_the_report_comes_up_to_seven_days_late_and_tells_nothing_of_the_time_before_the_portal(school) -> None:
    assert run(at("2026-11-23", "08:30"), report_week) == 0, "the week before was not the portal's yet"
    assert run(at("2026-12-01", "03:00"), report_week) == 1
    mail = OutboxMail.objects.get(kind=REPORT)
    assert MONDAY.isoformat() in mail.about
    assert mail.due_at == at("2026-12-01", "08:00"), "and not at night"
    WeekNote.objects.all().delete()
    assert run(at("2026-12-04", "15:00"), report_week) == 1
    assert WeekNote.objects.get().week == MONDAY + timedelta(days=7), "that of the week before is over"


@pytest.mark.clause("D10")
def test_a_report_is_not_sent_to_who_is_no_head_any_more(school, mailoutbox) -> None:
    friday = at("2026-11-27", "15:00")
    run(friday, report_week)
    held = Membership.objects.get(user=school.marleen, role__name="head")
    Membership.objects.filter(pk=held.pk).update(valid_until=date(2026, 11, 26))
    with time_machine.travel(friday, tick=False):
        deliver_due()
    assert mailoutbox == []


@pytest.mark.clause("D10")
def test_a_post_that_goes_out_by_the_sweep_before_it_makes_the_reminder_needless(school, fill, make_post) -> None:
    fill(school, but=[school.groep5])
    make_post(school.groep5, school.naima, published_at=at("2026-11-24", "15:30"))
    make_post(school.groep5, school.joris, state="planned", publish_at=NOON - timedelta(minutes=5))
    with time_machine.travel(NOON, tick=False):
        publish_due_posts()
        assert remind_writers() == 0


def test_with_nothing_to_do_a_sweep_costs_a_handful_of_queries(school, fill) -> None:
    fill(school)
    for sweep, most in ((remind_writers, 9), (report_week, 9)):
        with CaptureQueriesContext(connection) as asked:
            run(at("2026-11-26", "12:00"), sweep)
        assert len(asked) <= most, [query["sql"] for query in asked]


def test_manage_sweep_reminds_and_reports_too(school, capsys) -> None:
    with time_machine.travel(at("2026-11-27", "15:00"), tick=True), pytest.raises(SystemExit) as ended:
        call_command("sweep")
    said = capsys.readouterr().out
    assert "messaging.remind_writers: 3" in said
    assert "messaging.report_week: 1" in said
    assert ended.value.code == 0

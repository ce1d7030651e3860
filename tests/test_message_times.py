"""When a message arrives and when each is told of it: weekends, holidays, lessons, both clock changes (E8)."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from conversations.actions import start_conversation, write_message
from conversations.models import Conversation, ConversationPolicy, Message
from conversations.rules import answered_by, answers_by_itself, delivered_at
from groups.calendar import DaysOff, Span
from groups.models import Guardianship, WorkingTime
from notifications.models import Notice, Preference, PushDevice, TellingTimes
from notifications.telling import spread_due, tell_many
from protocol import clock
from protocol.clock import SCHOOL_TIME
from tests.school_times import CHRISTMAS, STUDY_DAY, at, keep_real_hours, school_time

SUMMER = DaysOff(date(2027, 7, 10), date(2027, 8, 22), "Zomervakantie")
OFF = (STUDY_DAY, CHRISTMAS, SUMMER)
DAY = Span(time(8), time(17, 30))
FULL, PART = dict.fromkeys(range(1, 6), (DAY,)), dict.fromkeys((1, 2, 4, 5), (DAY,))

# When a teacher writes, when it is there for the parents, and when that colleague who works on Monday, Tuesday,
# Thursday and Friday hears of it, and a parent who wants it at once, with quiet hours from 22.00 until 7.00.
TABLE = [
    # a colleague hears it in lessons too: at work, and free to look later
    ("2026-11-22 21:00", "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-23 08:00", "Sunday evening"),
    ("2026-11-21 11:00", "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-23 08:00", "Saturday"),
    ("2026-11-24 07:15", "2026-11-24 08:00", "2026-11-24 08:00", "2026-11-24 08:00", "before opening"),
    ("2026-11-24 08:10", "2026-11-24 08:10", "2026-11-24 08:10", "2026-11-24 08:10", "before the lessons"),
    ("2026-11-24 10:00", "2026-11-24 14:15", "2026-11-24 14:15", "2026-11-24 14:15", "in lesson time"),
    ("2026-11-24 12:15", "2026-11-24 14:15", "2026-11-24 14:15", "2026-11-24 14:15", "in the break"),
    ("2026-11-24 16:59", "2026-11-24 16:59", "2026-11-24 16:59", "2026-11-24 16:59", "in the afternoon"),
    (
        "2026-11-24 17:30",
        "2026-11-25 08:00",
        "2026-11-26 08:00",
        "2026-11-25 08:00",
        "after closing, on the eve of off",
    ),
    (
        "2026-11-25 15:00",
        "2026-11-25 15:00",
        "2026-11-26 08:00",
        "2026-11-25 15:00",
        "Wednesday, when the other is off",
    ),
    ("2026-11-26 18:00", "2026-11-27 08:00", "2026-11-27 08:00", "2026-11-27 08:00", "before a study day"),
    ("2026-11-27 10:00", "2026-11-27 10:00", "2026-11-27 10:00", "2026-11-27 10:00", "on it: no lessons, at work"),
    ("2026-11-20 16:59", "2026-11-20 16:59", "2026-11-20 16:59", "2026-11-20 16:59", "Friday, just in time"),
    ("2026-11-20 17:31", "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-23 08:00", "Friday, just too late"),
    ("2026-12-18 17:31", "2027-01-04 08:00", "2027-01-04 08:00", "2027-01-04 08:00", "before Christmas"),
    ("2026-12-22 10:00", "2027-01-04 08:00", "2027-01-04 08:00", "2027-01-04 08:00", "in the holiday"),
    ("2027-03-26 18:00", "2027-03-29 08:00", "2027-03-29 08:00", "2027-03-29 08:00", "the night with an hour less"),
    ("2027-03-28 02:59", "2027-03-29 08:00", "2027-03-29 08:00", "2027-03-29 08:00", "in that night"),
    ("2026-10-23 18:00", "2026-10-26 08:00", "2026-10-26 08:00", "2026-10-26 08:00", "the night with an hour more"),
    ("2026-10-25 02:30", "2026-10-26 08:00", "2026-10-26 08:00", "2026-10-26 08:00", "in that night"),
    ("2027-07-09 17:31", "2027-08-23 08:00", "2027-08-23 08:00", "2027-08-23 08:00", "the end of the school year"),
]


def moment(said: str) -> datetime:
    return at(*said.split())


@pytest.mark.clause("E8")
@pytest.mark.parametrize(("written", "delivered"), [(row[0], row[1]) for row in TABLE], ids=[row[4] for row in TABLE])
def test_words_of_a_teacher_are_delivered_at_the_next_opening(written: str, delivered: str) -> None:
    there = school_time(*OFF)
    assert delivered_at(moment(written), there, FULL, teaches=True) == moment(delivered)
    assert delivered_at(moment(written), there, None, teaches=False) == moment(written), "a parent's never wait"
    assert delivered_at(moment(written), there, FULL, teaches=True, why_now="Hij is gevallen.") == moment(written)


@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("written", "delivered"),
    [
        ("2026-11-24 17:31", "2026-11-26 08:00"),
        ("2026-11-25 10:00", "2026-11-26 08:00"),
        ("2026-11-25 21:00", "2026-11-26 08:00"),
    ],
)
def test_who_is_off_on_wednesday_is_heard_on_thursday(written: str, delivered: str) -> None:
    assert delivered_at(moment(written), school_time(), PART, teaches=True) == moment(delivered)


@pytest.mark.clause("E8")
def test_who_has_no_class_is_heard_in_lesson_time_and_everybody_in_breaks_where_the_school_says_so() -> None:
    lesson, pause = moment("2026-11-24 10:00"), moment("2026-11-24 12:15")
    assert delivered_at(lesson, school_time(), FULL, teaches=False) == lesson
    assert delivered_at(pause, school_time(breaks_open=True), FULL, teaches=True) == pause


@pytest.mark.clause("E8")
def test_who_has_no_hours_at_all_is_heard_at_once() -> None:
    sunday = moment("2026-11-22 21:00")
    assert delivered_at(sunday, school_time(), {}, teaches=True) == sunday


@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("written", "days", "read_from", "day"),
    [
        ("2026-11-24 20:00", 2, "2026-11-25 08:00", "2026-11-26"),
        ("2026-11-22 21:00", 1, "2026-11-23 08:00", "2026-11-23"),
        ("2026-11-25 20:00", 2, "2026-11-26 08:00", "2026-11-30"),  # Friday is a study day: no school day
        ("2026-11-24 20:00", 1, "2026-11-30 08:00", "2026-11-30"),  # nobody of them is at work before Monday
        ("2026-12-22 10:00", 2, "2027-01-04 08:00", "2027-01-05"),
        ("2027-07-09 18:00", 1, "2027-08-23 08:00", "2027-08-23"),
        ("2026-11-24 20:00", 2, None, "2026-11-26"),
    ],
)
def test_the_promised_day_is_one_on_which_somebody_can_answer(
    written: str, days: int, read_from: str | None, day: str
) -> None:
    first = None if read_from is None else moment(read_from)
    assert answered_by(moment(written), school_time(*OFF), days, read_from=first) == date.fromisoformat(day)


def test_a_school_that_never_opens_promises_today() -> None:
    there = school_time(DaysOff(date(2026, 1, 1), date(2028, 1, 1)))
    assert answered_by(moment("2026-11-24 20:00"), there, 2) == date(2026, 11, 24)


@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("now", "read_from", "last", "answers"),
    [
        ("2026-11-24 20:00", "2026-11-25 08:00", None, True),
        ("2026-11-24 15:00", "2026-11-24 15:00", None, False),
        ("2026-11-24 20:00", None, None, False),
        ("2026-11-24 20:00", "2026-11-25 08:00", "2026-11-24 18:00", False),
        ("2026-11-24 20:00", "2026-11-25 08:00", "2026-11-23 20:00", True),
    ],
)
def test_the_portal_answers_when_nobody_works_and_once_a_day(
    now: str, read_from: str | None, last: str | None, answers: bool
) -> None:
    said = [None if one is None else moment(one) for one in (read_from, last)]
    assert answers_by_itself(moment(now), *said) is answers


# The same through the whole of it


@pytest.fixture
def conversation(cast: Any) -> Conversation:
    """Between Samira, and Naima who works in the school's hours and Joris who is off on Wednesday."""
    keep_real_hours(cast.school, *OFF)
    WorkingTime.objects.filter(user__in=[cast.naima, cast.joris]).delete()
    for weekday in PART:
        WorkingTime.objects.create(user=cast.joris, weekday=weekday, begins_at=time(8), ends_at=time(17, 30))
    TellingTimes.objects.create(person=cast.samira, quiet_from=time(22), quiet_until=time(7))
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    with time_machine.travel("2026-10-06T15:00+02:00"):
        more = {"by": cast.samira, "school_group": cast.groep5, "key": uuid4()}
        made = start_conversation(link, "Rekenen", "Ze vindt delen lastig.", **more)
    Notice.objects.all().delete()
    return made


def told(person: Any) -> datetime:
    return clock.at_school(Notice.objects.get(recipient=person).mail_at)


@pytest.mark.django_db
@pytest.mark.clause("E8")
@pytest.mark.parametrize(("written", "delivered", "colleague", "parent"), [row[:4] for row in TABLE])
def test_each_is_told_from_the_moment_that_suits(
    *, written: str, delivered: str, colleague: str, parent: str, cast: Any, conversation: Conversation
) -> None:
    with time_machine.travel(moment(written), tick=False):
        message = write_message(conversation, "Het gaat goed.", by=cast.naima, key=uuid4())
    assert message.deliver_at == moment(delivered)
    assert told(cast.joris) == moment(colleague)
    assert told(cast.samira) == moment(parent)


@pytest.mark.django_db
@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("written", "naima", "joris"),
    [
        ("2026-11-22 21:00", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-24 10:00", "2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 17:30", "2026-11-25 08:00", "2026-11-26 08:00"),
        ("2026-11-24 23:59", "2026-11-25 08:00", "2026-11-26 08:00"),
        ("2026-11-27 07:59", "2026-11-27 08:00", "2026-11-27 08:00"),
        ("2026-12-19 09:00", "2027-01-04 08:00", "2027-01-04 08:00"),
        ("2026-10-25 02:30", "2026-10-26 08:00", "2026-10-26 08:00"),
        ("2027-03-28 03:30", "2027-03-29 08:00", "2027-03-29 08:00"),
    ],
)
def test_a_parent_writes_at_any_hour_and_wakes_nobody_at_school(
    written: str, naima: str, joris: str, cast: Any, conversation: Conversation
) -> None:
    with time_machine.travel(moment(written), tick=False):
        message = write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    # 2.30 is there twice on one day in October: as numbers they can be compared.
    assert message.deliver_at.timestamp() == moment(written).timestamp()
    assert (told(cast.naima), told(cast.joris)) == (moment(naima), moment(joris))


@pytest.mark.django_db
@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("how", "hour", "joris"),
    [
        ("daily", time(17), "2026-11-24 17:00"),
        ("daily", time(20), "2026-11-26 08:00"),  # an evening hour is put off to the next day at work
        ("weekly", time(17), "2026-11-27 17:00"),
        ("weekly", time(18), "2026-11-30 08:00"),
    ],
)
def test_what_staff_hear_together_comes_within_their_own_hours(
    *, how: str, hour: time, joris: str, cast: Any, conversation: Conversation
) -> None:
    Preference.objects.create(person=cast.joris, topic="messages", by_mail=how)
    TellingTimes.objects.create(person=cast.joris, together_at=hour)
    with time_machine.travel(moment("2026-11-24 15:00"), tick=False):
        write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    assert told(cast.joris) == moment(joris)


@pytest.mark.django_db
@pytest.mark.clause("E8")
def test_quiet_hours_of_staff_hold_within_their_hours_too(cast: Any, conversation: Conversation) -> None:
    TellingTimes.objects.create(person=cast.joris, quiet_from=time(16), quiet_until=time(9))
    PushDevice.objects.create(person=cast.joris, endpoint="https://push.example/1", p256dh="x", auth="x")
    with time_machine.travel(moment("2026-11-24 16:30"), tick=False):
        write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    assert told(cast.joris) == moment("2026-11-26 09:00"), "not on Wednesday, and after the quiet hours"
    assert Notice.objects.get(recipient=cast.joris).push_at == moment("2026-11-26 09:00")


@pytest.mark.django_db
@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("how", "out", "parent"),
    [
        ("once", "2026-11-24 21:59", "2026-11-24 21:59"),
        ("once", "2026-11-24 22:00", "2026-11-25 07:00"),
        ("once", "2026-11-25 06:59", "2026-11-25 07:00"),
        ("once", "2026-10-24 23:00", "2026-10-25 07:00"),
        ("once", "2027-03-27 23:00", "2027-03-28 07:00"),
        ("daily", "2026-11-22 21:00", "2026-11-23 17:00"),
        ("daily", "2026-12-25 09:00", "2026-12-25 17:00"),
        ("weekly", "2026-11-20 16:59", "2026-11-20 17:00"),
        ("weekly", "2026-11-20 17:01", "2026-11-27 17:00"),
    ],
)
def test_news_is_told_to_a_parent_as_that_parent_chose(
    *, how: str, out: str, parent: str, cast: Any, conversation: Conversation, make_post: Any
) -> None:
    Preference.objects.create(person=cast.samira, topic="news", by_mail=how)
    with time_machine.travel(moment(out), tick=False):
        tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
        spread_due()
    assert told(cast.samira) == moment(parent)


@pytest.mark.django_db
@pytest.mark.clause("E8")
def test_a_parent_who_writes_in_lesson_time_gets_no_word_about_working_hours(
    cast: Any, conversation: Conversation
) -> None:
    with time_machine.travel(moment("2026-11-24 10:00"), tick=False):
        write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    assert not Message.objects.filter(kind="answer").exists()


@pytest.mark.django_db
@pytest.mark.clause("E8")
@pytest.mark.parametrize(
    ("written", "days", "promised"),
    [
        ("2026-11-22 21:00", 2, "dinsdag 24 november"),
        ("2026-11-21 12:00", 1, "maandag 23 november"),
        ("2026-11-26 18:00", 1, "maandag 30 november"),  # a study day is no school day
        ("2026-12-18 18:00", 2, "dinsdag 5 januari"),
        ("2026-10-24 20:00", 1, "maandag 26 oktober"),
        ("2027-03-27 20:00", 1, "maandag 29 maart"),
    ],
)
def test_the_automatic_answer_names_a_day_that_can_be_kept(
    written: str, days: int, promised: str, cast: Any, conversation: Conversation
) -> None:
    ConversationPolicy.objects.create(school=cast.school, answer_days=days)
    with time_machine.travel(moment(written), tick=False):
        write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    assert promised in Message.objects.get(kind="answer").text


@pytest.mark.django_db
@pytest.mark.clause("E8")
def test_who_alone_teaches_a_class_promises_no_day_off(cast: Any, conversation: Conversation) -> None:
    ConversationPolicy.objects.create(school=cast.school, answer_days=1)
    conversation.participants.filter(person=cast.naima).update(left_at=clock.now())
    with time_machine.travel(moment("2026-11-24 20:00"), tick=False):
        write_message(conversation, "Ze is ziek.", by=cast.samira, key=uuid4())
    assert "donderdag 26 november" in Message.objects.get(kind="answer").text
    assert Message.objects.get(kind="answer").deliver_at.astimezone(SCHOOL_TIME).hour == 20

"""The conversations of the demo school: what there is to see, for whom, on any day."""

from datetime import time
from typing import Any

import pytest
import time_machine

from conversations.inbox import inbox_of, unread_number
from conversations.models import Conversation, Message, MessageFile, TogetherAsk
from groups.models import WorkingTime
from messaging.rules import mind_the_confidential
from portal.demo.calendar import is_school_day
from portal.demo.stories.talks import TALKS
from portal.demo.talks import talk_one_to_one
from protocol import clock
from tests.school_times import keep_real_hours

pytestmark = pytest.mark.django_db
WORKS = {"naima": (1, 2, 3), "joris": (4, 5), "wilma": (2, 3, 4)}
TUESDAY, SATURDAY, AUGUST = "2026-11-24T15:30+01:00", "2026-11-28T11:00+01:00", "2026-08-25T09:00+02:00"


@pytest.fixture(autouse=True)
def real_hours(cast: Any) -> None:
    keep_real_hours(cast.school)
    for name, days in WORKS.items():
        for weekday in days:
            WorkingTime.objects.create(user=getattr(cast, name), weekday=weekday, begins_at=time(8), ends_at=time(17))


@pytest.mark.parametrize("moment", [TUESDAY, SATURDAY])
def test_there_is_one_of_every_kind(moment: str, cast: Any) -> None:
    with time_machine.travel(moment):
        talk_one_to_one(cast, clock.now())
        assert [row.conversation.subject for row in inbox_of(cast.samira)] == ["Staartdelingen", "Lezen"]
        assert unread_number(cast.naima) == unread_number(cast.chantal) == 1
        assert unread_number(cast.inge) == unread_number(cast.wilma) == 0
        assert Conversation.objects.get(closed_at__isnull=False).subject == "Gymschoenen kwijt"
        assert MessageFile.objects.ready().get().file.read().startswith(b"%PDF")
        assert set(TogetherAsk.objects.values_list("asked_by__first_name", "is_accepted")) == {
            ("Samira", True),
            ("Tom", False),
        }
        taken_away = {Message.Kind.GONE, Message.Kind.GONE_NOTE}
        assert set(Message.Kind) - taken_away == set(Message.objects.values_list("kind", flat=True))
        assert Message.objects.filter(deliver_at__gt=clock.now()).count() == 1
        assert not {row.pk for row in inbox_of(cast.kwame)}


@time_machine.travel(TUESDAY)
def test_staff_speak_on_school_days_and_nobody_in_the_future(cast: Any) -> None:
    talk_one_to_one(cast, clock.now())
    for message in Message.objects.filter(kind=Message.Kind.WORDS):
        assert message.written_at <= clock.now()
        assert is_school_day(clock.at_school(message.written_at).date())


@time_machine.travel(AUGUST)
def test_a_school_year_that_just_began_has_what_fits_in_it(cast: Any) -> None:
    talk_one_to_one(cast, clock.now())
    assert Conversation.objects.count() < len(TALKS)


def test_nothing_in_them_would_bring_the_question_about_confidential_things() -> None:
    for talk in TALKS:
        texts = [talk.subject, *(line.text for line in talk.lines)]
        assert mind_the_confidential(["Yara", "Bram", "Aaliyah"], *texts) == ()

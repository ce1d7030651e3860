"""News and messages are told: once, in one mail, as each person chose, and never to who lost the right (B8)."""

from collections.abc import Callable
from datetime import time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail as sent_mail
from django.test import Client

from conversations.actions import start_conversation, write_message
from groups.models import Guardianship, Membership
from messaging.models import Post
from notifications.gathering import gather_due, stop_path
from notifications.models import Notice, OutboxMail, Preference, TellingTimes
from notifications.outbox import deliver_due
from notifications.telling import spread_due, tell_many

pytestmark = pytest.mark.django_db
Make = Callable[..., Post]


def tell(post: Post) -> None:
    tell_many("new_post", str(post.pk))
    spread_due()


def mails_to(person: Any) -> list[Any]:
    gather_due()
    deliver_due()
    return [message for message in sent_mail.outbox if message.to == [person.email]]


@pytest.mark.clause("B8")
def test_news_of_a_day_comes_in_one_mail_at_the_hour_of_the_person(cast: Any, make_post: Make) -> None:
    with time_machine.travel("2026-11-24T09:00+01:00"):
        posts = [make_post(cast.groep5, cast.naima, title=title) for title in ("De brug staat", "Gym is vrijdag")]
        for post in posts:
            tell(post)
        assert mails_to(cast.samira) == []
    with time_machine.travel("2026-11-24T17:00+01:00"):
        (message,) = mails_to(cast.samira)
        assert message.subject == "2 nieuwe dingen – Het Kiezelpad"
        assert "- Groep 5: De brug staat" in message.body
        assert "Gym is vrijdag" in message.body
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mails_to(cast.samira) == [message]


@pytest.mark.clause("B8")
def test_who_lost_the_right_meanwhile_hears_nothing(cast: Any, make_post: Make) -> None:
    Preference.objects.create(person=cast.samira, topic="news", by_mail="once")
    tell(make_post(cast.groep5, cast.naima, title="De brug staat"))
    gather_due()
    Membership.objects.filter(user=cast.samira).end_at_once(by=cast.marleen)
    assert mails_to(cast.samira) == []
    assert OutboxMail.objects.get(kind="notices", recipient=cast.samira).state == "dropped"


@pytest.mark.clause("B8")
def test_nobody_else_and_not_the_author_is_told(cast: Any, make_post: Make) -> None:
    tell(make_post(cast.groep5, cast.naima))
    told = set(Notice.objects.values_list("recipient__sign_in_name", flat=True))
    assert {"samira", "tom", "inge", "joris"} <= told
    assert not {"naima", "kwame", "dennis"} & told


def test_a_thing_is_told_once_however_often_it_is_said(cast: Any, make_post: Make) -> None:
    post = make_post(cast.groep5, cast.naima)
    tell(post)
    number = Notice.objects.count()
    tell(post)
    assert Notice.objects.count() == number


def test_one_tap_ends_the_mails_and_looking_ends_nothing(cast: Any) -> None:
    path, mail_program = stop_path(cast.samira, {"news"}), Client(enforce_csrf_checks=True)
    assert mail_program.get(path).status_code == 200
    assert not Preference.objects.exists()
    assert mail_program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Preference.objects.get(person=cast.samira, topic="news").by_mail == "never"
    assert mail_program.post(path[:-3] + "xx/").status_code == 404


def test_the_link_ends_only_what_one_chooses_about(cast: Any) -> None:
    assert stop_path(cast.samira, {"school"}) == ""
    Client().post(stop_path(cast.samira, {"school", "messages"}))
    assert list(Preference.objects.values_list("topic", flat=True)) == ["messages"]


def test_a_person_chooses_how_and_when(cast: Any, client_of: Any) -> None:
    client = client_of(cast.samira)
    assert client.get("/ik/bericht-krijgen/").status_code == 200
    chosen = {"news_mail": "weekly", "messages_mail": "daily", "quiet_from": "21:30", "quiet_until": "07:00"}
    assert client.post("/ik/bericht-krijgen/", {**chosen, "together_at": "18:00"}).status_code == 302
    times = TellingTimes.objects.get(person=cast.samira)
    assert (times.quiet_from, times.quiet_until, times.together_at) == (time(21, 30), time(7), time(18))
    assert not Preference.objects.get(topic="news").by_push
    wrong = client.post("/ik/bericht-krijgen/", {**chosen, "quiet_until": "", "together_at": "zes uur"})
    assert wrong.status_code == 422
    assert "zes uur" in wrong.content.decode()


@pytest.mark.clause("B7", "B8")
def test_of_a_conversation_with_more_that_is_new_a_mail_tells_once(cast: Any) -> None:
    Preference.objects.create(person=cast.samira, topic="messages", by_mail="daily")
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    with time_machine.travel("2026-11-24T15:30+01:00"):
        how = {"by": cast.naima, "school_group": cast.groep5, "why_now": "Het haast."}
        talk = start_conversation(link, "Rekenen", "Het ging goed.", key=uuid4(), **how)
        write_message(talk, "En ze lachte.", by=cast.naima, key=uuid4(), why_now="Het haast.")
        spread_due()
    with time_machine.travel("2026-11-24T17:00+01:00"):
        (message,) = mails_to(cast.samira)
    assert message.subject == "Er staat een bericht voor je"
    assert message.body.count("Er staat een bericht voor je") == 1
    assert f"/berichten/{talk.pk}/#bericht-{talk.messages.get(text='Het ging goed.').pk}" in message.body

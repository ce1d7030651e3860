"""What is told, to whom, and how often: each guard of it tried on its own, and what an attacker would try (B8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as sent_mail
from django.core import signing
from django.test import Client, override_settings

from groups.models import Membership
from messaging.models import Post
from notifications import kinds, outbox, pushing
from notifications.choosing import stop_mails
from notifications.devices import DEVICES_MAX, Subscription, add_device
from notifications.forgetting import forget_told
from notifications.gathering import SALT, gather_due, stop_path, stopped_by
from notifications.models import DeadAddress, Notice, OutboxMail, OutboxPush, Preference, PushDevice, Spread
from notifications.outbox import deliver_due, queue_mail
from notifications.telling import spread_due, tell_many
from notifications.webpush import Answer
from protocol import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B8")]
Make = Callable[..., Post]
EVIL = '<img src="https://evil.example/x"> "Dag" & co'


@pytest.fixture(autouse=True)
def a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "test", kinds.reads_there)


def at_once(*people: Any) -> None:
    Preference.objects.bulk_create(Preference(person=person, topic="news", by_mail="once") for person in people)


def tell(post: Post) -> None:
    tell_many("new_post", str(post.pk))
    spread_due()


def mails_to(person: Any) -> list[Any]:
    gather_due()
    deliver_due()
    return [message for message in sent_mail.outbox if message.to == [person.email]]


def queued(person: Any, about: str = "1", kind: str = "test") -> OutboxMail:
    return queue_mail(kind, about, person.email, subject="Dag", text="Dag", recipient=person)


# What stands in a mail


def test_a_mail_tells_what_is_new_and_nothing_of_an_earlier_one_or_of_somebody_else(cast: Any, make_post: Make) -> None:
    at_once(cast.samira, cast.pieterjan)
    tell(make_post(cast.groep5, cast.naima, title="De brug staat"))
    assert len(mails_to(cast.samira)) == 1
    tell(make_post(cast.groep5, cast.naima, title="Gym is vrijdag"))
    tell(make_post(cast.groep8, cast.karim, title="De musical"))
    _first, second = mails_to(cast.samira)
    assert second.subject == "Gym is vrijdag"
    assert "De brug staat" not in second.body
    assert "De musical" not in second.body


def test_nothing_that_somebody_wrote_is_code_in_the_mail_that_tells_of_it(cast: Any, make_post: Make) -> None:
    at_once(cast.samira)
    type(cast.samira).objects.filter(pk=cast.samira.pk).update(first_name="<b>Sam</b>")
    tell(make_post(cast.groep5, cast.naima, title=EVIL))
    (mail,) = mails_to(cast.samira)
    html = mail.alternatives[0][0]
    assert EVIL in mail.body
    assert "<img" not in html
    assert "<b>Sam" not in html
    assert "&lt;img src=&quot;https://evil.example/x&quot;&gt;" in html


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x1c", "\u2028"])
def test_no_title_makes_a_header_of_its_own(end: str, cast: Any, make_post: Make) -> None:
    at_once(cast.samira)
    tell(make_post(cast.groep5, cast.naima, title=f"Dag{end}Bcc: all@evil.example"))
    (mail,) = mails_to(cast.samira)
    assert mail.subject == "Dag Bcc: all@evil.example"
    assert "Bcc" not in mail.message()


def test_a_mail_says_that_nobody_wrote_it_by_hand(cast: Any) -> None:
    queued(cast.samira)
    (mail,) = mails_to(cast.samira)
    assert mail.message()["Auto-Submitted"] == "auto-generated"


# One tap that ends mails


def test_the_tap_in_a_mail_ends_the_mails_about_what_stands_in_it_and_no_push(cast: Any, make_post: Make) -> None:
    at_once(cast.samira)
    tell(make_post(cast.groep5, cast.naima))
    (mail,) = mails_to(cast.samira)
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in mail.body
    assert Client().post(urlsplit(link).path).status_code == 200
    (row,) = Preference.objects.filter(person=cast.samira)
    assert (row.topic, row.by_mail, row.by_push) == ("news", "never", True)
    assert not Preference.objects.exclude(person=cast.samira).exists()


@pytest.mark.parametrize(
    "token",
    [
        signing.dumps([1, ["news"]]),
        signing.dumps([1, ["news"]], salt="accounts.invitation"),
        signing.dumps([1, ["news"]], salt=SALT, key="another secret"),
        "WzEsWyJuZXdzIl1d:1abc:xyz",
        "WzEsWyJuZXdzIl1d",
        "1",
    ],
    ids=["no salt", "another salt", "another key", "forged", "bare", "a number"],
)
def test_a_link_that_we_did_not_make_ends_nothing(token: str, cast: Any) -> None:
    assert stopped_by(token) is None
    for ask in (Client().get, Client().post):
        assert ask(f"/uit/{token}/").status_code == 404
    assert not Preference.objects.exists()


def test_the_link_of_one_person_ends_nothing_for_another_however_often_it_is_tapped(cast: Any) -> None:
    path = stop_path(cast.samira, {"messages"})
    client = Client()
    client.force_login(cast.tom)
    for _ in range(2):
        assert client.post(path).status_code == 200
    (row,) = Preference.objects.all()
    assert (row.person, row.topic) == (cast.samira, "messages")


def test_the_link_of_who_is_erased_ends_nothing_and_breaks_nothing(cast: Any) -> None:
    stop_mails(0, ["news"])
    assert not Preference.objects.exists()


# Once, and by one sweep


def test_a_thing_that_was_spread_is_not_spread_again_and_one_in_hand_is_left_alone(cast: Any, make_post: Make) -> None:
    tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
    Spread.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
    assert spread_due() == 0
    Spread.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert spread_due() > 0
    Notice.objects.all().delete()
    assert spread_due() == 0


@pytest.mark.parametrize("done", ["sent", "claimed anew"])
def test_a_sweep_that_lost_a_mail_to_another_changes_nothing(done: str, cast: Any) -> None:
    row = queued(cast.samira)
    mine = outbox._claim(row.pk)
    assert mine is not None
    if done == "sent":
        OutboxMail.objects.filter(pk=row.pk).update(state="sent", sent_at=clock.now())
    else:
        OutboxMail.objects.filter(pk=row.pk).update(claimed_until=clock.now() + timedelta(minutes=5))
    before = OutboxMail.objects.values().get(pk=row.pk)
    outbox._try_later(mine, OSError("hung up"))
    outbox._park(mine, "whatever")
    assert not outbox._close(mine, "dropped")
    assert OutboxMail.objects.values().get(pk=row.pk) == before


def push_to(cast: Any, make_post: Make) -> OutboxPush:
    device = PushDevice.objects.create(
        person=cast.samira, endpoint="https://push.example/1", p256dh="x", auth="x", session_key="s"
    )
    tell(make_post(cast.groep5, cast.naima))
    pushing.queue_due()
    return OutboxPush.objects.get(device=device)


@pytest.mark.parametrize("done", ["sent", "claimed anew"])
def test_a_sweep_that_lost_a_push_to_another_changes_nothing(done: str, cast: Any, make_post: Make) -> None:
    row = push_to(cast, make_post)
    mine = pushing._claim(row.pk, set())
    assert mine is not None
    if done == "sent":
        OutboxPush.objects.filter(pk=row.pk).update(state="sent", sent_at=clock.now())
    else:
        OutboxPush.objects.filter(pk=row.pk).update(claimed_until=clock.now() + timedelta(minutes=5))
    before = OutboxPush.objects.values().get(pk=row.pk)
    pushing._try_later(mine, "hung up")
    pushing._park(mine, "whatever")
    assert not pushing._close(mine, "dropped")
    assert OutboxPush.objects.values().get(pk=row.pk) == before


def test_a_device_that_has_another_address_by_now_is_not_gone(cast: Any, make_post: Make) -> None:
    push = pushing._claim(push_to(cast, make_post).pk, set())
    assert push is not None
    PushDevice.objects.update(endpoint="https://push.example/2")
    assert not pushing._take_answer(push, Answer(410, timedelta()))
    assert PushDevice.objects.get().endpoint == "https://push.example/2"


def test_a_device_that_took_a_push_is_used(cast: Any, make_post: Make) -> None:
    push = pushing._claim(push_to(cast, make_post).pk, set())
    assert push is not None
    PushDevice.objects.update(used_at=clock.now() - timedelta(days=89))
    assert pushing._take_answer(push, Answer(201, timedelta()))
    assert PushDevice.objects.get().used_at > clock.now() - timedelta(minutes=1)


def test_a_notice_that_waited_while_its_device_fell_asleep_is_not_pushed_later(cast: Any, make_post: Make) -> None:
    row = push_to(cast, make_post)
    with override_settings(PUSH_SERVICES=["push.example"]):
        assert pushing.content_of(row) is not None
        PushDevice.objects.update(session_key="")
        assert pushing.content_of(row) is None
    assert pushing.queue_due() == 0


# Who hears nothing


def test_a_mailbox_that_is_dead_is_so_however_it_is_written(cast: Any) -> None:
    DeadAddress.objects.create(address=cast.samira.email.lower(), reason="550 5.1.1")
    type(cast.samira).objects.filter(pk=cast.samira.pk).update(email=cast.samira.email.upper())
    cast.samira.refresh_from_db()
    row = queued(cast.samira)
    assert deliver_due() == 0
    row.refresh_from_db()
    assert row.state == "parked"


def test_who_has_no_device_or_wants_no_push_has_nothing_to_push(cast: Any, make_post: Make) -> None:
    for person in (cast.samira, cast.tom):
        PushDevice.objects.create(person=person, endpoint=f"https://push.example/{person.pk}", p256dh="x", auth="x")
    Preference.objects.create(person=cast.tom, topic="news", by_mail="once", by_push=False)
    Preference.objects.create(person=cast.samira, topic="messages", by_mail="never", by_push=False)
    tell(make_post(cast.groep5, cast.naima))
    told = Notice.objects.filter(push_at__isnull=False).values_list("recipient__first_name", flat=True)
    assert list(told) == ["Samira"]


@time_machine.travel("2026-11-24T15:30+01:00")
def test_who_comes_after_the_news_is_not_told_and_who_left_before_the_mail_neither(cast: Any, make_post: Make) -> None:
    at_once(cast.samira, cast.tom)
    tell(make_post(cast.groep5, cast.naima))
    gather_due()
    Membership.objects.filter(user=cast.tom).end_at_once(by=cast.marleen)
    assert mails_to(cast.tom) == []
    assert len(mails_to(cast.samira)) == 1
    assert OutboxMail.objects.get(recipient=cast.tom).state == "dropped"


def test_a_kind_of_notice_that_nobody_registered_is_refused(cast: Any) -> None:
    with pytest.raises(LookupError):
        tell_many("unheard of", "1")
    assert not Spread.objects.exists()


def test_nobody_sees_the_devices_of_another_or_makes_room_among_them(cast: Any, client_of: Any) -> None:
    PushDevice.objects.create(person=cast.samira, endpoint="https://push.example/1", p256dh="x", auth="x", name="Fiets")
    assert "Fiets" in client_of(cast.samira).get("/ik/bericht-krijgen/").content.decode()
    assert "Fiets" not in client_of(cast.tom).get("/ik/bericht-krijgen/").content.decode()
    for number in range(DEVICES_MAX + 1):
        told = Subscription(f"https://push.example/tom{number}", "x", "x")
        add_device(cast.tom, told, session_key="s", user_agent="")
    assert PushDevice.objects.filter(person=cast.samira).count() == 1


@pytest.mark.parametrize("way", ["mail_at", "push_at"])
def test_what_is_still_to_be_told_is_not_forgotten(way: str, cast: Any) -> None:
    old, later = clock.now() - timedelta(days=100), clock.now() + timedelta(days=1)
    facts = {"kind": "new_post", "topic": "news", "recipient": cast.samira, "created_at": old}
    Notice.objects.create(about="1", **facts)
    Notice.objects.create(about="2", **facts, **{way: later})
    assert forget_told() == 1
    assert Notice.objects.get().about == "2"

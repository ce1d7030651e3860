"""Telling a whole school: in few questions, over one line to the mail server, and forgotten after a while (B8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Post
from notifications import forgetting, kinds, line
from notifications.gathering import gather_due
from notifications.models import Notice, OutboxMail, OutboxPush, Preference, PushDevice, Spread
from notifications.outbox import deliver_due, queue_mail
from notifications.tasks import forget_told
from notifications.telling import spread_due, tell_many
from protocol import clock
from tests.factories import make_parent
from tests.mailing import PostOffice

pytestmark = pytest.mark.django_db
Make = Callable[..., Post]


@pytest.fixture
def office(settings):
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


def at_once(*people: Any) -> None:
    Preference.objects.bulk_create(Preference(person=person, topic="news", by_mail="once") for person in people)


def queue(cast: Any, number: int, monkeypatch: Any) -> None:
    monkeypatch.setitem(kinds.KINDS, "test", kinds.reads_there)
    for place in range(number):
        queue_mail("test", f"{place}", cast.samira.email, subject="Dag", text="Dag", recipient=cast.samira)


def asked_by(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_telling_and_gathering_ask_as_much_for_forty_as_for_four(cast, make_post):
    asked = []
    for number in (4, 40):
        at_once(*(make_parent(cast.groep5, by=cast.marleen) for _ in range(number)))
        tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
        asked.append((asked_by(spread_due), asked_by(gather_due)))
        assert OutboxMail.objects.filter(kind="notices").count() >= number
    assert asked[0] == asked[1]


def test_many_mails_go_over_one_line_and_a_new_one_after_fifty(cast, office, monkeypatch):
    queue(cast, line.MAILS + 5, monkeypatch)
    assert deliver_due() == line.MAILS + 5
    assert set(office.taken.values()) == {1}
    assert len(office.connections) == 2


def test_a_line_that_broke_is_opened_anew_for_the_next_mail(cast, office, monkeypatch):
    queue(cast, 3, monkeypatch)
    first = OutboxMail.objects.due().order_by("pk").first()
    send = EmailBackend.send_messages

    def hangs_up_once(backend, messages):
        if first.key.hex in messages[0].extra_headers["Message-ID"].replace("-", ""):
            backend.connection.close()
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", hangs_up_once)
    assert deliver_due() == 2
    first.refresh_from_db()
    assert (first.state, first.tries, first.claimed_until) == ("waiting", 1, None)
    assert len(office.connections) == 1


def test_a_mail_server_that_is_away_costs_no_mail_a_try_and_everything_goes_when_it_is_back(
    cast, office, settings, monkeypatch
):
    queue(cast, 3, monkeypatch)
    settings.EMAIL_PORT = 1  # nobody listens there
    for _ in range(7):
        assert deliver_due() == 0
    row = OutboxMail.objects.first()
    assert (row.state, row.tries, row.claimed_until) == ("waiting", 0, None)
    assert row.last_error.startswith("ConnectionRefusedError")
    settings.EMAIL_PORT = office.port
    assert deliver_due() == 3


def test_who_has_no_address_or_no_account_any_more_gets_no_mail_and_keeps_nobody_waiting(cast, make_post):
    at_once(cast.samira, cast.tom, cast.inge)
    tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
    spread_due()
    type(cast.tom).objects.filter(pk=cast.tom.pk).update(email="")
    type(cast.inge).objects.filter(pk=cast.inge.pk).update(is_active=False)
    gather_due()
    assert set(OutboxMail.objects.values_list("recipient__sign_in_name", flat=True)) == {"samira"}
    assert gather_due() == 0


def test_one_thing_that_cannot_be_told_keeps_no_other_from_being_told(cast, make_post):
    Spread.objects.create(kind="new_post", about="geen getal", due_at=clock.now() - timedelta(minutes=1))
    tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
    assert spread_due() > 0
    assert Spread.objects.get(about="geen getal").spread_at is None


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_gather_one_mail_for_each_person(cast, make_post, race):
    at_once(cast.samira, cast.tom, cast.inge)
    for _ in range(3):
        tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
    spread_due()
    assert [made for made in race(lambda _: gather_due(), 4) if isinstance(made, Exception)] == []
    found = OutboxMail.objects.filter(kind="notices").values_list("recipient__sign_in_name", flat=True)
    assert sorted(found) == ["inge", "samira", "tom"]
    assert not Notice.objects.to_mail().exists()


@pytest.mark.clause("B8")
def test_what_was_told_is_forgotten_after_ninety_days_and_never_told_again(cast, make_post, mailoutbox):
    with time_machine.travel("2026-11-24T15:00+01:00"):
        at_once(cast.samira)
        tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
        spread_due()
        device = PushDevice.objects.create(person=cast.samira, endpoint="https://push.example/1", p256dh="x", auth="x")
        OutboxPush.objects.create(notice=Notice.objects.get(recipient=cast.samira), device=device)
        assert gather_due() == 1
        assert deliver_due() == 1
        kept = queue_mail("password_reset", "1", cast.samira.email, subject="x", text="x", recipient=cast.samira)
        assert deliver_due() == 1
    with time_machine.travel("2027-02-22T14:00+01:00"):
        assert forget_told() == 0
    with time_machine.travel("2027-02-23T14:00+01:00"):
        assert forget_told() > 0
        for model in (Notice, Spread, OutboxPush):
            assert not model.objects.exists()
        assert list(OutboxMail.objects.all()) == [kept]
        assert gather_due() == deliver_due() == spread_due() == 0
    assert len(mailoutbox) == 2


def test_what_still_waits_is_not_forgotten_however_old(cast, make_post):
    with time_machine.travel("2026-11-24T15:00+01:00"):
        at_once(cast.samira)
        tell_many("new_post", str(make_post(cast.groep5, cast.naima).pk))
        spread_due()
        gather_due()
    with time_machine.travel("2027-06-01T14:00+02:00"):
        forget_told()
        assert OutboxMail.objects.get().notices.count() == 1
        assert deliver_due() == 1


def test_much_is_forgotten_some_at_a_time(cast, make_post, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    with time_machine.travel("2026-08-31T15:00+02:00"):
        people = [make_parent(cast.groep5, by=cast.marleen) for _ in range(5)]
        Notice.objects.bulk_create(Notice(kind="new_post", topic="news", about="1", recipient=one) for one in people)
    with time_machine.travel("2026-12-24T15:00+01:00"):
        assert forget_told() == 5

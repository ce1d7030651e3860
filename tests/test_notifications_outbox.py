"""The outbox: written once, sent once, wiped, tried again, parked."""

import re
import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from accounts.models import User
from notifications import bell, kinds, outbox
from notifications.models import OutboxMail
from notifications.outbox import deliver_due, queue_mail
from notifications.tasks import deliver_due as doorbell
from protocol import clock

pytestmark = pytest.mark.django_db
State = OutboxMail.State


@pytest.fixture(autouse=True)
def a_kind(monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "test", kinds.reads_there)


@pytest.fixture
def queued(cast):
    def queue(about="1", **kw):
        person = kw.pop("recipient", cast.samira)
        return queue_mail(
            "test", about, person.email, subject="Dag", text="Code 1234", html="<p>1234", recipient=person, **kw
        )

    return queue


class Refusing(EmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody home")


@pytest.fixture
def no_mail_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def test_a_mail_is_written_once(queued):
    first, second = queued(), queued()
    assert first.pk == second.pk
    assert OutboxMail.objects.count() == 1
    assert queued("2").pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_write_one_mail(queued, race):
    assert len({mail.pk for mail in race(lambda _: queued(), 20)}) == 1


def test_a_kind_that_nobody_registered_is_refused(cast):
    with pytest.raises(LookupError):
        queue_mail("unheard of", "1", "a@b.example", subject="x", text="y")


def test_a_subject_is_one_line(cast):
    mail = queue_mail("test", "1", "a@b.example", subject="Dag\nBcc: all@b.example\n", text="x")
    assert mail.subject == "Dag Bcc: all@b.example"


def test_a_due_mail_goes_out_with_its_own_message_id_and_its_words_are_wiped(queued, mailoutbox):
    row = queued()
    assert deliver_due() == 1
    sent = mailoutbox[0]
    foot = "Beantwoord deze mail niet: niemand leest je antwoord. Schrijf in het portaal."
    assert (sent.subject, sent.body, sent.to) == ("Dag", f"Code 1234\n\n{foot}\n", [row.address])
    assert sent.alternatives[0][1] == "text/html"
    assert re.fullmatch(rf"<{row.key}@[\w.]+>", sent.extra_headers["Message-ID"])
    row.refresh_from_db()
    assert (row.state, row.text, row.html, row.claimed_until) == (State.SENT, "", "", None)
    assert row.sent_at is not None
    assert deliver_due() == 0


def test_the_task_is_the_sweep(queued, mailoutbox):
    queued()
    assert doorbell() == 1
    assert len(mailoutbox) == 1


def test_what_is_due_later_waits(queued, mailoutbox):
    queued(due_at=clock.now() + timedelta(minutes=1))
    assert deliver_due() == 0
    OutboxMail.objects.update(due_at=clock.now())
    assert deliver_due() == 1


def test_what_another_sweep_has_in_hand_is_left_alone_until_its_claim_lapses(queued, mailoutbox):
    queued()
    OutboxMail.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
    assert deliver_due() == 0
    OutboxMail.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    assert deliver_due() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_every_mail_once(queued, race, monkeypatch):
    sent, lock = [], threading.Lock()

    def send(message, *args, **kw):
        with lock:
            sent.append(message.extra_headers["Message-ID"])

    monkeypatch.setattr(outbox.EmailMultiAlternatives, "send", send)
    for number in range(30):
        queued(str(number))
    counts = race(lambda _: deliver_due(), 4)
    assert sum(counts) == 30
    assert len(sent) == len(set(sent)) == 30
    assert OutboxMail.objects.filter(state=State.SENT).count() == 30


def test_a_failure_is_tried_again_later_and_later_and_parked_after_five(queued, no_mail_server, mailoutbox):
    row = queued()
    waits = []
    for _ in range(5):
        assert deliver_due() == 0
        row.refresh_from_db()
        waits.append(round((row.due_at - clock.now()).total_seconds() / 60))
        assert row.claimed_until is None
        OutboxMail.objects.filter(pk=row.pk).update(due_at=clock.now())
    assert waits[:4] == [1, 5, 30, 120]
    assert (row.state, row.tries) == (State.PARKED, 5)
    assert row.last_error == "ConnectionRefusedError: nobody home"
    assert deliver_due() == 0


def test_a_mail_that_failed_goes_out_when_the_server_is_back(queued, settings, no_mail_server, mailoutbox):
    queued()
    deliver_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due() == 0
    OutboxMail.objects.update(due_at=clock.now())
    assert deliver_due() == 1


def test_one_bad_mail_does_not_keep_the_others(queued, mailoutbox):
    queued("bad")
    queued("good")
    OutboxMail.objects.filter(about="bad").update(kind="forgotten")
    assert deliver_due() == 1
    assert OutboxMail.objects.get(about="bad").last_error == "KeyError: 'forgotten'"


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "elders@kiezelpad.example"}, {"email": ""}])
def test_who_left_or_moved_gets_nothing_and_the_words_are_wiped(queued, cast, mailoutbox, change):
    row = queued()
    User.objects.filter(pk=cast.samira.pk).update(**change)
    assert deliver_due() == 0
    row.refresh_from_db()
    assert (row.state, row.text, row.html) == (State.DROPPED, "", "")
    assert mailoutbox == []


def test_who_may_receive_is_asked_when_sending(queued, monkeypatch, mailoutbox):
    queued()
    monkeypatch.setitem(kinds.KINDS, "test", lambda mail: False)
    assert deliver_due() == 0
    assert OutboxMail.objects.get().state == State.DROPPED


def test_a_code_that_is_too_old_is_not_sent(cast, mailoutbox):
    row = queue_mail("login_code", "1", cast.samira.email, subject="x", text="y", recipient=cast.samira)
    OutboxMail.objects.filter(pk=row.pk).update(created_at=clock.now() - timedelta(minutes=11))
    assert deliver_due() == 0
    assert OutboxMail.objects.get().state == State.DROPPED


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_a_broker_that_is_gone_is_no_error(queued, monkeypatch):
    rung = []
    monkeypatch.setattr(bell, "_ring_now", rung.append)
    with transaction.atomic():
        queued()
        assert rung == []
    assert rung == ["notifications.deliver_due"]
    monkeypatch.undo()
    kinds.KINDS["test"] = kinds.reads_there
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    assert queued("2").state == State.WAITING
    kinds.KINDS.pop("test")


def test_a_sweep_hands_over_when_its_time_is_up(queued, monkeypatch, mailoutbox):
    queued()
    monkeypatch.setattr(outbox, "SECONDS", -1)
    assert deliver_due() == 0
    assert django_mail.outbox == []

"""Mail that comes back: the mailbox is known to be gone, and nothing is sent there until somebody says it works."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.test import Client

from accounts.address.actions import set_address
from notifications import kinds
from notifications.bounces import people_unreached, take_bounce
from notifications.models import DeadAddress, OutboxMail
from notifications.outbox import deliver_due, queue_mail
from notifications.rules import is_mailbox_gone
from protocol import clock
from tests.serving import free_port

pytestmark = pytest.mark.django_db
State = OutboxMail.State
UNKNOWN = "550 5.1.1 User unknown"


class Server:
    """A mail server: ``says[address]`` is its answer to a recipient; what it took stands in ``got``."""

    def __init__(self) -> None:
        self.says: dict[str, str] = {}
        self.got: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if said := self.says.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.got += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    controller.stop()


@pytest.fixture
def queued(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., OutboxMail]:
    monkeypatch.setitem(kinds.KINDS, "test", kinds.reads_there)

    def queue(about: str = "1", kind: str = "test") -> OutboxMail:
        return queue_mail(kind, about, cast.samira.email, subject="Dag", text="Dag.", recipient=cast.samira)

    return queue


@pytest.mark.parametrize(
    ("said", "is_gone"),
    [
        ("550 5.1.1 User unknown", True),
        ("550 5.1.10 Recipient not found", True),
        ("550 No such user here", True),
        ("553 sorry", True),
        ("550 5.2.1 mailbox disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 blocked for spam", False),
        ("554 rejected", False),
        ("450 4.2.1 later", False),
        ("550 4.1.1 odd", False),
        ("5.4.4 no route smtp; 550 5.4.4 host not found", False),
        ("", False),
    ],
)
def test_a_refusal_says_that_the_mailbox_is_gone(said: str, is_gone: bool) -> None:
    assert is_mailbox_gone(said) is is_gone


def test_a_mailbox_that_is_not_there_parks_the_mail_at_once_and_the_next_is_not_tried(
    cast: Any, server: Server, queued: Any
) -> None:
    server.says[cast.samira.email] = UNKNOWN
    row = queued()
    assert deliver_due() == 0
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.PARKED, 1)
    assert row.last_error == "550 5.1.1 User unknown"
    assert DeadAddress.objects.get().address == cast.samira.email.lower()
    server.says.clear()
    later = queued("2")
    assert deliver_due() == 0
    later.refresh_from_db()
    assert later.state == State.PARKED
    assert server.got == []


def test_what_may_pass_is_tried_again_and_marks_nobody(cast: Any, server: Server, queued: Any) -> None:
    server.says[cast.samira.email] = "451 4.7.1 Greylisted, try again later"
    row = queued()
    assert deliver_due() == 0
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.WAITING, 1)
    assert row.due_at > clock.now()
    assert not DeadAddress.objects.exists()


def test_a_mail_that_is_not_liked_is_parked_but_the_mailbox_is_there(cast: Any, server: Server, queued: Any) -> None:
    server.says[cast.samira.email] = "550 5.7.1 This looks like spam"
    row = queued()
    assert deliver_due() == 0
    row.refresh_from_db()
    assert row.state == State.PARKED
    assert not DeadAddress.objects.exists()


def test_a_code_that_somebody_asked_for_goes_out_anyway(cast: Any, server: Server, queued: Any) -> None:
    DeadAddress.objects.create(address=cast.samira.email.lower(), reason=UNKNOWN)
    queued(kind="login_code")
    assert deliver_due() == 1
    assert server.got == [cast.samira.email]


def test_the_person_sees_it_and_says_that_it_works_again(
    cast: Any, server: Server, queued: Any, client_of: Any
) -> None:
    DeadAddress.objects.create(address=cast.samira.email.lower(), reason=UNKNOWN)
    client: Client = client_of(cast.samira)
    assert "werkt niet meer" in client.get("/ik/bericht-krijgen/").content.decode()
    done = client.post("/ik/bericht-krijgen/adres/", follow=True).content.decode()
    assert "We sturen je weer mail." in done
    assert "werkt niet meer" not in done
    queued()
    assert deliver_due() == 1


def test_the_head_and_the_ict_contact_see_who_is_not_reached(cast: Any, client_of: Any) -> None:
    DeadAddress.objects.create(address=cast.samira.email.lower(), reason=UNKNOWN)
    for person in (cast.marleen, cast.dennis):
        client: Client = client_of(person)
        assert "Mail aan hen komt terug" in client.get("/beheer/mensen/").content.decode()
        page = client.get(f"/beheer/mensen/{cast.samira.pk}/").content.decode()
        assert "Dit e-mailadres werkt niet meer" in page
        assert cast.samira.email in page
    again = client.post(f"/beheer/mensen/{cast.samira.pk}/mailadres/weer/", follow=True).content.decode()
    assert "We sturen weer mail naar dit adres." in again
    assert "Mail aan hen komt terug" not in client.get("/beheer/mensen/").content.decode()


def test_another_address_is_another_mailbox_and_one_that_took_a_code_works(cast: Any) -> None:
    DeadAddress.objects.create(address=cast.samira.email.lower(), reason=UNKNOWN)
    DeadAddress.objects.create(address="nieuw@kiezelpad.example", reason=UNKNOWN)
    assert people_unreached() == [cast.samira]
    set_address(cast.samira, "Nieuw@kiezelpad.example", by=cast.marleen)
    assert people_unreached() == []


def report_of(mail: OutboxMail, *, action: str = "failed", status: str = "5.1.1", as_headers: bool = False) -> bytes:
    """A delivery status notification about this mail, as mail servers write them (RFC 3464)."""
    parts = f"""--B
Content-Type: text/plain

I could not deliver your message.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {mail.address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} said the other side

--B
Content-Type: {"text/rfc822-headers" if as_headers else "message/rfc822"}

Message-ID: <{mail.key}@localhost>
Subject: Dag

--B--
"""
    head = "From: MAILER-DAEMON@mx.example\nMessage-ID: <dsn-1@mx.example>\nMIME-Version: 1.0\n"
    return f'{head}Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n{parts}'.encode()


@pytest.mark.parametrize("as_headers", [True, False])
def test_a_mail_that_comes_back_later_is_found_by_its_message_id(
    cast: Any, server: Server, queued: Any, as_headers: bool
) -> None:
    row = queued()
    deliver_due()
    assert take_bounce(report_of(row, as_headers=as_headers)) == row
    row.refresh_from_db()
    assert row.state == State.PARKED
    assert row.last_error == "came back: 5.1.1 smtp; 550 5.1.1 said the other side"
    assert DeadAddress.objects.get().address == cast.samira.email.lower()
    DeadAddress.objects.all().delete()
    take_bounce(report_of(row))  # told twice, it counts once
    assert not DeadAddress.objects.exists()


def test_what_is_late_or_full_or_not_about_us_marks_nobody(cast: Any, server: Server, queued: Any) -> None:
    row = queued()
    deliver_due()
    stranger = OutboxMail(address="x@y.example")
    bare = f"Message-ID: <{row.key}@localhost>\n\nHallo.".encode()
    reports = [
        report_of(row, action="delayed", status="4.4.1"),
        report_of(row, action="delivered", status="2.0.0"),
        report_of(row, action="failed", status="4.4.7"),
        report_of(stranger),
        report_of(row).replace(str(row.key).encode(), b"something else"),
        bare,
        b"",
        b"\xff\xfe\x00 no mail at all",
        b"Content-Type: message/delivery-status\n\nno fields",
    ]
    assert [take_bounce(report) for report in reports] == [None] * len(reports)
    row.refresh_from_db()
    assert row.state == State.SENT
    take_bounce(report_of(row, status="5.2.2"))
    row.refresh_from_db()
    assert row.state == State.PARKED
    assert not DeadAddress.objects.exists()


def test_the_command_reads_what_the_mail_server_pipes_and_never_fails(
    cast: Any, server: Server, queued: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    row = queued()
    deliver_due()
    for raw, said in ((report_of(row), f"came back: {row.key}"), (b"junk", "nothing of ours came back for good")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("take_bounce")
        assert capsys.readouterr().out.strip() == said

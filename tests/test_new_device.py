"""Signing in with a browser that was never seen before is told by mail; the very first one is not."""

import pytest
from django.test import Client

from accounts import known
from accounts.models import AuditEntry
from notifications.outbox import deliver_due
from portal.demo.people import PASSWORD
from protocol import clock

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
SUBJECT = "Er is aangemeld op een nieuw apparaat"


def sign_in(name, client=None):
    client = client or Client(headers={"user-agent": CHROME})
    assert client.post("/aanmelden/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def told(mailoutbox):
    deliver_due()
    return [mail for mail in mailoutbox if mail.subject == SUBJECT]


def test_the_very_first_time_nothing_is_told(cast, mailoutbox):
    sign_in("samira")
    assert told(mailoutbox) == []


def test_another_browser_is_told_with_its_name_and_the_time_at_school(cast, mailoutbox):
    sign_in("samira")
    sign_in("samira")
    mail = told(mailoutbox)[0]
    assert mail.to == ["samira@kiezelpad.example"]
    entry = AuditEntry.objects.get(event="new_device")
    assert entry.detail == "Chrome op Android"
    assert "Chrome op Android" in mail.body
    assert f"{entry.at.astimezone(clock.SCHOOL_TIME):%H:%M}" in mail.body
    assert "/wachtwoord/vergeten/" in mail.body


def test_the_same_browser_is_told_once_signed_out_or_not(cast, mailoutbox):
    sign_in("samira")
    second = sign_in("samira")
    for _ in range(3):
        second.post("/afmelden/")
        sign_in("samira", second)
    assert len(told(mailoutbox)) == 1


def test_a_shared_tablet_knows_each_of_its_people(cast, mailoutbox):
    tablet = sign_in("samira")
    tablet.post("/afmelden/")
    sign_in("tom")  # so that the tablet is not the first
    sign_in("tom", tablet)
    assert [mail.to for mail in told(mailoutbox)] == [["tom@kiezelpad.example"]]
    tablet.post("/afmelden/")
    sign_in("samira", tablet)
    assert len(told(mailoutbox)) == 1


@pytest.mark.parametrize("value", ["", "x", "W10:1abc:def", "\"';--"])
def test_a_cookie_that_somebody_made_up_is_not_believed(cast, mailoutbox, value):
    sign_in("samira")
    client = Client(headers={"user-agent": CHROME})
    client.cookies[known.COOKIE] = value
    sign_in("samira", client)
    assert len(told(mailoutbox)) == 1


def test_the_cookie_says_nothing_of_who_signed_in(cast):
    client = sign_in("samira")
    morsel = client.cookies[known.COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    for word in ("samira", "kiezelpad"):
        assert word not in morsel.value


def test_who_has_no_address_gets_no_mail_but_it_is_written_down(cast, mailoutbox):
    type(cast.samira).objects.filter(pk=cast.samira.pk).update(email="")
    sign_in("samira")
    sign_in("samira")
    assert told(mailoutbox) == []
    assert AuditEntry.objects.filter(event="new_device", actor=cast.samira).count() == 1

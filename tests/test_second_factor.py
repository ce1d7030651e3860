"""The second step: a code of an app or a recovery code after the password; who needs one; help at the desk."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts import limits
from accounts.models import AuditEntry, Tries
from accounts.second_step.actions import add_app
from notifications.models import OutboxMail
from portal.demo.people import PASSWORD

pytestmark = pytest.mark.django_db

STEP_PAGE = "/aanmelden/tweede-stap/"
NO_FIT = "Deze code past niet. Wacht op de volgende en probeer het opnieuw."
TOO_OFTEN = "Te vaak geprobeerd. Wacht 5\u00a0minuten en probeer het opnieuw."


def code_at(secret, shift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


@pytest.fixture
def with_app():
    """``with_app(person)``: the key of an app that this person has set up."""

    def make(person):
        secret = generate_totp_secret()
        add_app(person, secret, 0, by=person)
        return secret

    return make


def sign_in(login, client=None, password=PASSWORD):
    client = client or Client()
    return client, client.post("/aanmelden/", {"login": login, "password": password})


def recovery_codes(person):
    return RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()


def test_who_has_a_second_step_is_not_in_by_the_password_alone(cast, with_app):
    with_app(cast.naima)
    client, answer = sign_in("naima")
    assert answer["Location"] == STEP_PAGE
    assert client.get("/ik/")["Location"] == "/aanmelden/?next=/ik/"
    assert "Vul de code van je app in" in client.get(STEP_PAGE).content.decode()


def test_the_code_of_the_app_lets_in(cast, with_app):
    secret = with_app(cast.naima)
    client, _ = sign_in("naima")
    answer = client.post(STEP_PAGE, {"code": code_at(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/ik/").status_code == 200


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_phone_whose_clock_is_half_a_minute_off_lets_in_too(cast, with_app, shift):
    secret = with_app(cast.naima)
    client, _ = sign_in("naima")
    assert client.post(STEP_PAGE, {"code": code_at(secret, shift)}).status_code == 302


@pytest.mark.parametrize("code", ["000000", "", "abc", "１２３４５６", "1" * 30, "\x00", "12 34 5"])
def test_another_code_does_not_and_says_so(cast, with_app, code):
    with_app(cast.naima)
    client, _ = sign_in("naima")
    page = client.post(STEP_PAGE, {"code": code})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert client.get("/ik/").status_code == 302


def test_a_code_works_once(cast, with_app):
    secret = with_app(cast.naima)
    code = code_at(secret)
    first, _ = sign_in("naima")
    second, _ = sign_in("naima")
    assert first.post(STEP_PAGE, {"code": code}).status_code == 302
    page = second.post(STEP_PAGE, {"code": code})
    assert page.status_code == 422
    assert NO_FIT in page.content.decode()

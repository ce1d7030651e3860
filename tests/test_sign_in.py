"""Signing in and out: by address or sign-in name, at most so often, alike for who exists and who does not."""

import time

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import limits
from accounts.adapter import SignInAdapter
from accounts.models import Tries, User
from notifications import bell
from portal.demo.people import PASSWORD

pytestmark = pytest.mark.django_db

NO_MATCH = "Dit wachtwoord past niet bij dit e-mailadres of deze naam. Probeer het nog eens."
TOO_OFTEN = "Te vaak geprobeerd. Wacht 5\u00a0minuten en probeer het opnieuw."


def sign_in(login, password=PASSWORD, client=None, **extra):
    return (client or Client()).post("/aanmelden/", {"login": login, "password": password, **extra})


@pytest.fixture
def sharing(cast):
    """Tom uses the address of Samira."""
    cast.tom.email = cast.samira.email
    cast.tom.save()
    return cast.samira, cast.tom


@pytest.mark.parametrize("login", ["naima", "NAIMA", "naima@kiezelpad.example", " Naima@Kiezelpad.Example "])
def test_one_signs_in_by_name_or_address_in_any_case(cast, login):
    client = Client()
    response = sign_in(login, client=client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.naima.pk)


def test_signing_in_goes_on_where_one_wanted_to_be_and_never_elsewhere(cast):
    assert sign_in("naima", next="/ik/")["Location"] == "/ik/"
    for outside in ("https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"):
        assert sign_in("naima", next=outside)["Location"] == "/"


def test_the_page_keeps_where_one_wanted_to_be(cast):
    assert '<input type="hidden" name="next" value="/ik/">' in Client().get("/aanmelden/?next=/ik/").content.decode()


@pytest.mark.parametrize("login", ["naima", "naima@kiezelpad.example", "niemand", "niemand@kiezelpad.example"])
def test_a_wrong_password_says_so_alike_for_who_exists_and_who_does_not(cast, login):
    page = sign_in(login, "een heel ander wachtwoord")
    assert page.status_code == 200
    html = page.content.decode()
    assert NO_MATCH in html
    assert f'value="{login}"' in html
    assert "een heel ander wachtwoord" not in html


def test_an_unknown_name_takes_about_as_long_as_a_wrong_password(cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    cast.naima.set_password("iets van twaalf of meer")
    cast.naima.save()

    def took(login):
        times = []
        for _ in range(4):
            start = time.process_time()  # work, not waiting: another process on this machine is no difference
            sign_in(login, "een heel ander wachtwoord")
            times.append(time.process_time() - start)
        return min(times)

    known, unknown = took("naima"), took("niemand")
    assert 0.5 < known / unknown < 2


def test_a_closed_account_cannot_sign_in_and_reads_the_same_words(cast):
    User.objects.filter(pk=cast.kwame.pk).update(is_active=False)
    client = Client()
    assert NO_MATCH in sign_in("kwame", client=client).content.decode()
    assert "_auth_user_id" not in client.session


def test_who_was_signed_in_when_the_account_closed_is_out_on_the_next_request(cast, client_of):
    client = client_of(cast.kwame)
    User.objects.filter(pk=cast.kwame.pk).update(is_active=False)
    assert client.get("/ik/")["Location"] == "/aanmelden/?next=/ik/"


def test_a_shared_address_signs_nobody_in_yet_each_sign_in_name_does(sharing):
    samira, _tom = sharing
    assert NO_MATCH in sign_in(samira.email).content.decode()
    for person in sharing:
        client = Client()
        assert sign_in(person.sign_in_name, client=client).status_code == 302
        assert client.session["_auth_user_id"] == str(person.pk)


def test_the_address_of_a_closed_account_is_not_shared_any_more(sharing):
    samira, tom = sharing
    User.objects.filter(pk=tom.pk).update(is_active=False)
    assert sign_in(samira.email).status_code == 302


def test_the_session_gets_a_new_id_when_signing_in(cast):
    client = Client()
    client.get("/aanmelden/")
    session = client.session
    session["x"] = 1
    session.save()
    before = client.cookies["sessionid"] = session.session_key
    sign_in("naima", client=client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_after_five_wrong_passwords_one_waits_and_is_told_how_long(cast):
    for _ in range(5):
        assert NO_MATCH in sign_in("naima", "fout").content.decode()
    page = sign_in("naima").content.decode()
    assert TOO_OFTEN in page
    assert 'value="naima"' in page
    # the address of the same account is no way round
    assert TOO_OFTEN in sign_in("naima@kiezelpad.example").content.decode()
    # and nobody else is kept out
    assert sign_in("joris").status_code == 302


def test_after_the_wait_one_may_try_again(cast):
    for _ in range(6):
        sign_in("naima", "fout")
    Tries.objects.update(until=limits.clock.now())
    assert sign_in("naima").status_code == 302


def test_what_one_does_right_does_not_count(cast):
    for _ in range(8):
        assert sign_in("naima").status_code == 302
    assert not Tries.objects.filter(count__gt=0).exists()


def test_unknown_names_are_limited_just_the_same(cast):
    for _ in range(5):
        sign_in("niemand", "fout")
    assert TOO_OFTEN in sign_in("niemand", "fout").content.decode()


def test_one_network_address_cannot_try_everybody(cast):
    for number in range(limits.SIGN_IN_NETWORK.tries):
        sign_in(f"niemand{number}", "fout")
    assert TOO_OFTEN in sign_in("naima").content.decode()


def test_no_name_or_address_stands_in_the_counts(cast):
    sign_in("naima@kiezelpad.example", "fout")
    rows = list(Tries.objects.values())
    assert rows
    assert "naima" not in str(rows)
    assert "127.0.0.1" not in str(rows)


@pytest.mark.django_db(transaction=True)
def test_signing_in_and_the_limit_hold_with_the_broker_refused(cast, settings, monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert sign_in("naima").status_code == 302
    for _ in range(5):
        sign_in("joris", "fout")
    assert TOO_OFTEN in sign_in("joris").content.decode()
    start = time.monotonic()
    assert Client().post("/aanmelden/code/", {"login": "samira"}).status_code == 302
    assert time.monotonic() - start < 5


def test_nobody_makes_an_account_and_nothing_else_of_allauth_is_reachable(cast):
    for name in (
        "account_signup",
        "account_email",
        "account_set_password",
        "account_inactive",
        "account_confirm_email",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not SignInAdapter().is_open_for_signup(None)
    for path in ("/signup/", "/login/", "/accounts/login/", "/email/", "/aanmelden/signup/"):
        assert Client().get(path).status_code in (302, 404)


def test_a_get_does_not_sign_out(cast, client_of):
    client = client_of(cast.samira)
    assert "Afmelden?" in client.get("/afmelden/").content.decode()
    assert client.get("/ik/").status_code == 200


def test_signing_out_ends_the_session_and_clears_the_device(cast):
    client = Client()
    sign_in("samira", client=client)
    key = client.session.session_key
    response = client.post("/afmelden/")
    assert (response.status_code, response["Location"]) == (302, "/aanmelden/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    assert "Je bent afgemeld." in client.get("/aanmelden/").content.decode()


def test_who_is_signed_in_already_goes_on(cast, client_of):
    assert client_of(cast.samira).get("/aanmelden/")["Location"] == "/"


@pytest.mark.parametrize("field", ["login", "password"])
def test_an_empty_field_is_named(cast, field):
    fields = {"login": "naima", "password": PASSWORD} | {field: ""}
    page = Client().post("/aanmelden/", fields)
    assert page.status_code == 200
    assert f'id="id_{field}-error" role="alert"' in page.content.decode()


def test_strange_input_is_no_error_page(cast):
    for login in ("\x00", "a" * 5000, "'; drop table", "é" * 254, "naima\n"):
        assert sign_in(login, "x\x00y").status_code == 200


def test_a_password_asked_again_is_checked_again(cast, client_of):
    client = client_of(cast.samira)
    wrong = client.post("/aanmelden/opnieuw/", {"password": "fout"})
    assert "Dit is niet je wachtwoord. Probeer het nog eens." in wrong.content.decode()
    assert client.post("/aanmelden/opnieuw/?next=/ik/", {"password": PASSWORD})["Location"] == "/ik/"

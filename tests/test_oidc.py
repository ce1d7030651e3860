"""Signing in with the school's own account, against a real OIDC provider in a process of its own on loopback."""

import json
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import AuditEntry, User
from accounts.school_account.adapter import SchoolAccountAdapter, _tie
from accounts.school_account.rules import is_owned, said_by
from accounts.second_step.actions import add_app
from portal.oidc import origins_of, read_providers

pytestmark = pytest.mark.django_db

NOT_IN = "Dit lukte niet met het account van de school."
HERE = "http://127.0.0.1:8000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def provider():
    """The address of the running provider."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(f"{url}/.well-known/openid-configuration", timeout=2)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def at_school(provider, settings):
    """``at_school(tenant="")``: the school has accounts there for kiezelpad.example."""

    def make(**more):
        account = {"id": "school", "name": "Microsoft", "client_id": "kring", "secret": "x", "server_url": provider}
        account |= {"domains": ["kiezelpad.example"]} | more
        settings.SCHOOL_ACCOUNTS = read_providers(json.dumps([account]), is_plain_allowed=True)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.SCHOOL_ACCOUNTS}}
        return account

    return make


def to_provider(client, **fields):
    answer = client.post("/aanmelden/met/school/", fields, SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def consent(provider, there, sub="sub-naima", **claims):
    """Sign in there as this account; the address to which the provider sends back."""
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5).raise_for_status()
    back = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text
    return back.headers["Location"]


def sign_in(provider, client=None, **claims):
    client = client or Client()
    back = consent(provider, to_provider(client), **claims)
    return client, client.get(back.removeprefix(HERE), SERVER_NAME="127.0.0.1", SERVER_PORT="8000")


def is_in(client):
    return "_auth_user_id" in client.session


def assert_refused(client, answer):
    assert (answer.status_code, answer["Location"]) == (302, "/aanmelden/")
    assert not is_in(client)
    assert NOT_IN in client.get("/aanmelden/").content.decode()


GOOD = {"email": "naima@kiezelpad.example", "email_verified": True, "name": "Iemand anders"}


def test_who_works_here_comes_in_and_nothing_of_the_provider_is_kept(cast, provider, at_school):
    at_school()
    client, answer = sign_in(provider, **GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.naima.pk)
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.uid, row.extra_data) == (cast.naima, "school", "sub-naima", {})
    assert not SocialToken.objects.exists()
    cast.naima.refresh_from_db()
    assert cast.naima.full_name == "Naima El Idrissi"
    events = set(AuditEntry.objects.filter(actor=cast.naima).values_list("event", flat=True))
    assert {"school_account_tied", "sign_in"} <= events


def test_the_second_time_too_and_still_nothing_is_kept(cast, provider, at_school):
    at_school()
    sign_in(provider, **GOOD)
    client, _ = sign_in(provider, **GOOD)
    assert is_in(client)
    assert SocialAccount.objects.get().extra_data == {}


def test_the_button_stands_there_only_when_the_school_has_accounts(cast, at_school):
    page = Client().get("/aanmelden/").content.decode()
    assert "/aanmelden/met/" not in page
    assert Client().post("/aanmelden/met/school/").status_code == 404
    at_school()
    page = Client().get("/aanmelden/").content.decode()
    assert 'formaction="/aanmelden/met/school/"' in page
    assert "Met Microsoft" in page
    assert Client().get("/aanmelden/met/school/").status_code == 405


def test_the_way_there_carries_a_state_and_a_pkce_challenge(cast, at_school):
    at_school()
    first = parse_qs(urlsplit(to_provider(Client())).query)
    second = parse_qs(urlsplit(to_provider(Client())).query)
    assert first["code_challenge_method"] == ["S256"]
    assert len(first["code_challenge"][0]) == 43
    assert first["state"] != second["state"]
    assert first["redirect_uri"] == [f"{HERE}/aanmelden/met/school/terug/"]


REFUSED = {
    "an address that is not vouched for": {"email": "naima@kiezelpad.example", "email_verified": False},
    "no word on the address": {"email": "naima@kiezelpad.example"},
    "a word that is no yes": {"email": "naima@kiezelpad.example", "email_verified": "true"},
    "a domain that is not the school's": {"email": "naima@elders.example", "email_verified": True},
    "a domain beneath the school's": {"email": "naima@x.kiezelpad.example", "email_verified": True},
    "a domain that ends alike": {"email": "naima@nietkiezelpad.example", "email_verified": True},
    "two addresses in one": {"email": "x@elders.example@kiezelpad.example", "email_verified": True},
    "nobody's address": {"email": "niemand@kiezelpad.example", "email_verified": True},
    "a parent's address": {"email": "samira@kiezelpad.example", "email_verified": True},
    "a council member's address": {"email": "chantal@kiezelpad.example", "email_verified": True},
    "no address": {"name": "Naima"},
    "an address that is no text": {"email": ["naima@kiezelpad.example"], "email_verified": True},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED.keys())
def test_others_stay_out_and_read_one_sentence(cast, provider, at_school, claims):
    at_school()
    people = User.objects.count()
    assert_refused(*sign_in(provider, **claims))
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(event="sign_in_denied", outcome="denied").count() == 1


def test_an_address_that_two_people_share_means_nobody(cast, provider, at_school):
    at_school()
    User.objects.filter(pk=cast.joris.pk).update(email="Naima@kiezelpad.example")
    assert_refused(*sign_in(provider, **GOOD))


def test_a_closed_account_stays_closed(cast, provider, at_school):
    at_school()
    sign_in(provider, **GOOD)
    User.objects.filter(pk=cast.naima.pk).update(is_active=False)
    assert_refused(*sign_in(provider, **GOOD))


def test_who_no_longer_works_here_stays_out(cast, provider, at_school):
    at_school()
    sign_in(provider, **GOOD)
    cast.naima.memberships.update(role=cast.samira.memberships.first().role)
    assert_refused(*sign_in(provider, **GOOD))


def test_an_address_given_to_somebody_new_there_opens_nothing_here(cast, provider, at_school):
    at_school()
    sign_in(provider, **GOOD)
    assert_refused(*sign_in(provider, sub="sub-nieuw", **GOOD))


def test_an_account_there_that_gets_another_address_opens_nothing_else_here(cast, provider, at_school):
    at_school()
    sign_in(provider, **GOOD)
    assert_refused(*sign_in(provider, **(GOOD | {"email": "joris@kiezelpad.example"})))
    assert SocialAccount.objects.get().user == cast.naima


def test_the_second_step_is_asked_here_too(cast, provider, at_school):
    at_school()
    add_app(cast.naima, "A" * 32, 0, by=cast.naima)
    client, answer = sign_in(provider, **GOOD)
    assert answer["Location"] == "/aanmelden/tweede-stap/"
    assert not is_in(client)
    assert Authenticator.objects.filter(user=cast.naima).exists()


def changed(address, **fields):
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | fields
    return urlunsplit(("", "", parts.path, urlencode({k: v for k, v in query.items() if v is not None}), ""))


@pytest.mark.parametrize(
    "fields", [{"state": "x"}, {"state": None}, {"code": "x"}, {"code": None}, {"error": "access_denied"}]
)
def test_an_answer_that_was_tampered_with_lets_nobody_in(cast, provider, at_school, fields):
    at_school()
    client = Client()
    back = consent(provider, to_provider(client), **GOOD)
    assert_refused(client, client.get(changed(back, **fields), SERVER_NAME="127.0.0.1", SERVER_PORT="8000"))


def test_an_answer_works_once_and_in_the_browser_that_asked(cast, provider, at_school):
    at_school()
    asked, other = Client(), Client()
    back = consent(provider, to_provider(asked), **GOOD).removeprefix(HERE)
    host = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
    assert_refused(other, other.get(back, **host))
    assert asked.get(back, **host)["Location"] == "/"
    asked.post("/afmelden/")
    assert_refused(asked, asked.get(back, **host))


def test_nothing_is_tied_by_asking_for_it(cast, provider, at_school):
    at_school()
    client = Client()
    there = client.post("/aanmelden/met/school/?process=connect", SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    back = consent(provider, there["Location"], **GOOD).removeprefix(HERE)
    assert_refused(client, client.get(back, SERVER_NAME="127.0.0.1", SERVER_PORT="8000"))


def test_a_provider_that_is_gone_is_no_fault(cast, at_school):
    at_school(server_url=f"http://127.0.0.1:{free_port()}")
    client = Client()
    assert_refused(client, client.post("/aanmelden/met/school/"))


def test_who_is_in_already_stays(cast, client_of, at_school):
    at_school()
    client = client_of(cast.samira)
    assert client.post("/aanmelden/met/school/")["Location"] == "/"
    assert client.get("/aanmelden/met/school/terug/?code=x&state=y")["Location"] == "/"


# What the provider says


def test_the_schools_own_tenant_vouches_for_its_addresses():
    claims = {"userinfo": {"sub": "1", "email": "a@b.nl"}, "id_token": {"sub": "1", "tid": "t"}}
    assert said_by(claims, tenant="t").is_vouched_for
    assert not said_by(claims, tenant="").is_vouched_for
    assert not said_by(claims, tenant="other").is_vouched_for
    only_token = {"id_token": {"sub": "1", "tid": "t", "email": "A@b.nl"}}
    assert said_by(only_token, tenant="t").address == "a@b.nl"


def test_a_provider_that_contradicts_itself_says_nothing():
    claims = {"userinfo": {"sub": "2", "email": "a@b.nl"}, "id_token": {"sub": "1", "email": "a@b.nl"}}
    assert said_by(claims, tenant="") is None


def test_a_domain_is_the_schools_or_it_is_not():
    assert is_owned("a@b.nl", ["b.nl"])
    assert not is_owned("a@c.b.nl", ["b.nl"])
    assert not is_owned("", ["b.nl"])


# The setting


def setting(**change):
    fields = {
        "id": "m",
        "name": "M",
        "client_id": "c",
        "secret": "s",
        "server_url": "https://m.nl/t",
        "domains": ["B.nl"],
    }
    return json.dumps([{key: value for key, value in (fields | change).items() if value is not None}])


def test_the_setting_names_what_is_wrong_with_it():
    assert read_providers("", is_plain_allowed=False) == []
    app = read_providers(setting(), is_plain_allowed=False)[0]
    assert app["settings"]["domains"] == ["b.nl"]
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert origins_of([app]) == ["https://m.nl"]
    for change in (
        {"domains": None},
        {"domains": []},
        {"domains": "b.nl"},
        {"extra": 1},
        {"id": "M/"},
        {"server_url": "http://m.nl"},
    ):
        with pytest.raises(ImproperlyConfigured, match="KRING_OIDC"):
            read_providers(setting(**change), is_plain_allowed=False)
    for text in ("{", "[1]", "7"):
        with pytest.raises(ImproperlyConfigured, match="KRING_OIDC"):
            read_providers(text, is_plain_allowed=False)


@pytest.mark.django_db(transaction=True)
def test_two_first_times_at_once_tie_one_account(cast, race, at_school):
    at_school()

    def first_time(_):
        return _tie(cast.naima, SocialAccount(provider="school", uid="sub-naima", extra_data={"name": "x"}))

    assert race(first_time, 6).count(True) >= 1
    assert SocialAccount.objects.get().extra_data == {}
    assert AuditEntry.objects.filter(event="school_account_tied").count() == 1


def test_nobody_makes_an_account_by_it(cast):
    assert not SchoolAccountAdapter().is_open_for_signup(None, None)

"""The second step: a code of an app or a recovery code after the password; who needs one; help at the desk."""

import re
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts import limits
from accounts.demands import Demands, demands_on
from accounts.models import AuditEntry, Tries, User
from accounts.second_step import forms
from accounts.second_step.actions import OwnStepError, add_app, remove_step, take_away_steps
from accounts.second_step.adapter import SecondStepAdapter
from accounts.tasks import tidy_up
from groups.actions import give_role
from groups.models import Membership
from notifications.outbox import deliver_due
from portal.demo.people import PASSWORD
from protocol import clock

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


@pytest.mark.django_db(transaction=True)
def test_of_the_same_code_given_eight_times_at_once_one_lets_in(cast, with_app, race, monkeypatch):
    monkeypatch.setattr(limits, "STEP", limits.Limit("second step, one account", 100))
    secret = with_app(cast.naima)
    code = code_at(secret)
    clients = [sign_in("naima")[0] for _ in range(8)]
    answers = race(lambda number: clients[number].post(STEP_PAGE, {"code": code}).status_code, 8)
    assert sorted(answers) == [302] + [422] * 7


@pytest.mark.django_db(transaction=True)
def test_of_the_same_recovery_code_given_eight_times_at_once_one_lets_in(cast, with_app, race, monkeypatch):
    monkeypatch.setattr(limits, "STEP", limits.Limit("second step, one account", 100))
    with_app(cast.naima)
    code = recovery_codes(cast.naima)[0]
    clients = [sign_in("naima")[0] for _ in range(8)]
    answers = race(lambda number: clients[number].post(STEP_PAGE, {"code": code}).status_code, 8)
    assert sorted(answers) == [302] + [422] * 7
    assert AuditEntry.objects.filter(event="recovery_code_used", actor=cast.naima).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_200_guesses_at_once_five_are_looked_at_without_any_cache(cast, with_app, race, monkeypatch, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    with_app(cast.naima)
    looked = []
    monkeypatch.setattr(forms, "use_code", lambda user, code: looked.append(code))
    clients = [sign_in("naima")[0] for _ in range(20)]

    def guess(number):
        return [clients[number].post(STEP_PAGE, {"code": f"{number:03}{turn:03}"}).status_code for turn in range(10)]

    assert race(guess, 20) == [[422] * 10] * 20
    assert len(looked) == 5


def test_after_five_wrong_codes_one_waits_and_nobody_else_does(cast, with_app):
    secret, other = with_app(cast.naima), with_app(cast.joris)
    client, _ = sign_in("naima")
    for _ in range(5):
        assert NO_FIT in client.post(STEP_PAGE, {"code": "000000"}).content.decode()
    assert TOO_OFTEN in client.post(STEP_PAGE, {"code": code_at(secret)}).content.decode()
    assert TOO_OFTEN in client.post(STEP_PAGE, {"code": recovery_codes(cast.naima)[0]}).content.decode()
    again, _ = sign_in("naima")  # another browser is no way round
    assert TOO_OFTEN in again.post(STEP_PAGE, {"code": code_at(secret)}).content.decode()
    colleague, _ = sign_in("joris")
    assert colleague.post(STEP_PAGE, {"code": code_at(other)}).status_code == 302
    Tries.objects.update(until=limits.clock.now())
    assert client.post(STEP_PAGE, {"code": code_at(secret)}).status_code == 302


def test_one_network_address_cannot_guess_for_everybody(cast, with_app):
    secret = with_app(cast.naima)
    client, _ = sign_in("naima")
    for _ in range(limits.STEP_NETWORK.tries):
        limits.take(limits.STEP_NETWORK, "127.0.0.1")
    assert TOO_OFTEN in client.post(STEP_PAGE, {"code": code_at(secret)}).content.decode()


def test_a_right_code_does_not_count(cast, with_app):
    with_app(cast.naima)
    for code in recovery_codes(cast.naima)[:7]:
        client, _ = sign_in("naima")
        assert client.post(STEP_PAGE, {"code": f" {code[:4]} {code[4:]} "}).status_code == 302
    assert not Tries.objects.filter(count__gt=0).exists()


def test_a_recovery_code_works_once_and_is_written_down(cast, with_app):
    with_app(cast.naima)
    code = recovery_codes(cast.naima)[0]
    first, _ = sign_in("naima")
    assert first.post(STEP_PAGE, {"code": code}).status_code == 302
    second, _ = sign_in("naima")
    assert second.post(STEP_PAGE, {"code": code}).status_code == 422
    assert AuditEntry.objects.filter(event="recovery_code_used", actor=cast.naima).count() == 1
    assert AuditEntry.objects.filter(event="second_step_denied", outcome="denied", actor=cast.naima).count() == 1
    assert code not in str(list(AuditEntry.objects.values()))


def test_a_new_password_by_mail_does_not_go_round_the_second_step(cast, with_app, mailoutbox):
    with_app(cast.naima)
    client = Client()
    client.post("/wachtwoord/vergeten/", {"login": "naima"})
    deliver_due()
    link = re.search(r"http\S+/wachtwoord/nieuw/\S+", mailoutbox[-1].body)[0]
    path = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).redirect_chain[-1][0]
    new = "drie regenlaarzen dansen"
    client.post(path, {"password1": new, "password2": new})
    assert client.get("/ik/").status_code == 302
    again, answer = sign_in("naima", password=new)
    assert answer["Location"] == STEP_PAGE
    assert again.get("/ik/").status_code == 302


def test_a_code_by_mail_does_not_go_round_the_second_step(cast, with_app, mailoutbox):
    secret = with_app(cast.naima)
    client = Client()
    client.post("/aanmelden/code/", {"login": "naima"})
    deliver_due()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mailoutbox[-1].body, re.M)[0]
    answer = client.post("/aanmelden/code/invullen/", {"code": code})
    assert answer["Location"] == STEP_PAGE
    assert client.get("/ik/").status_code == 302
    assert client.post(STEP_PAGE, {"code": code_at(secret)}).status_code == 302


def test_without_a_password_there_is_no_page_of_the_second_step(cast, with_app):
    with_app(cast.naima)
    assert Client().get(STEP_PAGE)["Location"] == "/aanmelden/"


# Setting up


def set_up(client, path="/ik/tweede-stap/app/"):
    page = client.get(path)
    secret = "".join(re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1].split())
    return secret, page


def test_an_app_is_set_up_with_its_first_code_and_gives_ten_recovery_codes(cast, client_of, mailoutbox):
    client = client_of(cast.samira)
    assert "App instellen" in client.get("/ik/tweede-stap/").content.decode()
    secret, page = set_up(client)
    assert '<svg class="qr"' in page.content.decode()
    assert "data:" not in page.content.decode()
    answer = client.post("/ik/tweede-stap/app/", {"code": code_at(secret)})
    assert answer["Location"] == "/ik/tweede-stap/codes/"
    codes = client.get("/ik/tweede-stap/codes/").content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", codes)) == 10
    assert AuditEntry.objects.filter(event="second_step_added", actor=cast.samira, detail="totp").count() == 1
    deliver_due()
    assert [mail.subject for mail in mailoutbox] == ["Je hebt een nieuwe tweede stap"]
    # and the code that showed it is used up
    other, _ = sign_in("samira")
    assert other.post(STEP_PAGE, {"code": code_at(secret)}).status_code == 422


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(cast, client_of):
    client = client_of(cast.samira)
    secret, _ = set_up(client)
    page = client.post("/ik/tweede-stap/app/", {"code": "000000"})
    assert page.status_code == 422
    assert NO_FIT in page.content.decode()
    assert " ".join(secret[n : n + 4] for n in range(0, 32, 4)) in page.content.decode()
    assert not Authenticator.objects.exists()


def test_the_first_code_is_guessed_at_most_five_times(cast, client_of):
    client = client_of(cast.samira)
    secret, _ = set_up(client)
    for _ in range(5):
        client.post("/ik/tweede-stap/app/", {"code": "000000"})
    assert TOO_OFTEN in client.post("/ik/tweede-stap/app/", {"code": code_at(secret)}).content.decode()


def test_a_second_app_is_not_set_up_beside_the_first(cast, client_of, with_app):
    with_app(cast.samira)
    assert client_of(cast.samira).get("/ik/tweede-stap/app/")["Location"] == "/ik/tweede-stap/"


@pytest.mark.django_db(transaction=True)
def test_an_app_set_up_twice_at_once_is_set_up_once(cast, client_of, race):
    client = client_of(cast.samira)
    secret, _ = set_up(client)
    twins = [Client(), Client()]
    for twin in twins:
        twin.cookies = client.cookies.copy()
    answers = race(lambda n: twins[n].post("/ik/tweede-stap/app/", {"code": code_at(secret)}).status_code, 2)
    assert set(answers) <= {302, 422}
    assert Authenticator.objects.filter(user=cast.samira, type="totp").count() == 1
    assert AuditEntry.objects.filter(event="second_step_added").count() == 1


def test_no_seed_stands_in_the_database_as_it_is(cast, with_app):
    secret = with_app(cast.naima)
    stored = str(list(Authenticator.objects.values("data")))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(cast.naima))
    adapter = SecondStepAdapter()
    assert adapter.decrypt(adapter.encrypt("geheim")) == "geheim"


def test_an_older_secret_key_still_opens_and_a_lost_one_lets_nobody_in(cast, with_app, settings):
    secret = with_app(cast.naima)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [old]
    client, _ = sign_in("naima")
    assert client.post(STEP_PAGE, {"code": code_at(secret)}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    client, _ = sign_in("naima")
    assert client.post(STEP_PAGE, {"code": code_at(secret, 1)}).status_code == 422


def test_every_night_the_seeds_are_closed_with_the_newest_key(cast, with_app, settings):
    secret = with_app(cast.naima)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert tidy_up() == 2  # the app and the recovery codes
    assert tidy_up() == 0
    settings.SECRET_KEY_FALLBACKS = []
    client, _ = sign_in("naima")
    assert client.post(STEP_PAGE, {"code": code_at(secret)}).status_code == 302
    settings.SECRET_KEY = "m" * 60
    assert tidy_up() == 0


def test_the_recovery_codes_can_be_kept_as_text(cast, client_of, with_app):
    with_app(cast.samira)
    answer = client_of(cast.samira).get("/ik/tweede-stap/codes/bewaren/")
    assert answer["Content-Type"].startswith("text/plain")
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    assert all(f"{code[:4]} {code[4:]}" in text for code in recovery_codes(cast.samira))
    assert "samira" in text


def test_who_has_no_recovery_codes_finds_none(cast, client_of, with_app):
    client = client_of(cast.samira)
    for path in ("codes/", "codes/bewaren/"):
        assert client.get(f"/ik/tweede-stap/{path}").status_code == 404
    assert client.post("/ik/tweede-stap/codes/nieuw/")["Location"] == "/ik/tweede-stap/"
    assert not Authenticator.objects.exists()
    with_app(cast.samira)
    for code in recovery_codes(cast.samira):
        sign_in("samira")[0].post(STEP_PAGE, {"code": code})
    assert "Alle codes zijn gebruikt" in client.get("/ik/tweede-stap/codes/").content.decode()
    assert client.get("/ik/tweede-stap/codes/bewaren/").status_code == 404


def test_new_recovery_codes_replace_the_old_ones(cast, client_of, with_app, mailoutbox):
    with_app(cast.samira)
    old, client = recovery_codes(cast.samira), client_of(cast.samira)
    assert "Nieuwe codes maken" in client.get("/ik/tweede-stap/codes/nieuw/").content.decode()
    assert client.post("/ik/tweede-stap/codes/nieuw/")["Location"] == "/ik/tweede-stap/codes/"
    assert not set(old) & set(recovery_codes(cast.samira))
    deliver_due()
    assert "Je hebt nieuwe herstelcodes" in [mail.subject for mail in mailoutbox]


def test_with_the_last_second_step_the_recovery_codes_go_too(cast, client_of, with_app, mailoutbox):
    with_app(cast.samira)
    client = client_of(cast.samira)
    path = f"/ik/tweede-stap/{Authenticator.objects.get(type='totp').pk}/weg/"
    assert "je laatste tweede stap" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/ik/tweede-stap/"
    assert not Authenticator.objects.exists()
    assert client.post(path).status_code == 404
    assert AuditEntry.objects.filter(event="second_step_removed", actor=cast.samira).count() == 1
    deliver_due()
    assert "Een tweede stap is weggehaald" in [mail.subject for mail in mailoutbox]


def test_another_second_step_keeps_the_recovery_codes(cast, with_app):
    with_app(cast.samira)
    key = Authenticator.objects.create(user=cast.samira, type="webauthn", data={"name": "Telefoon", "credential": {}})
    assert remove_step(key, by=cast.samira)
    assert not remove_step(key, by=cast.samira)
    assert Authenticator.objects.filter(user=cast.samira).count() == 2


def test_nobody_takes_away_the_second_step_of_another_as_ones_own(cast, client_of, with_app):
    with_app(cast.samira)
    path = f"/ik/tweede-stap/{Authenticator.objects.get(type='totp').pk}/weg/"
    assert client_of(cast.tom).post(path).status_code == 404
    assert Authenticator.objects.filter(user=cast.samira, type="totp").exists()


# Once more who it is


PAGES = ["", "app/", "sleutel/", "codes/", "codes/nieuw/", "codes/bewaren/"]


@pytest.mark.parametrize("page", PAGES[1:])
def test_who_signed_in_long_ago_shows_first_who_it_is(cast, client_of, page):
    path = f"/ik/tweede-stap/{page}"
    answer = client_of(cast.samira, is_fresh=False).get(path)
    assert answer["Location"] == f"/aanmelden/opnieuw/?next={quote(path, safe='')}"


def test_a_password_given_once_more_holds_for_15_minutes(cast, client_of, monkeypatch):
    client = client_of(cast.samira, is_fresh=False)
    client.post("/aanmelden/opnieuw/?next=/ik/", {"password": PASSWORD})
    assert client.get("/ik/tweede-stap/app/").status_code == 200
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("accounts.reauthentication.time.time", lambda: later)
    assert client.get("/ik/tweede-stap/app/").status_code == 302


def test_a_code_given_once_more_holds_too_and_goes_on_where_one_was(cast, client_of, with_app):
    secret = with_app(cast.samira)
    client = client_of(cast.samira, is_fresh=False)
    assert "Met een code" in client.get("/aanmelden/opnieuw/?next=/ik/tweede-stap/codes/").content.decode()
    again = "/aanmelden/opnieuw/code/?next=/ik/tweede-stap/codes/"
    assert "Met je wachtwoord" in client.get(again).content.decode()
    wrong = client.post(again, {"code": "000000"})
    assert (wrong.status_code, NO_FIT in wrong.content.decode()) == (422, True)
    assert client.post(again, {"code": code_at(secret)})["Location"] == "/ik/tweede-stap/codes/"
    assert client.get("/ik/tweede-stap/codes/").status_code == 200


def test_a_code_by_mail_shows_nobody_again(cast, client_of):
    client = client_of(cast.samira)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    assert client.get("/ik/tweede-stap/app/").status_code == 302


def test_who_has_neither_password_nor_second_step_asks_for_a_password_by_mail(cast, client_of):
    cast.samira.set_unusable_password()
    cast.samira.save()
    client = client_of(cast.samira, is_fresh=False)
    assert client.get("/ik/tweede-stap/app/", follow=True).redirect_chain[-1][0] == "/wachtwoord/vergeten/"


# Who needs one


def give_days(cast, days, ago=0):
    type(cast.school).objects.update(second_factor_days=days)
    Membership.objects.update(created_at=clock.now() - timedelta(days=ago))


@pytest.mark.parametrize(
    "name", ["marleen", "dennis", "naima", "thijs", "fleur", "wilma", "henk", "chantal", "pieterjan"]
)
def test_who_works_here_or_is_in_a_council_needs_one_so_many_days_after_the_first_role(cast, name):
    give_days(cast, 14, ago=3)
    demands = demands_on(getattr(cast, name))
    assert demands.second_step_by == clock.today() + timedelta(days=11)
    assert demands.is_staff is (name not in ("chantal", "pieterjan"))
    assert not demands.is_overdue


@pytest.mark.parametrize("name", ["samira", "tom", "kwame", "liwen"])
def test_of_other_parents_none_is_asked(cast, name):
    give_days(cast, 0, ago=100)
    assert demands_on(getattr(cast, name)) == Demands()


def test_within_the_days_of_grace_home_and_own_page_say_so(cast, client_of):
    give_days(cast, 14)
    client = client_of(cast.naima)
    for path in ("/", "/ik/"):
        assert "je tweede stap aan" in client.get(path).content.decode()
    assert "Bij jouw rol hoort een tweede stap" in client.get("/ik/tweede-stap/").content.decode()
    assert "je tweede stap aan" not in client_of(cast.samira).get("/").content.decode()


def test_after_the_days_of_grace_every_page_leads_to_setting_up(cast, client_of):
    give_days(cast, 14, ago=15)
    client = client_of(cast.naima)
    for path in (
        "/",
        "/ik/",
        "/groepen/",
        f"/groepen/{cast.groep5.pk}/",
        "/zoeken/?q=x",
        f"/groepen/{cast.groep5.pk}/leden/",
    ):
        assert client.get(path)["Location"] == "/ik/tweede-stap/", path
    assert client.post("/ik/", {"theme": "dark"})["Location"] == "/ik/tweede-stap/"
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/ik/tweede-stap/"
    for path in ("/ik/tweede-stap/", "/ik/tweede-stap/app/", "/afmelden/", "/afspraken/", "/privacy/", "/livez"):
        assert client.get(path).status_code == 200, path
    secret, _ = set_up(client)
    client.post("/ik/tweede-stap/app/", {"code": code_at(secret)})
    assert client.get("/").status_code == 200


def test_who_takes_the_only_one_away_after_the_days_of_grace_sets_up_another_first(cast, client_of, with_app):
    give_days(cast, 14, ago=15)
    with_app(cast.naima)
    client = client_of(cast.naima)
    assert client.get("/").status_code == 200
    client.post(f"/ik/tweede-stap/{Authenticator.objects.get(type='totp').pk}/weg/")
    assert client.get("/")["Location"] == "/ik/tweede-stap/"


def test_a_role_given_anew_begins_no_new_days_of_grace(cast):
    give_days(cast, 14, ago=15)
    Membership.objects.filter(user=cast.naima).update(ended_at=clock.now(), valid_until=clock.today())
    give_role(cast.naima, "teacher", cast.groep6, by=cast.marleen)
    assert demands_on(cast.naima).is_overdue


def test_the_days_of_grace_begin_at_the_first_sign_in_of_who_was_imported_long_before(cast, client):
    give_days(cast, 14, ago=100)
    for days_later in (0, 1):  # the second sign-in begins no new days
        with time_machine.travel(clock.now() + timedelta(days=days_later), tick=False):
            client.post("/aanmelden/", {"login": cast.naima.sign_in_name, "password": PASSWORD})
            assert client.get("/").status_code == 200, "not led to setting up"
            demands = demands_on(User.objects.get(pk=cast.naima.pk))
            assert demands.second_step_by == clock.today() + timedelta(days=14 - days_later)


def test_a_role_after_the_first_sign_in_counts_from_the_role(cast):
    give_days(cast, 14, ago=3)
    cast.naima.first_login_at = clock.now() - timedelta(days=50)
    assert demands_on(cast.naima).second_step_by == clock.today() + timedelta(days=11)


def test_a_role_that_ended_asks_nothing_any_more(cast):
    Membership.objects.filter(user=cast.naima).update(ended_at=clock.now(), valid_until=clock.today())
    assert demands_on(cast.naima) == Demands()


# Help at the desk


def test_the_head_takes_away_a_lost_second_step_and_its_owner_is_told(cast, client_of, with_app, mailoutbox):
    with_app(cast.tom)
    toms = client_of(cast.tom)
    toms.get("/ik/")
    client, path = client_of(cast.marleen), f"/beheer/mensen/{cast.tom.pk}/tweede-stap/"
    assert "De tweede stap van Tom Verbeek weghalen?" in client.get(path).content.decode()
    unsure = client.post(path)
    assert unsure.status_code == 422
    assert "Vink aan dat je zeker weet wie dit is." in unsure.content.decode()
    assert Authenticator.objects.filter(user=cast.tom).exists()
    assert client.post(path, {"sure": "1"}).status_code == 302
    assert not Authenticator.objects.filter(user=cast.tom).exists()
    assert "heeft geen tweede stap" in client.get(path).content.decode()
    entry = AuditEntry.objects.get(event="second_step_taken_away")
    assert (entry.actor, entry.object_name) == (cast.marleen, "Tom Verbeek")
    deliver_due()
    assert "De school haalde je tweede stap weg" in [mail.subject for mail in mailoutbox]
    _, answer = sign_in("tom")
    assert answer["Location"] == "/"


def test_who_lost_it_is_signed_out_everywhere(cast, with_app):
    secret = with_app(cast.tom)
    client, _ = sign_in("tom")
    client.post(STEP_PAGE, {"code": code_at(secret)})
    assert client.get("/ik/").status_code == 200
    assert take_away_steps(cast.tom, by=cast.marleen)
    assert client.get("/ik/").status_code == 302
    assert not take_away_steps(cast.tom, by=cast.marleen)


def test_nobody_helps_oneself(cast, client_of, with_app):
    with_app(cast.marleen)
    path = f"/beheer/mensen/{cast.marleen.pk}/tweede-stap/"
    assert client_of(cast.marleen).post(path, {"sure": "1"})["Location"] == "/ik/tweede-stap/"
    with pytest.raises(OwnStepError):
        take_away_steps(cast.marleen, by=cast.marleen)
    assert Authenticator.objects.filter(user=cast.marleen, type="totp").exists()


def test_the_head_shows_first_who_it_is(cast, client_of):
    path = f"/beheer/mensen/{cast.tom.pk}/tweede-stap/"
    assert client_of(cast.marleen, is_fresh=False).get(path)["Location"].startswith("/aanmelden/opnieuw/")
    assert client_of(cast.naima, is_fresh=False).get(path).status_code == 404

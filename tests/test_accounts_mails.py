"""A new password and a code to sign in, through the outbox, from asking to being in."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import limits
from accounts.models import User
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from portal.demo.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "drie blauwe fietsen"
TOO_OFTEN = "Te vaak geprobeerd. Wacht 5\u00a0minuten en probeer het opnieuw."


@pytest.fixture
def sharing(cast):
    cast.tom.email = cast.samira.email
    cast.tom.save()
    return cast.samira, cast.tom


def ask_reset(login, client=None):
    return (client or Client()).post("/wachtwoord/vergeten/", {"login": login})


def ask_code(login, client=None):
    return (client or Client()).post("/aanmelden/code/", {"login": login})


def link_in(message):
    return re.search(r"https?://[^/]+(/wachtwoord/nieuw/\S+)", message.body)[1]


def code_in(message):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", message.body, re.M)[0]


@pytest.mark.parametrize("login", ["samira", "Samira@Kiezelpad.example"])
def test_a_forgotten_password_from_asking_to_signing_in(cast, client_of, mailoutbox, login):
    elsewhere = client_of(cast.samira)
    client = Client()
    assert ask_reset(login, client)["Location"] == "/wachtwoord/vergeten/verstuurd/"
    assert mailoutbox == []  # a row first
    assert OutboxMail.objects.get().recipient == cast.samira
    deliver_due()
    assert mailoutbox[0].to == ["samira@kiezelpad.example"]
    assert "Dag Samira" in mailoutbox[0].body
    assert "Je aanmeldnaam: samira" in mailoutbox[0].body
    page = client.get(link_in(mailoutbox[0]), follow=True)
    path = page.redirect_chain[-1][0]
    assert path.endswith("-set-password/")  # the key is no longer in the address
    short = client.post(path, {"password1": "kort", "password2": "kort"})
    assert "12 tekens" in short.content.decode()
    unequal = client.post(path, {"password1": NEW, "password2": NEW + "!"})
    assert "Je moet hetzelfde wachtwoord twee keer intoetsen." in unequal.content.decode()
    done = client.post(path, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Je nieuwe wachtwoord werkt" in done.content.decode()
    assert Client().post("/aanmelden/", {"login": "samira", "password": NEW}).status_code == 302
    assert elsewhere.get("/ik/").status_code == 302  # signed out everywhere
    deliver_due()
    assert "Je wachtwoord is gewijzigd" in [mail.subject for mail in mailoutbox]


def test_a_reset_link_works_once(cast, mailoutbox):
    ask_reset("samira")
    deliver_due()
    link = link_in(mailoutbox[0])
    first = Client()
    path = first.get(link, follow=True).redirect_chain[-1][0]
    first.post(path, {"password1": NEW, "password2": NEW})
    again = Client().get(link)
    assert "Deze link werkt niet meer." in again.content.decode()


def test_a_reset_link_ends_with_the_account_and_with_a_new_address(cast, mailoutbox):
    for change in ({"email": "elders@kiezelpad.example"}, {"is_active": False}):
        ask_reset("samira")
        deliver_due()
        User.objects.filter(pk=cast.samira.pk).update(**change)
        assert "Deze link werkt niet meer." in Client().get(link_in(mailoutbox[-1])).content.decode()


def test_the_link_never_follows_the_host_header(cast, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://portaal.kiezelpad.example"
    Client().post("/wachtwoord/vergeten/", {"login": "samira"}, headers={"host": "evil.example"})
    deliver_due()
    assert "https://portaal.kiezelpad.example/wachtwoord/nieuw/" in mailoutbox[0].body
    assert "evil.example" not in str(mailoutbox[0].message())


def test_a_shared_address_gets_one_mail_for_each_with_the_sign_in_name(sharing, mailoutbox):
    samira, _tom = sharing
    ask_reset(samira.email)
    deliver_due()
    assert {mail.to[0] for mail in mailoutbox} == {samira.email}
    assert sorted(re.search("Je aanmeldnaam: (.+)", mail.body)[1] for mail in mailoutbox) == ["samira", "tom"]


def test_resetting_by_sign_in_name_reaches_only_that_person(sharing, mailoutbox):
    ask_reset("tom")
    deliver_due()
    assert [re.search("Je aanmeldnaam: (.+)", mail.body)[1] for mail in mailoutbox] == ["tom"]


def test_a_code_from_asking_to_being_in(cast, mailoutbox):
    client = Client()
    response = client.post("/aanmelden/code/", {"login": "samira@kiezelpad.example", "next": "/ik/"})
    assert response["Location"] == "/aanmelden/code/invullen/?next=%2Fik%2F"
    deliver_due()
    code = code_in(mailoutbox[0])
    assert mailoutbox[0].subject == "Je code om aan te melden"
    assert code in mailoutbox[0].alternatives[0][0]
    assert OutboxMail.objects.get().text == ""
    wrong = client.post("/aanmelden/code/invullen/", {"code": "AAAA-AAAA"})
    assert "Dit is niet de code uit de mail. Kijk nog eens goed." in wrong.content.decode()
    response = client.post("/aanmelden/code/invullen/", {"code": code.lower().replace("-", " "), "next": "/ik/"})
    assert response["Location"] == "/ik/"
    assert client.session["_auth_user_id"] == str(cast.samira.pk)


def test_a_code_works_in_one_browser_and_once(cast, mailoutbox):
    client = Client()
    ask_code("samira", client)
    deliver_due()
    code = code_in(mailoutbox[0])
    other = Client()
    ask_code("samira", other)
    assert other.post("/aanmelden/code/invullen/", {"code": code}).status_code == 200
    client.post("/aanmelden/code/invullen/", {"code": code})
    client.post("/afmelden/")
    assert client.post("/aanmelden/code/invullen/", {"code": code})["Location"] == "/aanmelden/code/"


def test_a_shared_address_gets_no_code_but_the_sign_in_names(sharing, mailoutbox):
    samira, _ = sharing
    assert ask_code(samira.email)["Location"] == "/aanmelden/code/invullen/"
    deliver_due()
    assert len(mailoutbox) == 1
    assert "- samira\n- tom" in mailoutbox[0].body
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", mailoutbox[0].body)


def test_a_code_by_sign_in_name_goes_to_that_person_and_the_page_does_not_show_where(cast, mailoutbox):
    client = Client()
    ask_code("samira", client)
    page = client.get("/aanmelden/code/invullen/").content.decode()
    assert "samira@kiezelpad.example" not in page
    deliver_due()
    assert mailoutbox[0].to == ["samira@kiezelpad.example"]


@pytest.mark.parametrize("ask", [ask_reset, ask_code])
@pytest.mark.parametrize("login", ["niemand", "niemand@kiezelpad.example", "kwame", "henk"])
def test_for_nobody_it_looks_the_same_and_nothing_goes_out(cast, mailoutbox, ask, login):
    User.objects.filter(pk=cast.kwame.pk).update(is_active=False)
    User.objects.filter(pk=cast.henk.pk).update(email="")
    known, unknown = Client(), Client()
    expected, got = ask("samira", known), ask(login, unknown)
    assert (got.status_code, got["Location"]) == (expected.status_code, expected["Location"])
    pages = [re.sub(r'value="\w{64}"', "", client.get(got["Location"]).content.decode()) for client in (known, unknown)]
    assert pages[0] == pages[1]
    deliver_due()
    assert [mail.to for mail in mailoutbox] == [["samira@kiezelpad.example"]]
    # a row each, so that it takes as long
    assert OutboxMail.objects.count() == 2
    assert not OutboxMail.objects.exclude(text="").exists()


def test_for_nobody_no_code_is_right(cast):
    client = Client()
    ask_code("niemand", client)
    for code in ("", "AAAA-AAAA", "é"):
        assert client.post("/aanmelden/code/invullen/", {"code": code}).status_code in (200, 302)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("ask", [ask_reset, ask_code])
def test_mails_are_asked_at_most_three_times(cast, ask, mailoutbox):
    for login in ("samira", "samira@kiezelpad.example", "samira"):
        assert ask(login).status_code == 302
    page = ask("samira")
    assert TOO_OFTEN in page.content.decode()
    assert 'value="samira"' in page.content.decode()
    deliver_due()
    assert len(mailoutbox) == 3
    assert ask("tom").status_code == 302


@pytest.mark.parametrize("ask", [ask_reset, ask_code])
def test_one_network_address_cannot_mail_everybody(cast, ask):
    for number in range(limits.MAIL_NETWORK.tries):
        ask(f"niemand{number}")
    assert TOO_OFTEN in ask("samira").content.decode()


def test_codes_are_guessed_at_most_five_times_over_all_browsers(cast, mailoutbox):
    first, second = Client(), Client()
    ask_code("samira", first)
    ask_code("samira", second)
    deliver_due()
    for client, times in ((first, 3), (second, 2)):
        for _ in range(times):
            client.post("/aanmelden/code/invullen/", {"code": "AAAA-AAAA"})
    refused = second.post("/aanmelden/code/invullen/", {"code": code_in(mailoutbox[1])}, follow=True)
    assert TOO_OFTEN in refused.content.decode()
    assert "_auth_user_id" not in second.session


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_of_a_code_at_once_are_five(cast, race, monkeypatch):
    from allauth.account import forms

    client = Client()
    ask_code("samira", client)
    key, compared = client.cookies["sessionid"].value, []
    monkeypatch.setattr(forms, "compare_user_code", lambda **kw: compared.append(kw) or False)

    def guess(number):
        one = Client()
        one.cookies["sessionid"] = key
        return one.post("/aanmelden/code/invullen/", {"code": f"AAAA-{number}"}).status_code

    assert set(race(guess, 20)) <= {200, 302}
    assert 1 <= len(compared) <= 5


def test_who_waits_for_a_code_may_still_use_the_password(cast):
    client = Client()
    ask_code("samira", client)
    assert client.get("/aanmelden/").status_code == 200
    assert client.post("/aanmelden/", {"login": "samira", "password": PASSWORD})["Location"] == "/"


def test_the_address_of_a_person_stands_in_one_place(cast, mailoutbox):
    """allauth keeps addresses of its own; if one appeared, it would outlive a change of the person's address."""
    client = Client()
    ask_reset("samira")
    ask_code("samira", client)
    deliver_due()
    path = Client().get(link_in(mailoutbox[0]))["Location"]
    assert path
    client.post("/aanmelden/code/invullen/", {"code": code_in(mailoutbox[1])})
    client.post("/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert not EmailAddress.objects.exists()


def test_mails_have_no_remote_parts_and_name_no_children(cast, mailoutbox):
    ask_reset("samira")
    ask_code("samira")
    deliver_due()
    for mail in mailoutbox:
        html = mail.alternatives[0][0]
        assert "<img" not in html
        assert "@import" not in html
        assert "url(" not in html
        for pupil in (cast.yara, cast.ilias):
            assert pupil.first_name not in html + mail.body
        assert set(re.findall(r'href="(https?://[^/]+)', html)) <= {"http://127.0.0.1:8000"}


def test_a_password_changed_signs_out_the_others_and_tells_by_mail(cast, client_of, mailoutbox):
    other, client = Client(), Client()
    for one in (other, client):
        one.post("/aanmelden/", {"login": "samira", "password": PASSWORD})
    wrong = client.post("/wachtwoord/wijzigen/", {"oldpassword": "fout", "password1": NEW, "password2": NEW})
    assert "Dit is niet je wachtwoord van nu. Probeer het nog eens." in wrong.content.decode()
    response = client.post("/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert response["Location"] == "/ik/"
    assert "Op je andere apparaten ben je afgemeld." in client.get("/ik/").content.decode()
    assert other.get("/ik/").status_code == 302
    deliver_due()
    mail = next(mail for mail in mailoutbox if mail.subject == "Je wachtwoord is gewijzigd")
    assert "/wachtwoord/vergeten/" in mail.body


def test_the_current_password_is_guessed_at_most_five_times(cast, client_of):
    client = client_of(cast.samira)
    for _ in range(5):
        client.post("/wachtwoord/wijzigen/", {"oldpassword": "fout", "password1": NEW, "password2": NEW})
    page = client.post("/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert TOO_OFTEN in page.content.decode()


def test_who_has_no_password_yet_asks_for_one_by_mail(cast, client_of):
    cast.samira.set_unusable_password()
    cast.samira.save()
    client = client_of(cast.samira)
    for path in ("/wachtwoord/wijzigen/", "/aanmelden/opnieuw/"):
        assert client.get(path)["Location"] == "/wachtwoord/vergeten/"


def test_a_new_password_ends_the_wait_of_who_was_kept_out(cast, mailoutbox):
    for _ in range(6):
        Client().post("/aanmelden/", {"login": "samira", "password": "fout"})
    ask_reset("samira")
    deliver_due()
    client = Client()
    path = client.get(link_in(mailoutbox[0]))["Location"]
    client.post(path, {"password1": NEW, "password2": NEW})
    assert Client().post("/aanmelden/", {"login": "samira", "password": NEW}).status_code == 302


@pytest.mark.parametrize("ask", [ask_reset, ask_code])
def test_nothing_filled_in_is_said_in_the_field(cast, ask):
    page = ask("").content.decode()
    assert "Vul je e-mailadres of je aanmeldnaam in." in page
    assert 'id="id_login-error" role="alert"' in page


def test_an_account_closed_before_the_code_was_filled_in_stays_out(cast, mailoutbox):
    client = Client()
    ask_code("samira", client)
    deliver_due()
    User.objects.filter(pk=cast.samira.pk).update(is_active=False)
    response = client.post("/aanmelden/code/invullen/", {"code": code_in(mailoutbox[0])}, follow=True)
    assert "_auth_user_id" not in client.session
    assert 'role="alert"' in response.content.decode()
    assert response.redirect_chain[-1][0] == "/aanmelden/"


def test_who_has_no_address_may_change_the_password_too(cast, client_of):
    User.objects.filter(pk=cast.samira.pk).update(email="")
    client = client_of(User.objects.get(pk=cast.samira.pk))
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/wachtwoord/wijzigen/", fields)["Location"] == "/ik/"
    assert not OutboxMail.objects.exists()

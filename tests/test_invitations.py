"""Invitations: who gets one, what it opens, once and for whom; and that nobody guesses one (B3, B8, F3)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import limits
from accounts.models import AuditEntry, Tries, User
from groups import secrets
from groups.actions import (
    HasAccountError,
    InvitationGoneError,
    NotByHandError,
    NotLetInError,
    accept_invitation,
    add_guardian,
    give_role,
    invite_all_by_mail,
    invite_at_door,
    invite_by_letter,
    invite_by_link,
    invite_by_mail,
    remove_guardian,
)
from groups.invited import invited_lines, states_of
from groups.models import Guardianship, Invitation, Membership
from groups.permissions import TriedTooOftenError, find_invitation
from groups.views import inviting
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.factories import make_parent

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B3")]
NEW = "drie blauwe fietsen"
FIND = "/uitnodiging/"


@pytest.fixture
def ana(cast):
    """Ana Petrović, let in for Bram in groep 5, without a password yet."""
    person = User.objects.create_user(
        "ana.petrovic", email="ana@kiezelpad.example", first_name="Ana", last_name="Petrović"
    )
    add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True)
    return person


def link_of(person):
    return Membership.objects.get(user=person, role__name="parent", ended_at=None)


def code_url(cast, person):
    return reverse("groups:code-make", args=[cast.groep5.pk, link_of(person).pk])


def token_in(mail):
    return re.search(r"https?://[^/]+/uitnodiging/(\S+)/", mail.body)[1]


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed_in(client):
    return client.session.get("_auth_user_id")


# --- the secrets


def test_a_code_has_no_signs_that_look_alike_and_is_shown_in_fours():
    code = secrets.make_code()
    assert len(code) == 12
    assert not set("01OIL") & set(secrets.ALPHABET)
    assert set(code) <= set(secrets.ALPHABET)
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", secrets.in_fours(code))
    assert len({secrets.make_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("how", [str.lower, secrets.in_fours, " {} ".format, "–".join])
def test_a_code_is_the_same_however_it_is_typed(how):
    code = secrets.make_code()
    assert secrets.as_made(how(code)) == code
    assert secrets.digest(how(code)) == secrets.digest(code)


def test_a_token_stays_as_it_is():
    token = secrets.make_token()
    assert secrets.as_made(token) == token
    assert secrets.digest(token) != secrets.digest(token.lower())


def test_only_a_hash_under_the_key_of_the_portal_is_kept(ana, cast, settings):
    code = invite_at_door(ana, by=cast.naima)
    row = Invitation.objects.get()
    assert code not in str(row.__dict__)
    assert row.secret_hash == secrets.digest(code)
    assert row.secret_hash != secrets.digest(code, "another key")
    # a new key, the old one still known: the letter in the bag still works
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert find_invitation(code, "n") is not None


# --- coming in


@pytest.mark.clause("F3")
@pytest.mark.parametrize("typed", [str.lower, secrets.in_fours])
def test_who_has_a_letter_types_the_code_chooses_a_password_and_reads_the_news(ana, cast, typed):
    ((person, code),) = invite_by_letter([ana], by=cast.marleen)
    assert person == ana
    client = Client()
    assert 'href="/uitnodiging/"' in client.get("/aanmelden/").content.decode()
    found = client.post(FIND, {"code": typed(code)})
    assert found["Location"] == f"/uitnodiging/{code}/"
    page = client.get(found["Location"])
    assert "Welkom, Ana" in text_of(page)
    assert "ana.petrovic" in text_of(page)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert page["Referrer-Policy"] == "same-origin"
    inside = client.post(found["Location"], {"password1": NEW, "password2": NEW}, follow=True)
    assert inside.redirect_chain[-1][0] == "/"
    assert "Welkom, Ana. Vanaf nu meld je je aan met ana.petrovic" in text_of(inside)
    assert client.get(reverse("messaging:group-feed", args=[cast.groep5.pk])).status_code == 200
    assert Client().post("/aanmelden/", {"login": "ana.petrovic", "password": NEW}).status_code == 302


def test_who_is_invited_by_mail_gets_a_link_that_works_once(ana, cast, mailoutbox):
    invite_by_mail(ana, by=cast.naima, school=cast.school)
    assert deliver_due() == 1
    (mail,) = mailoutbox
    assert mail.to == ["ana@kiezelpad.example"]
    assert "ana.petrovic" in mail.body
    assert token_in(mail) in mail.alternatives[0][0]
    for private in ("Bram", "Tuinstra", "Groep 5"):
        assert private not in mail.subject + mail.body + mail.alternatives[0][0]
    assert OutboxMail.objects.get().text == OutboxMail.objects.get().html == ""
    url = f"/uitnodiging/{token_in(mail)}/"
    client = Client()
    assert client.post(url, {"password1": NEW, "password2": NEW})["Location"] == "/"
    assert signed_in(client) == str(ana.pk)
    again = Client().post(url, {"password1": "een andere fiets erbij", "password2": "een andere fiets erbij"})
    assert again.status_code == 404
    ana.refresh_from_db()
    assert ana.check_password(NEW)


@pytest.mark.parametrize(
    ("passwords", "sentence"),
    [
        (("kort", "kort"), "Gebruik minstens 12 tekens."),
        (("ana petrovic kiezelpad", "ana petrovic kiezelpad"), "makkelijk te raden"),
        ((NEW, NEW + "!"), "twee keer"),
        (("", ""), ""),
    ],
)
def test_a_weak_password_is_told_and_leaves_the_invitation_open(ana, cast, passwords, sentence):
    code = invite_at_door(ana, by=cast.naima)
    page = Client().post(f"/uitnodiging/{code}/", dict(zip(("password1", "password2"), passwords, strict=True)))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'role="alert"' in page.content.decode()
    with pytest.raises(ValidationError):
        accept_invitation(code, "kort")
    assert accept_invitation(code, NEW) == ana


@pytest.mark.clause("B8")
def test_wrong_used_revoked_and_over_look_the_same_and_name_nobody(ana, cast):
    other = make_parent(cast.groep5, by=cast.naima, first_name="Milica")
    used, revoked = invite_at_door(other, by=cast.naima), invite_at_door(ana, by=cast.naima)
    accept_invitation(used, NEW)
    over = invite_at_door(ana, by=cast.naima)
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        pages = [Client().get(f"/uitnodiging/{secret}/") for secret in ("ABCDEFGHJKMN", "x" * 43, used, revoked, over)]
    assert {page.status_code for page in pages} == {404}
    bodies = {text_of(page) for page in pages}
    assert len(bodies) == 1
    (body,) = bodies
    assert "Deze uitnodiging werkt niet" in body
    assert "Bel de school" in body or "bel de school" in body
    assert "Ana" not in body
    assert "Milica" not in body


@pytest.mark.parametrize("typed", ["", "x" * 65, "geen code", "\x00", "ABCD-EFGH-JKMN", "é" * 12])
def test_what_is_no_code_is_told_and_kept(cast, typed):
    page = Client().post(FIND, {"code": typed})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    if typed == "geen code":
        assert "Deze code werkt niet, of niet meer." in text_of(page)
        assert 'value="geen code"' in page.content.decode()


@pytest.mark.parametrize("secret", ["%00", "%F0%9F%A6%94", "a" * 3000, "-", "%2e%2e"])
def test_an_address_of_nonsense_is_a_page_that_says_so(cast, secret):
    assert Client().get(f"/uitnodiging/{secret}/").status_code == 404


@pytest.mark.parametrize(("how", "days"), [("mail", 7), ("letter", 28), ("door", 1), ("link", 7)])
def test_an_invitation_lasts_so_many_days(ana, cast, how, days):
    make = {
        "mail": lambda: invite_by_mail(ana, by=cast.naima, school=cast.school),
        "letter": lambda: invite_by_letter([ana], by=cast.naima),
        "door": lambda: invite_at_door(ana, by=cast.naima),
        "link": lambda: invite_by_link(ana),
    }
    make[how]()
    row = Invitation.objects.get()
    assert row.kind == how
    for seconds, opens in ((-1, 1), (1, 0)):
        with time_machine.travel(row.invited_at + timedelta(days=days, seconds=seconds)):
            assert Invitation.objects.open().count() == opens


# --- what ends an invitation


@pytest.mark.clause("B2")
@pytest.mark.parametrize("what", ["barred", "no authority", "authority over", "closed", "taken out"])
def test_an_invitation_is_worth_nothing_once_the_person_is_let_in_no_more(ana, cast, mailoutbox, what):
    invite_by_mail(ana, by=cast.naima, school=cast.school)
    ((_, code),) = invite_by_letter([ana], by=cast.naima)
    links = Guardianship.objects.filter(guardian=ana)
    {
        "barred": lambda: links.update(barred_at=clock.now()),
        "no authority": lambda: links.update(has_authority=False),
        "authority over": lambda: links.update(authority_until=clock.today() - timedelta(days=1)),
        "closed": lambda: User.objects.filter(pk=ana.pk).update(is_active=False),
        "taken out": lambda: remove_guardian(link_of(ana), by=cast.naima),
    }[what]()
    assert Client().get(f"/uitnodiging/{code}/").status_code == 404
    with pytest.raises(InvitationGoneError):
        accept_invitation(code, NEW)
    assert deliver_due() == 0
    assert mailoutbox == []
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    for invite in (invite_at_door, invite_by_link):
        with pytest.raises(NotLetInError):
            invite(ana, by=cast.naima)
    assert invite_by_letter([ana], by=cast.naima, again=True) == []


def test_who_accepts_one_ends_the_others_and_a_code_at_the_door_ends_all_before(ana, cast):
    ((_, letter),) = invite_by_letter([ana], by=cast.marleen)
    invite_by_mail(ana, by=cast.marleen, school=cast.school)
    assert Invitation.objects.open().count() == 2
    door = invite_at_door(ana, by=cast.naima)
    assert [row.kind for row in Invitation.objects.open()] == ["door"]
    with pytest.raises(InvitationGoneError):
        accept_invitation(letter, NEW)
    ((_, letter),) = invite_by_letter([ana], by=cast.marleen)
    accept_invitation(door, NEW)
    assert not Invitation.objects.open().exists()
    with pytest.raises(InvitationGoneError):
        accept_invitation(letter, NEW)


def test_who_has_a_password_cannot_be_invited(cast):
    for invite in (invite_at_door, invite_by_link):
        with pytest.raises(HasAccountError):
            invite(cast.samira, by=cast.naima)
    with pytest.raises(HasAccountError):
        invite_by_mail(cast.samira, by=cast.naima, school=cast.school)
    assert invite_by_letter([cast.samira], by=cast.naima) == []
    assert not Invitation.objects.exists()


def test_without_an_address_there_is_no_invitation_by_mail(ana, cast):
    User.objects.filter(pk=ana.pk).update(email="")
    ana.refresh_from_db()
    with pytest.raises(ValueError, match="no address"):
        invite_by_mail(ana, by=cast.naima, school=cast.school)


def test_a_second_mail_or_letter_replaces_the_first_only_when_asked(ana, cast):
    ((_, first),) = invite_by_letter([ana], by=cast.marleen)
    assert invite_by_letter([ana], by=cast.marleen) == []
    ((_, second),) = invite_by_letter([ana], by=cast.marleen, again=True)
    with pytest.raises(InvitationGoneError):
        accept_invitation(first, NEW)
    assert accept_invitation(second, NEW) == ana


@pytest.mark.clause("B8")
def test_a_code_on_paper_is_never_made_for_who_works_at_the_school(ana, cast):
    give_role(ana, "ict", cast.school, by=cast.marleen)
    with pytest.raises(NotByHandError):
        invite_at_door(ana, by=cast.naima)
    assert invite_by_letter([ana], by=cast.dennis) == []
    assert invite_by_mail(ana, by=cast.marleen, school=cast.school)


def test_everything_stands_in_the_log_and_no_secret_does(ana, cast):
    code = invite_at_door(ana, by=cast.naima)
    accept_invitation(code, NEW)
    rows = AuditEntry.objects.filter(event__in=["invited", "invitation_used"]).order_by("pk")
    assert [(row.event, row.actor, row.object_name) for row in rows] == [
        ("invited", cast.naima, "Ana Petrović"),
        ("invitation_used", ana, "Ana Petrović"),
    ]
    assert not any(code in str(row.__dict__) for row in AuditEntry.objects.all())


# --- at the door


@pytest.mark.clause("F3")
def test_a_teacher_makes_a_code_at_the_door_that_is_shown_once(ana, cast, client_of):
    naima, url = client_of(cast.naima), code_url(cast, ana)
    before = naima.get(url)
    assert "Een nieuwe code maken?" in text_of(before)
    assert not Invitation.objects.exists()
    made = naima.post(url)
    code = re.search(r"data-code>([\w-]+)<", made.content.decode())[1]
    assert made["Cache-Control"] == "no-store"
    assert code not in naima.get(url).content.decode()
    assert "Met een nieuwe code werkt die niet meer." in text_of(naima.get(url))
    assert accept_invitation(code, NEW) == ana


def test_at_the_door_nobody_with_an_account_gets_a_code(cast, client_of):
    page = client_of(cast.naima).post(code_url(cast, cast.tom), follow=True)
    assert "Tom Verbeek kan zich al aanmelden" in text_of(page)
    assert not Invitation.objects.exists()


def test_at_the_door_somebody_who_sees_nothing_gets_no_code(ana, cast, client_of):
    Guardianship.objects.filter(guardian=ana).update(barred_at=clock.now())
    assert "ziet nu niets van de school" in text_of(client_of(cast.naima).post(code_url(cast, ana), follow=True))
    Guardianship.objects.filter(guardian=ana).update(barred_at=None)
    give_role(ana, "staff", cast.school, by=cast.marleen)
    assert "werkt op school" in text_of(client_of(cast.naima).post(code_url(cast, ana), follow=True))


@pytest.mark.clause("B8")
@pytest.mark.parametrize("name", ["thijs", "samira", "fleur", "dennis", "wilma"])
def test_only_who_admits_in_the_group_makes_a_code(ana, cast, client_of, name):
    assert client_of(getattr(cast, name)).post(code_url(cast, ana)).status_code == 404
    elsewhere = reverse("groups:code-make", args=[cast.egels.pk, link_of(ana).pk])
    assert client_of(cast.thijs).post(elsewhere).status_code == 404
    assert not Invitation.objects.exists()


# --- guessing


@pytest.mark.clause("B8")
def test_guesses_are_counted_per_network_and_per_beginning_of_a_code(ana, cast):
    code = invite_at_door(ana, by=cast.naima)
    for number in range(limits.INVITATION.tries):
        assert find_invitation(code[:4] + secrets.make_code()[:8], f"network {number}") is None
    with pytest.raises(TriedTooOftenError):
        find_invitation(code, "network of somebody else")
    Tries.objects.all().delete()
    for _ in range(limits.INVITATION_NETWORK.tries):
        assert find_invitation(secrets.make_code(), "one network") is None
    with pytest.raises(TriedTooOftenError):
        find_invitation(code, "one network")
    with time_machine.travel(clock.now() + limits.WINDOW + timedelta(seconds=1)):
        assert find_invitation(code, "one network").user == ana


def test_who_types_the_right_code_often_is_not_stopped(ana, cast):
    code = invite_at_door(ana, by=cast.naima)
    for _ in range(limits.INVITATION_NETWORK.tries + 5):
        assert find_invitation(code, "one network") is not None


@pytest.mark.clause("B8")
def test_who_guesses_too_often_is_told_on_both_pages(ana, cast):
    client = Client()
    for _ in range(limits.INVITATION_NETWORK.tries):
        client.post(FIND, {"code": secrets.make_code()})
    code = invite_at_door(ana, by=cast.naima)
    assert "Te vaak geprobeerd." in text_of(client.post(FIND, {"code": code}))
    page = client.post(f"/uitnodiging/{code}/", {"password1": NEW, "password2": NEW})
    assert page.status_code == 429
    assert "Te vaak geprobeerd." in text_of(page)
    assert signed_in(client) is None


# --- at the same time


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins(cast, race):
    person = User.objects.create_user("ana.race", first_name="Ana", last_name="Race")
    add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True)
    ((_, letter),) = invite_by_letter([person], by=cast.naima)
    # two ways in for one person: these must not both open either
    link = invite_by_link(person)
    words = [f"{colour} fietsen in de regen" for colour in ("rode", "groene", "paarse", "gele")]
    outcomes = race(lambda number: accept_invitation((letter, link)[number % 2], words[number]), 4)
    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, InvitationGoneError) for outcome in outcomes) == 3
    assert Invitation.objects.filter(user=person, used_at__isnull=False).count() == 1
    person.refresh_from_db()
    assert person.check_password(words[next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, User))])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_print_at_once_one_gets_the_letter(cast, race):
    person = User.objects.create_user("ana.race", first_name="Ana", last_name="Race")
    add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True)
    outcomes = race(lambda number: invite_by_letter([person], by=cast.marleen), 4)
    assert sorted(len(outcome) for outcome in outcomes) == [0, 0, 0, 1]
    assert Invitation.objects.open().count() == 1


@pytest.mark.clause("B8")
@pytest.mark.django_db(transaction=True)
def test_two_hundred_guesses_at_once_are_never_more_than_the_limit(cast, race):
    def one(number):
        done = 0
        for _ in range(10):
            try:
                find_invitation(secrets.make_code(), "one network")
                done += 1
            except TriedTooOftenError:
                pass
        return done

    assert sum(race(one, 20)) == limits.INVITATION_NETWORK.tries


# --- inviting everybody


@pytest.fixture
def newcomers(cast, ana):
    """In groep 5: Ana with an address, Milan without, Vera who was mailed nine days ago; in Egels: Bo."""
    milan = make_parent(cast.groep5, by=cast.naima, first_name="Milan", last_name="Ilić", email="", password="!")
    vera = make_parent(cast.groep5, by=cast.naima, first_name="Vera", last_name="Zee", password="!")
    with time_machine.travel(clock.now() - timedelta(days=9)):
        Membership.objects.filter(user=vera).update(valid_from=clock.today())
        Guardianship.objects.filter(guardian=vera).update(valid_from=clock.today())
        invite_by_mail(vera, by=cast.naima, school=cast.school)
    bo = make_parent(cast.egels, by=cast.thijs, first_name="Bo", last_name="Ek", password="!")
    return {"ana": ana, "milan": milan, "vera": vera, "bo": bo}


@pytest.mark.clause("F3")
def test_the_overview_says_per_group_who_is_in_who_is_invited_and_who_not(cast, newcomers, client_of):
    page = client_of(cast.dennis).get("/beheer/uitnodigingen/")
    text = text_of(page)
    assert "4 mensen zijn nog niet binnen geweest." in text
    assert "Groep 5 4 accounts in gebruik · 0 uitgenodigd · 3 nog niet" in text
    assert "Milan Ilić, geen e-mail nog niet uitgenodigd" in text
    assert "Vera Zee uitnodiging verlopen" in text
    assert "zonder e-mail, of geen antwoord na 7 dagen (2)" in text.lower()
    assert "3 mensen hebben een adres en nog geen uitnodiging die werkt." in text


def test_who_has_two_children_in_a_group_counts_once_and_an_earlier_mail_that_is_over_does_not_hide_a_letter(
    cast, newcomers
):
    add_guardian(cast.aaliyah, newcomers["vera"], cast.groep5, by=cast.naima, has_authority=True)
    invite_by_letter([newcomers["vera"]], by=cast.dennis)
    line = next(line for line in invited_lines(cast.school) if line.group == cast.groep5)
    vera = [person for person in line.newcomers if person.user == newcomers["vera"]]
    assert [person.state for person in vera] == ["letter"]
    assert not vera[0].gets_letter("answer")
    Invitation.objects.filter(kind="mail").update(invited_at=clock.now())
    assert states_of([newcomers["vera"]])[newcomers["vera"].pk].state == "letter"


def test_one_press_mails_everybody_with_an_address_once(cast, newcomers, client_of, mailoutbox):
    client = client_of(cast.marleen)
    page = client.post("/beheer/uitnodigingen/mail/", follow=True)
    assert "3 uitnodigingen zijn onderweg." in text_of(page)
    assert "Groep 5 4 accounts in gebruik · 2 uitgenodigd · 1 nog niet" in text_of(page)
    assert "0 uitnodigingen" in text_of(client.post("/beheer/uitnodigingen/mail/", follow=True))
    deliver_due()
    fresh = [mail for mail in mailoutbox if accept_invitation_of(mail)]
    assert sorted(mail.to[0] for mail in fresh) == sorted(newcomers[name].email for name in ("ana", "vera", "bo"))


def accept_invitation_of(mail):
    return find_invitation(token_in(mail), "n") is not None


def test_who_came_in_meanwhile_or_is_barred_gets_no_mail(cast, newcomers):
    ana, milan, vera, bo = newcomers.values()
    User.objects.filter(pk=ana.pk).update(password="md5$x$y")
    Guardianship.objects.filter(guardian=bo).update(barred_at=clock.now())
    assert invite_all_by_mail([ana, milan, vera, bo], by=cast.marleen, school=cast.school) == 1


def test_more_mails_than_fit_in_one_press_are_told(cast, newcomers, client_of, monkeypatch):
    monkeypatch.setattr(inviting, "MAILS", 2)
    page = client_of(cast.marleen).post("/beheer/uitnodigingen/mail/", follow=True)
    assert "2 uitnodigingen zijn onderweg. Er zijn er nog 1." in text_of(page)


@pytest.mark.clause("B8")
@pytest.mark.parametrize("name", ["naima", "samira", "wilma", "henk"])
def test_only_the_head_and_the_ict_contact_invite_everybody(cast, newcomers, client_of, name):
    client = client_of(getattr(cast, name))
    assert client.get("/beheer/uitnodigingen/").status_code == 404
    for path in ("mail/", f"{cast.groep5.pk}/brieven/"):
        assert client.post(f"/beheer/uitnodigingen/{path}").status_code == 404
    assert Invitation.objects.open().count() == 0


def test_the_overview_costs_the_same_queries_for_few_and_many(cast, newcomers, client_of, django_assert_num_queries):
    client, url = client_of(cast.dennis), "/beheer/uitnodigingen/"
    client.get(url)
    with django_assert_num_queries(7) as few:
        client.get(url)
    for _ in range(30):
        make_parent(cast.groep5, by=cast.naima, password="!")
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_members_page_says_who_was_invited_and_how(cast, newcomers, client_of):
    invite_by_letter([newcomers["milan"]], by=cast.dennis)
    invite_by_mail(newcomers["ana"], by=cast.dennis, school=cast.school)
    page = text_of(client_of(cast.naima).get(reverse("groups:member-list", args=[cast.groep5.pk])))
    assert re.search(r"Milan Ilić, voogd brief met code gestuurd\s+Code", page)
    assert "Ana Petrović, voogd uitgenodigd Code" in page
    assert "Vera Zee, voogd uitnodiging verlopen Code" in page
    assert "Tom Verbeek, vader Haal weg" in page
    Guardianship.objects.filter(guardian=newcomers["ana"]).update(barred_at=clock.now())
    page = text_of(client_of(cast.naima).get(reverse("groups:member-list", args=[cast.groep5.pk])))
    assert "Ana Petrović, voogd Ziet niets" in page

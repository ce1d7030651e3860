"""Members of a group: who is listed, who is let in (B3), with what authority (B2), and who is taken out."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.actions import (
    GuardianshipDiffersError,
    NewPerson,
    add_guardian,
    create_group,
    give_role,
    invite_guardian,
    make_account,
    remove_guardian,
)
from groups.models import Enrolment, Guardianship, Invitation, Membership, Role, SchoolGroup
from groups.permissions import find_invitation
from groups.roles import READ
from groups.school_year import school_year
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.factories import PupilFactory, UserFactory, make_parent
from tests.held import perm_map

pytestmark = pytest.mark.django_db


def address(name, group, **kwargs):
    return reverse(f"groups:{name}", kwargs={"pk": group.pk, **kwargs})


def reads(person, group):
    return SchoolGroup.objects.with_perm(person, READ).filter(pk=group.pk).exists()


def link_of(person, group):
    return Membership.objects.get(user=person, role__school_group=group, ended_at=None)


def form(**changes):
    return {
        "relation": "father",
        "first_name": "Daan",
        "last_name": "de Wit",
        "address": "daan@kiezelpad.example",
        "has_authority": "yes",
    } | changes


@pytest.fixture
def add(cast, client_of):
    """``add(first_name="Daan")``: naima fills in the form for Lucas in groep 5; the page that comes back."""

    def send(by=None, follow=True, **changes):
        client = client_of(by or cast.naima)
        return client.post(
            address("guardian-add", cast.groep5), form(**{"pupil": cast.lucas.pk} | changes), follow=follow
        )

    return send


def text_of(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.split())


# --- who is in


@pytest.mark.clause("B3")
def test_an_admin_sees_children_with_their_parents_and_the_admins(cast, client_of):
    page = text_of(client_of(cast.naima).get(address("member-list", cast.groep5)))
    assert "Yara Verbeek Samira Bouazza, moeder" in page
    assert "Tom Verbeek, vader" in page
    assert "Naima El Idrissi leerkracht · ma, di, wo" in page
    assert "Fleur Bakker LIO-stagiair" in page
    assert "Kwame" not in page


def test_the_head_sees_the_members_of_every_class(cast, client_of):
    for group in (cast.groep5, cast.egels, cast.groep8):
        assert client_of(cast.marleen).get(address("member-list", group)).status_code == 200


@pytest.mark.clause("B8")
@pytest.mark.parametrize("name", ["kwame", "samira", "fleur", "thijs", "dennis", "wilma", "liwen"])
def test_who_does_not_admit_here_gets_the_404_of_what_does_not_exist(cast, client_of, name):
    client = client_of(getattr(cast, name))
    missing = client.get(reverse("groups:member-list", args=[999_999]))
    membership = link_of(cast.tom, cast.groep5).pk
    for url in (
        address("member-list", cast.groep5),
        address("guardian-add", cast.groep5),
        address("guardian-remove", cast.groep5, membership=membership),
    ):
        closed = client.get(url)
        assert closed.status_code == missing.status_code == 404
        assert client.post(url).status_code in {404, 405}
    assert reads(cast.tom, cast.groep5)


def test_search_finds_by_the_start_of_any_name_whatever_the_accents(cast, client_of):
    client, url = client_of(cast.naima), address("member-list", cast.groep5)
    for query in ("yara", "YARA verb", "samir", "  bouazza "):
        page = text_of(client.get(url, {"q": query}))
        assert "Yara Verbeek" in page
        assert "Bram Tuinstra Inge" not in page
    PupilFactory(school_group=cast.groep5, first_name="Ayşe", last_name="Yıldız")
    assert "Ayşe Yıldız" in text_of(client.get(url, {"q": "ayse yildiz"}))
    nobody = text_of(client.get(url, {"q": "<b>zz"}))
    assert "Niemand heet" in nobody
    assert "Laat iedereen zien" in nobody
    assert b"<b>zz" not in client.get(url, {"q": "<b>zz"}).content


def test_a_guardian_who_sees_nothing_is_marked_so(cast, client_of):
    add_guardian(cast.lucas, UserFactory(first_name="Rik"), cast.groep5, by=cast.naima, has_authority=False)
    Guardianship.objects.filter(guardian=cast.tom).update(barred_at=clock.now())
    page = text_of(client_of(cast.naima).get(address("member-list", cast.groep5)))
    assert re.search(r"Rik Achternaam \d+, voogd Geen gezag: ziet niets", page)
    assert "Tom Verbeek, vader Ziet niets" in page


def test_a_child_that_left_the_group_stays_listed_while_a_parent_reads_along(cast, client_of):
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=clock.today() - timedelta(days=1))
    page = text_of(client_of(cast.naima).get(address("member-list", cast.groep5)))
    assert "Yara Verbeek Zit niet meer in deze groep. Samira Bouazza" in page


def test_members_cost_the_same_queries_for_few_and_many(cast, client_of, django_assert_num_queries):
    client, url = client_of(cast.naima), address("member-list", cast.groep5)
    make_parent(cast.groep5)  # somebody who has not been in yet: where the invitation stands is asked once
    client.get(url)
    with django_assert_num_queries(11) as few:  # one of them the log of who saw which child
        client.get(url)
    for _ in range(30):
        make_parent(cast.groep5)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_group_without_children_says_so(cast, client_of):
    Enrolment.objects.filter(school_group=cast.groep5).delete()
    Membership.objects.filter(role__school_group=cast.groep5, role__name=Role.Name.PARENT).delete()
    page = text_of(client_of(cast.naima).get(address("member-list", cast.groep5)))
    assert "Er zitten geen kinderen in deze groep." in page
    assert "Voeg een ouder toe" not in page


# --- letting in


@pytest.mark.clause("B2", "B3")
def test_a_new_parent_gets_an_account_a_mail_and_the_group(cast, add, client_of):
    page = add()
    assert "Daan de Wit leest nu mee met Groep 5, voor Lucas." in text_of(page)
    daan = User.objects.get(email="daan@kiezelpad.example")
    assert (daan.sign_in_name, daan.has_usable_password()) == ("daan.de.wit", False)
    assert Guardianship.objects.get(guardian=daan).relation == "father"
    assert link_of(daan, cast.groep5).added_by == cast.naima
    assert client_of(daan).get(reverse("messaging:group-feed", args=[cast.groep5.pk])).status_code == 200


@pytest.mark.clause("B3", "B8")
def test_the_mail_tells_how_to_begin_and_names_no_child(cast, add, mailoutbox):
    add()
    assert deliver_due() == 1
    (mail,) = mailoutbox
    assert mail.to == ["daan@kiezelpad.example"]
    assert mail.subject == "Welkom in het portaal van Het Kiezelpad"
    assert "daan.de.wit" in mail.body
    (invitation,) = Invitation.objects.filter(user__sign_in_name="daan.de.wit")
    token = re.search(r"/uitnodiging/(\S+)/", mail.body)[1]
    assert find_invitation(token, "n") == invitation
    for private in ("Lucas", "Wen", "Groep 5"):
        assert private not in mail.subject + mail.body


@pytest.mark.clause("B2", "B3")
def test_the_mail_does_not_go_to_who_was_taken_out_meanwhile(cast, add, mailoutbox):
    add()
    daan = User.objects.get(email="daan@kiezelpad.example")
    remove_guardian(link_of(daan, cast.groep5), by=cast.naima)
    assert deliver_due() == 0
    assert mailoutbox == []


def test_sending_the_form_twice_is_once(cast, add):
    add()
    add()
    assert User.objects.filter(email="daan@kiezelpad.example").count() == 1
    assert Membership.objects.filter(user__email="daan@kiezelpad.example").count() == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.clause("B3")
@pytest.mark.parametrize("known_as", ["KWAME@kiezelpad.example", "kwame"])
def test_who_has_an_account_is_linked_and_keeps_the_own_name(cast, add, known_as):
    before = User.objects.count()
    page = add(address=known_as, first_name="kwame" if "@" in known_as else "", last_name="ASANTE")
    assert "Kwame Asante leest nu mee" in text_of(page)
    assert User.objects.count() == before
    assert reads(cast.kwame, cast.groep5)
    cast.kwame.refresh_from_db()
    assert cast.kwame.full_name == "Kwame Asante"
    assert not OutboxMail.objects.exists()


@pytest.mark.clause("B2")
def test_without_authority_the_link_is_kept_and_nothing_is_visible(cast, add):
    page = text_of(add(has_authority="no"))
    assert "Daan de Wit is gekoppeld aan Lucas, zonder gezag. Van de groep is dus niets te zien." in page
    daan = User.objects.get(email="daan@kiezelpad.example")
    assert Guardianship.objects.filter(guardian=daan, has_authority=False).exists()
    assert perm_map(daan) == {}
    assert not OutboxMail.objects.exists()


@pytest.mark.clause("B2", "B3")
@pytest.mark.parametrize(
    "change",
    [
        {"has_authority": False},
        {"barred_at": clock.now()},
        {"valid_from": clock.today() - timedelta(days=9), "valid_until": clock.today() - timedelta(days=1)},
    ],
    ids=["no authority", "barred", "ended"],
)
def test_an_admin_cannot_undo_what_the_head_decided_about_a_link(cast, add, change):
    Guardianship.objects.filter(guardian=cast.tom, pupil=cast.yara).update(**change)
    before = list(Guardianship.objects.filter(guardian=cast.tom).values())
    page = add(pupil=cast.yara.pk, address="tom@kiezelpad.example", first_name="Tom", last_name="Verbeek")
    assert page.status_code == 422
    assert "Alleen de directie kan dat wijzigen." in text_of(page)
    assert 'value="tom@kiezelpad.example"' in page.content.decode()
    assert list(Guardianship.objects.filter(guardian=cast.tom).values()) == before
    assert not reads(cast.tom, cast.groep5)


@pytest.mark.clause("B3")
def test_a_closed_account_is_a_matter_for_the_head(cast, add):
    User.objects.filter(pk=cast.kwame.pk).update(is_active=False)
    page = add(address="kwame@kiezelpad.example", first_name="Kwame", last_name="Asante")
    assert "Overleg met de directie" in text_of(page)
    assert User.objects.filter(email__iexact="kwame@kiezelpad.example").count() == 1


def test_an_address_under_another_name_is_asked_about_and_the_name_is_not_shown(cast, add):
    page = add(address="kwame@kiezelpad.example", first_name="Kofi", last_name="Mensah")
    assert "Is het dezelfde persoon?" in text_of(page)
    assert "Asante" not in text_of(page)
    assert 'value="Kofi"' in page.content.decode()
    assert not reads(cast.kwame, cast.groep5)

    page = add(address="kwame@kiezelpad.example", first_name="Kofi", last_name="Mensah", same_person="yes")
    assert reads(cast.kwame, cast.groep5)


def test_two_people_may_share_an_address_and_both_hear_how_to_sign_in(cast, add, mailoutbox):
    add(address="kwame@kiezelpad.example", first_name="Kofi", last_name="Mensah", same_person="no")
    kofi = User.objects.get(sign_in_name="kofi.mensah")
    assert reads(kofi, cast.groep5)
    assert not reads(cast.kwame, cast.groep5)
    assert deliver_due() == 2
    by_subject = {mail.subject: mail.body for mail in mailoutbox}
    assert "kofi.mensah" in by_subject["Welkom in het portaal van Het Kiezelpad"]
    assert "\nkwame\n" in by_subject["Meld je vanaf nu aan met je aanmeldnaam"]

    page = add(address="kwame@kiezelpad.example", first_name="Efua", last_name="Mensah", same_person="yes")
    assert "Vul daarom de aanmeldnaam in." in text_of(page)
    # a third on the same address: the two have been told before
    add(address="kwame@kiezelpad.example", first_name="Efua", last_name="Mensah", same_person="no")
    assert OutboxMail.objects.filter(kind="address_shared").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pupil": ""}, "Kies om welk kind het gaat."),
        ({"pupil": "abc"}, "Dit kind zit niet in de groep. Kies een ander kind."),
        ({"relation": ""}, "Kies wie deze persoon is voor het kind."),
        ({"relation": "boss"}, "Kies wie deze persoon is voor het kind."),
        ({"address": ""}, "Vul het e-mailadres of de aanmeldnaam in."),
        ({"address": "daan@"}, "Dit is geen e-mailadres."),
        ({"address": "wie.is.dit"}, "Deze aanmeldnaam kennen we niet."),
        ({"address": "a" * 250 + "@b.nl"}, "Dit e-mailadres is te lang."),
        ({"first_name": ""}, "Vul de voornaam in."),
        ({"last_name": " "}, "Vul de achternaam in."),
        ({"first_name": "x" * 81}, "Gebruik hoogstens 80 letters."),
        ({"last_name": "x" * 121}, "Gebruik hoogstens 120 letters."),
        ({"has_authority": ""}, "Kies ja of nee."),
        ({"has_authority": "maybe"}, "Kies ja of nee."),
    ],
)
def test_bad_input_is_told_in_dutch_kept_and_half_does_nothing(cast, add, changes, sentence):
    people, links = User.objects.count(), Membership.objects.count()
    page = add(**changes)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'role="alert"' in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert (User.objects.count(), Membership.objects.count()) == (people, links)
    kept = {"first_name": "Daan", "last_name": "de Wit", "address": "daan@kiezelpad.example"} | changes
    for name, value in kept.items():
        if name in {"first_name", "last_name", "address"} and value.strip():
            assert f'value="{value}"' in page.content.decode()


@pytest.mark.clause("B3")
def test_a_pupil_of_another_group_cannot_be_chosen(cast, add):
    assert "Dit kind zit niet in de groep." in text_of(add(pupil=cast.ilias.pk))


@pytest.mark.clause("B2")
def test_nothing_is_chosen_beforehand_about_authority(cast, client_of):
    page = client_of(cast.naima).get(address("guardian-add", cast.groep5), {"kind": cast.bram.pk})
    assert "checked" not in page.content.decode()
    assert f'<option value="{cast.bram.pk}" selected>' in page.content.decode()
    assert client_of(cast.naima).get(address("guardian-add", cast.groep5), {"kind": "x"}).status_code == 200


# --- taking out


@pytest.mark.clause("B3")
def test_taking_out_asks_first_and_ends_the_right_on_the_next_request(cast, client_of):
    naima, tom = client_of(cast.naima), client_of(cast.tom)
    link = link_of(cast.tom, cast.groep5)
    url, feed = (
        address("guardian-remove", cast.groep5, membership=link.pk),
        reverse("messaging:group-feed", args=[cast.groep5.pk]),
    )
    assert "Tom Verbeek weghalen uit Groep 5?" in text_of(naima.get(url))
    assert tom.get(feed).status_code == 200  # looking changed nothing

    page = naima.post(url, follow=True)
    assert "Tom Verbeek hoort niet meer bij Groep 5." in text_of(page)
    assert tom.get(feed).status_code == 404
    link.refresh_from_db()
    assert (link.ended_by, link.valid_until) == (cast.naima, clock.today())
    assert naima.post(url).status_code == 404  # done is done


@pytest.mark.clause("B3")
def test_only_a_guardian_of_this_very_group_can_be_taken_out_here(cast, client_of):
    head = client_of(cast.marleen)
    for person, group in ((cast.kwame, cast.egels), (cast.joris, cast.groep5)):
        link = link_of(person, group)
        assert head.post(address("guardian-remove", cast.groep5, membership=link.pk)).status_code == 404
        link.refresh_from_db()
        assert link.ended_at is None


@pytest.mark.clause("B3")
def test_taking_out_ends_one_child_and_leaves_the_other(cast):
    """Two children in one group: the parent stays through the second."""
    add_guardian(cast.lucas, cast.tom, cast.groep5, by=cast.naima, has_authority=True)
    one, two = Membership.objects.filter(user=cast.tom).order_by("pk")
    assert remove_guardian(one, by=cast.naima)
    assert reads(cast.tom, cast.groep5)
    assert remove_guardian(two, by=cast.naima)
    assert not reads(cast.tom, cast.groep5)
    assert not remove_guardian(two, by=cast.naima)


@pytest.mark.clause("B3")
def test_added_today_taken_out_today_and_added_again(cast):
    person = UserFactory()
    for _ in range(3):
        link = add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True)
        assert reads(person, cast.groep5)
        assert add_guardian(cast.bram, person, cast.groep5, by=cast.joris, has_authority=True) == link
        assert remove_guardian(link, by=cast.naima)
        assert not reads(person, cast.groep5)
    assert Membership.objects.filter(user=person).count() == 3
    assert Guardianship.objects.filter(guardian=person).count() == 1


@pytest.mark.clause("B3")
def test_taking_out_before_the_first_day(cast):
    tomorrow = clock.today() + timedelta(days=1)
    person = UserFactory()
    link = add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True, valid_from=tomorrow)
    assert not reads(person, cast.groep5)
    assert remove_guardian(link, by=cast.naima)
    link.refresh_from_db()
    assert link.valid_until == tomorrow


# --- the actions themselves


def test_who_is_in_until_a_day_stays_in_until_that_day(cast):
    link = link_of(cast.tom, cast.groep5)
    Membership.objects.filter(pk=link.pk).update(valid_until=clock.today() + timedelta(days=9))
    assert add_guardian(cast.yara, cast.tom, cast.groep5, by=cast.naima, has_authority=True) == link


def test_a_pupil_who_is_not_in_the_group_lets_nobody_in(cast):
    with pytest.raises(Enrolment.DoesNotExist):
        add_guardian(cast.ilias, cast.tom, cast.groep5, by=cast.naima, has_authority=True)
    assert not Guardianship.objects.filter(guardian=cast.tom, pupil=cast.ilias).exists()


def test_nothing_is_made_or_mailed_when_the_group_refuses(cast):
    before = User.objects.count()
    with pytest.raises(Enrolment.DoesNotExist):
        invite_guardian(
            cast.ilias,
            NewPerson("Daan", "de Wit", "daan@kiezelpad.example"),
            cast.groep5,
            by=cast.naima,
            relation="father",
            has_authority=True,
        )
    assert (User.objects.count(), OutboxMail.objects.count()) == (before, 0)


@pytest.mark.clause("B2")
def test_adding_never_changes_authority(cast):
    for has_authority in (True, False):
        person = UserFactory()
        add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=has_authority)
        with pytest.raises(GuardianshipDiffersError):
            add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=not has_authority)
        assert Guardianship.objects.get(guardian=person).has_authority is has_authority


def test_sign_in_names_are_unique_and_plain(cast):
    names = [
        make_account(NewPerson(*who, "a@b.example")).sign_in_name
        for who in (
            ("Ayşe", "Yıldız"),
            ("Ayşe", "Yıldız"),
            ("李", "文"),
            ("李", "明"),
            ("Anne-Fleur", "d’Hondt"),
            ("Samira", ""),
        )
    ]
    assert names == ["ayse.yildiz", "ayse.yildiz2", "ouder", "ouder2", "anne.fleur.d.hondt", "samira2"]


@pytest.mark.clause("A2")
def test_a_role_can_hold_between_two_days_with_the_schools_own_words(cast):
    person = UserFactory()
    today = clock.today()
    link = give_role(
        person, Role.Name.TEACHER, cast.groep5, by=cast.marleen, label="invaller", working_days="do", valid_until=today
    )
    assert (link.valid_from, link.valid_until, link.label) == (today, today, "invaller")
    assert reads(person, cast.groep5)
    school_role = give_role(person, Role.Name.STAFF, cast.school, by=None, valid_from=today)
    assert school_role.role.school_group is None


def test_a_new_group_has_its_roles_at_once(cast):
    starts_on, ends_on = school_year(clock.today())
    group = create_group(cast.school, kind="class", name="Groep 9", sign="9", starts_on=starts_on, ends_on=ends_on)
    assert reads(cast.marleen, group)
    parent = make_parent(group)
    assert {cast.whole_school.pk, group.pk} <= set(perm_map(parent))


@pytest.mark.clause("B3")
@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_let_in_one_person_once(cast, race):
    """With real threads: one account, one link, one membership."""

    def invite(number):
        return invite_guardian(
            cast.lucas,
            NewPerson("Daan", "de Wit", "daan@kiezelpad.example"),
            cast.groep5,
            by=cast.naima if number % 2 else cast.joris,
            relation="father",
            has_authority=True,
        )

    results = race(invite, 6)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert User.objects.filter(email="daan@kiezelpad.example").count() == 1
    assert Membership.objects.filter(user__email="daan@kiezelpad.example").count() == 1


@pytest.mark.clause("B3")
def test_the_whole_way_in_from_the_teachers_form_to_reading(cast, add, mailoutbox):
    """The link in the mail, a password of one's own, and the group's news."""
    add()
    deliver_due()
    browser = Client()
    link = re.search(r"http\S+", mailoutbox[0].body).group().removeprefix(settings.SITE_URL)
    new = "drie-bomen-en-een-fiets"
    browser.post(link, {"password1": new, "password2": new}, follow=True)
    assert User.objects.get(sign_in_name="daan.de.wit").check_password(new)
    assert browser.get(reverse("messaging:group-feed", args=[cast.groep5.pk])).status_code == 200

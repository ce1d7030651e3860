"""People change (B2, B3, B8): roles between two days, bars, authority, protected addresses, moves, closed accounts."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import AuditEntry, User
from groups.actions import (
    CannotMoveError,
    CarerHasNoAuthorityError,
    NoSuccessorError,
    OwnAccountError,
    RoleHeldError,
    add_guardian,
    appoint,
    ask_to_join,
    bar_guardian,
    close_account,
    end_role,
    give_back,
    lift_bar,
    move_pupil,
    record_person_death,
    record_pupil_death,
    set_authority,
    set_protected_address,
)
from groups.audience import audience_of
from groups.models import Enrolment, Guardianship, Invitation, JoinRequest, Membership, SchoolGroup
from groups.permissions import hat_in
from groups.roles import DECIDE, MEMBERS, PEOPLE, POST, READ
from groups.standing import Standing
from messaging.actions import add_reaction
from protocol import clock
from tests.factories import PupilFactory, UserFactory, make_parent

pytestmark = pytest.mark.django_db


def may(person, group, codename=READ):
    return SchoolGroup.objects.with_perm(person, codename).filter(pk=group.pk).exists()


def in_days(number):
    return clock.today() + timedelta(days=number)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name, *args):
    return reverse(f"groups:{name}", args=args)


def link_of(person, pupil=None):
    links = Guardianship.objects.filter(guardian=person)
    return links.get() if pupil is None else links.get(pupil=pupil)


def role_of(person, name="teacher"):
    return Membership.objects.get(user=person, role__name=name, ended_at=None)


@pytest.fixture
def head(cast, client_of):
    return client_of(cast.marleen)


# --- looking people up


def test_the_head_and_the_ict_contact_find_people_by_name(cast, client_of):
    for name in ("marleen", "dennis"):
        client = client_of(getattr(cast, name))
        page = text_of(client.get(at("person-list")))
        assert "Samira Bouazza ouder Groep 5, ouder Egels" in page
        assert "Li Wen geen rol" in page
        found = text_of(client.get(at("person-list"), {"q": "sámira BOU"}))
        assert "Samira Bouazza" in found
        assert "Tom Verbeek" not in found
        assert "Niemand heet" in text_of(client.get(at("person-list"), {"q": "zzz <b>"}))


def test_children_are_found_by_name_too(cast, head):
    page = head.get(at("person-list"), {"q": "verb"})
    assert at("pupil-detail", cast.yara.pk) in page.content.decode()
    assert at("person-detail", cast.tom.pk) in page.content.decode()
    assert at("pupil-detail", cast.yara.pk) not in head.get(at("person-list")).content.decode()


def test_a_parent_of_two_children_in_a_group_is_named_its_parent_once(cast, head):
    add_guardian(PupilFactory(school_group=cast.groep5), cast.tom, cast.groep5, by=cast.naima, has_authority=True)
    assert text_of(head.get(at("person-list"), {"q": "tom verbeek"})).count("ouder Groep 5") == 1


def test_a_closed_account_is_found_only_when_somebody_asks_for_it(cast, head):
    close_account(cast.kwame, by=cast.marleen)
    assert "Kwame" not in text_of(head.get(at("person-list")))
    assert "Kwame Asante gesloten" in text_of(head.get(at("person-list"), {"q": "kwame"}))
    assert "Dit account is gesloten" in text_of(head.get(at("person-detail", cast.kwame.pk)))


def test_people_come_fifty_at_a_time_in_the_same_number_of_queries(cast, head, django_assert_max_num_queries):
    head.get(at("person-list"))
    with django_assert_max_num_queries(8) as few:
        head.get(at("person-list"))
    for _ in range(30):
        make_parent(cast.groep5)
    UserFactory.create_batch(30)
    with django_assert_max_num_queries(len(few)):
        page = head.get(at("person-list"))
    assert "?blad=2" in page.content.decode()
    assert "Vorige" in text_of(head.get(at("person-list"), {"blad": "2"}))
    assert head.get(at("person-list"), {"blad": "zoveel"}).status_code == 200


def test_the_ict_contact_sees_and_changes_nothing(cast, client_of):
    client = client_of(cast.dennis)
    page = client.get(at("person-detail", cast.tom.pk)).content.decode()
    assert "Yara Verbeek" in page
    for name in ("guardian-bar", "authority-set"):
        assert at(name, link_of(cast.tom).pk) not in page
    assert "Sluit het account" not in text_of(client.get(at("person-detail", cast.kwame.pk)))
    assert "Naar een andere groep" not in text_of(client.get(at("pupil-detail", cast.yara.pk)))


def test_a_persons_page_says_the_roles_with_their_days_and_the_children(cast, head):
    page = text_of(head.get(at("person-detail", cast.samira.pk)))
    assert "Ilias Bouazza , moeder Met gezag" in page
    assert "Yara Verbeek , moeder Met gezag" in page
    page = text_of(head.get(at("person-detail", cast.naima.pk)))
    assert "Leerkracht , Groep 5 sinds" in page


# --- a bar


@pytest.mark.clause("B2")
def test_the_head_bars_a_guardian_in_one_tap_and_a_confirmation(cast, head):
    link = link_of(cast.tom)
    assert "Tom Verbeek blokkeren voor alles over Yara?" in text_of(head.get(at("guardian-bar", link.pk)))
    assert may(cast.tom, cast.groep5)
    page = head.post(at("guardian-bar", link.pk), follow=True)
    assert "Tom Verbeek ziet niets meer over Yara." in text_of(page)
    assert "Geblokkeerd" in text_of(page)
    assert not may(cast.tom, cast.groep5)
    assert may(cast.samira, cast.groep5)
    assert not bar_guardian(link, by=cast.marleen), "once is enough"
    assert AuditEntry.objects.filter(event="guardian_barred", actor=cast.marleen).count() == 1


@pytest.mark.clause("B2")
def test_a_bar_comes_off_again(cast, head):
    link = link_of(cast.tom)
    bar_guardian(link, by=cast.marleen)
    assert head.get(at("guardian-lift", link.pk)).status_code == 200
    head.post(at("guardian-lift", link.pk))
    assert may(cast.tom, cast.groep5)
    assert not lift_bar(link, by=cast.marleen)


# --- authority


@pytest.mark.clause("B2")
def test_authority_holds_between_its_days(cast, head):
    link = link_of(cast.tom)
    url = at("authority-set", link.pk)
    assert 'value="yes" checked' in head.get(url).content.decode()
    fields = {"relation": "father", "has_authority": "yes"}
    for days, reads in [
        ({"authority_from": in_days(1)}, False),
        ({"authority_until": in_days(-1)}, False),
        ({"authority_from": in_days(-5), "authority_until": in_days(0)}, True),
        ({}, True),
    ]:
        assert head.post(url, fields | days).status_code == 302
        assert may(cast.tom, cast.groep5) is reads
    head.post(url, fields | {"has_authority": "no"})
    assert not may(cast.tom, cast.groep5)
    assert "vader, zonder gezag" in text_of(head.get(at("person-detail", cast.tom.pk)))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"relation": "aunt", "has_authority": "yes"},
        {"relation": "father", "has_authority": "maybe"},
        {"relation": "carer", "has_authority": "yes"},
        {"relation": "father", "has_authority": "yes", "authority_from": "morgen"},
        {"relation": "father", "has_authority": "yes", "authority_from": "2026-12-02", "authority_until": "2026-12-01"},
    ],
)
def test_authority_that_is_not_filled_in_right_is_asked_again(cast, head, fields):
    page = head.post(at("authority-set", link_of(cast.tom).pk), fields)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert may(cast.tom, cast.groep5)


@pytest.mark.clause("B2")
def test_a_carer_has_no_authority_in_the_database_either(cast, head):
    link = link_of(cast.tom)
    with pytest.raises(CarerHasNoAuthorityError):
        set_authority(link, relation="carer", has_authority=True, by=cast.marleen)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.filter(pk=link.pk).update(relation="carer")
    assert set_authority(link, relation="carer", has_authority=False, by=cast.marleen)
    assert not set_authority(link, relation="carer", has_authority=False, by=cast.marleen)
    page = text_of(head.get(at("pupil-detail", cast.yara.pk)))
    assert "Tom Verbeek , verzorger, zonder gezag Ziet niets" in page


@pytest.mark.clause("B2")
def test_a_teacher_cannot_add_a_carer_with_authority(cast, client_of):
    fields = {
        "pupil": cast.lucas.pk, "relation": "carer", "address": "liwen", "has_authority": "yes",
    }  # fmt: skip
    page = client_of(cast.naima).post(at("guardian-add", cast.groep5.pk), fields)
    assert page.status_code == 422
    assert "Een verzorger heeft geen ouderlijk gezag." in text_of(page)


# --- a protected address


@pytest.fixture
def protected(cast, make_post):
    """Samira, whose child has a protected address, reacted in groep 5."""
    post = make_post(cast.groep5, cast.naima)
    add_reaction(post, "Wat een mooie brug.", by=cast.samira)
    set_protected_address(cast.yara, True, by=cast.marleen)
    return post


@pytest.mark.clause("B8")
def test_other_parents_see_no_name_of_a_protected_family(cast, protected, client_of):
    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    url = reverse("messaging:post-detail", args=[protected.pk])
    for name in ("inge", "tom", "chantal"):
        page = client_of(getattr(cast, name)).get(url)
        assert "Wat een mooie brug." in text_of(page)
        assert "Een ouder" in text_of(page)
        assert "Samira" not in text_of(page)
        assert str(cast.samira.portrait_key) not in page.content.decode()
    for name in ("naima", "marleen", "fleur", "wilma"):
        assert "Samira Bouazza" in text_of(client_of(getattr(cast, name)).get(url))
    own = client_of(cast.samira).get(url).content.decode()
    assert "Een ouder" not in own


@pytest.mark.clause("B8", "D13")
def test_the_portrait_of_a_protected_family_is_served_to_staff_and_to_itself(cast, protected, client_of):
    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    url = at("portrait", cast.samira.portrait_key)
    answers = {
        name: client_of(getattr(cast, name)).get(url).status_code
        for name in ("samira", "naima", "henk", "tom", "inge", "kwame")
    }
    assert answers == {"samira": 200, "naima": 200, "henk": 200, "tom": 404, "inge": 404, "kwame": 404}
    set_protected_address(cast.yara, False, by=cast.marleen)
    assert client_of(cast.inge).get(url).status_code == 200


@pytest.mark.clause("B8")
def test_a_teacher_who_is_protected_as_a_parent_has_a_name_as_teacher(cast, make_post, client_of):
    post = make_post(cast.groep5, cast.naima)
    pupil = PupilFactory(school_group=cast.groep6)
    add_guardian(pupil, cast.naima, cast.groep6, by=cast.marleen, has_authority=True)
    set_protected_address(pupil, True, by=cast.marleen)
    add_reaction(post, "Dank jullie wel.", by=cast.naima)
    cast.naima.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    page = client_of(cast.inge).get(reverse("messaging:post-detail", args=[post.pk]))
    assert "Een ouder" not in text_of(page)
    assert client_of(cast.inge).get(at("portrait", cast.naima.portrait_key)).status_code == 200


def test_the_head_protects_an_address_and_takes_it_back(cast, head):
    url = at("address-protect", cast.yara.pk)
    assert "Het gezin van Yara Verbeek verbergen?" in text_of(head.get(url))
    page = head.post(url, {"protected": "1"}, follow=True)
    assert "Beschermd adres: andere ouders zien dit gezin niet." in text_of(page)
    assert "weer laten zien?" in text_of(head.get(url))
    assert "Het gezin is weer zichtbaar." in text_of(head.post(url, {"protected": "0"}, follow=True))
    assert not set_protected_address(cast.yara, False, by=cast.marleen)
    assert head.post(url, {"protected": "0"}).status_code == 302


# --- another group in the middle of the year


@pytest.mark.clause("B3", "B4")
def test_a_child_that_moves_takes_the_parents_along(cast, head):
    url = at("pupil-move", cast.yara.pk)
    assert head.get(url).status_code == 200
    page = head.post(url, {"to": cast.groep6.pk, "day": clock.today()}, follow=True)
    assert "Yara gaat naar Groep 6. De ouders gaan mee." in text_of(page)
    for parent in (cast.tom, cast.samira):
        assert may(parent, cast.groep6)
        assert not may(parent, cast.groep5)
    assert may(cast.samira, cast.egels), "another child keeps its own class open"
    here = Enrolment.objects.valid_on(clock.today()).filter(pupil=cast.yara)
    assert [row.school_group for row in here] == [cast.groep6]


@pytest.mark.clause("B3")
def test_a_class_stays_open_while_another_child_is_in_it(cast):
    sister = PupilFactory(school_group=cast.groep5, first_name="Noor", last_name="Verbeek")
    add_guardian(sister, cast.tom, cast.groep5, by=cast.naima, has_authority=True)
    move_pupil(cast.yara, cast.groep6, by=cast.marleen)
    assert may(cast.tom, cast.groep5)
    assert may(cast.tom, cast.groep6)
    assert not may(cast.samira, cast.groep5)


@pytest.mark.clause("B3")
def test_a_move_in_the_future_happens_by_itself_on_the_day(cast, monkeypatch):
    move_pupil(cast.yara, cast.groep6, by=cast.marleen, day=in_days(3))
    assert (may(cast.tom, cast.groep5), may(cast.tom, cast.groep6)) == (True, False)
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (may(cast.tom, cast.groep5), may(cast.tom, cast.groep6)) == (False, True)


@pytest.mark.clause("B2", "B3")
def test_who_is_barred_or_was_taken_out_does_not_come_along(cast):
    bar_guardian(link_of(cast.tom), by=cast.marleen)
    other = UserFactory()
    row = add_guardian(cast.yara, other, cast.groep5, by=cast.naima, has_authority=True)
    Membership.objects.filter(pk=row.pk).update(ended_at=clock.now(), valid_until=clock.today())
    move_pupil(cast.yara, cast.groep6, by=cast.marleen)
    assert not may(cast.tom, cast.groep6)
    assert not may(other, cast.groep6)
    assert may(cast.samira, cast.groep6)


def test_back_and_forth_on_one_day_leaves_one_place(cast):
    move_pupil(cast.yara, cast.groep6, by=cast.marleen)
    move_pupil(cast.yara, cast.groep7, by=cast.marleen)
    move_pupil(cast.yara, cast.groep5, by=cast.marleen)
    assert may(cast.tom, cast.groep5)
    assert not may(cast.tom, cast.groep6)
    assert not may(cast.tom, cast.groep7)
    here = Enrolment.objects.valid_on(clock.today()).filter(pupil=cast.yara)
    assert [row.school_group for row in here] == [cast.groep5]


def test_a_new_child_is_put_in_its_first_group(cast):
    pupil = PupilFactory(school=cast.school)
    assert move_pupil(pupil, cast.groep5, by=cast.marleen).valid_until is None


@pytest.mark.parametrize("when", [-1, 400])
def test_a_move_needs_a_day_of_this_school_year(cast, head, when):
    with pytest.raises(CannotMoveError):
        move_pupil(cast.yara, cast.groep6, by=cast.marleen, day=in_days(when))
    page = head.post(at("pupil-move", cast.yara.pk), {"to": cast.groep6.pk, "day": in_days(when)})
    assert page.status_code == 422
    assert may(cast.tom, cast.groep5)


def test_a_move_needs_another_class(cast, head):
    for group in (cast.groep5, cast.whole_school):
        with pytest.raises(CannotMoveError):
            move_pupil(cast.yara, group, by=cast.marleen)
    assert head.post(at("pupil-move", cast.yara.pk), {"to": cast.team.pk, "day": clock.today()}).status_code == 422
    assert head.post(at("pupil-move", cast.yara.pk), {"to": "", "day": "ooit"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_child_moved_twice_at_once_stands_in_one_group(cast, race):
    race(lambda number: move_pupil(cast.yara, [cast.groep6, cast.groep7][number], by=cast.marleen), 2)
    assert Enrolment.objects.valid_on(clock.today()).filter(pupil=cast.yara).count() == 1
    assert sum(may(cast.tom, group) for group in (cast.groep5, cast.groep6, cast.groep7)) == 1


# --- roles between two days


@pytest.mark.clause("B3", "B6")
def test_a_substitute_comes_in_and_goes_out_by_itself(cast, head, monkeypatch):
    person = UserFactory(first_name="Ina", last_name="Valler")
    url = at("role-give", person.pk)
    assert "Leerkracht, Groep 5" in head.get(url).content.decode()
    fields = {"role": f"teacher:{cast.groep5.pk}", "valid_from": in_days(1), "valid_until": in_days(3)}
    page = head.post(url, fields, follow=True)
    assert f"Op {date_format(in_days(1), 'j F')} krijgt Ina Valler de rol leerkracht: Groep 5." in text_of(page)
    assert "Nog niet" in text_of(page)
    now = clock.now()
    seen = []
    for days in range(5):
        monkeypatch.setattr(clock, "now", lambda days=days: now + timedelta(days=days))
        seen.append((may(person, cast.groep5, POST), may(person, cast.groep5, MEMBERS)))
    assert seen == [(False, False), (True, True), (True, True), (True, True), (False, False)]


@pytest.mark.clause("B3")
def test_a_deputy_head_decides_between_two_days(cast, head, client_of):
    fields = {"role": "head:", "valid_from": clock.today(), "valid_until": in_days(14)}
    head.post(at("role-give", cast.thijs.pk), fields)
    assert Standing(cast.thijs).decides
    assert client_of(cast.thijs).get(at("request-list")).status_code == 200
    Membership.objects.filter(user=cast.thijs, role__name="head").update(
        valid_from=in_days(-3), valid_until=in_days(-1)
    )
    assert client_of(cast.thijs).get(at("request-list")).status_code == 404
    assert hat_in(cast.thijs, cast.egels) == "teacher"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"role": "parent:1"},
        {"role": "king:"},
        {"role": "ict:", "valid_from": "2020-01-01"},
        {"role": "ict:", "valid_from": "ooit"},
        {"role": "ict:", "valid_from": "2099-01-02", "valid_until": "2099-01-01"},
        {"role": "head:", "valid_from": ""},
    ],
)
def test_a_role_that_is_not_filled_in_right_is_asked_again(cast, head, fields):
    page = head.post(at("role-give", cast.kwame.pk), fields)
    assert page.status_code == 422
    assert not Membership.objects.filter(user=cast.kwame).exclude(role__name="parent").exists()


def test_nobody_has_the_same_role_twice_on_one_day(cast, head):
    fields = {"role": f"teacher:{cast.groep5.pk}", "valid_from": clock.today(), "valid_until": in_days(3)}
    page = head.post(at("role-give", cast.naima.pk), fields)
    assert page.status_code == 422
    assert "heeft deze rol al" in text_of(page)
    appoint(cast.kwame, "staff", cast.school, by=cast.marleen, valid_until=in_days(3))
    with pytest.raises(RoleHeldError):
        appoint(cast.kwame, "staff", cast.school, by=cast.marleen, valid_from=in_days(3))
    assert appoint(cast.kwame, "staff", cast.school, by=cast.marleen, valid_from=in_days(4)).valid_until is None
    with pytest.raises(RoleHeldError):
        appoint(cast.kwame, "staff", cast.school, by=cast.marleen, valid_from=in_days(1))


@pytest.mark.django_db(transaction=True)
def test_a_role_given_twice_at_once_is_given_once(cast, race):
    ended = race(lambda number: appoint(cast.kwame, "staff", cast.school, by=cast.marleen), 4)
    assert sum(isinstance(one, Membership) for one in ended) == 1
    assert sum(isinstance(one, RoleHeldError) for one in ended) == 3


def test_who_has_a_closed_account_gets_no_role(cast, head):
    close_account(cast.kwame, by=cast.marleen)
    head.post(at("role-give", cast.kwame.pk), {"role": "ict:", "valid_from": clock.today()})
    assert not Membership.objects.filter(user=cast.kwame, role__name="ict").exists()


# --- nobody leaves a gap


@pytest.mark.clause("B3")
def test_a_role_ends_at_once(cast, head):
    url = at("role-end", role_of(cast.joris).pk)
    assert "De rol van Joris van Dalen stoppen?" in text_of(head.get(url))
    page = head.post(url, follow=True)
    assert "Joris van Dalen heeft deze rol niet meer." in text_of(page)
    assert "Eerdere rollen" in text_of(page)
    assert not may(cast.joris, cast.groep5)
    assert head.post(url).status_code == 404


@pytest.mark.clause("B3")
def test_the_last_teacher_of_a_group_needs_a_successor(cast, head):
    held = role_of(cast.thijs)
    page = head.post(at("role-end", held.pk))
    assert page.status_code == 422
    assert "Niemand anders heeft deze rol: leerkracht: Groep 1/2 Egels." in text_of(page)
    with pytest.raises(NoSuccessorError):
        end_role(held, by=cast.marleen)
    with pytest.raises(NoSuccessorError):
        close_account(cast.thijs, by=cast.marleen)
    assert may(cast.thijs, cast.egels, MEMBERS)
    appoint(cast.henk, "teacher", cast.egels, by=cast.marleen)
    assert end_role(held, by=cast.marleen)
    assert not end_role(held, by=cast.marleen)


@pytest.mark.clause("B3")
@pytest.mark.parametrize("gap", ["closed", "later", "over"])
def test_a_successor_is_somebody_who_can_do_it_today(cast, gap):
    held = role_of(cast.thijs)
    if gap == "closed":
        appoint(cast.henk, "teacher", cast.egels, by=cast.marleen)
        User.objects.filter(pk=cast.henk.pk).update(is_active=False)
    elif gap == "later":
        appoint(cast.henk, "teacher", cast.egels, by=cast.marleen, valid_from=in_days(1))
    else:
        row = appoint(cast.henk, "teacher", cast.egels, by=cast.marleen, valid_until=clock.today())
        Membership.objects.filter(pk=row.pk).update(valid_from=in_days(-9), valid_until=in_days(-1))
    with pytest.raises(NoSuccessorError):
        end_role(held, by=cast.marleen)


def test_a_role_that_has_not_begun_leaves_no_gap(cast):
    row = appoint(cast.henk, "teacher", cast.egels, by=cast.marleen, valid_from=in_days(9))
    assert end_role(row, by=cast.marleen)


@pytest.mark.clause("B3")
@pytest.mark.django_db(transaction=True)
def test_of_two_teachers_taken_out_at_once_one_stays(cast, race):
    held = [role_of(cast.naima), role_of(cast.joris)]
    ended = race(lambda number: end_role(held[number], by=cast.marleen), 2)
    assert sum(one is True for one in ended) == 1
    assert sum(isinstance(one, NoSuccessorError) for one in ended) == 1
    assert may(cast.naima, cast.groep5, MEMBERS) is not may(cast.joris, cast.groep5, MEMBERS)


@pytest.mark.clause("B3")
def test_the_last_head_stays(cast, head, client_of):
    page = head.post(at("role-end", role_of(cast.marleen, "head").pk))
    assert page.status_code == 422
    deputy = appoint(cast.wilma, "head", cast.school, by=cast.marleen)
    client = client_of(cast.wilma)
    assert client.post(at("account-close", cast.marleen.pk), {"sure": "on"}).status_code == 302
    with pytest.raises(NoSuccessorError):
        end_role(deputy, by=cast.marleen)
    assert Standing(cast.wilma).decides


def test_who_ends_the_own_role_goes_home(cast, head):
    appoint(cast.wilma, "head", cast.school, by=cast.marleen)
    answer = head.post(at("role-end", role_of(cast.marleen, "head").pk))
    assert (answer.status_code, answer["Location"]) == (302, "/")


# --- an account closes


@pytest.mark.clause("B8")
def test_a_closed_account_keeps_its_words_under_its_name(cast, head, make_post, client_of):
    post = make_post(cast.groep5, cast.joris, title="Van meester Joris")
    add_reaction(make_post(cast.groep5, cast.naima), "Mooi.", by=cast.inge)
    invitation = Invitation.objects.create(
        user=cast.joris, kind="mail", secret_hash="x", expires_at=clock.now() + timedelta(days=7)
    )
    asked = ask_to_join(cast.groep8, by=cast.joris, child_name="Kind Dalen", relation="father")
    url = at("account-close", cast.joris.pk)
    assert head.get(url).status_code == 200
    assert head.post(url).status_code == 422, "asks whether one is sure"
    page = head.post(url, {"sure": "on"}, follow=True)
    assert "Het account van Joris van Dalen is gesloten." in text_of(page)
    cast.joris.refresh_from_db()
    assert not cast.joris.is_active
    assert not Membership.objects.in_force(cast.joris).exists()
    invitation.refresh_from_db()
    asked.refresh_from_db()
    assert invitation.revoked_at is not None
    assert asked.state == JoinRequest.State.TAKEN_BACK
    seen = text_of(client_of(cast.samira).get(reverse("messaging:post-detail", args=[post.pk])))
    assert "meester Joris leerkracht" in seen.replace(",", "")
    assert not close_account(cast.joris, by=cast.marleen)


def test_nobody_closes_the_own_account(cast, head):
    with pytest.raises(OwnAccountError):
        close_account(cast.marleen, by=cast.marleen)
    page = head.post(at("account-close", cast.marleen.pk), {"sure": "on"})
    assert page.status_code == 422
    assert "Vraag een andere directeur." in text_of(page)
    assert "Sluit het account" not in text_of(head.get(at("person-detail", cast.marleen.pk)))


def test_the_page_says_who_must_be_named_before_an_account_closes(cast, head):
    page = head.post(at("account-close", cast.karim.pk), {"sure": "on"})
    assert page.status_code == 422
    assert "Niemand anders heeft deze rol: leerkracht: Groep 8. Geef hem eerst aan iemand anders." in text_of(page)


@pytest.mark.django_db(transaction=True)
def test_two_heads_who_close_each_other_leave_one(cast, race):
    appoint(cast.wilma, "head", cast.school, by=cast.marleen)
    pairs = [(cast.wilma, cast.marleen), (cast.marleen, cast.wilma)]
    ended = race(lambda number: close_account(pairs[number][0], by=pairs[number][1]), 2)
    assert sum(one is True for one in ended) == 1
    assert sum(isinstance(one, NoSuccessorError) for one in ended) == 1


# --- somebody died


@pytest.mark.clause("B8")
def test_a_child_that_died_stands_in_no_list_any_more(cast, head, client_of):
    before = audience_of(cast.groep5)
    members, url = at("member-list", cast.groep5.pk), at("pupil-death", cast.yara.pk)
    assert head.get(url).status_code == 200
    assert head.post(url).status_code == 422
    page = head.post(url, {"sure": "on"}, follow=True)
    assert "Yara" not in text_of(page)
    assert "Yara" not in text_of(client_of(cast.naima).get(members))
    assert "Yara" not in client_of(cast.naima).get(at("guardian-add", cast.groep5.pk)).content.decode()
    for address in ("/", "/groepen/"):
        assert "Yara" not in text_of(client_of(cast.tom).get(address))
    for address in (at("person-detail", cast.tom.pk), f"{at('person-list')}?q=yara"):
        assert "Yara" not in text_of(head.get(address)).replace("“yara”", "")
    assert head.get(at("pupil-detail", cast.yara.pk)).status_code == 404
    assert audience_of(cast.groep5).pupils == before.pupils - 1
    assert may(cast.tom, cast.groep5), "the parents read along until they want otherwise"
    assert not record_pupil_death(cast.yara, by=cast.marleen)


@pytest.mark.clause("B8")
def test_the_parents_leave_only_when_the_head_ticks_it(cast, head):
    head.post(at("pupil-death", cast.yara.pk), {"sure": "on", "parents_leave": "on"})
    assert not may(cast.tom, cast.groep5)
    assert not may(cast.samira, cast.groep5)
    assert may(cast.samira, cast.egels)


def test_a_move_that_waited_does_not_bring_a_child_back(cast):
    move_pupil(cast.yara, cast.groep6, by=cast.marleen, day=in_days(3))
    record_pupil_death(cast.yara, by=cast.marleen)
    assert not Enrolment.objects.filter(pupil=cast.yara, school_group=cast.groep6).exists()


@pytest.mark.clause("B8")
def test_a_parent_who_died_is_out_of_lists_and_mails(cast, head, client_of):
    url = at("person-death", cast.tom.pk)
    assert head.get(url).status_code == 200
    assert head.post(url).status_code == 422
    head.post(url, {"sure": "on"})
    assert "Tom" not in text_of(client_of(cast.naima).get(at("member-list", cast.groep5.pk)))
    assert "Tom" not in text_of(head.get(at("pupil-detail", cast.yara.pk)))
    assert "Tom" not in text_of(head.get(at("person-list")))
    assert not User.objects.get(pk=cast.tom.pk).is_active
    assert not record_person_death(cast.tom, by=cast.marleen)


def test_a_death_is_never_refused_for_want_of_a_successor(cast):
    assert record_person_death(cast.thijs, by=cast.marleen)
    with pytest.raises(OwnAccountError):
        record_person_death(cast.marleen, by=cast.marleen)


def test_the_head_does_not_say_it_of_oneself(cast, head):
    assert head.post(at("person-death", cast.marleen.pk), {"sure": "on"}).status_code == 422


# --- put right what was a mistake


ENROLLED = ("school_group", "valid_from", "valid_until")


def ending_of(whom):
    return whom.endings.get(given_back_at=None)


@pytest.mark.clause("B8")
def test_a_closed_account_opens_again_with_the_very_roles_it_lost(cast, head, client_of):
    until = in_days(20)
    appoint(cast.naima, "trainee", cast.groep6, by=cast.marleen, valid_until=until)
    before = appoint(cast.naima, "trainee", cast.egels, by=cast.marleen)
    end_role(before, by=cast.marleen)
    close_account(cast.naima, by=cast.marleen)
    url = at("ending-give-back", ending_of(cast.naima).pk)
    assert url in head.get(at("person-detail", cast.naima.pk)).content.decode()
    assert url in head.get(at("ending-list")).content.decode()
    assert "Groep 6" in text_of(head.get(url))
    assert head.post(url)["Location"] == at("person-detail", cast.naima.pk)
    naima = User.objects.get(pk=cast.naima.pk)
    assert may(naima, cast.groep5, POST)
    assert Membership.objects.get(user=naima, role__school_group=cast.groep6).valid_until == until
    assert not may(naima, cast.egels), "a role that ended before stays ended"
    assert client_of(naima).get("/").status_code == 200
    assert AuditEntry.objects.filter(event="account_reopened").count() == 1
    assert head.get(url).status_code == head.post(url).status_code == 404, "once"


@pytest.mark.clause("B8")
def test_a_parent_who_did_not_die_has_the_links_and_groups_again(cast, head):
    link = link_of(cast.tom)
    Guardianship.objects.filter(pk=link.pk).update(valid_until=in_days(90))
    record_person_death(cast.tom, by=cast.marleen)
    assert not may(User.objects.get(pk=cast.tom.pk), cast.groep5)
    head.post(at("ending-give-back", ending_of(cast.tom).pk))
    assert may(User.objects.get(pk=cast.tom.pk), cast.groep5)
    assert Guardianship.objects.get(pk=link.pk).valid_until == in_days(90)
    assert AuditEntry.objects.filter(event="death_taken_back").count() == 1


@pytest.mark.clause("B8")
@pytest.mark.parametrize("parents_leave", [False, True])
def test_a_child_that_did_not_die_is_back_in_its_groups_with_the_parents(cast, head, client_of, parents_leave):
    move_pupil(cast.yara, cast.groep6, by=cast.marleen, day=in_days(3))
    before = list(Enrolment.objects.filter(pupil=cast.yara).order_by("valid_from").values_list(*ENROLLED))
    reading = may(cast.tom, cast.groep5)
    record_pupil_death(cast.yara, by=cast.marleen, parents_leave=parents_leave)
    url = at("ending-give-back", ending_of(cast.yara).pk)
    assert head.get(url).status_code == 200
    assert head.post(url)["Location"] == at("pupil-detail", cast.yara.pk)
    assert list(Enrolment.objects.filter(pupil=cast.yara).order_by("valid_from").values_list(*ENROLLED)) == before
    assert may(cast.tom, cast.groep5) is reading is True
    assert "Yara" in text_of(client_of(cast.naima).get(at("member-list", cast.groep5.pk)))


def test_a_role_given_anew_in_the_meantime_is_not_doubled(cast):
    close_account(cast.joris, by=cast.marleen)
    appoint(cast.joris, "teacher", cast.groep5, by=cast.marleen)
    assert give_back(ending_of(cast.joris), by=cast.marleen)
    assert Membership.objects.in_force(cast.joris).filter(role__school_group=cast.groep5).count() == 1


@pytest.mark.clause("B8")
def test_who_signed_in_long_ago_shows_who_it_is_before_an_account_opens(cast, client_of):
    close_account(cast.tom, by=cast.marleen)
    client, url = client_of(cast.marleen, is_fresh=False), at("ending-give-back", ending_of(cast.tom).pk)
    for answer in (client.get(url), client.post(url)):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert not User.objects.get(pk=cast.tom.pk).is_active


def test_an_account_closed_twice_gives_back_only_what_the_last_time_took(cast):
    close_account(cast.naima, by=cast.marleen)
    first = ending_of(cast.naima)
    assert give_back(first, by=cast.marleen)
    end_role(role_of(cast.naima), by=cast.marleen)
    close_account(User.objects.get(pk=cast.naima.pk), by=cast.marleen)
    assert not give_back(first, by=cast.marleen)
    assert give_back(ending_of(cast.naima), by=cast.marleen)
    assert not may(User.objects.get(pk=cast.naima.pk), cast.groep5)


def test_with_nothing_closed_the_page_says_so(cast, head):
    assert "Niets om recht te zetten" in text_of(head.get(at("ending-list")))


# --- whose pages these are


@pytest.mark.clause("B8")
def test_only_the_head_decides_about_people(cast, client_of):
    pages = [
        at("role-give", cast.kwame.pk), at("account-close", cast.kwame.pk), at("person-death", cast.kwame.pk),
        at("role-end", role_of(cast.joris).pk), at("authority-set", link_of(cast.tom).pk),
        at("guardian-bar", link_of(cast.tom).pk), at("guardian-lift", link_of(cast.tom).pk),
        at("address-protect", cast.yara.pk), at("pupil-move", cast.yara.pk), at("pupil-death", cast.yara.pk),
    ]  # fmt: skip
    fields = {"sure": "on", "protected": "1", "relation": "carer", "has_authority": "no"}
    rows = AuditEntry.objects.count()
    for name in ("naima", "dennis", "wilma", "samira", "liwen"):
        client = client_of(getattr(cast, name))
        for url in pages:
            assert client.get(url).status_code == client.post(url, fields).status_code == 404, (name, url)
    assert AuditEntry.objects.count() == rows
    for url in pages:
        assert Client().get(url).status_code == 302


@pytest.mark.clause("B8")
def test_who_signed_in_long_ago_shows_who_it_is_before_a_role_changes(cast, client_of):
    client = client_of(cast.marleen, is_fresh=False)
    urls = at("role-give", cast.kwame.pk), at("role-end", role_of(cast.joris).pk), at("account-close", cast.tom.pk)
    fields = {"sure": "on", "role": "ict:", "valid_from": clock.today()}
    for answer in [client.get(url) for url in urls] + [client.post(url, fields) for url in urls]:
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert may(cast.joris, cast.groep5, POST)
    assert may(cast.tom, cast.groep5)


def test_the_rights_of_the_school_are_the_heads_and_the_ict_contacts(cast):
    rights = {name: Standing(getattr(cast, name)) for name in ("marleen", "dennis", "naima")}
    assert {name: (row.may_in_school(PEOPLE), row.may_in_school(DECIDE)) for name, row in rights.items()} == {
        "marleen": (True, True), "dennis": (True, False), "naima": (False, False),
    }  # fmt: skip

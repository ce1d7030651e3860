"""What a measure takes away, from whom, until when, and what stays: consent and a line to the head (F5)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from consent.models import Decision
from groups.actions import give_role
from groups.models import Membership, Restriction, Role, School, SchoolGroup, rights_of
from groups.permissions import get_portrait_or_404
from groups.recipients import admins_of
from groups.roles import DECIDE, MEMBERS, MODERATE, PEOPLE, POST, REACT, READ
from groups.standing import Standing
from messaging.actions import add_reaction
from messaging.models import Photo, Post, Reaction
from moderation.models import Item
from moderation.permissions import is_ict
from protocol import clock
from protocol.clock import SCHOOL_TIME
from tests.answered import say
from tests.test_query_counts import POST_MAX, count

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F5")]

WHY = "Je reactie van dinsdag kwetste iemand."
KINDS = ["react", "read", "closed"]


@pytest.fixture
def restrict(cast):
    def make(person, kind, days=14, **more):
        return Restriction.objects.create(
            person=person,
            kind=kind,
            reason=WHY,
            decided_by=more.pop("decided_by", cast.henk),
            until=more.pop("until", clock.today() + timedelta(days=days)),
            **more,
        )

    return make


def groups_with(user, codename):
    return SchoolGroup.objects.with_perm(user, codename)


def held(user):
    return set(rights_of(user).values_list("permission__codename", flat=True))


# For each measure: what a person keeps. A teacher has all five rights, so the table is whole.
@pytest.mark.parametrize(
    ("kind", "kept"),
    [("react", {READ, POST, MODERATE, MEMBERS}), ("read", {READ}), ("closed", set())],
)
def test_what_a_teacher_keeps_under_each_measure(cast, restrict, kind, kept):
    assert held(cast.naima) == {READ, REACT, POST, MODERATE, MEMBERS}
    restrict(cast.naima, kind)
    assert held(cast.naima) == kept
    assert held(cast.joris) == {READ, REACT, POST, MODERATE, MEMBERS}
    for codename in (READ, REACT, POST, MODERATE, MEMBERS):
        assert groups_with(cast.naima, codename).exists() is (codename in kept)
        assert bool(Standing(cast.naima).with_right(codename)) is (codename in kept)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["samira", "pieterjan", "chantal", "dennis", "marleen", "fleur"])
def test_a_measure_only_takes_away(cast, restrict, kind, name):
    person = getattr(cast, name)
    before = held(person)
    restrict(person, kind)
    kept = {"react": {READ, POST, MODERATE, MEMBERS}, "read": {READ}, "closed": set()}[kind]
    assert held(person) == before & kept


@pytest.mark.parametrize("kind", KINDS)
def test_under_two_measures_only_what_both_leave_is_left(cast, restrict, kind):
    restrict(cast.naima, "read")
    restrict(cast.naima, kind)
    assert held(cast.naima) == ({READ} if kind != "closed" else set())


@pytest.mark.parametrize(("kind", "works"), [("react", True), ("read", False), ("closed", False)])
def test_the_head_and_the_ict_contact_work_under_no_heavy_measure(cast, restrict, kind, works):
    for person in (cast.marleen, cast.dennis):
        restrict(person, kind)
    assert School.objects.with_perm(cast.marleen, DECIDE).exists() is works
    assert School.objects.with_perm(cast.dennis, PEOPLE).exists() is works
    assert is_ict(cast.dennis, cast.school) is works
    item = Item.objects.create(school=cast.school, kind="post", object_id=1, author=cast.samira)
    assert (item in Item.objects.handled_by(cast.marleen)) is works


def test_a_teacher_under_reading_only_gets_no_work_of_the_group(cast, restrict):
    assert cast.naima in admins_of(cast.groep5)
    restrict(cast.naima, "react")
    assert cast.naima in admins_of(cast.groep5)
    restrict(cast.naima, "read")
    assert list(admins_of(cast.groep5)) == [cast.joris]


# What it does on the pages


@pytest.mark.parametrize(
    ("kind", "reads", "reacts", "posts"),
    [("react", 200, 422, 200), ("read", 200, 422, 404), ("closed", 404, 404, 404)],
)
def test_doors_of_posts_photos_and_writing(cast, restrict, client_of, make_post, kind, reads, reacts, posts):  # noqa: PLR0917
    post = make_post(cast.groep5, cast.joris, photos=1)
    photo = Photo.objects.get(post=post)
    browser = client_of(cast.naima)
    restrict(cast.naima, kind)
    for address in (
        f"/nieuws/{post.pk}/",
        f"/groepen/{cast.groep5.pk}/",
        f"/fotos/{photo.key}/klein/",
    ):
        assert browser.get(address).status_code == reads, address
    key = "7d1f2d0c-2b9e-4a65-8a6b-0c3a9b2f1e77"
    said = browser.post(f"/nieuws/{post.pk}/reactie/", {"text": "Mooi.", "key": key, "sure": "1"})
    assert said.status_code == reacts
    assert (">\nMooi.</textarea>" in said.content.decode()) is (reads == 200)  # kept for who wrote it
    assert browser.get(f"/groepen/{cast.groep5.pk}/nieuw/").status_code == posts
    assert not Reaction.objects.filter(author=cast.naima).exists()


@pytest.mark.parametrize(("kind", "found"), [("react", True), ("read", True), ("closed", False)])
def test_news_and_search_hold_nothing_for_whom_it_is_closed(cast, restrict, client_of, make_post, kind, found):  # noqa: PLR0917
    make_post(cast.groep5, cast.naima, title="Zonnebloemen zaaien")
    restrict(cast.samira, kind)
    browser = client_of(cast.samira)
    for address in ("/", "/zoeken/?q=zonnebloemen"):
        assert ("Zonnebloemen zaaien" in browser.get(address).content.decode()) is found
    assert Post.objects.visible_to(cast.samira).exists() is found


def test_a_member_of_the_mr_under_reading_only_does_not_write_there(cast, restrict, client_of):
    assert client_of(cast.pieterjan).get(f"/groepen/{cast.mr.pk}/nieuw/").status_code == 200
    restrict(cast.pieterjan, "read")
    assert client_of(cast.pieterjan).get(f"/groepen/{cast.mr.pk}/nieuw/").status_code == 404


def test_portraits_of_others_are_closed_and_the_own_one_is_not(cast, restrict, client_of):
    for person in (cast.naima, cast.samira):
        person.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    restrict(cast.samira, "closed")
    assert client_of(cast.samira).get(f"/portretten/{cast.naima.portrait_key}/").status_code == 404
    assert get_portrait_or_404(cast.samira, cast.samira.portrait_key) == cast.samira
    assert get_portrait_or_404(cast.tom, cast.naima.portrait_key) == cast.naima


def test_the_page_says_kindly_why_there_is_no_box_and_only_to_that_person(cast, restrict, client_of, make_post):
    post = make_post(cast.groep5, cast.naima)
    restrict(cast.samira, "react")
    assert "Alleen jij ziet dit" in client_of(cast.samira).get(f"/nieuws/{post.pk}/").content.decode()
    for other in (cast.inge, cast.naima, cast.wilma):
        page = client_of(other).get(f"/nieuws/{post.pk}/").content.decode()
        assert "Alleen jij ziet dit" not in page
    closed = make_post(cast.groep5, cast.naima, reactions_open=False)
    assert "Alleen jij ziet dit" not in client_of(cast.samira).get(f"/nieuws/{closed.pk}/").content.decode()


def test_a_closed_account_signs_in_reads_what_holds_answers_about_photos_and_writes_to_the_head(
    cast, restrict, client_of
):
    restrict(cast.samira, "closed")
    browser = client_of(cast.samira)
    home = browser.get("/").content.decode()
    for words in ("Nieuws en groepen zijn even dicht voor jou", WHY, "/schrijf-de-directie/", "/ik/maatregelen/"):
        assert words in home
    assert "Je zit nog niet in een groep" not in home
    assert 'href="/toestemming/' in home
    for address in ("/ik/", "/ik/maatregelen/", "/schrijf-de-directie/", "/afspraken/", "/toestemming/"):
        assert browser.get(address).status_code == 200, address
    own = browser.get("/ik/").content.decode()
    assert "Wat er voor jou geldt" in own
    assert 'href="/toestemming/' in own
    assert f'href="/groepen/{cast.groep5.pk}/"' not in own
    groups = browser.get("/groepen/").content.decode()
    assert "/ik/maatregelen/" in groups
    assert "Vraag of je erbij mag" not in groups
    answer = browser.post("/schrijf-de-directie/", {"text": "Ik wil praten."}, follow=True)
    assert "onderweg naar de directie" in answer.content.decode()


def test_withdrawing_consent_works_under_a_closed_account(cast, restrict, client_of):
    say(cast.samira, cast.yara)
    restrict(cast.samira, "closed")
    client_of(cast.samira).post("/toestemming/intrekken/", {"pupil": cast.yara.pk, "code": "portal_group", "sure": "1"})
    assert Decision.objects.filter(guardian=cast.samira, said=Decision.Said.WITHDRAW).exists()


def test_who_has_no_measure_sees_no_link_and_an_empty_page(cast, client_of):
    browser = client_of(cast.samira)
    assert "Wat er voor jou geldt" not in browser.get("/ik/").content.decode()
    assert "Er geldt niets voor jou" in browser.get("/ik/maatregelen/").content.decode()


def test_a_line_to_the_head_says_what_is_missing_and_when_it_is_enough(cast, client_of):
    browser = client_of(cast.samira)
    assert browser.post("/schrijf-de-directie/", {"text": " "}).status_code == 422
    for number in range(5):
        assert browser.post("/schrijf-de-directie/", {"text": f"Mag ik bellen? {number}"}).status_code == 302
    answer = browser.post("/schrijf-de-directie/", {"text": "Nog een keer."})
    assert answer.status_code == 422
    assert "Nog een keer." in answer.content.decode()


def test_a_stranger_has_no_head_to_write_to(cast, client_of):
    assert client_of(cast.liwen).get("/schrijf-de-directie/").status_code == 404


# When it holds


def test_it_holds_through_its_last_day_and_ends_at_midnight_in_amsterdam(cast, restrict):
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=SCHOOL_TIME)):
        restrict(cast.samira, "closed", until=date(2026, 11, 25))
    for moment, may in (
        (datetime(2026, 11, 25, 23, 59, 59, tzinfo=SCHOOL_TIME), False),
        (datetime(2026, 11, 26, 0, 0, 1, tzinfo=SCHOOL_TIME), True),  # 23.00 UTC, still the 25th there
    ):
        with time_machine.travel(moment, tick=False):
            assert groups_with(cast.samira, READ).exists() is may
            assert bool(Standing(cast.samira).readable) is may


def test_it_begins_on_its_first_day_and_ends_when_it_is_taken_back(cast, restrict):
    later = restrict(cast.samira, "closed", starts_on=clock.today() + timedelta(days=2))
    assert groups_with(cast.samira, READ).exists()
    Restriction.objects.filter(pk=later.pk).update(starts_on=clock.today())
    assert not groups_with(cast.samira, READ).exists()
    Restriction.objects.filter(pk=later.pk).update(ended_at=clock.now())
    assert groups_with(cast.samira, READ).exists()


def test_the_database_refuses_a_measure_about_oneself_without_end_or_without_reason(cast, restrict):
    for fault in ({"decided_by": cast.samira}, {"until": clock.today() - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            restrict(cast.samira, "closed", **fault)
    made = restrict(cast.samira, "closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=made.pk).update(reason="")


def test_a_new_role_gives_nothing_back(cast, restrict):
    restrict(cast.tom, "closed")
    give_role(cast.tom, Role.Name.COUNCIL_MEMBER, cast.mr, by=cast.marleen)
    assert Membership.objects.in_force(cast.tom).filter(role__school_group=cast.mr).exists()
    assert held(cast.tom) == set()


def test_reading_costs_no_more_queries_under_a_measure(cast, restrict, client_of, make_post):
    post = make_post(cast.groep5, cast.naima)
    add_reaction(post, "Mooi", by=cast.tom)
    browser = client_of(cast.samira)
    before = count(browser, "/")
    restrict(cast.samira, "react")
    assert count(browser, "/") <= before
    # The one more says why there is no box.
    assert count(browser, f"/nieuws/{post.pk}/") <= POST_MAX + 1

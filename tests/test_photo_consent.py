"""A photo without consent cannot appear, and a withdrawn one is gone on the next request (B9, D2, D3, D5)."""

from datetime import timedelta

import pytest
import time_machine

from consent.actions import lift_objection, object_to_all
from consent.models import ConsentPolicy
from consent.standing import standings
from groups.actions import bar_guardian, lift_bar
from groups.models import Guardianship
from messaging.actions import (
    Choice,
    Content,
    PhotosStop,
    edit_post,
    mark_pupils,
    point_out,
    publish_due_posts,
    publish_post,
    put_back_photos,
    recheck_planned_posts,
    say_not_on_it,
    say_of_series,
    take_back,
)
from messaging.models import Photo, Post, Withholding
from messaging.recognition import consenting_in, in_words
from messaging.rules import How
from notifications.models import OutboxMail
from protocol import clock
from tests.answered import say, say_for_group

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9"), pytest.mark.clause("D3")]


@pytest.fixture
def draft(cast, make_post):
    return make_post(cast.groep5, cast.naima, state=Post.State.DRAFT, photos=2)


@pytest.fixture
def out(cast, draft):
    """Out with two photos: possibly everybody who said yes on the first, Yara alone on the second."""
    say_for_group(cast, cast.groep5)
    say_of_series(draft, "consented", by=cast.naima)
    mark_pupils(draft.photos.all()[1], [cast.yara.pk], by=cast.naima)
    publish_post(draft, by=cast.naima)
    publish_due_posts()
    draft.refresh_from_db()
    assert draft.is_published
    return draft


def stopped(draft, cast):
    with pytest.raises(PhotosStop) as stop:
        publish_post(draft, by=cast.naima)
    draft.refresh_from_db()
    assert draft.state == Post.State.DRAFT
    return [in_words(finding) for finding in stop.value.findings]


def status(client_of, user, photo):
    return client_of(user).get(f"/fotos/{photo.key}/klein/").status_code


def test_without_an_answer_for_every_photo_nothing_goes_out(cast, draft):
    draft.photos.update(recognisable="")
    (words,) = stopped(draft, cast)
    assert "1, 2" in words


@pytest.mark.clause("D2")
def test_swimwear_is_asked_once_per_series(cast, draft):
    Post.objects.filter(pk=draft.pk).update(no_swimwear=False)
    assert len(stopped(draft, cast)) == 1


def test_a_marked_pupil_without_consent_stops_publication_by_name(cast, draft):
    mark_pupils(draft.photos.all()[1], [cast.bram.pk], by=cast.naima)
    (words,) = stopped(draft, cast)
    assert "Bram" in words
    assert "2" in words


def test_everybody_sees_photos_of_who_said_yes(cast, out, client_of):
    for photo in out.photos.all():
        assert status(client_of, cast.samira, photo) == 200


def test_a_withdrawal_takes_down_what_shows_the_child_and_what_may_show_it(cast, out, client_of):
    say(cast.tom, cast.yara, False)
    for user in (cast.samira, cast.naima, cast.marleen):
        for photo in out.photos.all():
            assert status(client_of, user, photo) == 404
    assert Withholding.objects.filter(pupil=cast.yara).count() == 2


def test_whoever_changes_a_post_reads_which_photos_are_hidden_instead_of_a_broken_picture(cast, out, client_of):
    url, naima = f"/nieuws/{out.pk}/wijzigen/", client_of(cast.naima)
    addresses = [f"/fotos/{photo.key}/klein/" for photo in out.photos.all()]
    before = naima.get(url).content.decode()
    assert all(address in before for address in addresses)
    assert "Deze foto blijft verborgen." not in before
    say(cast.tom, cast.yara, False)
    after = naima.get(url).content.decode()
    assert not any(address in after for address in addresses)
    assert after.count("Deze foto blijft verborgen.") == 2


def test_a_photo_comes_back_only_by_a_persons_choice(cast, out, client_of):
    first, second = out.photos.all()
    say(cast.samira, cast.yara, False)
    say(cast.samira, cast.yara, True)
    assert status(client_of, cast.samira, second) == 404
    assert not say_not_on_it(Withholding.objects.get(photo=second), by=cast.naima)
    assert say_not_on_it(Withholding.objects.get(photo=first), by=cast.naima)
    assert put_back_photos(Photo.objects.filter(pk=second.pk), by=cast.naima) == 1
    assert status(client_of, cast.samira, first) == status(client_of, cast.samira, second) == 200
    say(cast.samira, cast.yara, False)
    assert status(client_of, cast.samira, first) == 200  # a person looked: Yara is not on it
    assert status(client_of, cast.samira, second) == 404


def test_what_may_not_be_seen_yet_cannot_be_put_back(cast, out):
    say(cast.samira, cast.yara, False)
    assert put_back_photos(out.photos.all(), by=cast.naima) == 0


@pytest.mark.clause("D5")
def test_the_childs_own_no_takes_its_photos_down(cast, out, client_of):
    object_to_all(cast.yara, by=cast.samira)
    assert not Photo.objects.shown().filter(post=out).exists()
    lift_objection(cast.yara, by=cast.samira)
    assert not Photo.objects.shown().filter(post=out).exists()


@pytest.mark.clause("B2")
def test_a_link_that_is_taken_out_row_by_row_takes_the_yes_along(cast, out):
    for link in Guardianship.objects.filter(pupil=cast.yara):
        link.memberships.all().delete()
        link.delete()
    assert not Photo.objects.shown().filter(post=out).exists()


@pytest.mark.clause("B2")
def test_authority_that_ends_takes_the_yes_along(cast, out):
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    links = Guardianship.objects.filter(pupil=cast.yara).exclude(pk=link.pk)
    for other in links:
        bar_guardian(other, by=cast.marleen)
    say(cast.samira, cast.yara)
    bar_guardian(link, by=cast.marleen)
    assert not Photo.objects.shown().filter(post=out).exists()
    lift_bar(link, by=cast.marleen)
    assert not Photo.objects.shown().filter(post=out).exists()


@pytest.mark.clause("D5")
def test_a_parent_points_at_a_photo_and_it_is_gone(cast, out, client_of):
    photo = out.photos.first()
    assert point_out(photo, cast.yara, by=cast.samira)
    assert status(client_of, cast.naima, photo) == 404
    assert not say_not_on_it(Withholding.objects.get(photo=photo), by=cast.naima)


def test_a_planned_post_comes_home_when_somebody_on_it_may_not_be_seen_any_more(cast, draft):
    say_for_group(cast, cast.groep5)
    say_of_series(draft, "consented", by=cast.naima)
    tomorrow = clock.today() + timedelta(days=1)
    publish_post(draft, by=cast.naima, choice=Choice(How.DAY, tomorrow))
    assert recheck_planned_posts() == 0
    say(cast.samira, cast.yara, False)
    assert recheck_planned_posts() == 1
    draft.refresh_from_db()
    assert draft.state == Post.State.DRAFT
    assert "Yara" in stopped(draft, cast)[0]


def test_its_author_is_told_each_time_that_a_post_comes_home(cast, draft):
    for _ in range(2):
        say(cast.samira, cast.yara)
        say_of_series(draft, "consented", by=cast.naima)
        publish_post(draft, by=cast.naima, choice=Choice(How.DAY, clock.today() + timedelta(days=1)))
        say(cast.samira, cast.yara, False)
        assert recheck_planned_posts() == 1
    assert OutboxMail.objects.filter(kind="photo_stopped", recipient=cast.naima).count() == 2


def test_what_was_withdrawn_before_the_sweep_does_not_go_out(cast, draft):
    say_for_group(cast, cast.groep5)
    say_of_series(draft, "consented", by=cast.naima)
    publish_post(draft, by=cast.naima, choice=Choice(How.DAY, clock.today() + timedelta(days=1)))
    say(cast.samira, cast.yara, False)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        publish_due_posts()
    draft.refresh_from_db()
    assert draft.state == Post.State.DRAFT


def test_a_list_that_changed_meanwhile_is_looked_at_again(cast, draft):
    pupils = say_for_group(cast, cast.groep5)
    seen = consenting_in(cast.groep5).digest
    assert say_of_series(draft, "consented", by=cast.naima, seen=seen) == 2
    say(cast.samira, next(pupil for pupil in pupils if pupil == cast.yara), False)
    draft.photos.update(recognisable="", line_up=None)
    assert say_of_series(draft, "consented", by=cast.naima, seen=seen) == 0


def test_the_check_costs_two_queries(cast, django_assert_num_queries):
    pupils = [pupil.pk for pupil in say_for_group(cast, cast.groep5)]
    with django_assert_num_queries(2):
        found = standings(pupils, "portal_group")
    assert all(one.may for one in found.values())


@pytest.mark.clause("B5")
def test_new_words_that_wait_open_no_photo_that_is_shown_to_nobody(cast, make_post, client_of):
    council = make_post(cast.mr, cast.pieterjan, photos=1)
    edit_post(council, Content("news", "Anders", "Andere woorden"), by=cast.pieterjan)
    photo = council.photos.get()
    assert status(client_of, cast.marleen, photo) == 200
    Photo.objects.update(shown_until=None)
    assert status(client_of, cast.marleen, photo) == 404


@pytest.mark.clause("D5")
def test_days_to_look_end_with_the_childs_own_no_also_while_the_photo_is_away_for_another(cast, out):
    ConsentPolicy.objects.create(school=cast.school, doubt=ConsentPolicy.Doubt.THREE_DAYS)
    photo = out.photos.first()
    other = next(pupil for pupil in photo.line_up.pupils.order_by("pk") if pupil != cast.yara)
    say(cast.samira, cast.yara, False)
    assert Photo.objects.shown().filter(pk=photo.pk).exists()  # the teacher has three school days
    point_out(photo, other, by=cast.marleen)
    object_to_all(cast.yara, by=cast.samira)
    assert take_back(Withholding.objects.standing().get(photo=photo, pupil=other), by=cast.marleen)
    assert not Photo.objects.shown().filter(pk=photo.pk).exists()

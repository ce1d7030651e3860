""" "Hier staat mijn kind": a parent points at a photo, a teacher writes down what a child says (D5)."""

import pytest

from consent.models import Objection
from consent.rules import Why
from consent.standing import standings
from groups.actions import bar_guardian
from groups.models import Guardianship
from messaging.actions import put_back_photos, take_back
from messaging.models import Photo, Withholding
from tests.answered import say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D5")]


@pytest.fixture
def photo(cast, make_post):
    say(cast.samira, cast.yara)
    return make_post(cast.groep5, cast.naima, photos=2).photos.first()


def address(photo):
    return f"/nieuws/{photo.post_id}/foto/{photo.position + 1}/kind/"


def is_shown(photo):
    return Photo.objects.shown().filter(pk=photo.pk).exists()


def point(client, photo, **fields):
    return client.post(address(photo), {"foto": photo.key, "waarom": "kind", **fields}, follow=True)


def test_under_a_photo_stands_the_way_to_say_that_ones_child_is_on_it(cast, photo, client_of):
    html = client_of(cast.samira).get(address(photo).removesuffix("kind/")).content.decode()
    assert address(photo) in html
    html = client_of(cast.fleur).get(address(photo).removesuffix("kind/")).content.decode()
    assert address(photo) not in html


def test_a_parent_of_one_child_needs_one_tap(cast, photo, client_of):
    html = point(client_of(cast.tom), photo).content.decode()
    assert "De foto is weg, voor iedereen." in html
    assert not is_shown(photo)
    row = Withholding.objects.get()
    assert (row.pupil, row.why, row.asked_by) == (cast.yara, "pointed", cast.tom)


def test_a_parent_of_two_children_says_which_one(cast, photo, client_of):
    client = client_of(cast.samira)
    answer = client.post(address(photo), {"foto": photo.key, "waarom": "kind"})
    assert answer.status_code == 422
    assert "Kies om welk kind het gaat." in answer.content.decode()
    assert is_shown(photo)
    point(client, photo, kind=cast.ilias.pk)
    assert not is_shown(photo)


def test_nobody_points_for_somebody_elses_child(cast, photo, client_of):
    client = client_of(cast.samira)
    assert client.post(address(photo), {"foto": photo.key, "waarom": "kind", "kind": cast.bram.pk}).status_code == 422
    assert is_shown(photo)


@pytest.mark.clause("B2")
def test_who_has_no_authority_any_more_points_at_nothing_and_takes_nothing_back(cast, photo, client_of):
    point(client_of(cast.tom), photo)
    bar_guardian(Guardianship.objects.get(guardian=cast.tom), by=cast.marleen)
    row = Withholding.objects.get()
    assert client_of(cast.tom).post(f"/aangewezen/{row.pk}/terug/").status_code == 404
    assert not is_shown(photo)
    assert client_of(cast.tom).get(address(photo)).status_code == 404


def test_the_key_names_the_photo_when_numbers_have_shifted(cast, photo, client_of):
    second = photo.post.photos.last()
    point(client_of(cast.tom), photo)
    client_of(cast.tom).post(address(photo), {"foto": second.key, "waarom": "niet-deze"})
    assert not is_shown(second)
    assert Withholding.objects.get(photo=second).why == "objects"
    html = client_of(cast.tom).post(address(photo), {"foto": second.key, "waarom": "kind"}, follow=True)
    assert "Die foto is al niet meer te zien." in html.content.decode()


def test_who_pointed_takes_it_back_and_nobody_else_does(cast, photo, client_of):
    point(client_of(cast.tom), photo)
    row = Withholding.objects.get()
    for other in (cast.samira, cast.naima, cast.marleen):
        assert client_of(other).post(f"/aangewezen/{row.pk}/terug/").status_code == 404
        assert photo.post.title not in client_of(other).get("/aangewezen/").content.decode()
    assert photo.post.title in client_of(cast.tom).get("/aangewezen/").content.decode()
    client_of(cast.tom).post(f"/aangewezen/{row.pk}/terug/")
    assert is_shown(photo)


def test_taking_back_shows_no_photo_of_a_child_that_may_not_be_seen(cast, photo, client_of):
    Photo.objects.filter(pk=photo.pk).update(recognisable="pupils")
    photo.depictions.create(pupil=cast.yara, is_on_it=True, said_by=cast.naima)
    point(client_of(cast.tom), photo)
    say(cast.samira, cast.yara, False)
    row = Withholding.objects.get()
    html = client_of(cast.tom).post(f"/aangewezen/{row.pk}/terug/", follow=True).content.decode()
    assert "De school kijkt" in html  # not what the other parent answered
    assert not is_shown(photo)
    row.refresh_from_db()
    assert (row.why, row.asked_by, row.ended_at) == ("consent", None, None)
    assert not take_back(row, by=cast.tom)
    assert not put_back_photos(Photo.objects.filter(pk=photo.pk), by=cast.naima)


def test_a_teacher_writes_down_that_a_child_does_not_want_this_photo(cast, photo, client_of):
    client = client_of(cast.naima)
    html = client.get(address(photo)).content.decode()
    assert "Yara Verbeek" in html
    point(client, photo, kind=cast.bram.pk, waarom="niet-deze")
    assert not is_shown(photo)
    assert not Objection.objects.exists()


def test_a_teacher_writes_down_that_a_child_wants_no_photos_and_that_it_does_again(cast, photo, client_of):
    client = client_of(cast.joris)
    point(client, photo, kind=cast.yara.pk, waarom="geen-foto")
    assert standings([cast.yara.pk], "portal_group")[cast.yara.pk].why is Why.OBJECTS
    assert not is_shown(photo)
    objection = Objection.objects.get()
    assert client_of(cast.naima).post(f"/aangewezen/kind/{objection.pk}/terug/").status_code == 404
    client.post(f"/aangewezen/kind/{objection.pk}/terug/")
    assert standings([cast.yara.pk], "portal_group")[cast.yara.pk].may
    assert not is_shown(photo)  # this one was pointed at


def test_a_parent_cannot_write_down_for_the_child_here_that_it_wants_no_photos_at_all(cast, photo, client_of):
    point(client_of(cast.tom), photo, waarom="geen-foto")
    assert not Objection.objects.exists()
    assert not is_shown(photo)


def test_the_page_is_not_there_for_a_photo_that_is_not_shown(cast, photo, client_of):
    Photo.objects.filter(post=photo.post).update(shown_until=None)
    assert client_of(cast.tom).get(address(photo)).status_code == 404

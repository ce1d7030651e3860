"""Photos that are withheld: who looks at them, what comes back, and by whose choice (B9, D3, D5)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consent.actions import lift_objection, object_to_all
from consent.models import ConsentPolicy, Purpose
from groups.models import Enrolment
from messaging.actions import (
    children_then,
    mark_pupils,
    point_out,
    publish_due_posts,
    publish_post,
    put_back_photos,
    recheck_photos,
    say_not_on_it,
    say_of_published,
    say_of_series,
    say_on_it,
    settle_lapsed,
)
from messaging.models import Depiction, Photo, Post, Withholding, line_up_of
from messaging.withheld import FEW, withheld_in
from notifications.models import OutboxMail
from protocol import clock
from tests.answered import say, say_for_group

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9"), pytest.mark.clause("D3")]


@pytest.fixture
def out(cast, make_post):
    """Out with three photos: possibly everybody who said yes on two, Yara alone on the last."""
    post = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT, photos=3, no_swimwear=True)
    say_for_group(cast, cast.groep5)
    say_of_series(post, "consented", by=cast.naima)
    mark_pupils(post.photos.all()[2], [cast.yara.pk], by=cast.naima)
    publish_post(post, by=cast.naima)
    publish_due_posts()
    post.refresh_from_db()
    return post


def shown(post):
    return set(Photo.objects.shown().filter(post=post).values_list("position", flat=True))


def sheet(cast, user):
    found = withheld_in(user, cast.groep5)
    return {one.pupil: [tile.photo.position for tile in one.tiles] for one in found.sheets}


def small(client_of, user, photo):
    return client_of(user).get(f"/verborgen/{photo.key}/klein/").status_code


def page(client_of, user, **query):
    return client_of(user).get("/verborgen/", query).content.decode()


def test_the_sheet_asks_of_each_photo_on_which_the_child_may_be(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    assert sheet(cast, cast.naima) == sheet(cast, cast.joris) == sheet(cast, cast.marleen) == {cast.yara: [0, 1]}
    html = page(client_of, cast.naima)
    assert "Staat Yara hierop?" in html
    assert "Niet erop" in html
    assert "Geen toestemming" not in html  # a screen may be on the board: no reasons


@pytest.mark.clause("B8")
def test_a_photo_that_shows_the_child_is_shown_to_nobody_at_all(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    first, second, marked = out.photos.all()
    assert [small(client_of, cast.naima, photo) for photo in (first, second, marked)] == [200, 200, 404]
    for user in (cast.samira, cast.fleur, cast.thijs, cast.wilma, cast.chantal):
        assert small(client_of, user, first) == 404


@pytest.mark.clause("B8")
def test_a_photo_that_shows_another_child_that_may_not_be_seen_is_not_looked_at(cast, out, client_of):
    photo = out.photos.first()
    say(cast.samira, cast.yara, False)
    Depiction.objects.create(photo=photo, pupil=cast.aaliyah, is_on_it=True, said_by=cast.naima)
    assert small(client_of, cast.naima, photo) == 200
    say(cast.chantal, cast.aaliyah, False)  # the photo was hidden already: no row tells of her
    assert not Withholding.objects.filter(photo=photo, pupil=cast.aaliyah).exists()
    assert small(client_of, cast.naima, photo) == 404
    assert sheet(cast, cast.naima)[cast.yara] == [1]


def test_one_tap_puts_a_photo_back_without_javascript(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    row = Withholding.objects.get(photo__position=0)
    answer = client_of(cast.joris).post(f"/verborgen/{row.pk}/niet/", {"plek": "0"}, follow=True)
    assert "De foto is weer te zien." in answer.content.decode()
    assert shown(out) == {0}
    assert sheet(cast, cast.naima) == {cast.yara: [1]}
    say(cast.tom, cast.yara, False)
    assert shown(out) == {0}  # a person looked: she is not on it


def test_who_is_on_it_stays_away_and_is_not_asked_about_again(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    row = Withholding.objects.get(photo__position=0)
    client_of(cast.naima).post(f"/verborgen/{row.pk}/wel/")
    assert sheet(cast, cast.naima) == {cast.yara: [1]}
    assert small(client_of, cast.naima, out.photos.first()) == 404
    assert not say_not_on_it(row, by=cast.naima)
    assert not say_on_it(Withholding(pk=0, photo=row.photo, pupil=row.pupil), by=cast.naima)


def test_when_everybody_may_be_seen_again_all_come_back_with_one_tap(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    client = client_of(cast.naima)
    client.post("/verborgen/terug/", {"groep": cast.groep5.pk})
    assert shown(out) == set()
    say(cast.samira, cast.yara)
    assert shown(out) == set()  # only by a person's choice
    html = page(client_of, cast.naima)
    assert "Laat alle 3 weer zien" in html
    client.post("/verborgen/terug/", {"groep": cast.groep5.pk})
    assert shown(out) == {0, 1, 2}
    assert set(Withholding.objects.values_list("outcome", flat=True)) == {"put_back"}


def test_one_photo_comes_back_by_itself_too(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    say(cast.samira, cast.yara)
    row = Withholding.objects.get(photo__position=2)
    client_of(cast.naima).post(f"/verborgen/{row.pk}/terug/")
    assert shown(out) == {2}


def test_a_photo_withheld_for_two_comes_back_when_neither_is_on_it(cast, out, client_of):
    say(cast.samira, cast.yara, False)
    photo = out.photos.first()
    Withholding.objects.create(photo=photo, pupil=cast.bram, why="consent")
    say(cast.inge, cast.bram, False)
    of_yara, of_bram = (photo.withholdings.get(pupil=pupil) for pupil in (cast.yara, cast.bram))
    html = client_of(cast.naima).post(f"/verborgen/{of_yara.pk}/niet/", follow=True).content.decode()
    assert "blijft verborgen voor een ander kind" in html
    assert shown(out) == set()
    client_of(cast.naima).post(f"/verborgen/{of_bram.pk}/niet/")
    assert shown(out) == {0}


@pytest.mark.clause("D5")
def test_a_child_that_wants_no_photos_is_looked_for_too_and_lifting_it_offers_them_again(cast, out):
    object_to_all(cast.yara, by=cast.samira)
    assert sheet(cast, cast.naima) == {cast.yara: [0, 1]}
    assert say_not_on_it(Withholding.objects.get(photo__position=0), by=cast.naima)
    assert shown(out) == {0}
    lift_objection(cast.yara, by=cast.samira)
    assert [tile.photo.position for tile in withheld_in(cast.naima, cast.groep5).returning] == [1, 2]


@pytest.mark.clause("D5")
def test_what_a_parent_pointed_at_is_nobodys_to_look_at_or_to_put_back(cast, out, client_of):
    photo = out.photos.first()
    point_out(photo, cast.yara, by=cast.samira)
    row = Withholding.objects.get(photo=photo)
    assert sheet(cast, cast.naima) == {}
    assert small(client_of, cast.naima, photo) == 404
    client = client_of(cast.naima)
    for verb in ("niet", "terug"):
        client.post(f"/verborgen/{row.pk}/{verb}/")
    client.post("/verborgen/terug/", {"groep": cast.groep5.pk})
    assert 0 not in shown(out)
    assert "iemand vroeg om die weg te halen" in page(client_of, cast.naima)


def test_the_teacher_gets_three_school_days_where_the_school_said_so(cast, out):
    ConsentPolicy.objects.create(school=cast.school, doubt="3_days")
    say(cast.samira, cast.yara, False)
    assert shown(out) == {0, 1}  # on the third she was marked
    row = Withholding.objects.get(photo__position=0)
    assert row.grace_until == clock.today() + timedelta(days=3)  # every day is a school day here
    assert sheet(cast, cast.naima) == {cast.yara: [0, 1]}
    assert say_on_it(Withholding.objects.get(photo__position=1), by=cast.naima)
    assert shown(out) == {0}  # she looked: she is on it, so it goes now
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert shown(out) == set()
        settle_lapsed()
        assert shown(out) == set()
        assert say_not_on_it(row, by=cast.naima)
        assert shown(out) == {0}


def next_year(post):
    """A moment after the consent year of this post."""
    return clock.begin_of(Photo.objects.shown().filter(post=post).first().shown_until + timedelta(days=1)) + timedelta(
        hours=9
    )


def test_after_the_year_photos_wait_for_a_new_yes_and_come_back_all_at_once(cast, out):
    with time_machine.travel(next_year(out), tick=False):
        assert shown(out) == set()
        assert settle_lapsed() == 3
        assert settle_lapsed() == 0
        found = withheld_in(cast.marleen, cast.groep5)
        assert set(Withholding.objects.values_list("why", flat=True)) == {"lapsed"}
        assert found.returning == []
        for guardian, pupil in ((cast.samira, cast.yara), (cast.chantal, cast.aaliyah), (cast.inge, cast.bram)):
            say(guardian, pupil)
        assert shown(out) == set()
        assert put_back_photos(Photo.objects.filter(post=out), by=cast.marleen) == 3
        assert shown(out) == {0, 1, 2}


def test_nobody_is_asked_to_look_while_most_children_wait_for_a_new_yes(cast, out):
    other = Withholding.objects.standing().filter(photo__position=0)
    with time_machine.travel(next_year(out), tick=False):
        settle_lapsed()
        number = other.count()
        found = withheld_in(cast.marleen, cast.groep5)
        if number > FEW:
            assert (found.lapsed, [len(one.tiles) for one in found.sheets]) == (2, [])
        else:
            assert found.lapsed == 0


def test_a_school_that_keeps_past_photos_shows_them_until_somebody_says_no(cast, out):
    ConsentPolicy.objects.create(school=cast.school, past_photos="kept")
    with time_machine.travel(next_year(out), tick=False):
        settle_lapsed()
        assert shown(out) == {0, 1, 2}
        assert not Withholding.objects.exists()
        say(cast.samira, cast.yara, False)
        assert shown(out) == set()


def test_the_teacher_is_told_once_which_posts_changed_and_no_name_stands_in_the_mail(cast, out):
    say(cast.samira, cast.yara, False)
    mails = OutboxMail.objects.filter(kind="photos_hidden")
    assert {mail.recipient for mail in mails} == {cast.naima, cast.joris}
    mail = mails.get(recipient=cast.naima)
    assert f"/nieuws/{out.pk}/" in mail.text
    assert "/verborgen/" in mail.text
    for word in ("Yara", "Verbeek", "Samira", out.title, "nee"):
        assert word not in mail.text + mail.subject
    say(cast.tom, cast.yara, False)  # nothing more goes by this
    assert mails.count() == 2


def test_no_mail_goes_about_what_was_answered_meanwhile(cast, out):
    from messaging.photo_mails import has_hidden

    say(cast.samira, cast.yara, False)
    mail = OutboxMail.objects.get(kind="photos_hidden", recipient=cast.joris)
    assert has_hidden(mail)
    for row in Withholding.objects.filter(photo__position__lt=2):
        say_not_on_it(row, by=cast.naima)
    Withholding.objects.standing().delete()
    assert not has_hidden(mail)


def test_home_says_of_how_many_posts_photos_are_hidden_until_somebody_looked(cast, out, client_of):
    def home(user):
        return client_of(user).get("/").content.decode()

    assert "/verborgen/" not in home(cast.naima)
    say(cast.samira, cast.yara, False)
    for user in (cast.naima, cast.joris, cast.marleen):
        assert "Bij één bericht zijn foto’s verborgen." in home(user)
    for user in (cast.samira, cast.fleur, cast.thijs, cast.chantal):
        assert "/verborgen/" not in home(user)
    for row in Withholding.objects.filter(photo__position__lt=2):
        say_not_on_it(row, by=cast.naima)
    assert "/verborgen/" in home(cast.naima)  # one stays away, and that is new
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        assert "/verborgen/" not in home(cast.naima)


def test_old_photos_nobody_said_anything_of_are_shown_once_somebody_does(cast, make_post, make_photo, client_of):
    say(cast.samira, cast.yara)
    post = make_post(cast.groep5, cast.naima)
    photos = [make_photo(post, recognisable="") for _ in range(2)]
    assert small(client_of, cast.joris, photos[0]) == 200
    html = client_of(cast.joris).get(f"/verborgen/bericht/{post.pk}/").content.decode()
    assert "Niet op de foto:" in html
    assert "Bram Tuinstra" in html
    assert "Yara Verbeek" not in html
    client_of(cast.joris).post(f"/verborgen/bericht/{post.pk}/", {"recognisable": "consented"})
    assert shown(post) == {0, 1}
    say(cast.samira, cast.yara, False)
    assert shown(post) == set()


def test_of_an_old_photo_for_all_the_children_of_that_day_are_meant_also_who_left_since(cast, make_post):
    then = clock.now() - timedelta(days=14)
    post = make_post(cast.whole_school, cast.marleen, published_at=then)
    places = Enrolment.objects.filter(pupil=cast.bram)
    places.update(valid_until=clock.today() - timedelta(days=7))
    assert cast.bram in children_then(post)
    assert cast.bram not in children_then(make_post(cast.whole_school, cast.marleen))


def test_of_old_photos_nothing_is_said_while_no_child_has_consent(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    make_photo(post, recognisable="")
    assert say_of_published(post, "consented", by=cast.naima) == 0
    assert say_of_published(post, "everybody", by=cast.naima) == 0
    assert say_of_published(post, "nobody", by=cast.naima) == 1
    assert shown(post) == {0}
    assert say_of_published(post, "consented", by=cast.naima) == 0


def test_the_list_asks_as_many_questions_for_one_photo_as_for_thirty(cast, out, make_photo, client_of):
    say(cast.samira, cast.yara, False)
    client = client_of(cast.naima)
    client.get("/verborgen/")

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/verborgen/").status_code == 200
        return len(asked)

    few = count()
    line_up = out.photos.first().line_up
    for _ in range(30):
        photo = make_photo(out, recognisable="consented", line_up=line_up, shown_until=None)
        Withholding.objects.create(photo=photo, pupil=cast.yara, why="consent")
    assert count() == few


def mark_each(cast, make_post, pupils):
    """Out: a post for each of these pupils, with one photo on which it is marked and one on which all may be."""
    line_up = line_up_of([pupil.pk for pupil in pupils])
    for pupil in pupils:
        marked, other = make_post(cast.groep5, cast.naima, photos=2).photos.all()
        Photo.objects.filter(pk=marked.pk).update(recognisable="pupils")
        Photo.objects.filter(pk=other.pk).update(recognisable="consented", line_up=line_up)
        Depiction.objects.create(photo=marked, pupil=pupil, is_on_it=True, said_by=cast.naima)


@pytest.mark.parametrize("doubt", ConsentPolicy.Doubt)
def test_a_change_for_many_children_on_many_posts_asks_no_more_than_one_for_a_single_child(cast, make_post, doubt):
    ConsentPolicy.objects.create(school=cast.school, doubt=doubt)
    pupils = say_for_group(cast, cast.groep5)[:4]
    mark_each(cast, make_post, pupils)
    Purpose.objects.update(is_asked=False)

    def count(children):
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            recheck_photos(None, {pupil.pk for pupil in children})
            transaction.set_rollback(True)
        return len(asked)

    assert count(pupils[:1]) == count(pupils) > 5


def test_the_page_asks_no_more_for_photos_of_many_children(cast, make_post, client_of):
    pupils = say_for_group(cast, cast.groep5)[:4]
    mark_each(cast, make_post, pupils)
    client = client_of(cast.naima)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/verborgen/").status_code == 200
        return len(asked)

    say(pupils[0].guardianships.first().guardian, pupils[0], False)
    one = count()
    for pupil in pupils[1:]:
        object_to_all(pupil, by=cast.marleen)
    assert count() == one

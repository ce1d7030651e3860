"""Who saw this: every page with a photo or a child's record writes it down, once, after the answer; and it stays."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import reading
from accounts.models import ReadEntry
from accounts.reading import DAYS_KEPT, Kind, forget_old, who_saw, who_saw_photo
from accounts.tasks import tidy_up
from protocol import clock

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=DAYS_KEPT, hours=1)


def rows():
    return [
        (row.reader.first_name, row.page, row.kind, row.object_id, row.photos)
        for row in ReadEntry.objects.select_related("reader").order_by("pk")
    ]


def listed(photos):
    return f",{','.join(str(photo.pk) for photo in photos)},"


def test_home_and_the_groups_page_write_the_posts_with_the_photos_that_they_show(cast, client_of, make_post):
    with_photos, _ = make_post(cast.groep5, cast.naima, photos=4), make_post(cast.groep5, cast.joris)
    shown = listed(with_photos.photos.all()[:3])  # a card shows no more
    browser = client_of(cast.samira)
    for path, page in [("/", "home"), (f"/groepen/{cast.groep5.pk}/", "messaging:group-feed")]:
        browser.get(path)
        assert rows()[-1] == ("Samira", page, "post", with_photos.pk, shown)
    browser.get("/", headers={"HX-Request": "true"})  # the next page of the list, in its place
    assert len(rows()) == 3


def test_a_posts_page_writes_the_post_with_all_photos_that_readers_see(cast, client_of, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima, photos=4)
    seen = list(post.photos.all())
    make_photo(post, shown_until=None)  # nobody sees it
    client_of(cast.samira).get(f"/nieuws/{post.pk}/")
    assert rows() == [("Samira", "messaging:post-detail", "post", post.pk, listed(seen))]
    assert not who_saw_photo(post.photos.last().pk, post.pk).exists()


def test_a_post_without_photos_is_written_when_it_is_opened(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima)
    browser = client_of(cast.tom)
    browser.get("/")
    browser.get(f"/nieuws/{post.pk}/eerder/")
    assert rows() == [("Tom", "messaging:post-history", "post", post.pk, "")]


def test_a_photo_opened_large_is_written_by_itself(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima, photos=2)
    first, second = post.photos.all()
    client_of(cast.samira).get(f"/nieuws/{post.pk}/foto/2/")
    assert rows() == [("Samira", "messaging:photo-detail", "photo", second.pk, "")]
    assert [row.reader for row in who_saw_photo(second.pk, post.pk)] == [cast.samira]
    assert not who_saw_photo(first.pk, post.pk).exists()


def test_the_page_of_a_child_is_written(cast, client_of):
    client_of(cast.dennis).get(f"/beheer/kinderen/{cast.yara.pk}/")
    assert rows() == [("Dennis", "groups:pupil-detail", "pupil", cast.yara.pk, "")]


def test_the_members_page_writes_the_children_that_it_shows_and_no_others(cast, client_of):
    client_of(cast.naima).get(f"/groepen/{cast.groep5.pk}/leden/", {"q": "yara"})
    assert rows() == [("Naima", "groups:member-list", "pupil", cast.yara.pk, "")]


def test_what_nobody_saw_is_not_written(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima, photos=1)
    url = f"/nieuws/{post.pk}/"
    client_of(cast.samira).head(url)
    client_of(cast.kwame).get(url)  # not let in: a 404
    Client().get(url)
    client_of(cast.samira).get(f"/nieuws/{post.pk}/foto/7/")
    assert rows() == []


def test_a_page_of_a_draft_that_asks_how_far_it_is_writes_nothing(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now() + timedelta(days=1), photos=1)
    browser = client_of(cast.naima)
    browser.get(f"/nieuws/{post.pk}/", headers={"HX-Request": "true"})
    browser.get(reverse("messaging:photo-status", args=[post.photos.get().key]))
    assert rows() == []
    browser.get(f"/nieuws/{post.pk}/")
    assert rows() == [("Naima", "messaging:post-detail", "post", post.pk, listed(post.photos.all()))]


def test_all_of_one_page_is_one_insert_and_comes_after_the_answer(cast, client_of, make_post, monkeypatch):
    for _ in range(5):
        make_post(cast.groep5, cast.naima, photos=2)
    browser = client_of(cast.samira)
    browser.get("/")
    written_before_close = []
    close = type(browser.get("/")).close
    monkeypatch.setattr(
        "django.http.HttpResponse.close",
        lambda answer: (written_before_close.append(ReadEntry.objects.count()), close(answer)),
    )
    before = ReadEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        browser.get("/")
    inserts = [query["sql"] for query in asked if "INSERT INTO" in query["sql"]]
    assert len(inserts) == 1
    assert written_before_close == [before]
    assert ReadEntry.objects.count() == before + 5


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_written_is_told_to_the_server_and_never_to_the_reader(
    cast, client_of, make_post, monkeypatch, caplog
):
    post = make_post(cast.groep5, cast.naima)
    monkeypatch.setattr(ReadEntry._meta, "db_table", "nowhere")
    answer = client_of(cast.samira).get(f"/nieuws/{post.pk}/")
    assert answer.status_code == 200
    assert "not in the log of who saw what" in caplog.text
    assert f"'post', {post.pk}" in caplog.text


def test_of_ten_thousand_views_the_log_tells_all_of_every_post_and_every_photo(cast):
    """Straight into the log, as pages do; asked again for each post, each photo and each child."""
    chance, people = random.Random(6), [cast.samira, cast.tom, cast.naima, cast.marleen]
    posts, photos = defaultdict(set), defaultdict(set)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=clock.now().tzinfo), tick=False):
        for number in range(500):
            written = []
            for _ in range(20):
                reader, post = chance.choice(people), chance.randint(1, 60)
                ids = chance.sample(range(post * 20, post * 20 + 20), chance.randint(0, 5))
                page = f"p{number}-{len(written)}"
                at = connection.ops.adapt_datetimefield_value(clock.now())
                written.append((at, reader.pk, page, Kind.POST, post, reading._listed(ids)))
                posts[post].add((reader.pk, page))
                for photo in ids:
                    photos[photo, post].add((reader.pk, page))
            reading.write(written)
    assert ReadEntry.objects.count() == 10_000
    for post, expected in posts.items():
        assert set(who_saw(Kind.POST, post).values_list("reader", "page")) == expected
    for (photo, post), expected in photos.items():
        assert set(who_saw_photo(photo, post).values_list("reader", "page")) == expected


def test_random_views_of_real_pages_are_all_told(cast, client_of, make_post):
    chance = random.Random(9)
    posts = [make_post(cast.groep5, cast.naima, photos=2) for _ in range(4)]
    readers = {person.pk: client_of(person) for person in (cast.samira, cast.tom, cast.marleen)}
    expected = defaultdict(list)
    for _ in range(60):
        reader, post = chance.choice(list(readers)), chance.choice(posts)
        if chance.random() < 0.5:
            readers[reader].get(f"/nieuws/{post.pk}/")
            seen = list(post.photos.all())
        else:
            readers[reader].get(f"/nieuws/{post.pk}/foto/1/")
            seen = [post.photos.first()]
        for photo in seen:
            expected[photo.pk, post.pk].append(reader)
    for (photo, post), who in expected.items():
        with CaptureQueriesContext(connection) as asked:
            found = [entry.reader.pk for entry in who_saw_photo(photo, post)]
        assert len(asked) == 1
        assert sorted(found) == sorted(who)


def test_who_saw_it_between_two_moments(cast):
    for day in (1, 2, 3):
        entry(cast.samira, at=datetime(2026, 11, day, 12, tzinfo=clock.now().tzinfo))
    since, until = (datetime(2026, 11, day, 12, tzinfo=clock.now().tzinfo) for day in (2, 3))
    assert [row.at for row in who_saw(Kind.PUPIL, 7, since=since, until=until)] == [since]


def entry(reader, *, at=None, **kw):
    return ReadEntry.objects.create(
        reader=reader, at=at or clock.now(), **{"page": "home", "kind": Kind.PUPIL, "object_id": 7} | kw
    )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_readentry SET page = 'x'",
        "UPDATE accounts_readentry SET at = '2000-01-01 00:00:00+00:00'",
        "DELETE FROM accounts_readentry",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_is_within_its_term(cast, sql):
    entry(cast.samira, at=clock.now() - timedelta(days=DAYS_KEPT) + timedelta(hours=1))
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ReadEntry.objects.get().page == "home"


def test_what_is_past_its_term_is_never_changed_either(cast):
    entry(cast.samira, at=clock.now() - LONG_AGO)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        ReadEntry.objects.update(page="x")


def test_what_is_past_its_term_goes_by_itself_and_nothing_else(cast, monkeypatch):
    monkeypatch.setattr(reading, "_AT_ONCE", 3)
    for _ in range(7):
        entry(cast.samira, at=clock.now() - LONG_AGO)
    young = entry(cast.samira)
    assert forget_old() == 7
    assert forget_old() == 0
    assert list(ReadEntry.objects.all()) == [young]
    entry(cast.tom, at=clock.now() - LONG_AGO)
    assert tidy_up() == 1
    assert list(ReadEntry.objects.all()) == [young]

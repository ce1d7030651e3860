"""Fixtures for all tests: the cast of the demo school, posts, photos, races."""

import io
import shutil
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from datetime import time as day_time
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from PIL import Image, ImageDraw

from accounts import sessions
from accounts.append_only import make_append_only, make_changeable
from accounts.models import AuditEntry, ReadEntry
from accounts.reading import DAYS_KEPT
from consent import guards
from groups.models import DayOff, LessonTime, PostingPolicy, School
from groups.permissions import hat_in
from messaging.models import Photo, Post, Reaction
from moderation import guards as archive_guards
from portal.demo.cast import Cast, build_cast, fetch_cast
from portal.running import prepare
from protocol import clock

_blocker = None


def _stand_the_cast_up() -> None:
    """Committed, outside every test; again after a test with real transactions has swept the tables."""
    with _blocker.unblock():
        if not School.objects.exists():
            open_always(build_cast().school)


def open_always(school: School) -> None:
    """Every day is a school day and every hour is open: tests run at any time, and those about hours set their own."""
    LessonTime.objects.filter(school=school).delete()
    DayOff.objects.filter(school=school).delete()
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=day_time(), ends_at=day_time(0, 0, 0, 1))
        for weekday in range(1, 8)
    )
    PostingPolicy.objects.create(school=school, opens_at=day_time(), closes_at=day_time.max)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the cast in it: built once, every test fetches its own objects."""
    global _blocker
    _blocker = django_db_blocker
    _stand_the_cast_up()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    ContentType.objects.clear_cache()  # its numbers may have gone with the last test's transaction
    if _blocker is not None and "cast" in item.fixturenames:
        _stand_the_cast_up()


def _has_real_transactions(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """The static files as the portal serves them: collected, named by their content, compressed."""
    prepare.collect_static()


# With the days that a row is kept: None for ever.
APPEND_ONLY = {AuditEntry._meta.db_table: None, ReadEntry._meta.db_table: DAYS_KEPT}


def let_it_be_swept() -> None:
    """Take the guard off what only grows, for a test that empties the tables within its own transaction."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql, params))
        for table in APPEND_ONLY:
            make_changeable(editor, table)
        guards.take_down(editor)
        archive_guards.take_down(editor)


@pytest.fixture(autouse=True)
def what_only_grows_can_be_swept(request):
    """A test with real transactions has its tables emptied; SQLite does so row by row, which the guard forbids."""
    if not _has_real_transactions(request) or connection.vendor != "sqlite":
        yield
        return
    request.getfixturevalue("transactional_db")
    with connection.schema_editor() as editor:
        for table, days in APPEND_ONLY.items():
            make_changeable(editor, table)
            make_append_only(editor, table, kept_days=days)
        guards.take_down(editor)
        guards.put_up(editor)
        archive_guards.put_up(editor)
    yield
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            make_changeable(editor, table)
        guards.take_down(editor)
        archive_guards.take_down(editor)


@pytest.fixture
def cast(request) -> Cast:
    """The school, people, groups and pupils of the contract, fresh from the database."""
    request.getfixturevalue("transactional_db" if _has_real_transactions(request) else "db")
    return fetch_cast()


@pytest.fixture(autouse=True)
def limits_start_at_nought(request):
    """Counters live in the database's cache; a test with real transactions leaves them behind."""
    yield
    if _has_real_transactions(request):
        with _blocker.unblock():
            cache.clear()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder for private files, gone after the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    yield settings.MEDIA_ROOT
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def client_of():
    """``client_of(user)``: a browser in which this person has signed in: just now, or (is_fresh=False) long ago."""

    def make(user, is_fresh=True, **kwargs) -> Client:
        client = Client(**kwargs)
        client.force_login(user)
        if is_fresh:
            session = client.session
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session["account_authentication_methods_user"] = str(user.pk)
            sessions.begin(session, user)
            session.save()
        return client

    return make


@pytest.fixture
def photo_file():
    """``photo_file("x.jpg", size=(400, 300))``: a photo as a phone uploads it, with camera, place and orientation."""

    def make(name="x.jpg", size=(400, 300), gps=True, format="JPEG", orientation=1) -> SimpleUploadedFile:
        image = Image.new("RGB", size, "#8fbfdc")
        # The top left corner is red: what came out right side up has it there.
        ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#c0392b")
        exif = Image.Exif()
        exif[0x010F], exif[0x0110], exif[0x0112] = "Telefoonmaker", "Geheime camera 12", orientation
        if gps:
            exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 1.0, 30.0), 3: "E", 4: (6.0, 34.0, 12.0), 29: "2026:11:03"})
        data = io.BytesIO()
        image.save(data, format, exif=exif)
        return SimpleUploadedFile(name, data.getvalue(), f"image/{format.lower()}")

    return make


@pytest.fixture
def make_photo():
    """``make_photo(post)``: a photo of a post, ready with all its files, or still in quarantine (ready=False).

    Nobody can be recognised on it and nobody wears swimwear, so that the post may go out with it.
    """

    def encoded(image, format) -> bytes:
        data = io.BytesIO()
        image.save(data, format)
        return data.getvalue()

    def make(post, ready=True, alt="Een brug van prikkers", **kwargs) -> Photo:
        image = Image.new("RGB", (80, 60), "#d9972b")
        Post.objects.filter(pk=post.pk).update(no_swimwear=True)
        fields = {"post": post, "position": post.photos.count(), "alt": alt, "filename": "IMG_0001.jpg"}
        fields |= {"recognisable": Photo.Recognisable.NOBODY} | kwargs
        if not ready:
            return Photo.objects.create(original=ContentFile(encoded(image, "JPEG"), "IMG_0001.jpg"), **fields)
        webp, jpeg = encoded(image, "WEBP"), encoded(image, "JPEG")
        files = {
            f"{size}_{kind}": ContentFile(data, "x")
            for size in ("small", "medium", "large")
            for kind, data in (("webp", webp), ("jpeg", jpeg))
        }
        fields.setdefault("shown_until", date.max if post.is_published and fields["recognisable"] else None)
        return Photo.objects.create(state=Photo.State.READY, width=80, height=60, **files, **fields)

    return make


ON_ITS_WAY = (Post.State.PLANNED, Post.State.PUBLISHED)


@pytest.fixture
def make_post(make_photo):
    """``make_post(group, author, title=…, photos=2, reactions=3)``: a published post, as if it went out just now."""

    def make(
        group,
        author,
        title="Onze bruggen houden een emmer zand",
        text="De groep bouwde vandaag in viertallen.",
        *,
        photos=0,
        reactions=0,
        published_at: datetime | None = None,
        **kw,
    ) -> Post:
        state = kw.pop("state", Post.State.PUBLISHED)
        role = kw.pop("author_role", None) or hat_in(author, group) or "teacher"
        moment = published_at or clock.now()
        post = Post.objects.create(
            school_group=group,
            author=author,
            author_role=role,
            title=title,
            text=text,
            state=state,
            published_at=moment if state == Post.State.PUBLISHED else None,
            exempt=kw.pop("exempt", Post.Exempt.EARLIER if state in ON_ITS_WAY and "slot_on" not in kw else ""),
            **{"key": uuid.uuid4(), "created_at": moment, "saved_at": moment} | kw,
        )
        for _ in range(photos):
            make_photo(post)
        Reaction.objects.bulk_create(
            Reaction(post=post, author=author, author_role=role, text=f"Reactie {number}", created_at=moment)
            for number in range(1, reactions + 1)
        )
        return post

    return make


@pytest.fixture
def race():
    """``race(fn, n)``: n threads call fn(number) at the same moment; their results, or what they raised, in order.

    Only in tests marked django_db(transaction=True): each thread has a connection of its own, closed afterwards.
    """

    def run(fn, n: int) -> list[object]:
        start = threading.Barrier(n)

        def runner(number: int) -> object:
            try:
                start.wait(timeout=20)
                return fn(number)
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(n) as pool:
            return list(pool.map(runner, range(n)))

    return run

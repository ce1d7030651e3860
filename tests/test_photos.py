"""Photos and files of a post: taken in by content, refused by name, prepared once whatever happens to a worker."""

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from files import isolated
from files.claiming import LEASE, TRIES
from files.storage import shown_name
from files.uploads import UPLOAD_MAX
from messaging import tasks
from messaging.actions import (
    Refused,
    add_attachment,
    add_photo,
    compare_files,
    discard_draft,
    order_photos,
    preparation,
    prepare_photos,
    publish_post,
    remove_attachment,
    remove_photo,
)
from messaging.actions import photos as photo_actions
from messaging.models import Attachment, Photo, Post
from notifications import bell
from protocol import clock
from tests.answered import nobody_on
from tests.papers import ACTIONS, pdf
from tests.picture_files import HEIC, encoded, is_clean, png_of

pytestmark = pytest.mark.django_db
State = Photo.State


@pytest.fixture
def draft(cast, make_post):
    return make_post(cast.groep5, cast.naima, state=Post.State.DRAFT)


@pytest.fixture
def upload(photo_file):
    """``upload(draft, "a.jpg")``: a photo in quarantine."""

    def take(post, name="IMG_1.jpg", **kwargs):
        return add_photo(post, photo_file(name, **kwargs), by=post.author)

    return take


def stored(folder=""):
    """Names of all private files, or those of one folder."""
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in (root / folder).rglob("*") if path.is_file())


def named(name, data, content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


# Taking in


def test_a_photo_waits_in_quarantine_under_a_name_that_says_nothing(draft, upload):
    photo = upload(draft, "Yara in bad.jpg")
    assert (photo.state, photo.filename, photo.position) == (State.UPLOADED, "Yara in bad.jpg", 0)
    assert photo.original.name.startswith("quarantine/")
    assert "Yara" not in photo.original.name
    assert upload(draft).position == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("vakantie.pdf", pdf()),
        ("vakantie.jpg", b"<html>"),
        ("logo.svg", b"<svg/>"),
        ("leeg.jpg", b""),
        ("film.mov", b"\0\0\0\x14ftypqt  \0"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_name(draft, name, data):
    with pytest.raises(Refused) as refused:
        add_photo(draft, named(name, data), by=draft.author)
    assert str(refused.value) == f"{name} is geen foto. Kies een JPEG, PNG, WebP of HEIC."
    assert not draft.photos.exists()
    assert stored() == []


def test_a_photo_is_taken_by_what_it_is_and_not_by_its_name(draft, photo_file):
    photo = add_photo(draft, named("brief.pdf", photo_file().read(), "application/pdf"), by=draft.author)
    assert photo.state == State.UPLOADED


def test_a_photo_that_is_too_large_is_refused_by_its_name(draft, monkeypatch, photo_file):
    monkeypatch.setattr(photo_actions, "PHOTO_BYTES_MAX", 100)
    with pytest.raises(Refused, match=r"^groot\.jpg is groter dan 25 MB\."):
        add_photo(draft, photo_file("groot.jpg"), by=draft.author)


def test_thirty_photos_fit_and_one_more_is_refused_with_its_file(draft, make_photo, photo_file):
    for _ in range(30):
        make_photo(draft)
    before = stored()
    with pytest.raises(Refused, match=r"^extra\.jpg past er niet meer bij: 30 foto’s"):
        add_photo(draft, photo_file("extra.jpg"), by=draft.author)
    assert stored() == before
    assert draft.photos.count() == 30


@pytest.mark.parametrize("state", [Post.State.PUBLISHED])
def test_nothing_is_added_to_what_is_out(cast, make_post, photo_file, state):
    post = make_post(cast.groep5, cast.naima, state=state)
    with pytest.raises(Refused, match="al geplaatst"):
        add_photo(post, photo_file(), by=cast.naima)
    with pytest.raises(Refused, match="al geplaatst"):
        add_attachment(post, named("brief.pdf", pdf()), by=cast.naima)
    assert stored() == []


def test_nobody_adds_to_the_draft_of_another(draft, cast, photo_file):
    with pytest.raises(Refused):
        add_photo(draft, photo_file(), by=cast.joris)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\fotos\\a.jpg", "a.jpg"),
        ("../../etc/passwd", "passwd"),
        ("gif\u202egpj.exe", "gifgpj.exe"),
        ("a\r\nSet-Cookie: b\0.jpg", "a Set-Cookie: b.jpg"),
        ("", "de foto"),
        (None, "de foto"),
        ("\u200b", "de foto"),
        ("x" * 200 + ".heic", "x" * 74 + "….heic"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_name_is_shown_printable_and_short(given, shown):
    assert shown_name(given, "de foto") == shown
    assert len(shown_name(given, "de foto")) <= 80


# PDF


def test_a_pdf_goes_along(draft):
    attachment = add_attachment(draft, named("brief\x00.pdf", pdf(pages=2)), by=draft.author)
    assert attachment.name == "brief.pdf"
    assert attachment.file.name.startswith("attachments/")
    assert remove_attachment(attachment, by=draft.author)
    assert not remove_attachment(attachment, by=draft.author)


@pytest.mark.parametrize("does", ACTIONS)
def test_a_pdf_that_does_something_is_refused_by_its_name(draft, does):
    with pytest.raises(Refused, match=r"brief\.pdf"):
        add_attachment(draft, named("brief.pdf", pdf(does)), by=draft.author)
    assert not draft.attachments.exists()
    assert stored() == []


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4 zonder einde", b"MZ%%EOF", b"%PDF-1.4\nniets\n%%EOF", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF"],
)
def test_what_is_no_pdf_is_refused_by_its_name(draft, data):
    with pytest.raises(Refused, match=r"^brief\.pdf is "):
        add_attachment(draft, named("brief.pdf", data), by=draft.author)


def test_a_pdf_that_is_too_large_and_a_sixth_are_refused(draft):
    with pytest.raises(Refused, match="groter dan 10 MB"):
        add_attachment(draft, named("dik.pdf", b"%PDF-" + b" " * 10 * 1024 * 1024 + b"%%EOF"), by=draft.author)
    for number in range(5):
        add_attachment(draft, named(f"{number}.pdf", pdf()), by=draft.author)
    with pytest.raises(Refused, match=r"^zes\.pdf past er niet meer bij: 5 bestanden"):
        add_attachment(draft, named("zes.pdf", pdf()), by=draft.author)
    assert len(stored("attachments")) == 5


# Order, and taking out


def test_photos_are_put_in_order_and_the_rest_follows(draft, make_photo):
    first, second, third = (make_photo(draft) for _ in range(3))
    order_photos(draft, [str(third.key), "onzin"], by=draft.author)
    assert list(draft.photos.all()) == [third, first, second]


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_is_taken_out_takes_its_files_along(draft, cast, make_photo):
    photo, kept = make_photo(draft), make_photo(draft)
    assert not remove_photo(photo, by=cast.joris)
    assert remove_photo(photo, by=draft.author)
    assert not remove_photo(photo, by=draft.author)
    assert len(stored()) == 6
    assert kept.small_webp.name in stored()


# Preparing


def test_a_photo_becomes_six_clean_files_and_the_original_goes(draft, upload):
    photo = upload(draft, orientation=6, size=(400, 300))
    assert prepare_photos() == 1
    photo.refresh_from_db()
    assert (photo.state, photo.width, photo.height, photo.original.name) == (State.READY, 300, 400, "")
    assert stored("quarantine") == []
    assert len(stored("photos")) == 6
    for name in preparation.FILES:
        assert is_clean(getattr(photo, name).read())
    assert prepare_photos() == 0


def test_an_iphone_photo_is_prepared_too(draft):
    photo = add_photo(draft, named("IMG_0001.HEIC", (HEIC / "orientation-6.heic").read_bytes()), by=draft.author)
    prepare_photos()
    photo.refresh_from_db()
    assert (photo.state, photo.width, photo.height) == (State.READY, 64, 48)


def test_what_only_looked_like_a_photo_is_refused_with_a_reason_and_the_rest_is_kept(draft, upload, photo_file):
    good = upload(draft)
    half = add_photo(draft, named("half.jpg", photo_file(size=(900, 700)).read()[:4000]), by=draft.author)
    bomb = add_photo(draft, named("bom.png", png_of(20_000, 20_000)), by=draft.author)
    assert prepare_photos() == 1
    for photo in (good, half, bomb):
        photo.refresh_from_db()
    assert (good.state, half.state, bomb.state) == (State.READY, State.REFUSED, State.REFUSED)
    assert half.reason == "half.jpg is beschadigd en gaat niet open. Voeg de foto opnieuw toe of kies een andere."
    assert bomb.reason.startswith("bom.png heeft te veel pixels")
    assert stored("quarantine") == []


@pytest.mark.clause("B4")
def test_a_post_goes_out_when_its_last_photo_is_ready(draft, upload):
    upload(draft)
    upload(draft)
    nobody_on(draft)
    assert publish_post(draft, by=draft.author).state == Post.State.PLANNED
    prepare_photos()
    draft.refresh_from_db()
    assert draft.state == Post.State.PUBLISHED


def test_a_refused_photo_brings_the_post_back_to_its_author(draft, upload, photo_file):
    upload(draft)
    add_photo(draft, named("half.jpg", photo_file(size=(900, 700)).read()[:4000]), by=draft.author)
    nobody_on(draft)
    publish_post(draft, by=draft.author)
    prepare_photos()
    draft.refresh_from_db()
    assert draft.state == Post.State.DRAFT
    assert draft.photos.count() == 2


def test_an_original_that_is_gone_is_told_of_kindly(draft, upload):
    photo = upload(draft)
    photo.original.storage.delete(photo.original.name)
    prepare_photos()
    photo.refresh_from_db()
    assert (photo.state, photo.reason) == (
        State.REFUSED,
        "IMG_1.jpg is bij ons kwijtgeraakt. Voeg de foto opnieuw toe.",
    )


def test_a_photo_another_is_busy_with_is_left_alone_until_its_lease_is_over(draft, upload):
    photo = upload(draft)
    Photo.objects.filter(pk=photo.pk).update(tries=1, claimed_until=clock.now() + LEASE)
    assert prepare_photos() == 0
    Photo.objects.filter(pk=photo.pk).update(claimed_until=clock.now() - timedelta(seconds=1))
    assert prepare_photos() == 1
    photo.refresh_from_db()
    assert photo.tries == 2


def test_after_five_tries_a_photo_is_refused_with_a_kind_reason(draft, upload, monkeypatch):
    photo, good = upload(draft), upload(draft)
    real = isolated.make_sizes
    deadly = photo.original.read()

    def die_of_one(data):
        if data == deadly and not survivors:
            raise isolated.ProcessDied
        return real(data)

    survivors: list[int] = []
    good_data = encoded(Image.new("RGB", (60, 40), "lime"), "JPEG")
    good.original.storage.delete(good.original.name)
    good.original.storage.save(good.original.name, ContentFile(good_data))
    monkeypatch.setattr(isolated, "make_sizes", die_of_one)
    assert prepare_photos() == 1, "the others are not kept waiting"
    for tries in range(1, TRIES + 1):
        photo.refresh_from_db()
        assert (photo.state, photo.tries) == (State.UPLOADED, tries)
        assert photo.claimed_until > clock.now(), "a try that failed is not repeated at once"
        Photo.objects.filter(pk=photo.pk).update(claimed_until=clock.now() - timedelta(seconds=1))
        prepare_photos()
    photo.refresh_from_db()
    assert photo.state == State.REFUSED
    assert photo.reason == "IMG_1.jpg klaarmaken is niet gelukt. Voeg de foto opnieuw toe of kies een andere."
    assert stored("quarantine") == []


def test_a_photo_taken_out_meanwhile_leaves_no_files(draft, upload, monkeypatch):
    photo = upload(draft)
    real = isolated.make_sizes

    def slow(data):
        sizes = real(data)
        Photo.objects.filter(pk=photo.pk).delete()
        return sizes

    monkeypatch.setattr(isolated, "make_sizes", slow)
    assert prepare_photos() == 0
    assert stored("photos") == []


def test_who_was_too_slow_does_not_undo_what_another_did(draft, upload, monkeypatch):
    photo = upload(draft)
    real = isolated.make_sizes

    def overtaken(data):
        sizes = real(data)
        if Photo.objects.get(pk=photo.pk).tries == 1:
            Photo.objects.filter(pk=photo.pk).update(claimed_until=clock.now() - timedelta(seconds=1))
            assert prepare_photos() == 1
        return sizes

    monkeypatch.setattr(isolated, "make_sizes", overtaken)
    assert prepare_photos() == 0
    photo.refresh_from_db()
    assert (photo.state, photo.tries) == (State.READY, 2)
    assert stored("photos") == sorted(getattr(photo, name).name for name in preparation.FILES)


def test_a_full_disk_leaves_nothing_half_done(draft, upload, monkeypatch):
    photo = upload(draft)
    real = default_storage.save
    written = []

    def full(name, content, max_length=None):
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(name)
        return real(name, content, max_length=max_length)

    monkeypatch.setattr(photo.original.storage, "save", full, raising=False)
    assert prepare_photos() == 0
    photo.refresh_from_db()
    assert (photo.state, photo.tries) == (State.UPLOADED, 1)
    assert stored("photos") == []
    assert len(stored("quarantine")) == 1


def test_refusing_what_another_took_over_changes_nothing(draft, upload, monkeypatch):
    photo = upload(draft)

    def lost(data):
        Photo.objects.filter(pk=photo.pk).update(tries=9)
        raise preparation.NotAPicture("x %(name)s")

    monkeypatch.setattr(isolated, "make_sizes", lost)
    prepare_photos()
    photo.refresh_from_db()
    assert (photo.state, len(stored("quarantine"))) == (State.UPLOADED, 1)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_has_worked_long_makes_room_and_rings_again(draft, upload, monkeypatch):
    upload(draft)
    upload(draft)
    rung = []
    monkeypatch.setattr(bell, "_ring_now", rung.append)
    monkeypatch.setattr(preparation, "BUDGET", -1.0)
    assert prepare_photos() == 1
    assert rung == ["messaging.prepare_photos"]
    assert Photo.objects.due().count() == 1


def test_no_transaction_is_open_while_a_picture_is_made(draft, upload, monkeypatch):
    upload(draft)
    depth = len(connection.savepoint_ids)
    seen = []
    real = isolated.make_sizes
    monkeypatch.setattr(
        isolated, "make_sizes", lambda data: (seen.append(len(connection.savepoint_ids)), real(data))[1]
    )
    prepare_photos()
    assert seen == [depth]


@pytest.mark.django_db(transaction=True)
def test_sweeps_side_by_side_do_each_photo_once(draft, upload, race):
    for number in range(6):
        upload(draft, f"{number}.jpg")
    found = race(lambda number: prepare_photos(), 3)
    assert sum(found) == 6
    assert {photo.tries for photo in Photo.objects.all()} == {1}
    assert (len(stored("photos")), len(stored("quarantine"))) == (36, 0)


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_given_once_and_none_to_who_comes_second(draft, upload, race):
    upload(draft)
    found = race(lambda number: preparation._claim(), 4)
    assert sum(photo is not None for photo in found) == 1


def test_a_sweep_that_finds_all_in_good_hands_stops(draft, upload, monkeypatch):
    upload(draft)
    monkeypatch.setattr(preparation, "_claim", lambda: None)
    assert prepare_photos() == 0


WORKER = """
import os, sys, time
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from files import isolated
from messaging.actions import preparation
def hang(data):
    print("busy", flush=True)
    time.sleep(60)
isolated.make_sizes = hang
preparation.prepare_photos()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_photo_loses_nothing(draft, upload, settings):
    photo = upload(draft)
    database = settings.DATABASES["default"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    env["DATABASE_URL"] = address_of(database)
    command = [sys.executable, "-c", WORKER, str(settings.MEDIA_ROOT)]
    worker = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, cwd=settings.BASE_DIR)
    assert worker.stdout.readline() == b"busy\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert prepare_photos() == 0, "it is still in the hands of the one that was killed"
    Photo.objects.filter(pk=photo.pk).update(claimed_until=clock.now() - timedelta(seconds=1))
    assert prepare_photos() == 1
    photo.refresh_from_db()
    assert (photo.state, photo.tries) == (State.READY, 2)


def address_of(database):
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{connection.settings_dict['NAME']}"
    given = os.environ["DATABASE_URL"]
    return given.replace("/postgres?", f"/{connection.settings_dict['NAME']}?")


def test_photos_of_a_discarded_draft_are_not_prepared(draft, upload):
    upload(draft)
    assert discard_draft(draft, by=draft.author)
    assert prepare_photos() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_photos_of_twelve_megapixels_are_ready_in_time(draft):
    """A small part of the thirty within a minute that were measured with the real worker (docs)."""
    grain = Image.frombytes("RGB", (400, 300), os.urandom(360_000)).resize((4000, 3000), Image.Resampling.BICUBIC)
    data = encoded(grain, "JPEG", quality=88)
    for number in range(4):
        add_photo(draft, named(f"{number}.jpg", data), by=draft.author)
    start = time.monotonic()
    assert prepare_photos() == 4
    assert time.monotonic() - start < 4 * 2 + 5


# The nightly comparison


def age(name, days):
    moment = time.time() - days * 86_400
    os.utime(default_storage.path(name), (moment, moment))


def test_files_without_a_row_go_after_a_day_and_rows_without_a_file_are_told_of(draft, upload, make_photo, caplog):
    waiting, ready = upload(draft), make_photo(draft)
    attachment = add_attachment(draft, named("a.pdf", pdf()), by=draft.author)
    orphans = [
        default_storage.save(f"{folder}/ab/x.bin", ContentFile(b"x"))
        for folder in ("photos", "quarantine", "portraits")
    ]
    fresh = default_storage.save("photos/ab/fresh.webp", ContentFile(b"x"))
    elsewhere = default_storage.save("other/x.bin", ContentFile(b"x"))
    for name in [*stored()]:
        age(name, 2)
    age(fresh, 0)
    lost = ready.small_webp.name
    default_storage.delete(lost)
    found = compare_files()
    assert (found.removed, found.missing) == (sorted(orphans), [lost])
    assert lost in caplog.text
    left = set(stored())
    assert {waiting.original.name, attachment.file.name, fresh, elsewhere} <= left
    assert not left & set(orphans)


def test_a_file_that_cannot_be_removed_is_left_for_the_next_night(draft, monkeypatch, caplog):
    name = default_storage.save("photos/ab/x.bin", ContentFile(b"x"))
    age(name, 2)

    def refuse(name):
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(default_storage._wrapped, "delete", refuse, raising=False)
        assert compare_files().removed == []
    assert "could not remove" in caplog.text
    assert compare_files().removed == [name]


def test_nothing_kept_yet_is_nothing_to_compare(cast):
    found = compare_files()
    assert (found.removed, found.missing) == ([], [])


# The doorbells


def test_the_doorbells_call_the_sweeps(draft, upload):
    upload(draft)
    assert tasks.prepare_photos() == 1
    assert tasks.publish_due_posts() == 0
    cache.clear()
    default_storage.save("photos/ab/x.bin", ContentFile(b"x"))
    age("photos/ab/x.bin", 2)
    assert tasks.compare_files() == 1
    assert tasks.compare_files() == 0, "once a day"


# Over HTTP


@pytest.fixture
def naima(cast, client_of):
    return client_of(cast.naima)


def add(client, key, file, **fields):
    return client.post(reverse("messaging:photo-add", args=[key]), {"photo": file, **fields})


def test_the_first_photo_makes_the_draft(cast, naima, photo_file):
    key = uuid.uuid4()
    response = add(naima, key, photo_file("brug.jpg"), group=cast.groep5.pk)
    assert response.status_code == 201
    post = Post.objects.get(key=key)
    assert (post.author, post.school_group, post.state, post.photos.count()) == (cast.naima, cast.groep5, "draft", 1)
    tile = response.content.decode()
    assert f'data-photo="{post.photos.get().key}"' in tile
    assert 'data-state="uploaded"' in tile
    assert add(naima, key, photo_file("brug2.jpg"), group=cast.groep5.pk).status_code == 201
    assert post.photos.count() == 2


def test_the_state_of_a_photo_can_be_asked(cast, naima, draft, upload, client_of):
    photo = upload(draft)
    address = reverse("messaging:photo-status", args=[photo.key])
    assert 'data-state="uploaded"' in naima.get(address).content.decode()
    prepare_photos()
    assert 'data-state="ready"' in naima.get(address).content.decode()
    assert client_of(cast.joris).get(address).status_code == 404
    Post.objects.filter(pk=draft.pk).update(state="published", published_at=clock.now(), exempt="earlier")
    assert naima.get(address).status_code == 404


def test_what_is_refused_comes_back_as_a_sentence(naima, draft):
    response = add(naima, draft.key, named("vakantie.pdf", pdf()))
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert response.content.decode() == "vakantie.pdf is geen foto. Kies een JPEG, PNG, WebP of HEIC."
    nothing = naima.post(reverse("messaging:photo-add", args=[draft.key]))
    assert (nothing.status_code, nothing.content.decode()) == (
        422,
        "Er kwam geen bestand mee. Kies er een en probeer het opnieuw.",
    )


def test_of_a_file_that_is_too_large_no_more_than_the_cap_reaches_the_disk(naima, draft, monkeypatch):
    kept = []
    real = TemporaryUploadedFile.__init__

    def watch(self, *args, **kwargs):
        real(self, *args, **kwargs)
        kept.append(self)

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", watch)
    response = add(naima, draft.key, named("film.jpg", b"\xff\xd8\xff" + b"\0" * (UPLOAD_MAX + 3_000_000)))
    assert response.status_code == 422
    assert response.content.decode() == "film.jpg is groter dan 25 MB. Kies een kleinere foto."
    assert UPLOAD_MAX < kept[0].size < UPLOAD_MAX + 200_000


def test_a_plain_form_goes_back_to_the_composer_and_hears_it_there(naima, draft, photo_file):
    page = {"headers": {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}}
    address = reverse("messaging:photo-add", args=[draft.key])
    composer = f"{reverse('messaging:post-create', args=[draft.school_group_id])}?concept={draft.key}"
    taken = naima.post(address, {"photo": photo_file()}, **page)
    assert (taken.status_code, taken["Location"]) == (302, composer)
    refused = naima.post(address, {"photo": named("a.svg", b"<svg/>")}, **page)
    assert refused["Location"] == composer
    assert "a.svg is geen foto" in naima.get(composer).content.decode()
    photo = draft.photos.get()
    gone = naima.post(reverse("messaging:photo-remove", args=[photo.key]), **page)
    assert gone["Location"] == composer
    by_script = {"headers": {"accept": "text/html", "HX-Request": "true"}}
    assert naima.post(address, {"photo": photo_file()}, **by_script).status_code == 201


def test_photos_and_files_are_added_ordered_and_taken_out_by_script(naima, draft, make_photo):
    first, second = make_photo(draft), make_photo(draft)
    ordered = naima.post(reverse("messaging:photo-order", args=[draft.key]), {"order": f"{second.key},{first.key}"})
    assert ordered.status_code == 204
    assert list(draft.photos.all()) == [second, first]
    assert naima.post(reverse("messaging:photo-remove", args=[first.key])).status_code == 204
    assert list(draft.photos.all()) == [second]
    address = reverse("messaging:attachment-add", args=[draft.key])
    taken = naima.post(address, {"file": named("brief.pdf", pdf(), "application/pdf")})
    assert (taken.status_code, "brief.pdf" in taken.content.decode()) == (201, True)
    refused = naima.post(address, {"file": named("brief.pdf", pdf("javascript"), "application/pdf")})
    assert (refused.status_code, "brief.pdf" in refused.content.decode()) == (422, True)
    file = Attachment.objects.get(post=draft)
    assert naima.post(reverse("messaging:attachment-remove", args=[file.key])).status_code == 204
    assert not draft.attachments.exists()


def test_a_key_of_another_or_a_group_of_others_is_not_there(cast, client_of, draft, photo_file, naima):
    joris = client_of(cast.joris)
    assert add(joris, draft.key, photo_file()).status_code == 404
    assert add(joris, draft.key, photo_file(), group=cast.groep5.pk).status_code == 404
    assert add(naima, uuid.uuid4(), photo_file()).status_code == 404
    assert add(naima, uuid.uuid4(), photo_file(), group=cast.groep8.pk).status_code == 404
    assert add(client_of(cast.samira), uuid.uuid4(), photo_file(), group=cast.groep5.pk).status_code == 404
    assert Photo.objects.count() == 0


@pytest.mark.parametrize("name", ["photo-add", "attachment-add", "photo-order"])
def test_looking_changes_nothing(naima, draft, name):
    assert naima.get(reverse(f"messaging:{name}", args=[draft.key])).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_first_photos_at_once_make_one_draft(cast, client_of, photo_file, race):
    key, clients = uuid.uuid4(), [client_of(cast.naima) for _ in range(2)]
    files = [photo_file("a.jpg"), photo_file("b.jpg")]
    found = race(lambda number: add(clients[number], key, files[number], group=cast.groep5.pk).status_code, 2)
    assert found == [201, 201]
    assert sorted(Post.objects.get(key=key).photos.values_list("position", flat=True)) == [0, 1]


def test_an_upload_sent_again_after_its_answer_got_lost_is_still_one(cast, naima, draft, photo_file, make_post):
    key = uuid.uuid4()
    for _ in range(2):
        assert add(naima, draft.key, photo_file(), upload=key).status_code == 201
    assert [photo.key for photo in draft.photos.all()] == [key]
    assert len(stored("quarantine")) == 1
    address = reverse("messaging:attachment-add", args=[draft.key])
    for _ in range(2):
        brief = named("brief.pdf", pdf(), "application/pdf")
        assert naima.post(address, {"file": brief, "upload": key}).status_code == 201
    assert [file.key for file in draft.attachments.all()] == [key]
    assert len(stored("attachments")) == 1
    # In another draft the key is not theirs to name.
    other = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT)
    assert add(naima, other.key, photo_file(), upload=key).status_code == 201
    brief = named("brief.pdf", pdf(), "application/pdf")
    address = reverse("messaging:attachment-add", args=[other.key])
    assert naima.post(address, {"file": brief, "upload": key}).status_code == 201
    assert key not in (other.photos.get().key, other.attachments.get().key)


@pytest.mark.django_db
@pytest.mark.clause("B8")
def test_a_worker_that_is_ended_as_it_commits_takes_no_files_from_a_photo_that_is_shown(cast, make_post, photo_file):
    photo = add_photo(make_post(cast.groep5, cast.naima, state=Post.State.DRAFT), photo_file(), by=cast.naima)

    def end_after_the_update(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and "ready" in params:
            raise SystemExit  # as a signal does, between the commit and the next line
        return result

    with connection.execute_wrapper(end_after_the_update), pytest.raises(SystemExit):
        prepare_photos()
    photo.refresh_from_db()
    assert photo.state == Photo.State.READY
    assert all(default_storage.exists(getattr(photo, name).name) for name in preparation.FILES)

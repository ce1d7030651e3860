"""Private files: the door is asked on every request, whatever its shape, and the answer keeps them private."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from files.serving import wanted_span
from groups.models import Membership
from messaging.models import Attachment, Post
from protocol import clock

pytestmark = pytest.mark.django_db
ALLOWED = {"plain": 200, "head": 200, "range": 206, "same": 304}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def post(cast, make_post):
    return make_post(cast.groep5, cast.naima, photos=1)


@pytest.fixture
def photo(post):
    return post.photos.get()


@pytest.fixture
def attachment(post):
    data = b"%PDF-1.7 " + bytes(range(256)) * 4 + b"%%EOF"
    return Attachment.objects.create(post=post, file=ContentFile(data, "x"), name="Brief “één”\r\n.pdf", size=len(data))


@pytest.fixture(params=["photo", "attachment"])
def address(request, photo, attachment):
    if request.param == "photo":
        return reverse("messaging:photo-file", args=[photo.key, "klein"])
    return reverse("messaging:attachment-file", args=[attachment.key])


def ask_each_way(client, address, etag):
    """Status by way of asking."""
    return {
        "plain": client.get(address).status_code,
        "head": client.head(address).status_code,
        "range": client.get(address, headers={"range": "bytes=2-5"}).status_code,
        "same": client.get(address, headers={"if-none-match": etag}).status_code,
    }


@pytest.mark.clause("B8")
def test_a_parent_of_the_group_gets_it_and_a_stranger_gets_404_whatever_the_request(cast, client_of, address):
    samira = client_of(cast.samira)
    etag = samira.get(address)["ETag"]
    assert ask_each_way(samira, address, etag) == ALLOWED
    assert ask_each_way(client_of(cast.kwame), address, etag) == dict.fromkeys(ALLOWED, 404)


@pytest.mark.clause("B3", "B8")
def test_after_the_membership_ends_the_next_request_is_404_also_for_what_the_browser_kept(cast, client_of, address):
    samira = client_of(cast.samira)
    etag = samira.get(address)["ETag"]
    yesterday = clock.today() - timedelta(days=1)
    mine = Membership.objects.filter(user=cast.samira)
    mine.update(valid_from=yesterday - timedelta(days=9), valid_until=yesterday)
    assert ask_each_way(samira, address, etag) == dict.fromkeys(ALLOWED, 404)


@pytest.mark.clause("B8")
def test_who_has_not_signed_in_is_asked_to(client, address):
    assert client.get(address).status_code == 302


def test_photos_of_a_draft_are_for_their_author_only(cast, client_of, make_post):
    photo = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT, photos=1).photos.get()
    address = reverse("messaging:photo-file", args=[photo.key, "klein"])
    assert client_of(cast.naima).get(address).status_code == 200
    for other in (cast.joris, cast.samira, cast.marleen):
        assert client_of(other).get(address).status_code == 404


def test_a_photo_that_is_not_ready_is_not_there(cast, client_of, make_post, make_photo):
    photo = make_photo(make_post(cast.groep5, cast.naima, state=Post.State.DRAFT), ready=False)
    assert client_of(cast.naima).get(reverse("messaging:photo-file", args=[photo.key, "klein"])).status_code == 404


def test_the_answer_carries_what_keeps_it_private(cast, client_of, address):
    samira = client_of(cast.samira)
    etag = samira.get(address)["ETag"]
    for headers in ({}, {"range": "bytes=0-3"}, {"range": "bytes=999999-"}, {"if-none-match": etag}):
        response = samira.get(address, headers=headers)
        assert response["Cache-Control"] == "private, no-cache"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]
        assert "Cookie" in response["Vary"]
        assert response["ETag"] == etag


def test_a_photo_is_shown_without_a_name_and_a_pdf_is_offered_under_its_own(cast, client_of, photo, attachment):
    samira = client_of(cast.samira)
    assert samira.get(reverse("messaging:photo-file", args=[photo.key, "groot"]))["Content-Disposition"] == "inline"
    response = samira.get(reverse("messaging:attachment-file", args=[attachment.key]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Brief%20%E2%80%9C%C3%A9%C3%A9n")
    assert "\n" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/avif,image/webp,image/*,*/*;q=0.8", "image/webp"),
        ("image/png,*/*", "image/jpeg"),
        ("*/*", "image/jpeg"),
        ("image/webp;q=0,image/*", "image/jpeg"),
    ],
)
def test_a_browser_gets_webp_when_it_says_so(cast, client_of, photo, accept, kind):
    address = reverse("messaging:photo-file", args=[photo.key, "middel"])
    response = client_of(cast.samira).get(address, headers={"accept": accept})
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]
    assert body(response)[:4] == (b"RIFF" if kind == "image/webp" else b"\xff\xd8\xff\xe0")


def test_each_size_is_another_file_and_another_size_is_not_there(cast, client_of, photo):
    samira = client_of(cast.samira)
    etags = {
        samira.get(reverse("messaging:photo-file", args=[photo.key, size]))["ETag"]
        for size in ("klein", "middel", "groot")
    }
    assert len(etags) == 3
    assert samira.get(reverse("messaging:photo-file", args=[photo.key, "small"])).status_code == 404
    assert samira.post(reverse("messaging:photo-file", args=[photo.key, "klein"])).status_code == 405


@pytest.mark.parametrize(
    ("asked", "status", "first", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=5-9", 206, 5, 10),
        ("bytes=1000-", 206, 1000, 1038),
        ("bytes=-4", 206, 1034, 1038),
        ("bytes=-99999", 206, 0, 1038),
        ("bytes=1030-99999", 206, 1030, 1038),
        ("bytes=1038-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=9-5", 200, 0, 1038),
        ("bytes=-", 200, 0, 1038),
        ("bytes=0-1,4-5", 200, 0, 1038),
        ("regels=0-1", 200, 0, 1038),
    ],
)
def test_a_range_gives_those_bytes(cast, client_of, attachment, asked, status, first, end):  # noqa: PLR0917
    address = reverse("messaging:attachment-file", args=[attachment.key])
    whole = attachment.file.read()
    assert len(whole) == 1038
    response = client_of(cast.samira).get(address, headers={"range": asked})
    assert response.status_code == status
    if status == 416:
        assert response["Content-Range"] == "bytes */1038"
        return
    assert body(response) == whole[first:end]
    assert response["Content-Length"] == str(end - first)
    assert response.get("Content-Range") == (f"bytes {first}-{end - 1}/1038" if status == 206 else None)


def test_a_range_of_what_has_changed_is_the_whole(cast, client_of, attachment):
    address = reverse("messaging:attachment-file", args=[attachment.key])
    samira = client_of(cast.samira)
    etag = samira.get(address)["ETag"]
    assert samira.get(address, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert samira.get(address, headers={"range": "bytes=0-1", "if-range": '"anders"'}).status_code == 200


def test_head_tells_the_length_and_sends_nothing(cast, client_of, attachment):
    response = client_of(cast.samira).head(reverse("messaging:attachment-file", args=[attachment.key]))
    assert (response["Content-Length"], body(response)) == ("1038", b"")


@given(
    header=st.text(max_size=40) | st.from_regex(r"bytes=\d{0,20}-\d{0,20}", fullmatch=True), size=st.integers(0, 5000)
)
def test_a_span_never_leaves_the_file(header, size):
    span = wanted_span(header, size)
    assert span is None or span == (0, 0) or 0 <= span[0] < span[1] <= size


def test_a_file_that_is_gone_is_404_and_told_of(cast, client_of, photo, caplog):
    default_storage.delete(photo.small_jpeg.name)
    response = client_of(cast.samira).get(reverse("messaging:photo-file", args=[photo.key, "klein"]))
    assert response.status_code == 404
    assert photo.small_jpeg.name in caplog.text


def test_behind_nginx_it_sends_the_bytes_after_the_door_let_through(cast, client_of, address, settings):
    settings.ACCEL_REDIRECT = "/internal-media/"
    samira = client_of(cast.samira)
    response = samira.get(address)
    assert response["X-Accel-Redirect"].startswith("/internal-media/")
    assert body(response) == b""
    assert response["Cache-Control"] == "private, no-cache"
    assert samira.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    stranger = client_of(cast.kwame).get(address)
    assert (stranger.status_code, "X-Accel-Redirect" in stranger) == (404, False)


def test_a_path_for_nginx_is_percent_encoded(cast, client_of, make_post, settings):
    settings.ACCEL_REDIRECT = "/internal-media/"
    photo = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT, photos=1).photos.get()
    type(photo).objects.filter(pk=photo.pk).update(small_jpeg="photos/ab/één\r\n?.jpg")
    response = client_of(cast.naima).get(reverse("messaging:photo-file", args=[photo.key, "klein"]))
    assert response["X-Accel-Redirect"] == "/internal-media/photos/ab/%C3%A9%C3%A9n%0D%0A%3F.jpg"


class AwayStorage(FileSystemStorage):
    """As S3 is: no path on a disk, and every file asked for over the line."""

    def path(self, name):
        raise NotImplementedError

    def size(self, name):
        return len(self._files[name])

    def _open(self, name, mode="rb"):
        return ContentFile(self._files[name])

    _files: dict[str, bytes] = {}


def test_from_a_storage_without_a_disk_it_streams_too(cast, client_of, attachment, monkeypatch):
    away = AwayStorage()
    away._files = {attachment.file.name: b"%PDF-1.7 van ver"}
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", away)
    address = reverse("messaging:attachment-file", args=[attachment.key])
    samira = client_of(cast.samira)
    assert body(samira.get(address)) == b"%PDF-1.7 van ver"
    assert body(samira.get(address, headers={"range": "bytes=9-11"})) == b"van"

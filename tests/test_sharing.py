"""Photos shared from the gallery of a phone: into a draft of one's own, and nowhere else."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from messaging.actions import place_draft
from messaging.models import Photo, Post
from messaging.rules import PHOTOS_MAX

pytestmark = pytest.mark.django_db
Share = Callable[..., Any]


def photo(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (8, 6), "#8fbfdc").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


@pytest.fixture
def share(client_of: Callable[..., Client]) -> Share:
    """``share(user, photo(), …)``: as a phone sends it, without any token; what it is shown in the end."""

    def send(user: Any, *photos: Any, site: str | None = "none") -> Any:
        client = client_of(user, enforce_csrf_checks=True)
        headers = {} if site is None else {"Sec-Fetch-Site": site}
        return client.post("/delen/", {"photos": list(photos)}, follow=True, headers=headers)

    return send


def draft_of(user: Any) -> Post:
    post: Post = Post.objects.get(author=user, state="draft")
    return post


def test_a_teacher_shares_photos_chooses_the_group_and_writes_on(
    cast: Any, share: Share, client_of: Callable[..., Client]
) -> None:
    page = share(cast.naima, photo("IMG_1.jpg"), photo("IMG_2.jpg"))
    draft = draft_of(cast.naima)
    assert page.redirect_chain[-1][0] == f"/delen/{draft.key}/"
    assert "2 foto’s staan in een concept. Alleen jij ziet ze." in page.content.decode()
    answer = client_of(cast.naima).post(f"/delen/{draft.key}/", {"group": cast.team.pk})
    assert answer["Location"] == f"/groepen/{cast.team.pk}/nieuw/?concept={draft.key}"
    draft = draft_of(cast.naima)
    assert (draft.school_group, draft.author_role) == (cast.team, "teacher")
    assert [one.filename for one in draft.photos.all()] == ["IMG_1.jpg", "IMG_2.jpg"]
    assert set(draft.photos.values_list("state", flat=True)) == {Photo.State.UPLOADED}


def test_who_writes_for_one_group_comes_straight_to_its_composer(cast: Any, share: Share) -> None:
    page = share(cast.chantal, photo())
    assert page.redirect_chain[-1][0].startswith(f"/groepen/{cast.council_or.pk}/nieuw/?concept=")
    assert draft_of(cast.chantal).school_group == cast.council_or


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_another_site_cannot_put_photos_in_a_draft(site: str | None, cast: Any, share: Share) -> None:
    page = share(cast.naima, photo(), site=site)
    assert "Foto’s delen" in page.content.decode()
    assert not Post.objects.filter(author=cast.naima).exists()


def test_a_parent_hears_kindly_where_photos_can_go(cast: Any, share: Share) -> None:
    page = share(cast.samira, photo())
    assert "Stuur het in een bericht over je kind." in page.content.decode()
    assert not Post.objects.filter(author=cast.samira).exists()


def test_who_is_signed_out_signs_in_and_is_asked_to_share_once_more(cast: Any) -> None:
    answer = Client().post("/delen/", {"photos": [photo()]}, headers={"Sec-Fetch-Site": "none"})
    assert answer["Location"] == "/aanmelden/?next=/delen/"
    client = Client()
    client.force_login(cast.naima)
    assert "Deel ze dan nog een keer." in client.get("/delen/").content.decode()
    assert not Photo.objects.exists()


def test_what_is_no_photo_is_named_and_the_rest_is_kept(cast: Any, share: Share) -> None:
    page = share(cast.naima, photo("een.jpg"), SimpleUploadedFile("film.mp4", b"\0\0\0\x18ftypmp42"), photo("drie.jpg"))
    assert "film.mp4" in page.content.decode()
    assert [one.filename for one in draft_of(cast.naima).photos.all()] == ["een.jpg", "drie.jpg"]


def test_with_nothing_but_what_is_no_photo_there_is_no_draft(cast: Any, share: Share) -> None:
    page = share(cast.naima, SimpleUploadedFile("film.mp4", b"\0\0\0\x18ftypmp42"))
    assert page.redirect_chain[-1][0] == "/delen/"
    assert "film.mp4" in page.content.decode()
    assert not Post.objects.filter(author=cast.naima).exists()


def test_without_any_file_there_is_no_draft(cast: Any, share: Share) -> None:
    assert share(cast.naima).redirect_chain[-1][0] == "/delen/"
    assert not Post.objects.filter(author=cast.naima).exists()


@pytest.mark.parametrize(
    ("over", "words"), [(1, "Er passen 30 foto’s in een bericht. 1 foto ging niet mee."), (3, "3 foto’s gingen niet")]
)
def test_of_too_many_the_first_thirty_come_along(over: int, words: str, cast: Any, share: Share) -> None:
    page = share(cast.naima, *(photo(f"{number}.jpg") for number in range(PHOTOS_MAX + over)))
    assert words in page.content.decode()
    assert draft_of(cast.naima).photos.count() == PHOTOS_MAX


def test_the_page_asks_before_it_places(cast: Any, share: Share, client_of: Callable[..., Client]) -> None:
    share(cast.naima, photo())
    draft = draft_of(cast.naima)
    client = client_of(cast.naima)
    for fields in ({}, {"group": "vijf"}):
        assert "Kies een groep" in client.post(f"/delen/{draft.key}/", fields).content.decode()
    assert client.post(f"/delen/{draft.key}/", {"group": cast.egels.pk}).status_code == 404
    assert client_of(cast.joris).get(f"/delen/{draft.key}/").status_code == 404
    assert draft_of(cast.naima).school_group == draft.school_group


@pytest.mark.clause("D3")
def test_a_draft_with_words_or_with_a_child_named_stays_in_its_group(
    cast: Any, make_post: Callable[..., Post], make_photo: Callable[..., Photo]
) -> None:
    with_words = make_post(cast.groep5, cast.naima, title="", text="Al begonnen.", state="draft")
    said = make_post(cast.groep5, cast.naima, title="", text="", state="draft")
    make_photo(said, recognisable="nobody")
    out = make_post(cast.groep5, cast.naima)
    for post in (with_words, said, out):
        assert not place_draft(post, cast.team, by=cast.naima)
        post.refresh_from_db()
        assert post.school_group == cast.groep5
    Photo.objects.filter(post=said).update(recognisable="")
    assert not place_draft(said, cast.team, by=cast.joris)
    assert place_draft(said, cast.team, by=cast.naima)

"""A post's own page, its photos large, its earlier words, and its reactions opened and closed."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from messaging.actions import Content, edit_post
from messaging.models import Attachment, Photo, Post
from protocol import clock

pytestmark = pytest.mark.django_db
Make, SignIn = Callable[..., Post], Callable[..., Client]


def page(client: Client, url: str, **kwargs: Any) -> str:
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_post_shows_all_its_text_photos_and_files(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, text="Woord " * 400 + "slot.", photos=5)
    file = Attachment.objects.create(post=post, file=ContentFile(b"%PDF", "x.pdf"), name="brief.pdf", size=2_400_000)
    html = page(client_of(cast.samira), f"/nieuws/{post.pk}/")
    assert f'<article class="sheet bleed post" data-post="{post.pk}"' in html
    assert "slot." in html
    assert html.count(f'href="/nieuws/{post.pk}/foto/') == 5
    assert f"/bestanden/{file.key}/" in html
    assert "brief.pdf" in html
    assert re.search(r"2,3.MB", html)
    assert len(re.findall("<h1", html)) == 1


@pytest.mark.clause("B6", "E6")
def test_the_role_stands_beside_every_writer(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    client_of(cast.samira).post(f"/nieuws/{post.pk}/reactie/", {"text": "Leuk."})
    client_of(cast.marleen).post(f"/nieuws/{post.pk}/reactie/", {"text": "Mooi werk.", "sure": "1"})
    html = page(client_of(cast.tom), f"/nieuws/{post.pk}/")
    assert "juf Naima, leerkracht" in html
    assert re.search(r"Samira Bouazza</b></p><p class=\"s soft\">ouder ·", html)
    assert re.search(r"Marleen Hoekstra</b></p><p class=\"s soft\">directie ·", html)


@pytest.mark.clause("B7")
def test_who_reads_along_stands_beside_the_box(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    html = page(client_of(cast.samira), f"/nieuws/{post.pk}/")
    assert re.search(r"Zichtbaar voor \d+ ouders van Groep 5", html)


@pytest.mark.clause("B4")
def test_who_writes_as_staff_is_reminded_that_teachers_do_not_answer_here(
    cast: Any, make_post: Make, client_of: SignIn
) -> None:
    post = make_post(cast.groep5, cast.naima)
    hint = "In principe antwoorden leerkrachten hier niet."
    assert hint in page(client_of(cast.naima), f"/nieuws/{post.pk}/")
    assert hint in page(client_of(cast.marleen), f"/nieuws/{post.pk}/")
    assert hint not in page(client_of(cast.samira), f"/nieuws/{post.pk}/")


@pytest.mark.clause("B4")
def test_who_only_reads_gets_no_box(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    assert 'name="text"' not in page(client_of(cast.wilma), f"/nieuws/{post.pk}/")


@pytest.mark.clause("B8")
def test_parent_of_another_group_gets_404_on_post_photo_and_history(
    cast: Any, make_post: Make, client_of: SignIn
) -> None:
    post = make_post(cast.groep5, cast.naima, photos=1)
    client = client_of(cast.kwame)
    missing = client.get("/nieuws/999999/")
    for url in (f"/nieuws/{post.pk}/", f"/nieuws/{post.pk}/foto/1/", f"/nieuws/{post.pk}/eerder/"):
        response = client.get(url)
        assert response.status_code == 404
        assert response.content == missing.content


@pytest.mark.clause("B4")
def test_author_and_moderator_close_and_open_the_reactions(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.fleur)
    url = f"/nieuws/{post.pk}/reacties/"
    assert client_of(cast.fleur).post(url, {"open": "0"}).status_code == 302
    html = page(client_of(cast.samira), f"/nieuws/{post.pk}/")
    assert "Reacties staan uit" in html
    assert 'name="text"' not in html
    assert "Zet reacties aan" in page(client_of(cast.naima), f"/nieuws/{post.pk}/")
    client_of(cast.naima).post(url, {"open": "1"})
    post.refresh_from_db()
    assert post.reactions_open
    assert client_of(cast.samira).post(url, {"open": "0"}).status_code == 404


def test_closing_twice_says_it_once(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.naima)
    client.post(f"/nieuws/{post.pk}/reacties/", {"open": "0"})
    assert "De reacties staan uit." in page(client, f"/nieuws/{post.pk}/")
    client.post(f"/nieuws/{post.pk}/reacties/", {"open": "0"})
    assert 'role="status"' not in page(client, f"/nieuws/{post.pk}/")


def test_what_was_said_before_stays_readable(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, title="Eerste titel", text="Eerste tekst.")
    client = client_of(cast.samira)
    assert "Er is niets gewijzigd" in page(client, f"/nieuws/{post.pk}/eerder/")
    edit_post(post, Content("day", "Tweede titel", "Tweede tekst."), by=cast.naima)
    html = page(client, f"/nieuws/{post.pk}/")
    assert f'<a href="/nieuws/{post.pk}/eerder/">bewerkt</a>' in html
    assert "Eerste" not in html
    history = page(client, f"/nieuws/{post.pk}/eerder/")
    assert "Eerste titel" in history
    assert "Eerste tekst." in history
    assert "gewijzigd door juf Naima" in history


def test_only_the_author_is_offered_to_change_a_post(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    url = f"/nieuws/{post.pk}/"
    assert f"{url}wijzigen/" in page(client_of(cast.naima), url)
    assert f"{url}wijzigen/" not in page(client_of(cast.joris), url)
    assert f"{url}wijzigen/" not in page(client_of(cast.samira), url)


def test_the_viewer_goes_from_photo_to_photo(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima, photos=3), client_of(cast.samira)
    first, middle, last = (page(client, f"/nieuws/{post.pk}/foto/{number}/") for number in (1, 2, 3))
    assert "Foto 2 van 3" in middle
    assert f'href="/nieuws/{post.pk}/foto/1/" rel="prev"' in middle
    assert f'href="/nieuws/{post.pk}/foto/3/" rel="next"' in middle
    assert f'href="/nieuws/{post.pk}/" rel="up"' in middle
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in last
    assert client.get(f"/nieuws/{post.pk}/foto/4/").status_code == 404
    assert client.get(f"/nieuws/{post.pk}/foto/0/").status_code == 404


@pytest.mark.clause("B8")
def test_the_viewer_says_who_sees_the_photo(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, photos=1)
    html = page(client_of(cast.samira), f"/nieuws/{post.pk}/foto/1/")
    assert "Alleen wie bij Groep 5 hoort, ziet deze foto. Plaats en toestel zijn uit de foto gehaald." in html


def test_the_sizes_of_a_photo_are_told_as_they_are(
    cast: Any, make_post: Make, make_photo: Callable[..., Photo], client_of: SignIn
) -> None:
    post = make_post(cast.groep5, cast.naima)
    make_photo(post)
    Photo.objects.update(width=1200, height=1600)
    assert re.search(
        r"klein/ 240w, \S+middel/ 600w, \S+groot/ 1200w", page(client_of(cast.samira), f"/nieuws/{post.pk}/")
    )


def test_an_author_sees_what_a_planned_post_waits_for(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now())
    Photo.objects.create(post=post, filename="a.jpg", original=ContentFile(b"x", "a.jpg"))
    client = client_of(cast.naima)
    html = page(client, f"/nieuws/{post.pk}/")
    assert "Gaat uit zodra de foto’s klaar zijn" in html
    assert 'hx-trigger="every 2s"' in html
    assert re.search(r"<noscript><a[^>]*>.*Ververs</a></noscript>", html)
    fragment = page(client, f"/nieuws/{post.pk}/", headers={"hx-request": "true"})
    assert "<html" not in fragment
    assert "hx-trigger" in fragment
    assert client_of(cast.samira).get(f"/nieuws/{post.pk}/").status_code == 404
    assert client_of(cast.fleur).get(f"/nieuws/{post.pk}/").status_code == 404
    assert client_of(cast.joris).get(f"/nieuws/{post.pk}/").status_code == 200, "who may take it over"


def test_waiting_for_a_post_ends_at_the_post(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    response = client_of(cast.naima).get(f"/nieuws/{post.pk}/", headers={"hx-request": "true"})
    assert response["HX-Refresh"] == "true"


def test_a_post_kept_at_home_by_a_photo_says_which(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, state="draft")
    Photo.objects.create(post=post, filename="x.gif", state="refused", reason="x.gif is geen foto.")
    html = page(client_of(cast.naima), f"/nieuws/{post.pk}/")
    assert "Dit nieuwsbericht is niet uitgegaan" in html
    assert "x.gif is geen foto." in html
    assert f"/groepen/{cast.groep5.pk}/nieuw/?concept={UUID(str(post.key))}" in html

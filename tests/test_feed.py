"""The news: what is new, what was read, what is older, and whose it is."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from groups.models import Membership
from messaging.actions import edit_post
from messaging.actions.editing import Content
from messaging.models import Photo, Post
from messaging.views.cards import CUT_AT, cut, render_card
from protocol import clock
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
Make, SignIn = Callable[..., Post], Callable[..., Client]


def posts_on(response: Any) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-post="(\d+)"', response.content.decode())]


def page(client: Client, url: str = "/", **kwargs: Any) -> str:
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.clause("B8")
def test_news_is_of_ones_own_groups_and_no_others(cast: Any, make_post: Make, client_of: SignIn) -> None:
    in_5, egels = make_post(cast.groep5, cast.naima), make_post(cast.egels, cast.thijs)
    assert posts_on(client_of(cast.samira).get("/")) == [egels.pk, in_5.pk]
    assert posts_on(client_of(cast.kwame).get("/")) == [egels.pk]
    assert posts_on(client_of(cast.tom).get("/")) == [in_5.pk]
    assert posts_on(client_of(cast.liwen).get("/")) == []


@pytest.mark.clause("B2", "B8")
def test_the_news_of_a_group_ends_with_the_right_to_it(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.tom)
    assert posts_on(client.get("/")) == [post.pk]
    Membership.objects.filter(user=cast.tom).first().guardianship.__class__.objects.filter(guardian=cast.tom).update(
        has_authority=False
    )
    assert posts_on(client.get("/")) == []
    assert client.get(f"/nieuws/{post.pk}/").status_code == 404


def test_drafts_and_planned_posts_are_nobodys_news(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima, state="draft")
    make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now())
    assert posts_on(client_of(cast.samira).get("/")) == []


def test_on_a_first_visit_the_last_week_is_new(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima, title="Vers", published_at=clock.now() - timedelta(days=6))
    make_post(cast.groep5, cast.naima, title="Belegen", published_at=clock.now() - timedelta(days=8))
    html = page(client_of(cast.samira))
    assert html.count('class="tag tag-new"') == 1
    assert "<b>1 nieuwsbericht</b> voor jou" in html
    assert html.index("Vers") < html.index("Eerder, al gelezen") < html.index("Belegen")


def test_looking_changes_nothing_and_telling_what_was_seen_does(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.samira)
    assert "tag-new" in page(client)
    assert "tag-new" in page(client)
    assert client.post("/nieuws/gezien/", {"tot": post.pk}).status_code == 302
    html = page(client)
    assert "tag-new" not in html
    assert "Er is niets nieuws." in html
    make_post(cast.groep5, cast.naima)
    assert page(client).count("tag-new") == 1


def test_what_was_seen_never_becomes_new_again(cast: Any, make_post: Make, client_of: SignIn) -> None:
    old = make_post(cast.groep5, cast.naima, published_at=clock.now() - timedelta(days=2))
    new, client = make_post(cast.groep5, cast.naima), client_of(cast.samira)
    client.post("/nieuws/gezien/", {"tot": new.pk})
    client.post("/nieuws/gezien/", {"tot": old.pk})
    assert "tag-new" not in page(client)


@pytest.mark.parametrize("until", ["", "x", "²", "-1", "1\x00"])
def test_a_wrong_post_seen_changes_nothing(until: str, cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima)
    client = client_of(cast.samira)
    assert client.post("/nieuws/gezien/", {"tot": until}).status_code == 302
    assert "tag-new" in page(client)


@pytest.mark.clause("B8")
def test_a_stranger_cannot_say_a_post_was_seen(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    assert client_of(cast.kwame).post("/nieuws/gezien/", {"tot": post.pk}).status_code == 404
    assert client_of(cast.kwame).post("/nieuws/gezien/", {"tot": "9" * 30}).status_code == 404


def test_ones_own_post_is_not_new(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima)
    assert "tag-new" not in page(client_of(cast.naima))


def test_older_news_comes_page_by_page_until_one_is_up_to_date(cast: Any, client_of: SignIn) -> None:
    made = [
        PostFactory(school_group=cast.groep5, author=cast.naima, published_at=clock.now() - timedelta(hours=n)).pk
        for n in range(45)
    ]
    client, url, seen = client_of(cast.samira), "/", []
    for last in (False, False, True):
        response = client.get(url)
        seen += posts_on(response)
        html = response.content.decode()
        assert ("Je bent bij" in html) is last
        if not last:
            url = "/" + re.search(r'href="(\?voor=\d+)"', html)[1]  # type: ignore[index]
    assert seen == made


def test_posts_of_one_moment_are_neither_lost_nor_shown_twice(cast: Any, client_of: SignIn) -> None:
    moment = clock.now()
    made = {PostFactory(school_group=cast.groep5, author=cast.naima, published_at=moment).pk for _ in range(30)}
    client = client_of(cast.samira)
    first = posts_on(client.get("/"))
    second = posts_on(client.get(f"/?voor={first[-1]}"))
    assert len(first) == 20
    assert set(first + second) == made
    assert len(first + second) == 30


def test_htmx_gets_only_the_cards(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    older = make_post(cast.groep5, cast.naima, published_at=clock.now() - timedelta(days=9))
    html = page(client_of(cast.samira), f"/?voor={post.pk}", headers={"hx-request": "true"})
    assert f'data-post="{older.pk}"' in html
    assert "<html" not in html


@pytest.mark.clause("B8")
def test_older_than_a_post_of_others_is_not_found(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    assert client_of(cast.kwame).get(f"/?voor={post.pk}").status_code == 404
    assert client_of(cast.kwame).get(f"/?voor={'9' * 40}").status_code == 404
    assert client_of(cast.kwame).get("/?voor=abc").status_code == 200


def test_tabs_carry_the_names_of_the_children(cast: Any, client_of: SignIn) -> None:
    html = page(client_of(cast.samira))
    assert f'href="/groepen/{cast.groep5.pk}/">Groep 5 (Yara)</a>' in html
    assert f'href="/groepen/{cast.egels.pk}/">Egels (Ilias)</a>' in html
    assert f'href="/groepen/{cast.whole_school.pk}/">Hele school</a>' in html
    assert "Groep 8" not in html


def test_a_parent_sees_who_teaches_the_children_and_when(cast: Any, client_of: SignIn) -> None:
    html = page(client_of(cast.samira))
    assert "juf Naima (ma, di, wo), meester Joris (do, vr)" in html


def test_without_a_group_the_page_says_what_to_do(cast: Any, client_of: SignIn) -> None:
    html = page(client_of(UserFactory()))
    assert "Je hoort nog bij geen groep." in html
    assert "Nog geen nieuws voor jou" in html


def test_without_posts_the_page_says_so(cast: Any, client_of: SignIn) -> None:
    assert "Nog geen nieuws" in page(client_of(cast.samira))


@pytest.mark.parametrize(
    "moment", [(9, "Goedemorgen", "dag"), (14, "Goedemiddag", "middag"), (20, "Goedenavond", "avond")]
)
def test_the_greeting_and_the_wish_follow_the_clock(
    moment: tuple[int, str, str], cast: Any, make_post: Make, client_of: SignIn
) -> None:
    hour, hello, wish = moment
    make_post(cast.groep5, cast.naima)
    client = client_of(cast.samira)
    now = clock.at_school(clock.now()).replace(hour=hour, minute=30)
    with time_machine.travel(now, tick=False):
        html = page(client)
    assert f"{hello}, Samira" in html
    assert f"Fijne {wish}." in html


@pytest.mark.clause("B6")
def test_the_role_stands_beside_every_name(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima)
    make_post(cast.whole_school, cast.marleen)
    html = page(client_of(cast.samira))
    assert "juf Naima, leerkracht" in html
    assert "Marleen Hoekstra, directie" in html


def test_a_card_shows_three_photos_and_says_how_many_more(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima, photos=7)
    html = page(client_of(cast.samira))
    assert html.count("<img") == 3
    assert '<span class="more" aria-hidden="true">+4</span><span class="hide">en nog 4 foto’s</span>' in html


def test_a_photo_without_description_gets_one_from_its_place(
    cast: Any, make_post: Make, make_photo: Callable[..., Photo], client_of: SignIn
) -> None:
    post = make_post(cast.groep5, cast.naima, title='Zand & "water"')
    make_photo(post, alt="")
    make_photo(post, alt="Twee emmers")
    html = page(client_of(cast.samira))
    assert 'alt="Foto 1 van 2 bij: Zand &amp; &quot;water&quot;"' in html
    assert 'alt="Twee emmers"' in html


def test_text_of_people_stays_text(cast: Any, make_post: Make, client_of: SignIn) -> None:
    text = '<script>alert(1)</script>\nKijk op https://a.example/x?a=1&b=2. javascript:alert(1)\n\n"Klaar"'
    make_post(cast.groep5, cast.naima, title="<b>Dik</b>", text=text)
    html = page(client_of(cast.samira))
    assert "<script>alert" not in html
    assert "<b>Dik" not in html
    link = '<a href="https://a.example/x?a=1&amp;b=2" rel="noopener nofollow">https://a.example/x?a=1&amp;b=2</a>.'
    assert f"<br>Kijk op {link} javascript:alert(1)</p><p>&quot;Klaar&quot;</p>" in html


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut("kort") == "kort"
    text = "woord " * 200
    assert len(cut(text)) <= CUT_AT + 2
    assert cut(text).endswith("woord …")
    assert len(cut("x" * 5000)) == CUT_AT + 2


def test_a_cut_card_says_where_the_rest_is(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima, text="Woord " * 300)
    assert f'<a href="/nieuws/{post.pk}/">Lees verder<span class="hide">' in page(client_of(cast.samira))


def test_a_kept_card_never_shows_what_was(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima, title="Eerst", reactions=1), client_of(cast.samira)
    assert "1 reactie<" in page(client)
    edit_post(post, Content(post.kind, "Later", post.text, reactions_open=False), by=cast.naima)
    post.reactions.update(withdrawn_at=clock.now())
    html = page(client)
    assert "Eerst" not in html
    assert "Later" in html
    assert "Reacties staan uit" in html
    assert "bewerkt" in html
    cast.naima.first_name = "Nadia"
    cast.naima.save()
    assert "juf Nadia" in page(client)


def test_a_card_says_yesterday_from_midnight_on(cast: Any, make_post: Make, client_of: SignIn) -> None:
    evening = datetime(2026, 11, 24, 21, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    client = client_of(cast.samira)
    with time_machine.travel(evening, tick=False):
        make_post(cast.groep5, cast.naima)
        assert "vandaag om 21.00 uur" in page(client)
    with time_machine.travel(evening + timedelta(hours=3, minutes=1), tick=False):
        assert "gisteren om 21.00 uur" in page(client)


def test_a_card_is_made_once(cast: Any, make_post: Make, client_of: SignIn) -> None:
    make_post(cast.groep5, cast.naima)
    client = client_of(cast.samira)
    page(client)
    before = render_card.cache_info().misses
    page(client)
    page(client_of(cast.tom))
    assert render_card.cache_info().misses == before


def test_a_writer_sees_what_is_unfinished_and_which_photo_stayed_behind(
    cast: Any, make_post: Make, client_of: SignIn
) -> None:
    draft = make_post(cast.groep5, cast.naima, title="Half af", state="draft")
    Photo.objects.create(post=draft, filename="IMG_7.gif", state="refused", reason="IMG_7.gif is geen foto.")
    waiting = make_post(cast.groep5, cast.naima, title="Straks", state="planned", publish_at=clock.now())
    Photo.objects.create(post=waiting, filename="a.jpg", original=ContentFile(b"x", "a.jpg"))
    html = page(client_of(cast.naima))
    assert "IMG_7.gif kon niet mee." in html
    assert f"?concept={draft.key}" in html
    assert "Je bericht gaat uit zodra de foto’s klaar zijn." in html
    others = page(client_of(cast.joris))
    assert "Half af" not in others
    assert "Straks" not in others


def test_a_group_page_shows_its_own_posts(cast: Any, make_post: Make, client_of: SignIn) -> None:
    mine = make_post(cast.groep5, cast.naima)
    make_post(cast.egels, cast.thijs)
    response = client_of(cast.samira).get(f"/groepen/{cast.groep5.pk}/")
    assert posts_on(response) == [mine.pk]
    assert "tag-new" not in response.content.decode()


@pytest.mark.clause("B3", "B4")
def test_a_group_page_offers_each_what_they_may(cast: Any, make_post: Make, client_of: SignIn) -> None:
    url = f"/groepen/{cast.groep5.pk}/"
    teacher, parent, trainee = (page(client_of(who), url) for who in (cast.naima, cast.samira, cast.fleur))
    assert f"{url}nieuw/" in teacher
    assert f"{url}leden/" in teacher
    assert re.search(r"<b>\d+ ouders</b> van \d+ kinderen lezen mee", teacher)
    assert f"{url}nieuw/" in trainee
    assert f"{url}leden/" not in trainee
    assert f"{url}nieuw/" not in parent
    assert "lezen mee" not in parent


def test_older_posts_of_a_group_and_of_a_search_come_as_cards(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.samira)
    older = make_post(cast.groep5, cast.naima, published_at=clock.now() - timedelta(days=9))
    for url in (f"/groepen/{cast.groep5.pk}/?voor={post.pk}", f"/zoeken/?q=bruggen&voor={post.pk}"):
        response = client.get(url, headers={"hx-request": "true"})
        assert posts_on(response) == [older.pk]
        assert b"<html" not in response.content


def test_a_group_of_last_year_stays_readable(cast: Any, make_post: Make, client_of: SignIn) -> None:
    post = make_post(cast.groep5, cast.naima)
    group = cast.groep5
    group.starts_on, group.ends_on = (
        group.starts_on.replace(year=group.starts_on.year - 1),
        clock.today() - timedelta(days=1),
    )
    group.save()
    response = client_of(cast.samira).get(f"/groepen/{group.pk}/")
    assert posts_on(response) == [post.pk]
    assert f"schooljaar {group.school_year}" in response.content.decode()
    assert "/nieuw/" not in client_of(cast.naima).get(f"/groepen/{group.pk}/").content.decode()

"""Where one looks, one reads what waits and for whom: the pages around consent (B5)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from messaging.actions import Content, approve, hash_of
from tests.consenting import ROSTER, ask_as, request_for

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B5")]
SignIn = Callable[..., Client]
OTHER = "Het rooster is anders."


def words(response: Any) -> str:
    """What somebody reads: no tags, single spaces."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_who_decides_finds_the_way_to_it_in_the_list_and_on_the_post_and_the_writer_does_not(
    cast: Any, client_of: SignIn
) -> None:
    post = ask_as(cast.fleur, cast.groep5)
    link = f'href="/akkoord/{request_for(post).pk}/"'
    for path in (f"/groepen/{cast.groep5.pk}/gepland/", f"/nieuws/{post.pk}/"):
        seen = client_of(cast.naima).get(path)
        assert link in seen.content.decode(), path
        assert "Wacht op je akkoord" in words(seen), path
        assert "Iemand anders leest het eerst" not in words(seen), path
        own = client_of(cast.fleur).get(path)
        assert "/akkoord/" not in own.content.decode(), path
        assert "Wacht op akkoord" in words(own), path


def test_nothing_to_do_is_offered_to_who_can_only_decide(cast: Any, client_of: SignIn) -> None:
    post = ask_as(cast.fleur, cast.groep5)
    assert "Wat je kunt doen" not in words(client_of(cast.naima).get(f"/nieuws/{post.pk}/"))
    assert "Wat je kunt doen" in words(client_of(cast.fleur).get(f"/nieuws/{post.pk}/"))


def test_the_board_tells_a_teacher_without_news_what_waits(cast: Any, client_of: SignIn) -> None:
    client = client_of(cast.naima)
    assert "Er is niets nieuws." in words(client.get("/"))
    ask_as(cast.fleur, cast.groep5)
    assert re.search(r"Er wacht 1 nieuwsbericht op je akkoord", words(client.get("/")))
    ask_as(cast.fleur, cast.groep5, Content("day", "Lezen", "We lezen voor."))
    assert re.search(r"Er wachten 2 nieuwsberichten op je akkoord", words(client.get("/")))


def test_changing_what_waits_and_what_is_out_says_beforehand_and_afterwards_what_happens(
    cast: Any, client_of: SignIn
) -> None:
    post, client = ask_as(cast.pieterjan, cast.mr), client_of(cast.pieterjan)
    edit = f"/nieuws/{post.pk}/wijzigen/"
    change = {"form": "1", "kind": "news", "title": ROSTER.title, "text": OTHER, "reactions_open": "on"}
    assert "We vragen opnieuw akkoord voor de nieuwe tekst." in words(client.get(edit))
    said = words(client.post(edit, change, follow=True))
    assert "Je nieuwsbericht is gewijzigd. Het wacht opnieuw op akkoord." in said
    assert "de oude tekst" not in said, "nobody has read the old words"
    approval = request_for(post)
    approve(approval, by=cast.marleen, seen=hash_of(approval))
    assert "Je wijziging wacht eerst op akkoord." in words(client.get(edit))
    said = words(client.post(edit, change | {"text": "Nog anders."}, follow=True))
    assert "Je wijziging wacht op akkoord. Tot dan blijft de oude tekst staan." in said


def test_changing_what_needs_no_consent_does_not_speak_of_it(cast: Any, client_of: SignIn, make_post: Any) -> None:
    post = make_post(cast.groep5, cast.naima)
    assert "akkoord" not in words(client_of(cast.naima).get(f"/nieuws/{post.pk}/wijzigen/"))


@pytest.mark.clause("D7")
def test_a_class_begins_with_its_day_and_a_council_with_news(cast: Any, client_of: SignIn) -> None:
    def chosen(person: Any, group: Any) -> list[str]:
        page = client_of(person).get(f"/groepen/{group.pk}/nieuw/?nieuw=1").content.decode()
        return re.findall(r'name="kind" value="(\w+)" checked', page)

    assert chosen(cast.naima, cast.groep5) == ["day"]
    assert chosen(cast.pieterjan, cast.mr) == ["news"]
    assert chosen(cast.marleen, cast.whole_school) == ["news"]


def test_a_name_that_a_phone_would_break_stands_in_smaller_letters(cast: Any, client_of: SignIn) -> None:
    page = client_of(cast.pieterjan).get(f"/groepen/{cast.mr.pk}/nieuw/?nieuw=1").content.decode()
    assert '<h1 class="dense">Medezeggenschapsraad</h1>' in page
    page = client_of(cast.naima).get(f"/groepen/{cast.groep5.pk}/nieuw/?nieuw=1").content.decode()
    assert "<h1>Groep 5</h1>" in page


@pytest.mark.clause("B7")
def test_under_a_councils_post_one_reads_who_reads_a_reaction_and_not_that_a_teacher_does(
    cast: Any, client_of: SignIn, make_post: Any
) -> None:
    post = make_post(cast.council_or, cast.chantal)
    seen = words(client_of(cast.samira).get(f"/nieuws/{post.pk}/"))
    assert "Wie dit nieuwsbericht leest, leest ook je reactie." in seen
    assert "De leerkracht leest mee" not in seen
    assert not re.search(r"van de Ouderraad leest|ouders? van de Ouderraad", seen)

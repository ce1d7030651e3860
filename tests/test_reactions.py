"""Writing under a post: who may, what is kept when it fails, and ten minutes for second thoughts."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from messaging.actions import add_reaction, edit_reaction
from messaging.actions.reactions import ReactionsClosed
from messaging.models import Post, Reaction
from messaging.rules import REACTION_MAX
from protocol import clock

pytestmark = pytest.mark.django_db
Make, SignIn = Callable[..., Post], Callable[..., Client]


@pytest.fixture
def post(cast: Any, make_post: Make) -> Post:
    return make_post(cast.groep5, cast.naima)


def react(client: Client, post: Post, **fields: Any) -> Any:
    return client.post(f"/nieuws/{post.pk}/reactie/", {"text": "Wat knap.", **fields})


@pytest.mark.clause("B4")
def test_a_parent_reacts_and_comes_back_to_the_own_words(cast: Any, post: Post, client_of: SignIn) -> None:
    response = react(client_of(cast.samira), post, text="  Wat knap.\r\nTot morgen. ")
    reaction = Reaction.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/nieuws/{post.pk}/#reactie-{reaction.pk}"
    assert reaction.text == "Wat knap.\nTot morgen."
    assert reaction.author_role == "parent"
    html = client_of(cast.tom).get(f"/nieuws/{post.pk}/").content.decode()
    assert f'id="reactie-{reaction.pk}" data-reaction="{reaction.pk}"' in html
    assert "Wat knap.<br>Tot morgen." in html


@pytest.mark.clause("B4", "B8")
def test_strangers_and_readers_cannot_react(cast: Any, post: Post, client_of: SignIn) -> None:
    for who in (cast.kwame, cast.wilma, cast.liwen):
        assert react(client_of(who), post).status_code == 404
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00", "\u200b\u200b"])
def test_an_empty_reaction_is_asked_to_say_something(text: str, cast: Any, post: Post, client_of: SignIn) -> None:
    response = react(client_of(cast.samira), post, text=text)
    assert response.status_code == 422
    assert "Schrijf eerst iets." in response.content.decode()
    assert not Reaction.objects.exists()


def test_a_reaction_that_is_too_long_stays_in_the_form(cast: Any, post: Post, client_of: SignIn) -> None:
    text = "Lang & breed. " * 200
    html = react(client_of(cast.samira), post, text=text).content.decode()
    assert "Je reactie heeft 2799 tekens. Maak er hoogstens 2000 van." in html
    assert "Lang &amp; breed. " * 200 in html
    assert 'aria-invalid="true"' in html
    assert not Reaction.objects.exists()


def test_the_longest_reaction_fits(cast: Any, post: Post, client_of: SignIn) -> None:
    assert react(client_of(cast.samira), post, text="ë" * REACTION_MAX).status_code == 302
    assert react(client_of(cast.samira), post, text="\U0001f600" * REACTION_MAX).status_code == 302


def test_what_cannot_be_shown_is_left_out(cast: Any, post: Post, client_of: SignIn) -> None:
    react(client_of(cast.samira), post, text="Dag\x00 <b>allemaal</b>\x07")
    assert Reaction.objects.get().text == "Dag <b>allemaal</b>"
    assert "&lt;b&gt;allemaal" in client_of(cast.tom).get(f"/nieuws/{post.pk}/").content.decode()


@pytest.mark.clause("B4")
def test_closed_reactions_take_nothing_and_keep_the_words(cast: Any, post: Post, client_of: SignIn) -> None:
    Post.objects.update(reactions_open=False)
    response = react(client_of(cast.samira), post, text="Net te laat.")
    html = response.content.decode()
    assert response.status_code == 422
    assert "De reacties bij dit bericht staan uit." in html
    assert "Net te laat." in html
    assert not Reaction.objects.exists()


@pytest.mark.clause("B4")
def test_reactions_closed_while_writing_are_closed_in_the_action_too(
    cast: Any, post: Post, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    Post.objects.update(reactions_open=False)
    with pytest.raises(ReactionsClosed):
        add_reaction(post, "Te laat.", by=cast.samira)
    # The form was still open when it was looked at, and closed a moment later.
    monkeypatch.setattr("messaging.views.reaction.takes_reactions", lambda **facts: None)
    response = react(client_of(cast.samira), post, text="Net te laat.")
    assert response.status_code == 422
    assert "Net te laat." in response.content.decode()
    assert not Reaction.objects.exists()


def test_the_same_words_again_are_no_change(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    reaction = Reaction.objects.get()
    assert client.post(f"/reacties/{reaction.pk}/wijzigen/", {"text": "Wat knap."}).status_code == 302
    assert not edit_reaction(reaction, "Anders.", by=cast.tom)
    reaction.refresh_from_db()
    assert reaction.edited_at is None
    assert not reaction.versions.exists()


def test_sending_twice_is_sending_once(cast: Any, post: Post, client_of: SignIn) -> None:
    key, client = uuid4(), client_of(cast.samira)
    first, second = react(client, post, key=key), react(client, post, key=key)
    assert first["Location"] == second["Location"]
    assert Reaction.objects.count() == 1


def test_the_form_carries_a_key_of_its_own(cast: Any, post: Post, client_of: SignIn) -> None:
    html = client_of(cast.samira).get(f"/nieuws/{post.pk}/").content.decode()
    assert 'name="key" value="' in html
    for key in ("", "geen sleutel", "x" * 5000):
        assert react(client_of(cast.samira), post, key=key).status_code == 302


@pytest.mark.clause("B8")
def test_the_key_of_somebody_elses_reaction_opens_nothing(cast: Any, post: Post, client_of: SignIn) -> None:
    key = uuid4()
    react(client_of(cast.tom), post, key=key)
    assert react(client_of(cast.samira), post, key=key).status_code == 404
    assert Reaction.objects.get().author == cast.tom


def test_an_author_changes_a_reaction_within_ten_minutes(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    reaction = Reaction.objects.get()
    url = f"/reacties/{reaction.pk}/wijzigen/"
    assert url in client.get(f"/nieuws/{post.pk}/").content.decode()
    assert "Wat knap." in client.get(url).content.decode()
    assert client.post(url, {"text": "Heel knap."}).status_code == 302
    reaction.refresh_from_db()
    assert reaction.text == "Heel knap."
    assert [version.text for version in reaction.versions.all()] == ["Wat knap."]
    assert "bewerkt" in client_of(cast.tom).get(f"/nieuws/{post.pk}/").content.decode()


def test_a_change_that_fails_keeps_the_words(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    response = client.post(f"/reacties/{Reaction.objects.get().pk}/wijzigen/", {"text": "x" * 2001})
    assert response.status_code == 422
    assert "x" * 2001 in response.content.decode()
    assert Reaction.objects.get().text == "Wat knap."


def test_an_author_takes_a_reaction_back_within_ten_minutes(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    response = client.post(f"/reacties/{Reaction.objects.get().pk}/intrekken/")
    assert response["Location"] == f"/nieuws/{post.pk}/#reacties"
    assert "Wat knap." not in client_of(cast.tom).get(f"/nieuws/{post.pk}/").content.decode()


def test_after_ten_minutes_words_stand(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    pk = Reaction.objects.get().pk
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert f"/reacties/{pk}/" not in client.get(f"/nieuws/{post.pk}/").content.decode()
        page = client.get(f"/reacties/{pk}/wijzigen/", follow=True)
        late = client.post(f"/reacties/{pk}/wijzigen/", {"text": "Anders."})
        assert client.post(f"/reacties/{pk}/intrekken/").status_code == 404
    assert page.redirect_chain == [(f"/nieuws/{post.pk}/#reacties", 302)]
    assert "Deze reactie kun je niet meer wijzigen." in page.content.decode()
    assert late.status_code == 422
    assert "Deze reactie kun je niet meer wijzigen. Je tekst staat hier nog." in late.content.decode()
    assert ">\nAnders.</textarea>" in late.content.decode()
    assert (Reaction.objects.get().text, Reaction.objects.get().withdrawn_at) == ("Wat knap.", None)


def test_words_that_came_too_late_can_be_placed_as_new_ones(cast: Any, post: Post, client_of: SignIn) -> None:
    client = client_of(cast.samira)
    react(client, post)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        late = client.post(f"/reacties/{Reaction.objects.get().pk}/wijzigen/", {"text": "Anders."}).content.decode()
        new = {"text": "Anders.", "key": re.search(r'name="key" value="([^"]+)"', late)[1]}  # type: ignore[index]
        for _ in range(2):
            assert client.post(f"/nieuws/{post.pk}/reactie/", new).status_code == 302
    assert list(Reaction.objects.values_list("text", flat=True)) == ["Wat knap.", "Anders."]


@pytest.mark.clause("B4")
def test_nobody_changes_the_words_of_another(cast: Any, post: Post, client_of: SignIn) -> None:
    react(client_of(cast.samira), post)
    pk = Reaction.objects.get().pk
    for who in (cast.tom, cast.naima, cast.marleen):
        assert client_of(who).get(f"/reacties/{pk}/wijzigen/").status_code == 404
        assert client_of(who).post(f"/reacties/{pk}/wijzigen/", {"text": "Anders."}).status_code == 404
        assert client_of(who).post(f"/reacties/{pk}/intrekken/").status_code == 404
        assert f"/reacties/{pk}/" not in client_of(who).get(f"/nieuws/{post.pk}/").content.decode()


def test_reactions_stand_in_the_order_in_which_they_came(cast: Any, post: Post, client_of: SignIn) -> None:
    for number, who in enumerate((cast.samira, cast.tom, cast.inge)):
        react(client_of(who), post, text=f"Nummer {number}")
    html = client_of(cast.samira).get(f"/nieuws/{post.pk}/").content.decode()
    assert html.index("Nummer 0") < html.index("Nummer 1") < html.index("Nummer 2")

"""Where somebody writes, what is confidential brings one question: change it, or send it all the same (D8)."""

from typing import Any
from uuid import uuid4

import pytest

from conversations.models import Conversation, Message
from messaging.models import Post, Reaction
from tests.test_conversations import start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D8")]
CARE, NUMBER = "Yara gaat naar de psycholoog.", "Zijn BSN is 111222333."
SURE = {"confidential": "1"}


def asks(response: Any) -> bool:
    """Whether the page asks, with the words still in its form."""
    html = response.content.decode()
    return response.status_code == 422 and 'id="vertrouwelijk"' in html and "Je tekst staat er nog" in html


@pytest.mark.parametrize("text", [CARE, NUMBER])
def test_a_post_stays_a_draft_until_its_writer_is_sure(text: str, cast: Any, client_of: Any) -> None:
    naima, page, key = client_of(cast.naima), f"/groepen/{cast.groep5.pk}/nieuw/", str(uuid4())
    form = {"kind": "day", "title": "Vandaag", "text": text, "key": key}
    response = naima.post(page, form)
    assert asks(response)
    assert text in response.content.decode()
    assert Post.objects.get(key=key).state == "draft"
    assert naima.post(page, form | SURE).status_code == 302
    assert Post.objects.get(key=key).state != "draft"


def test_what_is_kept_as_a_draft_asks_nothing(cast: Any, client_of: Any) -> None:
    form = {"kind": "day", "title": "Vandaag", "text": CARE, "save": "1"}
    assert client_of(cast.naima).post(f"/groepen/{cast.groep5.pk}/nieuw/", form).status_code == 302


def test_a_change_of_what_is_out_asks_too(cast: Any, client_of: Any, make_post: Any) -> None:
    post, naima = make_post(cast.groep5, cast.naima), client_of(cast.naima)
    form = {"kind": "day", "title": "Vandaag", "text": CARE, "form": "1", "seen": post.content_hash()}
    assert asks(naima.post(f"/nieuws/{post.pk}/wijzigen/", form))
    post.refresh_from_db()
    assert post.text != CARE
    assert naima.post(f"/nieuws/{post.pk}/wijzigen/", form | SURE).status_code == 302
    post.refresh_from_db()
    assert post.text == CARE


def test_a_reaction_and_its_change_ask(cast: Any, client_of: Any, make_post: Any) -> None:
    post, samira = make_post(cast.groep5, cast.naima), client_of(cast.samira)
    page = f"/nieuws/{post.pk}/reactie/"
    assert asks(samira.post(page, {"text": CARE}))
    assert not Reaction.objects.exists()
    assert samira.post(page, {"text": "Wat leuk."}).status_code == 302
    reaction = Reaction.objects.get()
    change = f"/reacties/{reaction.pk}/wijzigen/"
    assert asks(samira.post(change, {"text": CARE}))
    assert samira.post(change, {"text": CARE} | SURE).status_code == 302
    reaction.refresh_from_db()
    assert reaction.text == CARE


def test_staff_who_are_sure_that_they_answer_are_asked_and_stay_sure(cast: Any, client_of: Any, make_post: Any) -> None:
    post, joris = make_post(cast.groep5, cast.naima), client_of(cast.joris)
    response = joris.post(f"/nieuws/{post.pk}/reactie/", {"text": CARE, "sure": "1"})
    assert asks(response)
    assert '<input type="hidden" name="sure" value="1">' in response.content.decode()


def test_a_message_asks_and_is_sent_all_the_same(cast: Any, client_of: Any) -> None:
    samira, page = client_of(cast.samira), f"/berichten/nieuw/kind/{cast.yara.pk}/"
    form = {"desk": str(cast.groep5.pk), "subject": "Even overleggen", "text": CARE}
    assert asks(samira.post(page, form))
    assert not Conversation.objects.exists()
    assert samira.post(page, form | SURE).status_code == 302
    talk = Conversation.objects.get()
    assert asks(samira.post(f"/berichten/{talk.pk}/", {"text": NUMBER}))
    assert not Message.objects.filter(text=NUMBER).exists()
    assert samira.post(f"/berichten/{talk.pk}/", {"text": NUMBER} | SURE).status_code == 302
    assert Message.objects.filter(text=NUMBER).exists()


def test_a_note_for_colleagues_asks_too_and_holds_nothing(cast: Any, client_of: Any) -> None:
    talk, naima = start(cast), client_of(cast.naima)
    page = f"/berichten/{talk.pk}/notitie/"
    asked = naima.post(page, {"text": CARE})
    assert asks(asked)
    assert "Toch bewaren" in asked.content.decode()
    assert not Message.objects.filter(kind="note").exists()
    assert naima.post(page, {"text": "\u200b"}).status_code == 422
    assert naima.post(page, {"text": CARE} | SURE).status_code == 302
    assert naima.post(page, {"text": "Wat een kutdag."}).status_code == 302
    assert not Message.objects.filter(kind="note", held_at__isnull=False).exists()
    assert Message.objects.filter(kind="note").count() == 2


def test_with_the_ib_er_it_is_about_the_one_child(cast: Any, client_of: Any) -> None:
    talk, samira = start(cast, school_group=None), client_of(cast.samira)
    page = f"/berichten/{talk.pk}/"
    assert asks(samira.post(page, {"text": CARE}))
    assert samira.post(page, {"text": "Bram gaat naar de psycholoog."}).status_code == 302  # no pupil they talk about
    assert samira.post(page, {"text": CARE} | SURE).status_code == 302


@pytest.mark.clause("B7")
def test_a_reaction_that_names_a_pupil_of_the_class_asks_once_and_offers_the_private_way(
    cast: Any, client_of: Any, make_post: Any
) -> None:
    post, samira = make_post(cast.groep5, cast.naima), client_of(cast.samira)
    page = f"/nieuws/{post.pk}/reactie/"
    text = {"text": "Wat een mooie brug van Yara!"}
    asked = samira.post(page, text)
    assert asks(asked)
    html = asked.content.decode()
    assert "Je noemt een kind van deze groep." in html
    assert "<q>Yara</q>" in html
    assert "Alleen aan de leerkracht" in html
    assert samira.post(page, text | SURE).status_code == 302
    assert Reaction.objects.get().text == text["text"]


@pytest.mark.clause("B7", "B4")
def test_a_teacher_is_asked_once_whether_it_is_about_one_child(cast: Any, client_of: Any, make_post: Any) -> None:
    post, naima = make_post(cast.groep5, cast.naima), client_of(cast.naima)
    page, text = f"/nieuws/{post.pk}/reactie/", {"text": "Dank je wel, Yara!"}
    assert "Stuur het aan de ouder" in naima.post(page, text).content.decode()
    assert naima.post(page, text | {"sure": "1"}).status_code == 302


@pytest.mark.clause("B7")
def test_a_name_of_another_class_asks_nothing(cast: Any, client_of: Any, make_post: Any) -> None:
    post = make_post(cast.groep8, cast.karim)
    assert client_of(cast.karim).post(f"/nieuws/{post.pk}/reactie/", {"text": "Yara.", "sure": "1"}).status_code == 302

"""How many questions a reader waits for, session and user included: the same for 1 post and for 200."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ReadEntry
from conversations.actions import start_conversation
from conversations.models import Conversation, Message, Participant
from groups.models import Guardianship
from messaging.models import Photo, Post, Reaction
from protocol import clock
from tests.factories import PostFactory, ReactionFactory

pytestmark = pytest.mark.django_db
HOME_MAX, POST_MAX, TALK_MAX = 6, 8, 10


def fill(cast: Any, number: int) -> list[Post]:
    """So many posts over two groups, each with four photos and two reactions."""
    posts = [
        PostFactory(
            school_group=[cast.groep5, cast.egels][n % 2],
            author=[cast.naima, cast.thijs][n % 2],
            published_at=clock.now() - timedelta(hours=n),
        )
        for n in range(number)
    ]
    Photo.objects.bulk_create(
        Photo(
            post=post,
            position=place,
            filename="a.jpg",
            state="ready",
            width=80,
            height=60,
            small_webp="photos/a.webp",
            recognisable="nobody",
            shown_until=date.max,
        )
        for post in posts
        for place in range(4)
    )
    for post in posts:
        ReactionFactory.create_batch(2, post=post, author=cast.samira)
    return posts


def count(client: Client, url: str) -> int:
    client.get(url)  # what a process keeps for good (content types, rendered cards) is not asked twice
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200
    written = [query for query in asked if query["sql"].startswith(f"INSERT INTO {ReadEntry._meta.db_table} ")]
    assert len(written) <= 1  # who saw what: for all of a page at once, and after the answer has gone out
    return len(asked) - len(written)


@pytest.mark.parametrize("name", ["samira", "kwame", "naima", "fleur", "marleen", "henk", "pieterjan"])
def test_home_asks_six_questions_at_most_with_1_and_with_200_posts(
    name: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    fill(cast, 1)
    client = client_of(getattr(cast, name))
    with_one = count(client, "/")
    fill(cast, 200)
    with_many = count(client, "/")
    assert with_many <= HOME_MAX
    if name in ("samira", "naima", "fleur", "marleen"):  # who reads that one post
        assert with_many == with_one


def test_who_is_a_parent_and_writes_for_a_council_asks_one_question_more(
    cast: Any, client_of: Callable[..., Client]
) -> None:
    """Both the own children beside the news and what one began to write."""
    fill(cast, 1)
    client = client_of(cast.chantal)
    with_one = count(client, "/")
    fill(cast, 200)
    assert count(client, "/") == with_one <= HOME_MAX + 1
    assert "Aaliyah" in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["samira", "naima", "marleen"])
def test_a_post_with_200_reactions_asks_eight_questions_at_most(
    name: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    post = fill(cast, 1)[0]
    client = client_of(getattr(cast, name))
    with_two = count(client, f"/nieuws/{post.pk}/")
    ReactionFactory.create_batch(100, post=post, author=cast.samira)
    ReactionFactory.create_batch(100, post=post, author=cast.tom)
    with_many = count(client, f"/nieuws/{post.pk}/")
    assert Reaction.objects.filter(post=post).count() == 202
    assert with_many == with_two <= POST_MAX


@pytest.mark.parametrize("path", ["/zoeken/?q=kring", "/groepen/{group}/"])
def test_lists_ask_the_same_with_1_and_with_30_posts(path: str, cast: Any, client_of: Callable[..., Client]) -> None:
    url = path.format(group=cast.groep5.pk)
    fill(cast, 1)
    client = client_of(cast.samira)
    with_one = count(client, url)
    fill(cast, 30)
    assert count(client, url) == with_one


def test_more_photos_than_a_card_shows_are_not_fetched(cast: Any, client_of: Callable[..., Client]) -> None:
    post = fill(cast, 1)[0]
    with CaptureQueriesContext(connection) as asked:
        html = client_of(cast.samira).get("/").content.decode()
    assert html.count(f"/nieuws/{post.pk}/foto/") == 3
    assert any("ROW_NUMBER" in query["sql"] for query in asked)


def talk(cast: Any) -> Conversation:
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    return start_conversation(link, "Rekenen", "Hoe gaat het?", by=cast.samira, school_group=cast.groep5, key=uuid4())


@pytest.mark.parametrize("name", ["samira", "naima"])
def test_a_conversation_asks_as_much_with_1_and_with_200_messages(
    name: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    conversation, client = talk(cast), client_of(getattr(cast, name))
    url = f"/berichten/{conversation.pk}/"
    with_one = count(client, url)
    now = clock.now()
    said = {"conversation": conversation, "kind": Message.Kind.WORDS, "written_at": now, "deliver_at": now}
    Message.objects.bulk_create(
        Message(author=[cast.samira, cast.naima][n % 2], author_role="parent", text=f"Bericht {n}", **said)
        for n in range(200)
    )
    assert count(client, url) == with_one < TALK_MAX
    assert "Bericht 199" in client.get(url).content.decode()


def another_like(first: Conversation) -> None:
    """Written at once: nobody may begin so many in an hour."""
    now = clock.now()
    same = {name: getattr(first, name) for name in ("school", "pupil", "desk", "school_group", "subject", "started_by")}
    more = Conversation.objects.create(key=uuid4(), **same)
    Participant.objects.bulk_create(
        Participant(
            conversation=more,
            person_id=row.person_id,
            guardianship_id=row.guardianship_id,
            membership_id=row.membership_id,
            sees_from=row.sees_from,
        )
        for row in first.participants.all()
    )
    said = {"kind": Message.Kind.WORDS, "author": first.started_by, "author_role": "parent", "text": "Hoe gaat het?"}
    Message.objects.create(conversation=more, written_at=now, deliver_at=now, **said)


@pytest.mark.parametrize("name", ["samira", "naima"])
def test_the_list_of_conversations_asks_as_much_with_1_and_with_30(
    name: str, cast: Any, client_of: Callable[..., Client]
) -> None:
    first = talk(cast)
    client = client_of(getattr(cast, name))
    with_one = count(client, "/berichten/")
    for _ in range(29):
        another_like(first)
    assert Conversation.objects.count() == 30
    assert count(client, "/berichten/") == with_one < TALK_MAX

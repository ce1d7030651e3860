"""Long conversations and long lists: few questions, from the newest back, found by the index (B7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.actions import close_conversation, leave_note, start_conversation
from conversations.inbox import inbox_of
from conversations.models import Conversation, Message, Participant
from conversations.page import SHOWN, page_of
from groups.models import Guardianship
from protocol import clock
from tests.school_times import keep_real_hours

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B7")]
EVENING = "2026-11-24T20:30:00+01:00"
MORNING = "2026-11-25T08:05:00+01:00"
ClientOf = Callable[..., Client]


def start(cast: Any) -> Conversation:
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    more = {"by": cast.samira, "school_group": cast.groep5, "key": uuid4()}
    return start_conversation(link, "Rekenen", "Ze vindt delen lastig.", **more)


def fill(conversation: Conversation, cast: Any, number: int) -> None:
    """So many messages, a minute apart, the last one just now, by both sides in turn."""
    began = clock.now() - timedelta(minutes=number)
    conversation.participants.update(sees_from=began - timedelta(days=1))
    moments = [began + timedelta(minutes=place + 1) for place in range(number)]
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            author=(cast.samira, cast.naima)[place % 2],
            author_role=("parent", "teacher")[place % 2],
            text=f"Bericht nummer {place}.",
            written_at=moment,
            deliver_at=moment,
        )
        for place, moment in enumerate(moments)
    )


def asked(client: Client, url: str, **headers: str) -> tuple[int, str]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url, headers=headers)
    assert response.status_code == 200
    return len(queries), response.content.decode()


@pytest.mark.parametrize("who", ["samira", "naima"])
def test_a_conversation_of_two_thousand_messages_opens_at_the_newest_in_fewer_than_ten_questions(
    who: str, cast: Any, client_of: ClientOf
) -> None:
    conversation = start(cast)
    client, url = client_of(getattr(cast, who)), f"/berichten/{conversation.pk}/"
    fill(conversation, cast, 4)
    with_few, _ = asked(client, url)
    fill(conversation, cast, 2000)
    number, html = asked(client, url)
    assert number <= with_few < 10
    assert "Bericht nummer 1999." in html
    assert html.count("data-message=") == SHOWN


def test_older_messages_come_on_demand_with_and_without_javascript_and_each_once(
    cast: Any, client_of: ClientOf
) -> None:
    conversation = start(cast)
    fill(conversation, cast, 70)
    client, url = client_of(cast.samira), f"/berichten/{conversation.pk}/"
    before, seen = "", []
    while True:
        page = page_of(cast.samira, conversation.pk, before=before)
        seen = [one.text for one in page.messages] + seen
        if not page.has_older:
            break
        before = str(page.messages[0].pk)
        address = f"{url}?voor={before}"
        _, whole = asked(client, address)
        _, part = asked(client, address, **{"HX-Request": "true"})
        assert "<html" in whole
        assert f'href="{url}#nieuwste"' in whole, "and back to the newest"
        assert "<html" not in part
        assert part.lstrip().startswith("<li")
        older = page_of(cast.samira, conversation.pk, before=before)
        assert all(f'id="bericht-{one.pk}"' in whole and f'id="bericht-{one.pk}"' in part for one in older.messages)
    assert seen.count("Bericht nummer 0.") == 1
    assert len(seen) == len(set(seen)) == 71
    assert "hx-get" not in part, "there is nothing older"


@pytest.mark.parametrize("before", ["0", "abc", "9" * 30, "²"])
def test_a_number_that_means_nothing_opens_at_the_newest(before: str, cast: Any) -> None:
    conversation = start(cast)
    fill(conversation, cast, 40)
    page = page_of(cast.samira, conversation.pk, before=before)
    assert page.messages[-1].text in ("Bericht nummer 39.", "Ze vindt delen lastig.")
    assert not page.is_older


def test_older_than_a_note_shows_a_guardian_nothing_else_than_without(cast: Any) -> None:
    """The number of a message that one may not read is no way to find out when it was written."""
    conversation = start(cast)
    fill(conversation, cast, 5)
    note = leave_note(conversation, "Alleen voor ons.", by=cast.naima)
    assert not page_of(cast.samira, conversation.pk, before=str(note.pk)).is_older
    assert page_of(cast.naima, conversation.pk, before=str(note.pk)).is_older


def many(cast: Any, number: int) -> None:
    """So many conversations with the same two, each with three messages."""
    first = start(cast)
    for _ in range(number):
        made = Conversation.objects.create(
            school=cast.school, pupil=cast.yara, school_group=cast.groep5, subject="Gym", started_by=cast.samira
        )
        for row in first.participants.all():
            Participant.objects.create(
                conversation=made,
                person=row.person,
                membership=row.membership,
                guardianship=row.guardianship,
                sees_from=row.sees_from,
            )
        fill(made, cast, 3)


@pytest.mark.parametrize("who", ["samira", "naima"])
def test_a_list_of_two_hundred_conversations_asks_as_much_as_one_of_two_and_has_pages(
    who: str, cast: Any, client_of: ClientOf
) -> None:
    many(cast, 1)
    client = client_of(getattr(cast, who))
    with_two, _ = asked(client, "/berichten/")
    many(cast, 199)
    number, html = asked(client, "/berichten/")
    assert number == with_two <= 11
    assert html.count('class="item"') == 30
    seen = set()
    for page in range(1, 9):
        rows = client.get(f"/berichten/?blad={page}").context["page"].object_list
        seen |= {row.conversation_id for row in rows}
    assert seen == set(Conversation.objects.values_list("pk", flat=True))


def test_messages_are_found_by_the_index_of_their_conversation(cast: Any) -> None:
    conversation = start(cast)
    others = [start(cast) for _ in range(3)]
    for one in (conversation, *others):
        fill(one, cast, 1500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    row = Participant.objects.standing(cast.samira).get(conversation=conversation)
    plan = Message.objects.seen_by(row).newest_first()[: SHOWN + 1].explain()
    assert "message_newest_first" in plan
    newest = inbox_of(cast.samira).explain()
    assert "message_newest_first" in newest or "conversations_message_conversation" in newest
    assert "SCAN conversations_message" not in newest
    assert "Seq Scan on conversations_message " not in newest


@pytest.mark.clause("E8")
def test_who_starts_a_conversation_in_the_evening_sees_when_it_arrives_and_can_say_why_it_cannot_wait(
    cast: Any, client_of: ClientOf
) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(EVENING):
        client, url = client_of(cast.naima), f"/berichten/nieuw/leerling/{cast.yara.pk}/"
        assert "Bezorg morgen om 8.00 uur" in client.get(url).content.decode()
        link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
        words = {"people": link.pk, "subject": "Bril", "text": "Bel me even.", "now": "on", "key": uuid4()}
        assert "Schrijf in één zin waarom het niet kan wachten." in client.post(url, words).content.decode()
        assert client.post(url, {**words, "why_now": "Ze is haar bril kwijt."}).status_code == 302
    message = Message.objects.get(kind=Message.Kind.WORDS)
    assert (message.deliver_at, message.why_now) == (message.written_at, "Ze is haar bril kwijt.")


@pytest.mark.clause("E8")
def test_what_was_begun_in_the_evening_is_not_there_for_others_until_it_arrives(cast: Any, client_of: ClientOf) -> None:
    keep_real_hours(cast.school)
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    with time_machine.travel(EVENING):
        more = {"by": cast.naima, "school_group": cast.groep5, "key": uuid4()}
        url = f"/berichten/{start_conversation(link, 'Zorgen', 'Bel me even.', **more).pk}/"
        assert client_of(cast.samira).get(url).status_code == 404
        assert client_of(cast.joris).get(f"{url}erbij/").status_code == 404
        assert client_of(cast.naima).get(url).status_code == 200
        assert client_of(cast.naima).get(f"{url}erbij/").status_code == 200
    with time_machine.travel(MORNING):
        assert client_of(cast.samira).get(url).status_code == 200
        assert client_of(cast.samira).get(f"{url}erbij/").status_code == 200


def test_a_guardian_reads_who_will_read_it_before_sending_anything(cast: Any, client_of: ClientOf) -> None:
    html = client_of(cast.samira).get(f"/berichten/nieuw/kind/{cast.yara.pk}/").content.decode()
    assert "Juf Naima" in html


def test_a_closed_conversation_shows_the_way_to_a_new_one(cast: Any, client_of: ClientOf) -> None:
    conversation = start(cast)
    close_conversation(conversation, by=cast.naima)
    html = client_of(cast.samira).get(f"/berichten/{conversation.pk}/").content.decode()
    closed = html[html.index("Dit gesprek is gesloten.") :]
    assert 'href="/berichten/nieuw/"' in closed[: closed.index("</p>")]


def test_who_works_here_sees_in_the_list_which_parent_a_conversation_is_with(cast: Any, client_of: ClientOf) -> None:
    start(cast)
    assert "Over Yara Verbeek, met Samira Bouazza" in client_of(cast.naima).get("/berichten/").content.decode()
    assert ", met Samira" not in client_of(cast.samira).get("/berichten/").content.decode()


@pytest.mark.clause("E8")
def test_the_list_shows_what_is_on_its_way_to_who_wrote_it_and_says_so(cast: Any, client_of: ClientOf) -> None:
    with time_machine.travel(EVENING):
        link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
        more = {"by": cast.naima, "school_group": cast.groep5, "key": uuid4()}
        keep_real_hours(cast.school)
        start_conversation(link, "Rekenen", "Ze rekent vlot.", **more)
        listed = client_of(cast.naima).get("/berichten/").content.decode()
        assert "Ze rekent vlot." in listed
        assert '<span class="tag">nog niet bezorgd</span>' in listed
        assert "Rekenen" not in client_of(cast.samira).get("/berichten/").content.decode()


def test_every_way_to_a_conversation_leads_beneath_its_newest_message(cast: Any, client_of: ClientOf) -> None:
    conversation, samira = start(cast), client_of(cast.samira)
    fill(conversation, cast, SHOWN + 5)
    url = f"/berichten/{conversation.pk}/"
    page = samira.get(url).content.decode()
    assert page.index(f"Bericht nummer {SHOWN + 4}.") < page.index('id="nieuwste"') < page.index('<form class="sheet')
    assert f'href="{url}#nieuwste"' in samira.get("/berichten/").content.decode()
    assert samira.post(url, {"text": "Dank je wel."}).url == f"{url}#nieuwste"
    older = samira.get(f"{url}?voor={page_of(cast.samira, conversation.pk).messages[0].pk}").content.decode()
    assert 'id="nieuwste"' not in older
    assert f'href="{url}#nieuwste"' in older

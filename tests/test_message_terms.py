"""How long conversations are kept, who opened them, and what a measure leaves of them (D4, B8, F5)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ReadEntry
from conversations.actions import Closed, ask_together, write_message
from conversations.actions.saying import say
from conversations.models import Conversation, Message, MessageFile
from groups.models import Guardianship, Restriction
from moderation.actions import destroy_due, erase_conversation, remove, report
from moderation.models import Erasure, HeadLine, LegalHold, ModerationPolicy
from moderation.subjects import find
from protocol import clock
from tests.test_conversations import TUESDAY_AFTERNOON, read_by, real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]
IN_TERM, PAST_TERM = "2028-07-31T12:00+02:00", "2028-08-01T12:00+02:00"  # two years after the school year it is of


@pytest.fixture
def conversation(cast: Any) -> Conversation:
    with time_machine.travel(TUESDAY_AFTERNOON):
        return start(cast)


@pytest.fixture
def policy(cast: Any) -> ModerationPolicy:
    return ModerationPolicy.objects.create(school=cast.school, conversation_years=1)


def is_there(conversation: Conversation) -> bool:
    return Conversation.objects.filter(pk=conversation.pk).exists()


@pytest.mark.clause("D4", "F6")
def test_past_its_term_it_goes_with_all_in_it_each_row_with_a_record(
    cast: Any, conversation: Conversation, policy: ModerationPolicy
) -> None:
    message = conversation.messages.first()
    file = MessageFile(message=message, uploaded_by=cast.samira, name="b.pdf", size=1, ending=".pdf", state="ready")
    file.file.save("", ContentFile(b"%PDF", "b.pdf"))
    ask_together(conversation, Guardianship.objects.order_by("pk").last(), by=cast.samira)
    with time_machine.travel(IN_TERM):
        destroy_due()
        assert is_there(conversation)
    with time_machine.travel(PAST_TERM):
        assert destroy_due() >= 1
    assert not is_there(conversation)
    assert not Message.objects.exists()
    assert not default_storage.exists(file.file.name)
    assert set(Erasure.objects.values_list("table", "row_id")) >= {
        ("conversations_message", message.pk),
        ("conversations_messagefile", file.pk),
    }
    assert erase_conversation(conversation) == 0  # gone already


@pytest.mark.clause("D4")
def test_a_school_that_set_no_term_keeps_them(conversation: Conversation) -> None:
    with time_machine.travel("2040-08-01T12:00+02:00"):
        destroy_due()
    assert is_there(conversation)


@pytest.mark.clause("D4")
def test_its_last_message_counts(cast: Any, conversation: Conversation, policy: ModerationPolicy) -> None:
    with time_machine.travel("2027-09-01T12:00+02:00"):
        say(conversation, "Nog iets.")
    with time_machine.travel(PAST_TERM):
        destroy_due()
    assert is_there(conversation)


@pytest.mark.clause("F6", "D4")
@pytest.mark.parametrize("what", ["conversation", "message", "file"])
def test_under_a_legal_hold_on_any_of_it_all_of_it_stays(
    what: str, cast: Any, conversation: Conversation, policy: ModerationPolicy
) -> None:
    message = conversation.messages.first()
    file = MessageFile.objects.create(message=message, uploaded_by=cast.samira, name="b.pdf", size=1)
    row = {"conversation": conversation, "message": message, "file": file}[what]
    LegalHold.objects.create(table=row._meta.db_table, row_id=row.pk, reason="Aangifte", began_by=cast.marleen)
    with time_machine.travel(PAST_TERM):
        destroy_due()
    assert is_there(conversation)
    assert Message.objects.filter(pk=message.pk).exists()


@pytest.mark.clause("F6", "D4")
@pytest.mark.parametrize("how", ["reported", "on its way out"])
def test_what_is_reported_or_on_its_way_out_stays_with_all_around_it(
    how: str, cast: Any, conversation: Conversation, policy: ModerationPolicy
) -> None:
    message = conversation.messages.first()
    if how == "reported":
        report(find("message", message.pk), by=cast.naima, clause_id="E1", text="")
    else:
        remove(find("message", message.pk), by=cast.marleen, clause_id="E1", reason="Weg.")
    with time_machine.travel(PAST_TERM):
        assert erase_conversation(conversation) == 0
    assert is_there(conversation)


@pytest.mark.clause("B8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_opened_a_conversation_or_a_file_of_it_is_known_in_one_question(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    file = MessageFile(
        message=conversation.messages.first(),
        uploaded_by=cast.samira,
        name="b.pdf",
        size=1,
        ending=".pdf",
        state="ready",
    )
    file.file.save("", ContentFile(b"%PDF", "b.pdf"))
    naima = client_of(cast.naima)
    naima.get(f"/berichten/{conversation.pk}/")
    with CaptureQueriesContext(connection) as asked:
        naima.get(f"/berichten/{conversation.pk}/")
    assert len([one for one in asked if one["sql"].startswith("INSERT INTO")]) == 1
    assert b"".join(naima.get(f"/berichten/bestand/{file.key}/").streaming_content) == b"%PDF"
    client_of(cast.tom).get(f"/berichten/{conversation.pk}/")
    rows = ReadEntry.objects.filter(kind="talk", object_id=conversation.pk)
    assert set(rows.values_list("reader", "page")) == {
        (cast.naima.pk, "conversations:conversation-detail"),
        (cast.naima.pk, "conversations:message-file"),
    }
    page = client_of(cast.marleen).get("/beheer/gezien/", {"leerling": cast.yara.pk}).content.decode()
    assert "Een gesprek" in page
    assert "Een bestand in een gesprek" in page


WRITES, READS, NOTHING = "writes", "reads", "nothing"


@pytest.mark.clause("F5")
@pytest.mark.parametrize(
    ("kind", "left"), [("react", WRITES), ("read", READS), ("closed", NOTHING), (None, WRITES)], ids=str
)
@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_a_measure_leaves_of_a_conversation(
    kind: str | None, left: str, cast: Any, client_of: Any, conversation: Conversation
) -> None:
    if kind is not None:
        more = {"until": clock.today() + timedelta(days=7), "decided_by": cast.marleen}
        Restriction.objects.create(person=cast.samira, kind=kind, reason="Even niet.", **more)
    samira = client_of(cast.samira)
    assert samira.get(f"/berichten/{conversation.pk}/").status_code == (404 if left == NOTHING else 200)
    assert bool(read_by(conversation, cast.samira)) is (left != NOTHING)
    if left == WRITES:
        write_message(conversation, "Dank je.", by=cast.samira, key=uuid4())
    else:
        with pytest.raises(Closed):
            write_message(conversation, "Dank je.", by=cast.samira, key=uuid4())
    # A line to the head is always open.
    assert samira.post("/schrijf-de-directie/", {"text": "Mag ik bellen?"}).status_code == 302
    assert HeadLine.objects.get().sender == cast.samira

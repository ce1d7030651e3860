"""A message in a conversation: reported, read by the head alone, taken away with its hard copy (F4, F6, D12)."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from accounts.models import AuditEntry, ReadEntry
from conversations.actions import check_files, leave_note, let_in_colleagues, write_message
from conversations.actions.saying import say
from conversations.models import Conversation, Message, MessageFile
from groups.models import Membership
from moderation import packages
from moderation.actions import hide_item, open_case, put_back, remove, report, seal_removals
from moderation.models import FriendlyWord, Item, Kind, ModerationPolicy, Package, Removal
from moderation.powers import Powers
from moderation.queue import waiting_for
from moderation.subjects import find
from moderation.verifying import faults_in
from notifications.models import OutboxMail
from tests.papers import pdf
from tests.picture_files import picture
from tests.test_conversations import TUESDAY_AFTERNOON, read_by, real_hours, start

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F4", "B7")]
__all__ = ["real_hours"]
BAD = "Jij bent een slechte juf."


@pytest.fixture(autouse=True)
def afternoon() -> Any:
    with time_machine.travel(TUESDAY_AFTERNOON):
        yield


@pytest.fixture
def conversation(cast: Any) -> Conversation:
    return start(cast)


@pytest.fixture
def bad(cast: Any, conversation: Conversation) -> Message:
    return write_message(conversation, BAD, by=cast.samira, key=uuid4())


@pytest.fixture
def item(cast: Any, bad: Message) -> Item:
    return report(find("message", bad.pk), by=cast.naima, clause_id="E1", text="Dit doet pijn.").item


def address(row: Model) -> str:
    return f"/melden/message/{row.pk}/"


def test_who_reads_it_and_did_not_write_it_speaks_up_and_nobody_else(cast: Any, client_of: Any, bad: Message) -> None:
    found = {name: client_of(getattr(cast, name)).get(address(bad)).status_code for name in ("naima", "joris")}
    assert found == {"naima": 200, "joris": 200}
    for other in (cast.samira, cast.tom, cast.kwame, cast.marleen, cast.dennis, cast.thijs):
        assert client_of(other).get(address(bad)).status_code == 404
    page = client_of(cast.naima).get(f"/berichten/{bad.conversation_id}/").content.decode()
    assert address(bad) in page
    assert f"/terughalen/message/{bad.pk}/" not in page
    page = client_of(cast.samira).get(f"/berichten/{bad.conversation_id}/").content.decode()
    assert address(bad) not in page
    assert f"/terughalen/message/{bad.pk}/" in page


def test_what_the_portal_says_waits_or_was_taken_back_is_not_reported(
    cast: Any, client_of: Any, conversation: Conversation, bad: Message
) -> None:
    naima = client_of(cast.naima)
    say(conversation, "Hoi", by=cast.samira)
    said = conversation.messages.get(kind=Message.Kind.NOTICE)
    assert naima.get(address(said)).status_code == 404
    Message.objects.filter(pk=bad.pk).update(withdrawn_at=bad.deliver_at)
    assert naima.get(address(bad)).status_code == 404
    Membership.objects.filter(user=cast.naima).end_at_once(by=cast.marleen)
    first = conversation.messages.order_by("pk").first()
    assert client_of(cast.joris).get(address(first)).status_code == 200
    assert naima.get(address(first)).status_code == 404


def test_a_note_is_reported_by_a_colleague_only(cast: Any, client_of: Any, conversation: Conversation) -> None:
    note = leave_note(conversation, "Wat een moeder.", by=cast.naima)
    assert client_of(cast.joris).get(address(note)).status_code == 200
    assert client_of(cast.samira).get(address(note)).status_code == 404


def test_a_friendly_word_about_it_leads_its_writer_back_to_it(cast: Any, client_of: Any, bad: Message) -> None:
    answer = client_of(cast.naima).post(address(bad), {"way": "woord", "word": "Zullen we praten?"})
    assert answer.url == f"/berichten/{bad.conversation_id}/"
    assert FriendlyWord.objects.get().recipient == cast.samira
    assert f"/berichten/{bad.conversation_id}/#bericht-{bad.pk}" in (
        client_of(cast.samira).get("/woorden-aan-mij/").content.decode()
    )


def test_it_comes_to_the_head_and_not_to_the_teachers_who_are_party_to_it(
    cast: Any, client_of: Any, item: Item
) -> None:
    assert (item.kind, item.school_group) == (Kind.MESSAGE, None)
    assert client_of(cast.marleen).get(f"/meldingen/{item.pk}/").status_code == 200
    for other in (cast.naima, cast.joris, cast.samira, cast.thijs, cast.wilma):
        assert client_of(other).get(f"/meldingen/{item.pk}/").status_code == 404
    told = OutboxMail.objects.filter(kind="item_reported").values_list("recipient__first_name", flat=True)
    assert set(told) == {"Marleen", "Dennis"}


def test_the_head_reads_that_one_message_and_every_look_is_written_down(
    cast: Any, client_of: Any, item: Item, bad: Message
) -> None:
    head = client_of(cast.marleen)
    listed = head.get("/meldingen/").content.decode()
    assert BAD not in listed
    assert not AuditEntry.objects.filter(event="report_message_read").exists()
    shown = head.get(f"/meldingen/{item.pk}/").content.decode()
    assert BAD in shown
    assert "Ze vindt delen lastig." not in shown
    assert f"/berichten/{bad.conversation_id}/" not in shown
    assert head.get(f"/berichten/{bad.conversation_id}/").status_code == 404
    looks = AuditEntry.objects.filter(event="report_message_read", actor=cast.marleen)
    assert looks.count() == 1
    read = ReadEntry.objects.filter(reader=cast.marleen, page="moderation:item-detail")
    assert set(read.values_list("kind", "object_id")) == {("talk", bad.conversation_id), ("pupil", cast.yara.pk)}
    assert BAD in head.get(f"/weghalen/message/{bad.pk}/").content.decode()
    assert looks.count() == 2
    assert BAD not in "".join(AuditEntry.objects.values_list("object_name", flat=True))


def test_the_ict_contact_sees_that_something_is_reported_and_not_a_word_of_it(
    cast: Any, client_of: Any, item: Item, bad: Message
) -> None:
    ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    ict = client_of(cast.dennis)
    for page in ("/meldingen/", f"/meldingen/{item.pk}/"):
        html = ict.get(page).content.decode()
        assert "Bericht van" in html
        assert BAD not in html
        assert f"/weghalen/message/{bad.pk}/" not in html
    assert ict.get(f"/weghalen/message/{bad.pk}/").status_code == 404
    assert not AuditEntry.objects.filter(event="report_message_read").exists()
    assert not ReadEntry.objects.filter(reader=cast.dennis, kind="talk").exists()
    assert waiting_for(cast.dennis) == 1


def test_what_the_head_wrote_comes_to_who_the_school_named(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    give = Membership.objects.filter(user=cast.naima, role__name="teacher").first()
    Membership.objects.create(user=cast.marleen, role=give.role, valid_from=give.valid_from)
    assert let_in_colleagues() == 1
    said = write_message(conversation, "Zeur niet.", by=cast.marleen, key=uuid4(), why_now="Nu.")
    item = report(find("message", said.pk), by=cast.samira, clause_id="E1", text="").item
    assert item.is_about_head
    assert client_of(cast.marleen).get(f"/meldingen/{item.pk}/").status_code == 404
    assert "Zeur niet." in client_of(cast.dennis).get(f"/meldingen/{item.pk}/").content.decode()
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    assert client_of(cast.dennis).get(f"/meldingen/{item.pk}/").status_code == 404
    assert "Zeur niet." in client_of(cast.wilma).get(f"/meldingen/{item.pk}/").content.decode()
    assert client_of(cast.wilma).get(f"/weghalen/message/{said.pk}/").status_code == 200


def test_a_second_report_hides_it_for_everybody_and_putting_back_shows_it(cast: Any, item: Item, bad: Message) -> None:
    for reader in (cast.naima, cast.samira):
        assert BAD in read_by(bad.conversation, reader)
    report(find("message", bad.pk), by=cast.joris, clause_id="E1", text="")
    for reader in (cast.naima, cast.samira):
        assert BAD not in read_by(bad.conversation, reader)
    assert put_back(item, "Dit mag.", by=cast.marleen)
    assert BAD in read_by(bad.conversation, cast.naima)


def test_the_head_hides_it_at_once(cast: Any, client_of: Any, item: Item, bad: Message) -> None:
    assert hide_item(item, by=cast.marleen)
    assert BAD not in read_by(bad.conversation, cast.naima)
    assert client_of(cast.joris).get(address(bad)).status_code == 404


def test_the_writer_never_reads_who_reported_it(cast: Any, client_of: Any, item: Item, bad: Message) -> None:
    page = client_of(cast.samira).get(f"/berichten/{bad.conversation_id}/").content.decode()
    assert "Dit doet pijn." not in page
    assert client_of(cast.samira).get(f"/meldingen/{item.pk}/").status_code == 404
    answer = client_of(cast.marleen).post(
        f"/weghalen/message/{bad.pk}/", {"clause": "E1", "reason": "Niet vriendelijk.", "item": item.pk}
    )
    assert answer.url == "/meldingen/"
    mail = OutboxMail.objects.get(kind="thing_removed")
    assert mail.recipient == cast.samira
    assert "Naima" not in mail.text
    assert BAD not in mail.text


@pytest.mark.clause("D12", "F6")
def test_taken_away_it_is_kept_with_its_place_in_the_conversation_and_a_stone_stays(
    cast: Any, item: Item, bad: Message
) -> None:
    remove(find("message", bad.pk), by=cast.marleen, clause_id="E1", reason="Niet vriendelijk.", item=item)
    assert BAD not in read_by(bad.conversation, cast.naima)
    assert Message.objects.filter(pk=bad.pk).exists()
    assert seal_removals() == 1
    assert not Message.objects.filter(pk=bad.pk).exists()
    package = Package.objects.get()
    record = json.loads(default_storage.open(f"{package.folder}/record.json").read())
    content = record["content"]
    assert (content["text"], content["author"]["name"]) == (BAD, cast.samira.full_name)
    told = content["conversation"]
    assert (told["subject"], told["pupil"]["id"], told["group"]["id"]) == ("Rekenen", cast.yara.pk, cast.groep5.pk)
    assert {one["name"] for one in record["readers"]} == {
        person.full_name for person in (cast.samira, cast.naima, cast.joris)
    }
    assert content["placed_at"]["school"].startswith("2026-11-24T15:30")
    assert [one["text"] for one in record["reports"]] == ["Dit doet pijn."]
    assert list(faults_in(cast.school)) == []
    for reader in (cast.naima, cast.samira):
        assert "Hier stond een bericht. Het is weggehaald (afspraak E1)." in read_by(bad.conversation, reader)
    stone = Message.objects.get(kind=Message.Kind.GONE)
    assert (stone.author, stone.deliver_at) == (None, bad.deliver_at)


@pytest.mark.clause("D12", "F6")
def test_its_files_go_along_and_what_was_never_checked_is_not_kept(
    cast: Any, client_of: Any, conversation: Conversation
) -> None:
    uploads = [SimpleUploadedFile("foto.jpg", picture("JPEG")), SimpleUploadedFile("brief.pdf", pdf())]
    message = write_message(conversation, BAD, by=cast.samira, key=uuid4(), files=uploads)
    assert check_files() == 2
    late = MessageFile(message=message, uploaded_by=cast.samira, name="later.pdf", size=3)
    late.original.save("", SimpleUploadedFile("later.pdf", b"abc"))
    item = report(find("message", message.pk), by=cast.naima, clause_id="E1", text="").item
    photo, paper = MessageFile.objects.ready().order_by("pk")
    for file in (photo, paper):
        door = f"/meldingen/{item.pk}/bestand/{file.key}/"
        assert client_of(cast.marleen).get(door).status_code == 200
        for other in (cast.dennis, cast.naima, cast.tom):
            assert client_of(other).get(door).status_code == 404
    assert client_of(cast.marleen).get(f"/meldingen/{item.pk}/bestand/{late.key}/").status_code == 404
    assert f"/meldingen/{item.pk}/bestand/{photo.key}/" in (
        client_of(cast.marleen).get(f"/meldingen/{item.pk}/").content.decode()
    )
    remove(find("message", message.pk), by=cast.marleen, clause_id="E1", reason="Weg.", item=item)
    assert client_of(cast.naima).get(f"/berichten/bestand/{photo.key}/").status_code == 404
    assert seal_removals() == 1
    folder = Package.objects.get().folder
    names = set(packages.own_names(default_storage, folder))
    assert {"photos/01.jpg", "files/02.pdf"} <= names
    assert not [name for name in names if "later" in name or "03" in name]
    assert not MessageFile.objects.exists()
    for name in (photo.file.name, paper.file.name, late.original.name):
        assert not default_storage.exists(name)


def test_no_other_kind_of_report_has_files(cast: Any, client_of: Any, make_post: Any) -> None:
    post = make_post(cast.groep5, cast.naima)
    item = report(find("post", post.pk), by=cast.samira, clause_id="E4", text="").item
    assert client_of(cast.marleen).get(f"/meldingen/{item.pk}/bestand/{uuid4()}/").status_code == 404


@pytest.mark.clause("D12")
def test_its_writer_takes_it_back_without_a_case_and_it_is_kept_the_same_way(
    cast: Any, client_of: Any, bad: Message
) -> None:
    door = f"/terughalen/message/{bad.pk}/"
    for other in (cast.naima, cast.marleen, cast.tom):
        assert client_of(other).get(door).status_code == 404
    assert BAD in client_of(cast.samira).get(door).content.decode()
    assert client_of(cast.samira).post(door).url == f"/berichten/{bad.conversation_id}/"
    assert BAD not in read_by(bad.conversation, cast.naima)
    assert seal_removals() == 1
    assert Removal.objects.get().is_taken_back
    assert "Hier stond een bericht. De schrijver heeft het teruggehaald." in read_by(bad.conversation, cast.naima)


@pytest.mark.clause("D12")
def test_what_is_reported_is_not_taken_back_before_somebody_looked(cast: Any, client_of: Any, item: Item) -> None:
    client_of(cast.samira).post(f"/terughalen/message/{item.object_id}/")
    assert not Removal.objects.exists()


@pytest.mark.clause("D12")
def test_of_a_note_that_goes_no_guardian_sees_a_stone(cast: Any, conversation: Conversation) -> None:
    note = leave_note(conversation, "Wat een moeder.", by=cast.naima)
    item = report(find("message", note.pk), by=cast.joris, clause_id="E3", text="").item
    remove(find("message", note.pk), by=cast.marleen, clause_id="E3", reason="Niet zo.", item=item)
    assert seal_removals() == 1
    stone = "Hier stond een bericht. Het is weggehaald (afspraak E3)."
    assert stone in read_by(conversation, cast.joris)
    assert stone not in read_by(conversation, cast.samira)
    record = json.loads(default_storage.open(f"{Package.objects.get().folder}/record.json").read())
    assert {one["id"] for one in record["readers"]} == {cast.naima.pk, cast.joris.pk}


@pytest.mark.clause("F5")
def test_a_report_of_it_is_gathered_in_a_case_about_who_wrote_it(cast: Any, client_of: Any, item: Item) -> None:
    case = open_case("Toon", cast.samira, school=cast.school, by=cast.marleen, item=item)
    item.refresh_from_db()
    assert item.case == case
    page = client_of(cast.dennis).get(f"/dossiers/{case.pk}/").content.decode()
    assert BAD not in page


def test_the_powers_over_a_list_say_the_same_as_the_door(cast: Any, item: Item) -> None:
    policy = ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    powers = {person: Powers.of(person, policy) for person in (cast.marleen, cast.dennis, cast.naima)}
    assert [powers[one].removes(item) for one in powers] == [True, False, False]
    assert [powers[one].opens(item) for one in powers] == [True, False, False]


@pytest.mark.clause("D12")
def test_where_nothing_is_reported_any_more_the_head_goes_back_to_what_may_be_opened(
    cast: Any, client_of: Any, item: Item
) -> None:
    put_back(item, "Mag blijven.", by=cast.marleen)
    head = client_of(cast.marleen)
    page = head.get(f"/weghalen/message/{item.object_id}/")
    assert page.status_code == 200
    back = re.search(r'class="back" href="([^"]+)"', page.content.decode())
    assert back is not None
    assert head.get(back[1]).status_code == 200

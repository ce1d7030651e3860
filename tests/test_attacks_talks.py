"""What an attacker tries on conversations and on being told: each worked once, or is what a guard is there for."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.limits import Limit
from accounts.models import ReadEntry
from conversations.actions import (
    Closed,
    NobodyThere,
    answer_ask,
    ask_together,
    close_conversation,
    leave_note,
    let_in_colleagues,
    limiting,
    release_message,
    start_conversation,
    write_message,
)
from conversations.inbox import inbox_of
from conversations.models import Conversation, Message, TogetherAsk
from files.documents import NotADocument
from files.office import check_office
from groups.actions import give_role, stop_sending
from groups.models import Enrolment, Membership, Pupil, Role
from messaging.actions import publish_if_ready
from messaging.models import Post
from notifications.gathering import gather_due
from notifications.models import OutboxMail, Spread
from notifications.outbox import deliver_due
from protocol import clock
from tests.factories import PostFactory
from tests.test_conversations import (
    TUESDAY_AFTERNOON,
    TUESDAY_EVENING,
    WEDNESDAY_MORNING,
    link_of,
    read_by,
    real_hours,
    start,
)
from tests.test_message_files import WORD, office

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]


def write(conversation: Conversation, text: str, by: Any) -> Message:
    return write_message(conversation, text, by=by, key=uuid4())


def together(conversation: Conversation, cast: Any) -> None:
    ask = ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    answer_ask(ask, by=cast.tom, accepts=True)


@pytest.mark.clause("B7", "E8")
def test_who_comes_in_reads_nothing_of_before_also_when_it_is_delivered_after(cast: Any) -> None:
    with time_machine.travel(TUESDAY_AFTERNOON):
        conversation = start(cast)
    with time_machine.travel(TUESDAY_EVENING):
        write(conversation, "Dit blijft tussen ons: haar vader.", cast.naima)
    with time_machine.travel("2026-11-24T21:00+01:00"):
        together(conversation, cast)
    with time_machine.travel("2026-11-24T21:05+01:00"):
        write(conversation, "Dag allebei.", cast.naima)
    with time_machine.travel(WEDNESDAY_MORNING):
        assert "Dit blijft tussen ons: haar vader." in read_by(conversation, cast.samira)
        assert read_by(conversation, cast.tom)[1:] == ["Dag allebei."]
        (row,) = inbox_of(cast.tom)
        assert (row.newest_text, row.unread) == ("Dag allebei.", 1)


@pytest.mark.clause("B7", "E8")
def test_of_a_conversation_that_is_not_brought_yet_a_guardian_sees_no_subject(cast: Any, client_of: Any) -> None:
    with time_machine.travel(TUESDAY_EVENING):
        conversation = start(cast, by=cast.naima)
        samira, page = client_of(cast.samira), f"/berichten/{conversation.pk}/"
        for address in (page, f"{page}erbij/"):
            assert samira.get(address).status_code == 404
        for address in (page, f"{page}erbij/", f"{page}samen/"):
            assert samira.post(address, {"text": "Wat is er?"}).status_code == 404
        assert client_of(cast.naima).get(page).status_code == 200
    with time_machine.travel(WEDNESDAY_MORNING):
        assert client_of(cast.samira).get(page).status_code == 200


@pytest.mark.clause("F5")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_under_the_stop_nobody_leaves_a_note_or_asks_another_guardian(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    leave_note(conversation, "Bel jij?", by=cast.naima)
    stop_sending(cast.school, "all", "Het loopt hoog op.", by=cast.marleen)
    with pytest.raises(Closed):
        leave_note(conversation, "Toch nog iets.", by=cast.naima)
    with pytest.raises(Closed):
        ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    naima, page = client_of(cast.naima), f"/berichten/{conversation.pk}/"
    assert f'action="{page}notitie/"' not in naima.get(page).content.decode()
    answer = naima.post(f"{page}notitie/", {"text": "Toch nog iets."})
    assert answer.status_code == 422
    assert "Toch nog iets." in answer.content.decode()
    tom = link_of(cast, cast.tom, cast.yara)
    assert client_of(cast.samira).post(f"{page}samen/", {"link": tom.pk}).status_code == 404
    assert Message.objects.filter(kind="note").count() == 1
    assert not TogetherAsk.objects.exists()


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_notes_count_among_what_one_sends(cast: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = start(cast)
    one = Limit("one message an hour, for a test", 1, timedelta(hours=1))
    monkeypatch.setitem(
        limiting.MESSAGES, True, limiting.Pace(one, Limit("nine messages a day, for a test", 9, timedelta(days=1)))
    )
    write(conversation, "Een.", cast.naima)
    answer = client_of(cast.naima).post(f"/berichten/{conversation.pk}/notitie/", {"text": "Twee."})
    assert answer.status_code == 422
    assert "Twee." in answer.content.decode()
    assert not Message.objects.filter(kind="note").exists()


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_guardians_do_not_write_to_each_other_when_nobody_of_the_school_reads_it(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    together(conversation, cast)
    Membership.objects.filter(user__in=[cast.naima, cast.joris]).end_at_once(by=cast.marleen)
    with pytest.raises(NobodyThere):
        write(conversation, "Zeg, nu we alleen zijn.", cast.samira)
    answer = client_of(cast.tom).post(f"/berichten/{conversation.pk}/", {"text": "Hallo?"})
    assert answer.status_code == 422
    assert "Bel de school." in answer.content.decode()
    give_role(cast.thijs, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    let_in_colleagues()
    write(conversation, "Dag meester.", cast.samira)


@pytest.mark.clause("B7")
@pytest.mark.parametrize("end", ["who is asked", "who asks", "closed"])
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_question_to_read_together_ends_with_its_ground_and_so_does_its_mail(
    cast: Any, client_of: Any, end: str
) -> None:
    conversation = start(cast)
    ask = ask_together(conversation, link_of(cast, cast.tom, cast.yara), by=cast.samira)
    assert ask is not None
    assert TogetherAsk.objects.waiting_for(cast.tom).exists()
    if end == "closed":
        close_conversation(conversation, by=cast.naima)
    else:
        gone = cast.tom if end == "who is asked" else cast.samira
        Membership.objects.filter(user=gone, guardianship__isnull=False).end_at_once(by=cast.marleen)
    gather_due()
    deliver_due()
    assert not TogetherAsk.objects.waiting_for(cast.tom).exists()
    assert client_of(cast.tom).post(f"/berichten/samen/{ask.pk}/", {"yes": "1"}).status_code == 404
    assert OutboxMail.objects.get(kind="notices", recipient=cast.tom).state == "dropped"


@pytest.mark.clause("B8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_reads_back_piece_by_piece_stands_in_the_log_too(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    last = write(conversation, "Nog iets.", cast.samira)
    naima = client_of(cast.naima)
    before = ReadEntry.objects.filter(reader=cast.naima, kind="talk").count()
    answer = naima.get(f"/berichten/{conversation.pk}/?voor={last.pk}", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert ReadEntry.objects.filter(reader=cast.naima, kind="talk").count() > before


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_begins_to_teach_a_class_is_not_let_in_where_the_child_left_it_or_died(cast: Any) -> None:
    conversation = start(cast)
    give_role(cast.thijs, Role.Name.TEACHER, cast.groep5, by=cast.marleen)
    Pupil.objects.filter(pk=cast.yara.pk).update(deceased_at=clock.now())
    assert let_in_colleagues() == 0
    Pupil.objects.filter(pk=cast.yara.pk).update(deceased_at=None)
    yesterday = clock.today() - timedelta(days=1)
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=yesterday)
    assert let_in_colleagues() == 0
    assert read_by(conversation, cast.thijs) == []
    Enrolment.objects.filter(pupil=cast.yara).update(valid_until=None)
    assert let_in_colleagues() == 1


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_child_that_died_stands_in_no_list_of_who_can_be_written_about(cast: Any, client_of: Any) -> None:
    Pupil.objects.filter(pk=cast.yara.pk).update(deceased_at=clock.now())
    samira = client_of(cast.samira)
    assert samira.get(f"/berichten/nieuw/kind/{cast.yara.pk}/").status_code == 404
    assert f"/berichten/nieuw/kind/{cast.yara.pk}/" not in samira.get("/berichten/nieuw/").content.decode()


@pytest.mark.clause("E4", "F5")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_what_is_held_is_not_let_go_where_its_author_may_not_write(cast: Any) -> None:
    conversation = start(cast)
    message = write(conversation, "Een gewoon woord.", cast.samira)
    Message.objects.filter(pk=message.pk).update(held_at=clock.now())
    close_conversation(conversation, by=cast.naima)
    assert not release_message(message, by=cast.marleen)
    Conversation.objects.update(closed_at=None, closed_by=None)
    stop_sending(cast.school, "parents", "Het loopt hoog op.", by=cast.marleen)
    assert not release_message(message, by=cast.marleen)
    cast.school.sending_stops.update(ended_at=clock.now())
    assert release_message(message, by=cast.marleen)


@pytest.mark.clause("E8")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_who_heads_the_school_no_more_wakes_nobody_with_important_news(cast: Any) -> None:
    give_role(cast.marleen, Role.Name.TEACHER, cast.groep5, by=cast.dennis)
    post = PostFactory(
        school_group=cast.groep5,
        author=cast.marleen,
        state="planned",
        published_at=None,
        publish_at=clock.now(),
        exempt="now",
        is_important=True,
        why_important="IJzel.",
    )
    Membership.objects.filter(user=cast.marleen, role__name=Role.Name.HEAD).update(
        valid_until=clock.today(), ended_at=clock.now()
    )
    assert publish_if_ready(post.pk)
    post = Post.objects.get(pk=post.pk)
    assert (post.is_important, post.why_important) == (False, "")
    assert list(Spread.objects.values_list("kind", flat=True)) == ["new_post"]


RELATION = "<Relationships><Relationship Id='r1' Type='http://x/{}' Target='{}' TargetMode='External'/></Relationships>"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"


def with_relation(kind: str, target: str) -> bytes:
    return office(types=WORD, **{"word/_rels/settings.xml.rels": RELATION.format(kind, target).encode()})


@pytest.mark.parametrize(
    "data",
    [
        office(types=b"<!-- " + WORD + b" -->" + DOCM.replace("E", "&#69;").encode()),
        office(types=b"<!-- " + WORD + b" -->" + b" " * 1024 * 1024 + DOCM.encode()),
        office(types=b"<!-- " + WORD + b" -->" + DOCM.encode("utf-16-le")),
        office(types=WORD + b" application/vnd.ms-office.vbaProject", **{"word/other.bin": b"x"}),
        office(types=WORD, **{"[CONTENT_TYPES].xml": DOCM.encode()}),
        office(types=WORD, **{f"{number}.xml": b"" for number in range(5_001)}),
        office(types=WORD, **{"word/_rels/a.rels": b"x" * (1024 * 1024 + 1)}),
        with_relation("attachedTemplate", "https://evil.example/t.dotm"),
        with_relation("attached&#84;emplate", "https://evil.example/t.dotm"),
        with_relation("attachedTemplate", r"\\evil\t.dotm"),
        with_relation("oleObject", "file://evil/t.doc"),
        with_relation("frame", "file:////evil/t.html"),
    ],
)
def test_a_macro_or_a_fetch_is_found_however_it_is_written(data: bytes) -> None:
    with pytest.raises(NotADocument):
        check_office(data)


@pytest.mark.parametrize(
    ("kind", "target"),
    [("hyperlink", "https://www.school.example/"), ("attachedTemplate", r"file:///C:\Users\juf\Normal.dotm")],
)
def test_a_link_and_a_template_on_the_own_disk_may_stand_in_it(kind: str, target: str) -> None:
    assert check_office(with_relation(kind, target)) == ".docx"


def test_two_parts_with_one_name_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", DOCM)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("[Content_Types].xml", WORD)
    with pytest.raises(NotADocument):
        check_office(data.getvalue())


@pytest.mark.clause("B7")
@time_machine.travel(TUESDAY_AFTERNOON)
def test_a_form_key_of_somebody_else_opens_nothing(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    other = start_conversation(
        link_of(cast, cast.tom, cast.yara), "Apart", "Voor mij.", by=cast.tom, school_group=cast.groep5, key=uuid4()
    )
    key = other.messages.get().key
    answer = client_of(cast.samira).post(f"/berichten/{conversation.pk}/", {"text": "Hoi.", "key": str(key)})
    assert answer.status_code == 404
    assert read_by(conversation, cast.naima) == ["Ze vindt delen lastig."]

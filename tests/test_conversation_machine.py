"""Whatever guardians, teachers, the head and the calendar do: nobody reads a word of a conversation without a right at
that moment, and no mail goes to who lost it, by an oracle of its own (tests/conversation_oracle.py)."""

import re
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as sent_mail
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from conversations.actions import (
    Closed,
    NobodyThere,
    answer_ask,
    ask_together,
    close_conversation,
    hand_over,
    leave_note,
    let_in_colleagues,
    reopen_conversation,
    start_conversation,
    take_back,
    write_message,
)
from conversations.inbox import inbox_of
from conversations.models import Conversation, Message, MessageFile, TogetherAsk
from conversations.page import page_of
from conversations.permissions import get_file_or_404, get_message_or_404
from notifications.gathering import gather_due
from notifications.outbox import deliver_due
from protocol import clock
from tests.conversation_life import PARENTS, STRANGERS, TEACHERS, Rights, few, parents, teachers
from tests.conversation_oracle import Place, Talk

SEEN = (
    "written",
    "notes",
    "told",
    "reads",
    "reads nothing",
    ("file", True),
    ("file", False),
    ("page", 200),
    ("page", 404),
)


class LifeOfConversations(Rights):
    """What is written, handed over and told, and what must hold after each step."""

    # Conversations

    @rule(name=parents, by_teacher=st.booleans())
    def start(self, name, by_teacher):
        group, link = self.cast.groep5, self.oracle.links[name]
        desk = {one: self.role_in(one, group) for one in TEACHERS}
        desk = {one: role for one, role in desk.items() if role is not None}
        writer = next(iter(desk)) if by_teacher else name
        talk = Talk(
            begun_by=writer,
            places=[Place(name, clock.now()), *(Place(one, clock.now(), role) for one, role in desk.items())],
        )
        if len(self.oracle.talks) > 3 or not link.stands(clock.today()):
            return
        key = uuid4()
        with suppress(Closed, NobodyThere):
            self.a_minute_later()
            with transaction.atomic():
                made = start_conversation(
                    self.links[name], "Rekenen", "Woord", by=self.person(writer), school_group=group, key=key
                )
            for place in talk.places:
                place.since = clock.now()
            assert self.oracle.writes(talk, writer, clock.today())
            self.oracle.talks[made.pk] = talk
            self.heard(made.pk)
            return
        assert not self.oracle.writes(talk, writer, clock.today())

    @rule(number=few, name=st.sampled_from((*PARENTS, *TEACHERS, "kwame")), has_file=st.booleans())
    def write(self, number, name, has_file):
        conversation, talk = self.talk(number)
        self.a_minute_later()
        may = self.oracle.writes(talk, name, clock.today())
        try:
            row = write_message(conversation, f"Woord {uuid4().hex}", by=self.person(name), key=uuid4())
        except (Closed, NobodyThere):
            assert not may
            return
        assert may, "written without a right"
        self.heard(conversation.pk)
        if has_file:
            kept = ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf")
            more = {"name": "b.pdf", "size": 14, "state": "ready", "ending": ".pdf", "file": kept}
            MessageFile.objects.create(message=row, uploaded_by=row.author, **more)
            talk.said[row.pk].has_file = True
        self.seen["written"] += 1

    @rule(number=few, name=teachers)
    def note(self, number, name):
        conversation, talk = self.talk(number)
        self.a_minute_later()
        place = self.oracle.place(talk, name, clock.today())
        try:
            leave_note(conversation, f"Notitie {uuid4().hex}", by=self.person(name))
        except Closed:
            assert place is None or place.role is None or self.oracle.stopped == "all"
            return
        assert place is not None
        assert self.oracle.stopped != "all"
        self.heard(conversation.pk)
        self.seen["notes"] += 1

    @rule(number=few)
    def take_words_back(self, number):
        rows = list(Message.objects.filter(deliver_at__gt=clock.now(), withdrawn_at=None, kind="words").order_by("pk"))
        if rows:
            row = rows[number % len(rows)]
            assert take_back(row, by=row.author)
            self.oracle.talks[row.conversation_id].said[row.pk].is_taken_back = True
            self.seen["taken back"] += 1

    @rule(number=few, name=teachers)
    def close_or_open(self, number, name):
        conversation, talk = self.talk(number)
        self.a_minute_later()
        change = reopen_conversation if talk.is_closed else close_conversation
        assert change(conversation, by=self.person(name))
        talk.is_closed = not talk.is_closed
        self.heard(conversation.pk)

    @rule(number=few, name=parents, accepts=st.booleans())
    def together(self, number, name, accepts):
        conversation, talk = self.talk(number)
        other = PARENTS[name == PARENTS[0]]
        day = clock.today()
        if not self.oracle.writes(talk, name, day) or not self.oracle.links[other].stands(day):
            return
        self.a_minute_later()
        ask = ask_together(conversation, self.links[other], by=self.person(name))
        self.nobody_reads_without_a_right()
        if ask is None:
            return
        was_in = any(one.person == other and self.oracle.holds(one, day) for one in talk.places)
        self.a_minute_later()
        assert answer_ask(TogetherAsk.objects.get(pk=ask.pk), by=self.person(other), accepts=accepts)
        if accepts and not was_in:
            self.come_in(conversation.pk, other, None)
        self.heard(conversation.pk)

    @rule(number=few)
    def next_year(self, number):
        """The head hands it over to the teachers of the other class."""
        conversation, talk = self.talk(number)
        self.a_minute_later()
        day, group = clock.today(), self.cast.egels
        is_new = not talk.is_closed and conversation.school_group_id != group.pk
        inside = {one.person for one in talk.places if self.oracle.holds(one, day)}
        coming = {name: self.role_in(name, group) for name in TEACHERS if name not in inside}
        assert hand_over(conversation, group, by=self.cast.marleen) is is_new
        if is_new:
            for one in talk.places:
                one.is_over = one.is_over or (one.role is not None and self.role_in(one.person, group) is None)
        for name, role in coming.items():
            if is_new and role is not None:
                self.come_in(conversation.pk, name, role)
        self.heard(conversation.pk)

    @rule()
    def sweep_colleagues(self):
        self.a_minute_later()
        day = clock.today()
        for pk, talk in self.oracle.talks.items():
            group = Conversation.objects.get(pk=pk).school_group
            inside = {one.person for one in talk.places if self.oracle.holds(one, day)}
            for name in TEACHERS:
                role = self.role_in(name, group)
                if not talk.is_closed and name not in inside and role is not None:
                    self.come_in(pk, name, role)
                    self.seen["came in"] += 1
        let_in_colleagues()
        for pk in self.oracle.talks:
            self.heard(pk)

    # Time and mails

    @rule(hours=st.sampled_from([1, 3, 8, 15, 24, 72]))
    def hours_pass(self, hours):
        self.move_to(clock.now() + timedelta(hours=hours))

    @rule()
    def gather(self):
        """The mails are made now, and go later: who lost the right between gets none."""
        gather_due()

    @rule()
    def tell(self):
        gather_due()
        deliver_due()
        now, day = clock.now(), clock.today()
        names = {self.person(name).email: name for name in (*PARENTS, *TEACHERS, *STRANGERS)}
        for mail in sent_mail.outbox[self.mailed :]:
            name = names[mail.to[0]]
            for pk in map(int, re.findall(r"/berichten/(\d+)/", mail.body)):
                talk = self.oracle.talks[pk]
                reads = self.oracle.reads(talk, name, now, day)
                assert any(talk.said[one].author != name for one in reads), f"{name} was told of {pk} without a right"
                self.seen["told"] += 1
            assert "Woord" not in mail.body
            assert "Notitie" not in mail.body
        self.mailed = len(sent_mail.outbox)

    # What must hold

    @invariant()
    def nobody_reads_without_a_right(self):
        if self.travel is None:
            return
        now, day = clock.now(), clock.today()
        for name in (*PARENTS, *TEACHERS, *STRANGERS):
            person = self.person(name)
            may = {pk: self.oracle.reads(talk, name, now, day) for pk, talk in self.oracle.talks.items()}
            inside = {pk for pk, talk in self.oracle.talks.items() if self.oracle.place(talk, name, day)}
            assert set(Conversation.objects.visible_to(person).values_list("pk", flat=True)) == inside, name
            shown = {row.conversation_id: row.newest_text for row in inbox_of(person)}
            there = {pk for pk, talk in self.oracle.talks.items() if self.oracle.opens(talk, name, now, day)}
            assert shown.keys() == there, name
            for pk in self.oracle.talks:
                assert self.on_page(person, pk) == (may[pk] if pk in there else None), name
                texts = set(Message.objects.filter(pk__in=may[pk]).values_list("text", flat=True))
                assert shown.get(pk) is None or shown[pk] in texts, name
                self.seen["reads" if may[pk] else "reads nothing"] += 1

    def on_page(self, person, pk: int) -> set[int] | None:
        """All that the pages of a conversation show, from the newest back; nothing at all without a right."""
        try:
            page = page_of(person, pk)
            found = {one.pk for one in page.messages}
            while page.has_older:
                page = page_of(person, pk, before=str(page.messages[0].pk))
                found |= {one.pk for one in page.messages}
            return found
        except Http404:
            return None

    @rule(name=st.sampled_from((*PARENTS, *TEACHERS, *STRANGERS)))
    def look_through_every_door(self, name):
        """Messages and files one by one, and the pages over HTTP, of one person."""
        now, day, person = clock.now(), clock.today(), self.person(name)
        for pk, talk in self.oracle.talks.items():
            reads = self.oracle.reads(talk, name, now, day)
            for row in Message.objects.filter(conversation=pk).prefetch_related("files"):
                assert opens(get_message_or_404, person, row.key) is (row.pk in reads)
                for file in row.files.all():
                    assert opens(get_file_or_404, person, file.key) is (row.pk in reads)
                    self.seen["file", row.pk in reads] += 1
        client = self.client_of(person, is_fresh=False)
        pk = sorted(self.oracle.talks)[0]
        answer = client.get(f"/berichten/{pk}/")
        is_in = self.oracle.opens(self.oracle.talks[pk], name, now, day)
        assert answer.status_code == (200 if is_in else 404)
        self.seen["page", answer.status_code] += 1
        assert client.get("/berichten/").content.decode().count('class="item" href="/berichten/') == sum(
            not talk.is_closed and self.oracle.opens(talk, name, now, day) for talk in self.oracle.talks.values()
        )


def opens(door, person, key) -> bool:
    try:
        door(person, key)
    except Http404:
        return False
    return True


def live(cast, client_of, *, lives: int, steps: int) -> None:
    machine = LifeOfConversations
    machine.cast, machine.client_of, machine.seen = cast, staticmethod(client_of), Counter()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    print(dict(machine.seen))
    assert min(machine.seen[what] for what in SEEN) > 0, machine.seen


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.clause("B7", "B8", "B2")
def test_whatever_happens_nobody_reads_or_hears_of_a_conversation_without_a_right(cast, client_of):
    live(cast, client_of, lives=3, steps=25)


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.django_db
@pytest.mark.clause("B7", "B8", "B2")
def test_whatever_happens_for_a_long_time_nobody_reads_or_hears_of_a_conversation_without_a_right(cast, client_of):
    live(cast, client_of, lives=300, steps=80)

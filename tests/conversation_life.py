"""A school in which conversations live, for the state machine (tests/test_conversation_machine.py): who is in it, what
the machine knows of them, and how rights in it come and go."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import time_machine
from django.core import mail as sent_mail
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from conversations.models import Conversation, Message
from groups.actions import (
    NoSuccessorError,
    add_guardian,
    bar_guardian,
    end_role,
    give_role,
    lift_bar,
    remove_guardian,
    resume_sending,
    set_authority,
    stop_sending,
)
from groups.models import Guardianship, Membership, Restriction, Role
from notifications.models import Preference
from protocol import clock
from tests.conversation_oracle import Link, Oracle, Place, Said, Talk
from tests.school_times import keep_real_hours

PARENTS, TEACHERS = ("samira", "tom"), ("naima", "joris", "thijs")
# And who never has a right in any of it.
STRANGERS = ("kwame", "marleen")
few, parents, teachers = st.integers(0, 5), st.sampled_from(PARENTS), st.sampled_from(TEACHERS)


class School(RuleBasedStateMachine):
    """A child with two guardians, its two teachers, a teacher of another class, and some who have nothing to do with
    it. Each step takes a minute, so that before and after are different moments."""

    cast = client_of = None
    seen: Counter = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.travel = None

    @initialize()
    def open_the_school(self):
        cast = self.cast
        self.move_to(clock.now().replace(year=2026, month=11, day=24, hour=14, minute=0))
        keep_real_hours(cast.school)
        self.links = {name: Guardianship.objects.get(guardian=self.person(name), pupil=cast.yara) for name in PARENTS}
        mine = Membership.objects.filter(user__in=[self.person(name) for name in TEACHERS], role__name="teacher")
        self.oracle = Oracle({name: Link() for name in PARENTS}, dict.fromkeys(mine.values_list("pk", flat=True), True))
        Preference.objects.bulk_create(
            Preference(person=self.person(name), topic="messages", by_mail="once") for name in (*PARENTS, *TEACHERS)
        )
        self.mailed, self.asked = len(sent_mail.outbox), None
        self.start("samira", by_teacher=False)
        self.start("tom", by_teacher=True)
        self.a_first_talk()
        self.tell()

    def a_first_talk(self) -> None:
        """So that every life has some of all that is looked at."""
        for name in ("samira", "naima"):
            self.write(0, name, True)
        self.note(0, "naima")
        for name in ("samira", "tom", "joris"):
            self.nobody_reads_without_a_right()
            self.look_through_every_door(name)

    def teardown(self) -> None:
        if self.travel is not None:
            self.travel.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What the machine knows

    def person(self, name):
        return getattr(self.cast, name)

    def move_to(self, moment) -> None:
        if self.travel is not None:
            self.travel.stop()
        self.travel = time_machine.travel(moment, tick=False)
        self.travel.start()

    def a_minute_later(self) -> None:
        self.move_to(clock.now() + timedelta(minutes=1))

    def talk(self, number) -> tuple[Conversation, Talk]:
        pks = sorted(self.oracle.talks)
        pk = pks[number % len(pks)]
        return Conversation.objects.get(pk=pk), self.oracle.talks[pk]

    def role_in(self, name, group) -> int | None:
        """The role that this teacher has in a group today, as the oracle knows it."""
        rows = Membership.objects.filter(user=self.person(name), role__school_group=group).order_by("pk")
        return next((row.pk for row in rows if self.oracle.roles.get(row.pk)), None)

    def heard(self, pk: int) -> None:
        """What was said in a conversation since: who wrote it and when it is delivered."""
        talk = self.oracle.talks[pk]
        names = {self.person(name).pk: name for name in (*PARENTS, *TEACHERS)}
        for row in Message.objects.filter(conversation=pk).exclude(pk__in=talk.said):
            talk.said[row.pk] = Said(
                names.get(row.author_id), row.deliver_at, row.kind == "note", written=row.written_at
            )

    def come_in(self, pk: int, name: str, role: int | None) -> None:
        talk = self.oracle.talks[pk]
        for place in talk.places:
            place.is_over = place.is_over or place.person == name
        talk.places.append(Place(name, clock.now(), role))


class Rights(School):
    """Roles, links, measures and the stop on sending."""

    @rule(name=teachers, begins=st.booleans())
    def role(self, name, begins):
        group = self.cast.groep5
        standing = self.role_in(name, group)
        if begins and standing is None:
            row = give_role(self.person(name), Role.Name.TEACHER, group, by=self.cast.marleen)
            self.oracle.roles[row.pk] = True
        elif not begins and standing is not None:
            with suppress(NoSuccessorError):
                self.oracle.roles[standing] = not end_role(Membership.objects.get(pk=standing), by=self.cast.marleen)

    @rule(name=parents, has=st.booleans(), first=st.sampled_from([None, -1, 1]), last=st.sampled_from([None, -1, 0, 2]))
    def authority(self, name, has, first, last):
        if first is not None and last is not None and last < first:
            return
        days = [None if one is None else clock.today() + timedelta(days=one) for one in (first, last)]
        more = {"authority_from": days[0], "authority_until": days[1]}
        set_authority(self.links[name], relation="guardian", has_authority=has, by=self.cast.marleen, **more)
        link = self.oracle.links[name]
        link.has_authority, link.first, link.last = has, *days

    @rule(name=parents)
    def authority_is_back(self, name):
        self.authority(name, True, None, None)

    @rule(name=parents, begins=st.booleans())
    def bar(self, name, begins):
        (bar_guardian if begins else lift_bar)(self.links[name], by=self.cast.marleen)
        self.oracle.links[name].is_barred = begins

    @rule(name=parents, is_in=st.booleans())
    def let_in(self, name, is_in):
        link = self.oracle.links[name]
        if is_in == link.is_let_in:
            return
        if is_in:
            said = Guardianship.objects.get(pk=self.links[name].pk)
            add_guardian(
                self.cast.yara,
                said.guardian,
                self.cast.groep5,
                by=self.cast.marleen,
                relation=said.relation,
                has_authority=said.has_authority,
            )
        else:
            for row in Membership.objects.filter(guardianship=self.links[name], ended_at=None):
                remove_guardian(row, by=self.cast.marleen)
        link.is_let_in = is_in

    @rule(name=st.sampled_from((*PARENTS, *TEACHERS)), kind=st.sampled_from(["react", "read", "closed", ""]))
    def measure(self, name, kind):
        Restriction.objects.filter(person=self.person(name)).update(ended_at=clock.now())
        last = clock.today() + timedelta(days=1)
        if kind:
            Restriction.objects.create(
                person=self.person(name), kind=kind, reason="Om iets.", until=last, decided_by=self.cast.marleen
            )
        self.oracle.measures[name] = (kind, last)

    @rule(whom=st.sampled_from(["parents", "all", "", ""]))
    def stop(self, whom):
        if self.oracle.stopped:
            resume_sending(self.cast.school, by=self.cast.marleen)
        if whom:
            stop_sending(self.cast.school, whom, "Het loopt hoog op.", by=self.cast.marleen)
        self.oracle.stopped = whom

"""What one page of a conversation shows, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from conversations.models import Message, MessageFile, Participant, policy_of
from conversations.permissions import began, everybody_in, may_write
from conversations.rules import delivered_at
from groups.calendar import SchoolTime
from groups.models import Guardianship, Membership, Role, SendingStop, stop_of
from groups.protected import is_protected
from groups.roles import TEACHES
from groups.school_time import school_time_of, working_week_of
from protocol import clock
from protocol.clauses import clause
from protocol.clock import SCHOOL_TIME

# Messages that a page shows; older ones come on demand.
SHOWN = 30


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    day: date
    messages: list[Message]


class ConversationPage:
    """A conversation as one participant sees it."""

    def __init__(self, me: Participant, inside: list[Participant], newest: list[Message], *, is_older: bool) -> None:
        """``newest`` first, with one more than is shown when there are older ones; ``is_older``: this is not where a
        conversation opens."""
        self.me, self.inside, self.conversation = me, inside, me.conversation
        self.messages, self.has_older, self.is_older = newest[:SHOWN][::-1], len(newest) > SHOWN, is_older

    @property
    def days(self) -> list[Day]:
        """From old to new, day by day."""

        def day_of(message: Message) -> date:
            return message.deliver_at.astimezone(SCHOOL_TIME).date()

        return [Day(day, list(rows)) for day, rows in groupby(self.messages, key=day_of)]

    @property
    @clause("B7")
    def who_reads(self) -> str:
        """All of them by name, oneself first: "Jij, juf Naima en meester Joris"."""
        names = [pgettext("who reads", "You"), *(row.person.called for row in self.inside if row.pk != self.me.pk)]
        return get_text_list(names, _("and"))

    @cached_property
    def time(self) -> SchoolTime:
        """The school's own. Two queries."""
        school = self.conversation.school
        return school_time_of(school, getattr(school, "posting_policy", None))

    @cached_property
    def may_write(self) -> bool:
        return may_write(self.me)

    @cached_property
    @clause("F5")
    def stop(self) -> SendingStop | None:
        """The school's stop on all sending, for whom it keeps from writing here; asked only of who cannot."""
        if self.may_write or self.conversation.closed_at is not None:
            return None
        role = self.me.membership.role.name if self.me.membership is not None else Role.Name.PARENT
        return stop_of(self.me.person, role)

    @cached_property
    @clause("E8")
    def waits_until(self) -> datetime | None:
        """When words of staff are delivered that are written now; None when at once."""
        if not self.me.is_staff or self.me.membership is None:
            return None
        return waits_until(self.me.person, self.time, teaches=self.me.membership.role.name in TEACHES)

    @cached_property
    @clause("E8")
    def read_until(self) -> datetime | None:
        """Until which moment somebody at the other side read what one wrote; None where it is not told: the school may
        choose so, and when somebody at school read outside working hours is nobody's business."""
        rows = [row for row in self.inside if row.is_staff != self.me.is_staff and row.read_until]
        if self.me.is_staff:
            return max((row.read_until for row in rows if row.read_until), default=None)
        if not policy_of(self.conversation.school).shows_read:
            return None
        return max((min(row.read_until, row.read_at) for row in rows if row.read_until and row.read_at), default=None)

    @property
    @clause("E8")
    def is_in_hours(self) -> bool:
        """Whether others may know that one reads this now: of who works here within working hours."""
        return not self.me.is_staff or self.time.is_posting_time(clock.now())

    @cached_property
    def to_ask(self) -> list[Guardianship]:
        """Whom a guardian can ask to read along."""
        return [] if self.me.is_staff or not self.may_write else list(others_to_ask(self.me))


@clause("E8")
def waits_until(person: User, time: SchoolTime, *, teaches: bool) -> datetime | None:
    """When words of this person of staff are delivered that are written now; None when at once."""
    now = clock.now()
    at = delivered_at(now, time, working_week_of(person, time), teaches=teaches)
    return at if at > now else None


@clause("B7", "B8")
def others_to_ask(participant: Participant) -> "QuerySet[Guardianship]":
    """The other guardians of the child who are not in it and were not asked yet; who has a protected address is not
    named. A teacher who became one is not in it by that old place."""
    conversation = participant.conversation
    members = Membership.objects.in_force().filter(guardianship__pupil=conversation.pupil_id)
    inside = conversation.participants.grounded().values("person")
    links = Guardianship.objects.filter(pk__in=members.values("guardianship"), pupil__deceased_at__isnull=True)
    links = links.exclude(guardian__in=inside)
    asked = conversation.asks.values("guardianship")
    return links.exclude(pk__in=asked).filter(~is_protected("guardian")).select_related("guardian")


@clause("B7", "B8")
def page_of(user: User, pk: int, *, before: str = "") -> ConversationPage:
    """The newest messages, or the ones above the message whose number is given: door and page are one question.

    Raises:
        Http404: no such conversation, not in it (any more), or nothing of it arrived yet.
    """
    inside = everybody_in(pk)
    participant = next((row for row in inside if row.person_id == user.pk), None)
    if participant is None:
        raise Http404
    rows = Message.objects.seen_by(participant)
    marker = rows.filter(pk=int(before)).first() if before.isdecimal() and len(before) < 18 else None
    shown = rows if marker is None else rows.older_than(marker)
    files = Exists(MessageFile.objects.filter(message=OuterRef("pk")))
    newest = list(shown.annotate(has_files=files).select_related("author").newest_first()[: SHOWN + 1])
    if not newest and marker is None and not began(participant):
        raise Http404
    for one in newest:
        one.conversation = participant.conversation
    prefetch_related_objects([one for one in newest if one.has_files], "files")  # type: ignore[attr-defined]
    return ConversationPage(participant, inside, newest, is_older=marker is not None)

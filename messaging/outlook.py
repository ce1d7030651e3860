"""What an author hears before sending: when a post would go out, why then, and which other ways there are.

Reckoned by the same rules and facts as sending itself (messaging/actions/scheduling.py).
"""

from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from accounts.models import User
from groups.calendar import days_from
from groups.models import Role, SchoolGroup
from messaging.actions import free_numbers, importance_of, posts_to_add_to
from messaging.facts import Posting
from messaging.meter import Meter, meter_of
from messaging.models import Post
from messaging.rules import Facts, How, Importance, Plan, day_of, earliest, plan_post, room_on
from protocol import clock
from protocol.clauses import clause

# How many days with room are offered, and how far ahead they are looked for.
OFFERED, AHEAD = 15, 60


class When(Enum):
    """The ways a post can go, as the composer's radios name them."""

    AUTO = "auto"
    ADD = "add"
    DAY = "day"
    SWAP = "swap"
    URGENT = "urgent"
    EXCURSION = "excursion"
    REASON = "reason"
    NOW = "now"

    @property
    def how(self) -> How:
        """As planning knows it; an addition and a swap are no way round a limit."""
        return How.AUTO if self in (When.ADD, When.SWAP) else How(self.value)


class Why(Enum):
    """What makes a post go out later than now."""

    LESSON = "lesson"
    HOURS = "hours"
    CLOSED = "closed"
    FULL = "full"
    OWN = "own"


class Outlook:
    """One author in one group, now. ``besides`` is the planned post that would be planned anew."""

    def __init__(self, school_group: SchoolGroup, user: User, *, besides: Post | None = None) -> None:
        self.group, self.user, self.besides = school_group, user, besides
        self.now = clock.now()

    @cached_property
    def posting(self) -> Posting:
        author = self.user if self.besides is None else self.besides.author
        return Posting(self.group, author, sender=self.user)

    @cached_property
    def facts(self) -> Facts:
        return self.posting.facts(besides=self.besides)

    @cached_property
    @clause("D10", "E8")
    def plan(self) -> Plan:
        """When it goes out as agreed."""
        return plan_post(self.now, self.facts)

    @property
    def goes_now(self) -> bool:
        return self.plan.publish_at <= self.now

    @property
    def day(self) -> date:
        return day_of(self.plan.publish_at)

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def is_soon(self) -> bool:
        """It is called by today or tomorrow, so its date is worth saying too."""
        return self.day <= self.today + timedelta(days=1)

    @property
    def needs_consent(self) -> bool:
        """Somebody must agree first."""
        return self.posting.approver.is_asked

    @property
    def first_day(self) -> date:
        """The day on which the author may be heard first, whether or not it has room."""
        return day_of(earliest(self.now, self.facts))

    @cached_property
    def why(self) -> list[str]:
        """What makes it later, as the page puts it into words."""
        found = []
        if "E8" in self.plan.because:
            found.append(self._hours())
        if "D10" in self.plan.because:
            is_full = self.facts.in_group.get(self.first_day, 0) >= self.facts.limit
            found.append(Why.FULL if is_full else Why.OWN)
        return [why.value for why in found]

    def _hours(self) -> Why:
        if self.facts.working is None:
            return Why.CLOSED
        there = clock.at_school(self.now)
        lessons = self.facts.time.lessons_on(there.date()) if self.facts.teaches else ()
        is_lesson = any(lesson.begins_at <= there.time() < lesson.ends_at for lesson in lessons)
        return Why.LESSON if is_lesson else Why.HOURS

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.plan.because or ("D10",)

    @cached_property
    def meter(self) -> Meter | None:
        """The week in which it goes out; councils and the team have none."""
        if not self.posting.limit:
            return None
        school = self.posting.school
        return meter_of(self.group, school.policy, school.time, self.day, here=not self.needs_consent)

    @cached_property
    @clause("D10", "E8")
    def choices(self) -> list[str]:
        """The ways that make sense now, in the order in which they are offered."""
        if self.needs_consent and self.besides is None:
            return []
        ways = [(When.ADD, bool(self.additions)), (When.AUTO, True), (When.DAY, bool(self.days)),
                (When.SWAP, bool(self.swaps)), (When.URGENT, self._is_full_today and not self.goes_now),
                (When.EXCURSION, self._waits_for_hours), (When.REASON, self._waits_for_hours),
                (When.NOW, not self.goes_now and self.posting.role == Role.Name.HEAD)]  # fmt: skip
        return [way.value for way, is_open in ways if is_open]

    @property
    def _is_full_today(self) -> bool:
        return not room_on(self.today, self.facts)

    @property
    def _waits_for_hours(self) -> bool:
        return "E8" in self.plan.because and not self._is_full_today

    @cached_property
    def additions(self) -> list[Post]:
        """Today's posts that it can be added to, when the day is full."""
        if self.besides is not None or not self._is_full_today:
            return []
        return list(posts_to_add_to(self.group, by=self.user))

    @cached_property
    def days(self) -> list[date]:
        """School days after today with room, for who wants to wait; not the day on which it goes out anyway."""
        ahead = list(days_from(self.today, AHEAD))[1:]
        at = self.besides.publish_at if self.besides is not None else self.plan.publish_at
        taken = day_of(at) if at is not None else self.day
        free = [day for day in ahead if day != taken and self.facts.time.is_school_day(day)]
        return [day for day in free if room_on(day, self.facts)][:OFFERED]

    @cached_property
    def swaps(self) -> list[Post]:
        """The author's own planned posts in this group that go out earlier than this one would, or (of a post that is
        planned itself) at another moment."""
        if self.besides is None and self.goes_now:
            return []
        mine = Post.objects.filter(
            school_group=self.group, author=self.posting.author, state=Post.State.PLANNED, slot_on__gt=self.today
        )
        if self.besides is not None:
            mine = mine.exclude(pk=self.besides.pk).exclude(slot_on=self.besides.slot_on)
        else:
            mine = mine.filter(publish_at__lt=self.plan.publish_at)
        return list(mine.order_by("publish_at", "pk"))

    @cached_property
    @clause("E8")
    def importance(self) -> Importance | None:
        """Which time of the year it is that the head would send something to everybody at once; None for others."""
        return importance_of(self.posting)

    @cached_property
    def free(self) -> int:
        """How many urgent posts this month need no asking."""
        month = self.today.replace(day=1)
        return len(free_numbers(self.user, self.posting.policy.urgent_free, month))

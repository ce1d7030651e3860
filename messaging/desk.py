"""What the head's desk shows: who waits, what was taken, and how often each group was written to. Plain rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from groups.calendar import monday_of
from groups.models import JoinRequest, PostingPolicy, School, SchoolGroup
from messaging.models import Approval, Exemption, Post
from messaging.weeks import GroupWeeks, weeks_of
from protocol import clock
from protocol.clauses import clause

WEEKS = 8
# So many weeks below what was agreed, and the head is told that help may be needed.
SEVERAL = 3
# How long what the MR wrote in its own right stays on the desk.
INFORMED_FOR = timedelta(days=14)


def approvals_for(user: User) -> QuerySet[Approval]:
    """What waits for this person's consent, the longest first; ``was_agreed``: to other words of it, before."""
    before = Approval.objects.filter(post=OuterRef("post"), outcome=Approval.Outcome.APPROVED)
    waiting = Approval.objects.decidable_by(user).annotate(was_agreed=Exists(before))
    return waiting.select_related("author", "post__school_group").order_by("due_on", "asked_at", "pk")


def exemptions_for(user: User) -> QuerySet[Exemption]:
    """Who asks this person to send something today."""
    return Exemption.objects.decidable_by(user).select_related("author", "post__school_group").order_by("created_at")


def handed_over(school: School) -> QuerySet[JoinRequest]:
    """The requests to join that a teacher wants to talk over."""
    waiting = JoinRequest.objects.open().filter(school_group__school=school, state=JoinRequest.State.WITH_HEAD)
    return waiting.select_related("asker", "school_group").order_by("asked_at", "pk")


@clause("B5")
def informed(school: School) -> QuerySet[Post]:
    """What the MR wrote lately in its own right, for the head to know."""
    lately = Q(state=Post.State.PLANNED) | Q(published_at__gte=clock.now() - INFORMED_FOR)
    posts = Post.objects.filter(lately, hidden_at=None, consent=Post.Consent.INFORMED, school_group__school=school)
    return posts.select_related("author", "school_group").order_by("-publish_at", "-pk")


@dataclass(frozen=True)
class Taken:
    """What one person went round this month: urgent posts of those that are free, and how many others."""

    person: User
    urgent: int
    free: int
    others: int


@clause("D10")
def taken_this_month(school: School, policy: PostingPolicy) -> list[Taken]:
    """Everybody who went round a limit this month, by name. Two queries."""
    first = clock.begin_of(clock.today().replace(day=1))
    rows = Exemption.objects.filter(post__school_group__school=school, created_at__gte=first)
    rows = rows.exclude(state__in=[Exemption.State.REFUSED, Exemption.State.LAPSED, Exemption.State.ASKED])
    is_urgent = Q(kind=Exemption.Kind.URGENT)
    counted = rows.order_by().values("author").annotate(
        urgent=Count("pk", filter=is_urgent), others=Count("pk", filter=~is_urgent)
    )  # fmt: skip
    numbers = {row["author"]: row for row in counted}
    people = User.objects.filter(pk__in=numbers).order_by("sort_name", "pk")
    return [
        Taken(person, numbers[person.pk]["urgent"], policy.urgent_free, numbers[person.pk]["others"])
        for person in people
    ]


@dataclass(frozen=True)
class Help:
    """A group that wrote less than was agreed in several weeks."""

    group: SchoolGroup
    weeks: int
    placed: int


@dataclass(frozen=True)
class HeatMap:
    mondays: list[date]
    rows: list[GroupWeeks]
    helps: list[Help]

    @property
    def has_planned(self) -> bool:
        """Whether something stands ready this week, so that the key must say what "+1" means."""
        return any(cell.is_now and cell.planned for row in self.rows for cell in row.weeks)


@clause("D10")
def heat_map(school: School) -> HeatMap:
    """The last weeks of each group beside what was agreed, this one included."""
    now = monday_of(clock.today())
    mondays = [now - timedelta(weeks=number) for number in reversed(range(WEEKS))]
    rows = weeks_of(school, mondays[0], now)
    return HeatMap(mondays, rows, [needed for one in rows if (needed := help_for(one)) is not None])


@clause("D10")
def help_for(one: GroupWeeks) -> Help | None:
    """The weeks of a group below what was agreed, once they are several; weeks off and excused ones do not count."""
    low = [week for week in one.weeks if week.is_low]
    if len(low) < SEVERAL:
        return None
    return Help(one.group, len(low), sum(week.placed for week in low))

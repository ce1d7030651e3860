"""What the rules of posting must know about a group, an author and a day, from their rows."""

from datetime import date
from functools import cached_property

from django.db.models import Count

from accounts.models import User
from groups.models import PostingPolicy, SchoolGroup, policy_of
from groups.permissions import role_and_hat_in
from groups.roles import CLASSES, STAFF, TEACHES
from groups.school_time import school_time_of, working_week_of
from messaging.models import Post
from messaging.offending import SchoolWords, words_of
from messaging.rules import Approver, Facts, approver_of
from protocol import clock
from protocol.clauses import clause

# Councils are heard with the head's consent, and the team talks among itself: no limit a day.
COUNTED = (*CLASSES, SchoolGroup.Kind.WHOLE_SCHOOL)


class Posting:
    """One author in one group, as planning sees them: the school's policy, role and hat there, and the facts.

    The places are the author's; the role and the hours those of ``sender``, who may stand in for a colleague. At most
    seven queries; those of the school are asked once for all posts that share ``school``.
    """

    def __init__(
        self,
        school_group: SchoolGroup,
        author: User,
        school: "SchoolFacts | None" = None,
        *,
        sender: User | None = None,
    ) -> None:
        self.group, self.author, self.sender = school_group, author, sender or author
        self.school = school or SchoolFacts(school_group)

    @cached_property
    def _standing(self) -> tuple[str, str]:
        return role_and_hat_in(self.sender, self.group)

    @property
    def role(self) -> str:
        return self._standing[0]

    @property
    def hat(self) -> str:
        """As what the screen says one writes."""
        return self._standing[1]

    @property
    def policy(self) -> PostingPolicy:
        return self.school.policy

    @property
    def approver(self) -> Approver:
        """Whose consent comes first."""
        return approver_of(self.role, council=self.group.council, mr_informs=self.policy.mr_informs)

    @property
    def limit(self) -> int:
        return self.policy.day_limit if self.group.kind in COUNTED else 0

    @property
    def counts_group(self) -> bool:
        return bool(self.limit) and self.policy.counts_group

    @property
    def counts_author(self) -> bool:
        return bool(self.limit) and self.policy.counts_author

    @clause("D10", "E8")
    def facts(self, *, besides: Post | None = None) -> Facts:
        """As it stands at this moment, a post that is planned anew left out: what is taken is read each time."""
        is_staff = self.role in STAFF
        return Facts(
            time=self.school.time,
            working=working_week_of(self.sender, self.school.time) if is_staff else None,
            teaches=self.role in TEACHES,
            limit=self.limit,
            in_group=_taken(besides, school_group=self.group) if self.counts_group else {},
            by_author=_taken(besides, author=self.author) if self.counts_author else {},
        )


class SchoolFacts:
    """The policy, the time and the words of the school of this group."""

    def __init__(self, school_group: SchoolGroup) -> None:
        self._school_pk = school_group.school_id
        self.policy = policy_of(school_group.school)
        self.time = school_time_of(school_group.school, self.policy)

    @cached_property
    def words(self) -> SchoolWords:
        """The words that the school holds or lets through."""
        return words_of(self._school_pk)


def _taken(besides: Post | None, **whose: object) -> dict[date, int]:
    """How many places of each day from today on are taken, those from before the school counted so included."""
    rows = Post.objects.filter(slot_on__gte=clock.today(), **whose)
    rows = rows.exclude(pk=besides.pk) if besides is not None else rows
    return dict(rows.order_by().values_list("slot_on").annotate(number=Count("pk")))

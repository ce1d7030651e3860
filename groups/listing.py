"""What the pages of groups list: own groups, families, admins. Plain rows in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from accounts.models import User, sort_key
from groups.invited import Newcomer, states_of
from groups.matching import matches_of
from groups.models import Enrolment, JoinRequest, Membership, Pupil, Role, SchoolGroup
from groups.roles import MEMBERS
from groups.standing import Standing
from protocol import clock

ADMINS = (Role.Name.TEACHER, Role.Name.TRAINEE)


@dataclass
class GroupLine:
    """A group as its reader sees it: own children in it, and its teachers."""

    group: SchoolGroup
    children: list[str] = field(default_factory=list)
    waiting: int = 0
    teachers: list[str] = field(default_factory=list)


def own_groups(standing: Standing) -> list[GroupLine]:
    """The groups one may read, newest school year first and then in the school's order. Three queries, and for
    who lets people in one more: how many ask to join.
    """
    lines = {group.pk: GroupLine(group) for group in standing.readable}
    mine = Membership.objects.in_force(standing.user).filter(
        role__school_group__in=lines, guardianship__isnull=False, guardianship__pupil__deceased_at__isnull=True
    )
    children = mine.order_by("guardianship__pupil__sort_name")
    for group_id, name in children.values_list("role__school_group", "guardianship__pupil__first_name"):
        lines[group_id].children.append(name)
    teachers = Membership.objects.in_force().filter(role__school_group__in=lines, role__name=Role.Name.TEACHER)
    for membership in teachers.select_related("user", "role").order_by("pk"):
        lines[membership.role.school_group_id].teachers.append(membership.user.called)
    if managed := [group.pk for group in standing.with_right(MEMBERS)]:
        asked = JoinRequest.objects.open().filter(school_group__in=managed, state=JoinRequest.State.WAITING)
        for group_id, number in asked.order_by().values_list("school_group").annotate(Count("pk")):
            lines[group_id].waiting = number
    return sorted(lines.values(), key=lambda line: line.group.starts_on, reverse=True)


@dataclass(frozen=True)
class GuardianLine:
    """A guardian of a pupil in a group; ``has_access`` says whether anything is visible through this link today."""

    membership: Membership
    has_access: bool
    # Where the invitation stands, for who has no account in use yet.
    newcomer: Newcomer | None = None

    @property
    def user(self) -> User:
        return self.membership.user


@dataclass
class Family:
    """A pupil with the guardians that the group let in."""

    pupil: Pupil
    is_enrolled: bool
    guardians: list[GuardianLine] = field(default_factory=list)

    def matches(self, query: str) -> bool:
        """Whether every word of the query begins a name of the pupil or of a guardian."""
        people: list[Pupil | User] = [self.pupil, *(link.user for link in self.guardians)]
        names = " ".join(sort_key(person.first_name, person.last_name) for person in people).split()
        return all(any(name.startswith(word) for name in names) for word in sort_key(query).split())


def families_of(school_group: SchoolGroup) -> list[Family]:
    """The pupils of a group today with their guardians, by name. Four queries.

    A guardian whose child has left the group stands with that child, so that the link can be ended.
    """
    enrolments = Enrolment.objects.valid_on(clock.today()).filter(school_group=school_group).select_related("pupil")
    families = {row.pupil_id: Family(row.pupil, is_enrolled=True) for row in enrolments}
    members = Membership.objects.let_in().filter(role__school_group=school_group, role__name=Role.Name.PARENT)
    with_access = set(Membership.objects.in_force().filter(pk__in=members.values("pk")).values_list("pk", flat=True))
    members = members.filter(guardianship__pupil__deceased_at__isnull=True)
    rows = list(members.select_related("user", "guardianship__pupil").order_by("guardianship__valid_from", "pk"))
    newcomers = states_of(row.user for row in rows)
    for row in rows:
        pupil = row.guardianship.pupil
        family = families.setdefault(pupil.pk, Family(pupil, is_enrolled=False))
        line = GuardianLine(row, has_access=row.pk in with_access, newcomer=newcomers.get(row.user_id))
        family.guardians.append(line)
    return sorted(families.values(), key=lambda family: (not family.is_enrolled, family.pupil.sort_name))


@dataclass(frozen=True)
class RequestLine:
    """A request to join, and whether it agrees with the administration."""

    request: JoinRequest
    agrees: bool


def requests_of(school_group: SchoolGroup) -> list[RequestLine]:
    """The requests to join this group that wait for an answer, oldest first. Three queries."""
    rows = list(JoinRequest.objects.open().filter(school_group=school_group).select_related("asker", "handed_over_by"))
    found = matches_of(rows)
    return [RequestLine(row, agrees=row.pk in found) for row in rows]


def admins_of(school_group: SchoolGroup) -> list[Membership]:
    """The teachers of a group and who writes under them, teachers first. One query."""
    rows = Membership.objects.in_force().filter(role__school_group=school_group, role__name__in=ADMINS)
    found = defaultdict(list)
    for row in rows.select_related("user", "role").order_by("pk"):
        found[row.role.name].append(row)
    return [row for name in ADMINS for row in found[name]]

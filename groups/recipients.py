"""Who at the school is told something, and from when: staff are not disturbed outside their hours (E8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from groups.calendar import SchoolTime, Week
from groups.models import Membership, Restriction, Role, School, SchoolGroup
from groups.roles import READ, STAFF
from groups.school_time import school_time_of, working_week_of, working_weeks_of
from protocol import clock
from protocol.clauses import clause


def heads_of(school: School) -> QuerySet[User]:
    """Who heads the school today, those who stand in included."""
    heading = Membership.objects.in_force().filter(role__name=Role.Name.HEAD, role__school=school)
    return User.objects.filter(pk__in=heading.values("user")).order_by("pk")


def icts_of(school: School) -> QuerySet[User]:
    """The ICT contacts of the school today."""
    serving = Membership.objects.in_force().filter(role__name=Role.Name.ICT, role__school=school)
    return User.objects.filter(pk__in=serving.values("user")).order_by("pk")


def admins_of(school_group: SchoolGroup) -> QuerySet[User]:
    """The teachers of a class today, without whom a measure keeps from the work."""
    kept_away = Restriction.objects.keeping_from_work().values("person")
    teaching = Membership.objects.in_force().filter(role__name=Role.Name.TEACHER, role__school_group=school_group)
    teaching = teaching.exclude(user__in=kept_away)
    return User.objects.filter(pk__in=teaching.values("user")).order_by("pk")


def works_at(user: User, school: School) -> bool:
    """Whether somebody is staff of this school today."""
    return bool(Membership.objects.in_force(user).filter(role__name__in=STAFF, role__school=school).exists())


@dataclass(frozen=True)
class Hours:
    """When who works at a school may be told something, by primary key; everybody else at any moment."""

    time: SchoolTime
    weeks: dict[int, Week]

    @clause("E8")
    def opening(self, pk: int, moment: datetime) -> datetime:
        """The first moment, this one or later, at which this person may be disturbed; who has no hours, at once."""
        week = self.weeks.get(pk)
        return moment if week is None else self.time.next_opening(moment, week, teaches=False) or moment


def hours_of(school: School, people: Iterable[int]) -> Hours:
    """The hours of those of these people who work at the school. Five queries, whatever their number."""
    working = Membership.objects.in_force().filter(role__school=school, role__name__in=STAFF, user__in=list(people))
    time = school_time_of(school)
    return Hours(time, working_weeks_of(User.objects.filter(pk__in=working.values("user")), time))


@clause("E8")
def readers_of(school_group: SchoolGroup) -> tuple[list[int], Hours]:
    """Who reads a group today, by primary key, and when those of them who work here may be told of it."""
    memberships = Membership.objects.in_force().filter(
        role__auth_group__schoolgroupobjectpermission__content_object=school_group,
        role__auth_group__schoolgroupobjectpermission__permission__codename=READ,
    )
    people = list(memberships.values_list("user", flat=True).distinct())
    return people, hours_of(school_group.school, people)


@clause("E8")
def heard_from(user: User, school: School) -> datetime:
    """The moment from which somebody may be told: for staff the next hour at work, for parents now."""
    now = clock.now()
    if not works_at(user, school):
        return now
    time = school_time_of(school)
    return time.next_opening(now, working_week_of(user, time), teaches=False) or now

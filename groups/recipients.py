"""Who at the school is told something, and from when: staff are not disturbed outside their hours (E8)."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
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


@clause("E8")
def readers_of(school_group: SchoolGroup) -> dict[int, datetime]:
    """Who reads a group today, by primary key, and from when each may be told: staff in their hours, parents now.
    Seven queries, whatever their number."""
    now = clock.now()
    memberships = Membership.objects.in_force().filter(
        role__auth_group__schoolgroupobjectpermission__content_object=school_group,
        role__auth_group__schoolgroupobjectpermission__permission__codename=READ,
    )
    people = dict.fromkeys(memberships.values_list("user", flat=True).distinct(), now)
    working = Membership.objects.in_force().filter(role__school=school_group.school_id, role__name__in=STAFF)
    staff = list(User.objects.filter(pk__in=working.filter(user__in=list(people)).values("user")))
    time = school_time_of(school_group.school)
    weeks = working_weeks_of(staff, time)
    for person in staff:
        people[person.pk] = time.next_opening(now, weeks[person.pk], teaches=False) or now
    return people


@clause("E8")
def heard_from(user: User, school: School) -> datetime:
    """The moment from which somebody may be told: for staff the next hour at work, for parents now."""
    now = clock.now()
    if not works_at(user, school):
        return now
    time = school_time_of(school)
    return time.next_opening(now, working_week_of(user, time), teaches=False) or now

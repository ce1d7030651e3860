"""How far a school is set up, for the page that leads the head through it, and what the hub counts."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from groups.invited import InvitedLine, invited_lines
from groups.models import DayOff, ImportRun, JoinRequest, Membership, Pupil, Role, School, SchoolGroup
from groups.roles import CLASSES
from groups.school_time import lessons_of
from groups.school_year import school_year
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Class:
    """A class of this year and its teachers."""

    group: SchoolGroup
    teachers: list[Membership]


@dataclass(frozen=True)
class Shared:
    """A group that all share, and who may write there by a role in it: a council's members, the school's writers."""

    group: SchoolGroup
    writers: list[Membership]


@dataclass(frozen=True)
class Setup:
    """What is there; each step can be left and taken up again, in any order."""

    school: School
    pupils: int
    classes: list[Class]
    lines: list[InvitedLine]
    lesson_days: int
    days_off: int

    @property
    def has_time(self) -> bool:
        """Lessons, and the days off of this school year."""
        return bool(self.lesson_days and self.days_off)

    @property
    def has_data(self) -> bool:
        return bool(self.school.phone and self.school.region)

    @property
    def without_teacher(self) -> list[SchoolGroup]:
        return [row.group for row in self.classes if not row.teachers]

    @property
    def has_teachers(self) -> bool:
        return bool(self.classes) and not self.without_teacher

    @property
    def not_yet(self) -> int:
        return len({row.user.pk for line in self.lines for row in line.newcomers if not row.is_invited})

    @property
    def is_inviting(self) -> bool:
        """Whether the parents have begun to come in."""
        return any(line.group is not None and (line.in_use or line.invited) for line in self.lines)


def classes_of(school: School) -> list[Class]:
    """The classes of this school year with their teachers, in the school's order. Two queries."""
    groups = SchoolGroup.objects.of_year(clock.today()).filter(school=school, kind__in=CLASSES)
    teachers = _held(groups, Role.Name.TEACHER)
    return [Class(group, teachers.get(group.pk, [])) for group in groups]


@clause("B5", "D9")
def shared_of(school: School) -> list[Shared]:
    """The councils and the whole school of this year, with whom the head appointed to write there. Two queries."""
    kinds = (SchoolGroup.Kind.COUNCIL, SchoolGroup.Kind.WHOLE_SCHOOL)
    groups = SchoolGroup.objects.of_year(clock.today()).filter(school=school, kind__in=kinds)
    writers = _held(groups, Role.Name.COUNCIL_MEMBER, Role.Name.EDITOR)
    return [Shared(group, writers.get(group.pk, [])) for group in groups]


def _held(groups: "QuerySet[SchoolGroup]", *names: str) -> dict[int, list[Membership]]:
    """Group -> who has one of these roles there today, the first appointed first."""
    rows = Membership.objects.in_force().filter(role__school_group__in=groups, role__name__in=names)
    held: dict[int, list[Membership]] = {}
    for row in rows.select_related("user", "role").order_by("pk"):
        held.setdefault(row.role.school_group_id, []).append(row)
    return held


def setup_of(school: School) -> Setup:
    """How far this school is set up. Eight queries."""
    off = DayOff.objects.filter(school=school).between(*school_year(clock.today()))
    return Setup(
        school,
        pupils=Pupil.objects.filter(school=school).count(),
        classes=classes_of(school),
        lines=invited_lines(school),
        lesson_days=len(lessons_of(school)),
        days_off=off.count(),
    )


@dataclass(frozen=True)
class Counts:
    """What waits, part by part."""

    imports: int
    newcomers: int
    requests: int
    people: int


def counts_of(school: School) -> Counts:
    """What the hub shows beside each part. Six queries."""
    newcomers = {person.user.pk for line in invited_lines(school) for person in line.newcomers}
    return Counts(
        imports=ImportRun.objects.filter(school=school, state=ImportRun.State.WAITING).count(),
        newcomers=len(newcomers),
        requests=JoinRequest.objects.filter(
            Q(state=JoinRequest.State.WITH_HEAD), school_group__school=school, decided_at__isnull=True
        ).count(),
        people=User.objects.filter(is_active=True).count(),
    )

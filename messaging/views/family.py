"""Whose parent is looking, and who teaches those children: one query, for the tabs and the column beside the news."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest

from groups.models import Membership, Role, SchoolGroup
from groups.roles import CLASSES
from groups.standing import standing_of


@dataclass(frozen=True)
class Teacher:
    """As the screen names a teacher: juf Naima (ma, di, wo)."""

    called: str
    working_days: str

    def __str__(self) -> str:
        return f"{self.called} ({self.working_days})" if self.working_days else self.called


@dataclass(frozen=True)
class Child:
    """A child of who is looking, in this year's group."""

    name: str
    group: SchoolGroup
    teachers: list[Teacher]


@dataclass(frozen=True)
class Tab:
    """A group one may choose above the news."""

    group: SchoolGroup
    label: str


@dataclass(frozen=True)
class Family:
    children: list[Child] = field(default_factory=list)
    teachers: dict[int, list[Teacher]] = field(default_factory=dict)


def family_of(request: HttpRequest) -> Family:
    """The children of who is looking and the teachers of the classes one may read, of this school year."""
    classes = {g.pk: g for g in standing_of(request).readable if g.kind in CLASSES and g.is_current}
    rows = (
        Membership.objects.in_force()
        .filter(role__school_group__in=list(classes))
        .filter(
            Q(role__name=Role.Name.TEACHER)
            | Q(role__name=Role.Name.PARENT, user_id=request.user.pk, guardianship__isnull=False)
        )
        .select_related("user", "role", "guardianship__pupil")
        .order_by("created_at", "pk")
    )
    teachers: dict[int, list[Teacher]] = defaultdict(list)
    pupils = []
    for row in rows:
        if row.role.name == Role.Name.TEACHER:
            teachers[row.role.school_group_id].append(Teacher(row.user.called, row.working_days))
        else:
            pupils.append((row.guardianship.pupil, classes[row.role.school_group_id]))
    pupils.sort(key=lambda pair: pair[0].sort_name)
    children = [Child(pupil.first_name, group, teachers[group.pk]) for pupil, group in pupils]
    return Family(children, dict(teachers))


def tabs_of(request: HttpRequest, family: Family) -> list[Tab]:
    """This year's groups that one reads, those of the own children first and named by them: "Groep 5 (Yara)"."""
    names: dict[int, list[str]] = defaultdict(list)
    for child in family.children:
        names[child.group.pk].append(child.name)
    groups = [group for group in standing_of(request).readable if group.is_current]
    groups.sort(key=lambda group: group.pk not in names)
    return [Tab(g, f"{g.called} ({', '.join(names[g.pk])})" if g.pk in names else g.called) for g in groups]

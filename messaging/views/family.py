"""Whose parent is looking, and who teaches those children: one query, for the tabs and the column beside the news."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from consent.asking import has_open_questions
from groups.models import Membership, Role, SchoolGroup
from groups.prepared import Prepared
from groups.roles import CLASSES, READ
from groups.standing import standing_of
from messaging.views.cards import called
from protocol import clock


@dataclass(frozen=True)
class Teacher:
    """As the screen names a teacher: juf Naima (ma, di, wo)."""

    called: str
    working_days: str

    def __str__(self) -> str:
        return f"{self.called} ({self.working_days})" if self.working_days else self.called


@dataclass(frozen=True)
class Child:
    """A child of who is looking, in this year's group; ``is_asked``: the school waits for an answer about photos."""

    name: str
    group: SchoolGroup
    teachers: list[Teacher]
    is_asked: bool = False


@dataclass(frozen=True)
class Tab:
    """A group one may choose above the news."""

    group: SchoolGroup
    label: str


@dataclass(frozen=True)
class Family:
    children: list[Child] = field(default_factory=list)
    teachers: dict[int, list[Teacher]] = field(default_factory=dict)


def _households(user_id: int) -> "QuerySet[Membership, Any]":
    """The teachers of this year's classes that a person reads, and the person's own children in them."""
    classes = SchoolGroup.objects.with_perm(User(pk=user_id), READ).filter(kind__in=CLASSES).of_year(clock.today())
    own_children = Q(
        role__name=Role.Name.PARENT,
        user_id=user_id,
        guardianship__isnull=False,
        guardianship__pupil__deceased_at__isnull=True,
    )
    rows: QuerySet[Membership, Any] = (
        Membership.objects.in_force()
        .filter(Q(role__name=Role.Name.TEACHER) | own_children, role__school_group__in=classes.values("pk"))
        .annotate(is_asked=has_open_questions("guardianship__pupil", user_id))
        .order_by("created_at", "pk")
        .values_list(
            "role__school_group_id", "role__name", "working_days",
            "user__first_name", "user__last_name", "user__form_of_address",
            "guardianship__pupil__first_name", "guardianship__pupil__sort_name", "is_asked",
        )
    )  # fmt: skip
    return rows


_HOUSEHOLDS = Prepared(_households)


def family_of(request: HttpRequest) -> Family:
    """The children of who is looking and the teachers of the classes one may read, of this school year. One query."""
    groups = {group.pk: group for group in standing_of(request).readable}
    teachers: dict[int, list[Teacher]] = defaultdict(list)
    pupils = []
    for group_id, role, days, first_name, last_name, address, child, sort_name, is_asked in _HOUSEHOLDS.rows(
        request.user.pk or 0
    ):
        if role == Role.Name.TEACHER:
            teachers[group_id].append(Teacher(called(first_name, last_name, address), days))
        else:
            pupils.append((sort_name, child, groups[group_id], bool(is_asked)))
    pupils.sort(key=lambda pupil: pupil[0])
    children = [Child(child, group, teachers[group.pk], is_asked) for _, child, group, is_asked in pupils]
    return Family(children, dict(teachers))


def tabs_of(request: HttpRequest, family: Family) -> list[Tab]:
    """This year's groups that one reads, those of the own children first and named by them: "Groep 5 (Yara)"."""
    names: dict[int, list[str]] = defaultdict(list)
    for child in family.children:
        names[child.group.pk].append(child.name)
    groups = [group for group in standing_of(request).readable if group.is_current]
    groups.sort(key=lambda group: group.pk not in names)
    return [Tab(g, f"{g.called} ({', '.join(names[g.pk])})" if g.pk in names else g.called) for g in groups]

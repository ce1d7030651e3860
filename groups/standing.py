"""Where the person who is looking stands: groups and rights, asked once a request and shared by all that need it."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest

from accounts.models import User
from groups.models import (
    Membership,
    Restriction,
    Role,
    School,
    SchoolGroup,
    SchoolGroupObjectPermission,
    SendingStop,
    rights_of,
    stop_of,
)
from groups.prepared import Prepared
from groups.roles import DECIDE, IN_SCHOOL, MODERATE, PEOPLE, POST, READ
from protocol import clock
from protocol.clauses import clause


def _nothing(user: User, now: datetime) -> Any:
    return Value(0, IntegerField())


# What an app above counts along in the one question that every page asks: an expression of one number, for a person at
# a moment. Brought down when it loads.
COUNTED: "dict[str, Callable[[User, datetime], Any]]" = {"unread": _nothing}
_GROUP = [field.attname for field in SchoolGroup._meta.concrete_fields]
_SCHOOL = [field.attname for field in School._meta.concrete_fields]


def _held_by(user_id: int, now: datetime) -> "QuerySet[SchoolGroupObjectPermission, Any]":
    """Every right of a person today with the role that gives it, group by group in the school's order; and beside each
    what is unread: it leans on no row, so the database counts it once."""
    held = rights_of(User(pk=user_id)).annotate(unread=COUNTED["unread"](User(pk=user_id), now))
    fields = [f"content_object__{name}" for name in _GROUP] + [f"content_object__school__{name}" for name in _SCHOOL]
    in_order = held.order_by("content_object__position", "content_object__name")
    return in_order.values_list("group__role__name", "permission__codename", "unread", *fields)


_HELD = Prepared(_held_by)


def _group_of(values: list[Any]) -> SchoolGroup:
    group = SchoolGroup.from_db("default", _GROUP, values[: len(_GROUP)])
    group.school = School.from_db("default", _SCHOOL, values[len(_GROUP) :])
    return group


class Standing:
    """The groups one may read and what one may do in each: one query, on first use."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def _held(self) -> tuple[dict[int, SchoolGroup], dict[int, set[str]], set[str], int]:
        groups: dict[int, SchoolGroup] = {}
        rights: dict[int, set[str]] = {}
        hats: set[str] = set()
        number = 0
        for hat, codename, unread, group_id, *values in _HELD.rows(self.user.pk, clock.now()):
            number = unread or 0
            if group_id not in groups:
                groups[group_id] = _group_of([group_id, *values])
            rights.setdefault(group_id, set()).add(codename)
            hats.add(hat)
        return groups, rights, hats, number

    def with_right(self, codename: str) -> list[SchoolGroup]:
        """The groups in which one has this right today, in the school's order."""
        groups, rights, *_ = self._held
        return [group for pk, group in groups.items() if codename in rights[pk]]

    def may(self, codename: str, group_id: int) -> bool:
        """For what a template shows; what a view does is asked at the door again."""
        return codename in self._held[1].get(group_id, ())

    def may_in_school(self, codename: str) -> bool:
        """As ``may``, for a right in the school itself; no query of its own."""
        return any(codename in IN_SCHOOL.get(hat, ()) for hat in self._held[2])

    @property
    def unread(self) -> int:
        """In how many conversations there is something new; no query of its own."""
        return self._held[3] if self.user.is_authenticated else 0

    @cached_property
    def stop(self) -> SendingStop | None:
        """The stop on all sending that keeps this person from writing in some role; asked only where it matters."""
        return stop_of(self.user) if self.user.is_authenticated else None

    @cached_property
    def is_parent(self) -> bool:
        """Whether one reads here as a parent too, whatever else one is."""
        return Role.Name.PARENT in self._held[2]

    @cached_property
    def manages_people(self) -> bool:
        return self.may_in_school(PEOPLE)

    @cached_property
    def decides(self) -> bool:
        return self.may_in_school(DECIDE)

    @cached_property
    def handles_reports(self) -> bool:
        """Whether reports come to this person: of an own group, or of the whole school."""
        return self.manages_people or bool(self.with_right(MODERATE))

    @cached_property
    def readable(self) -> list[SchoolGroup]:
        return self.with_right(READ)

    @cached_property
    def writable(self) -> list[SchoolGroup]:
        return self.with_right(POST)

    @cached_property
    def measures(self) -> list[Restriction]:
        """What the school took away from one for a while, and holds today: one query, asked where it matters."""
        return list(Restriction.objects.standing().filter(person=self.user.pk)) if self.user.is_authenticated else []

    @cached_property
    @clause("F5")
    def closed(self) -> Restriction | None:
        """The measure that closes all groups for a while; asked only of who reads none."""
        if self.readable:
            return None
        return next((one for one in self.measures if one.kind == Restriction.Kind.CLOSED), None)

    @cached_property
    def is_guardian(self) -> bool:
        """Whether one answers for a child here, also when a measure closes all groups. One query."""
        return self.is_parent or any(one.guardianship_id for one in self.memberships)

    @cached_property
    def memberships(self) -> list[Membership]:
        """As what one belongs to the school today: each role once, those of the school first."""
        rows = (
            Membership.objects.in_force(self.user)
            .select_related("role__school_group")
            .order_by("role__school_group__position", "role__school_group__name", "pk")
        )
        return list({row.role_id: row for row in rows}.values())

    @cached_property
    def school(self) -> School | None:
        groups = self._held[0] if self.user.is_authenticated else {}
        return next((group.school for group in groups.values()), None) or School.objects.first()


def standing_of(request: HttpRequest) -> Standing:
    """The standing of who is asking, made once for a request."""
    if not hasattr(request, "standing"):
        request.standing = Standing(request.user)  # type: ignore[attr-defined,arg-type]
    return request.standing  # type: ignore[attr-defined,no-any-return]

"""Which conversations a new teacher could take over: counted for the head, who reads none of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from conversations.models import Conversation
from groups.models import Enrolment, Membership, Role, School, SchoolGroup
from groups.roles import CLASSES
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Move:
    """The open conversations about pupils who go, or went, from one group to another: so many. ``to`` is None for those
    who have no next group here."""

    of: SchoolGroup
    to: SchoolGroup | None
    number: int
    teachers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By which the form names it."""
        return f"{self.of.pk}-{self.to.pk if self.to else 0}"


@clause("B7")
def moves_of(school: School) -> list[Move]:
    """Group by group, in the school's order. No subject and no word of them is asked for. Four queries."""
    counted = Counter(_ways(school).values())
    groups = SchoolGroup.objects.in_bulk({pk for way in counted for pk in way if pk})
    teachers = _teachers(groups)
    moves = [
        Move(groups[of], groups.get(to or 0), number, tuple(teachers.get(to or 0, ())))
        for (of, to), number in counted.items()
    ]
    return sorted(moves, key=lambda move: (move.of.position, move.of.name, move.to is None, str(move.to)))


def conversations_in(school: School, key: str) -> "QuerySet[Conversation]":
    """Those that a move (by its key) counts, as it stands now."""
    wanted = [pk for pk, (of, to) in _ways(school).items() if f"{of}-{to or 0}" == key]
    return Conversation.objects.filter(pk__in=wanted).select_related("pupil", "school")


def _ways(school: School) -> dict[int, tuple[int, int | None]]:
    """Of each open conversation with teachers whose pupil is, or will be, in another group: from which to which."""
    rows = Conversation.objects.filter(school=school, desk=Conversation.Desk.TEACHERS, closed_at__isnull=True)
    found = list(rows.values_list("pk", "pupil", "school_group"))
    newest = _newest_group(pupil for _pk, pupil, _of in found)
    return {pk: (of, newest.get(pupil)) for pk, pupil, of in found if newest.get(pupil) != of}


def _newest_group(pupils: Iterable[int]) -> dict[int, int]:
    """The class in which each of these pupils is, or will be, last."""
    rows = Enrolment.objects.filter(
        pupil__in=set(pupils), pupil__deceased_at__isnull=True, school_group__kind__in=CLASSES
    ).exclude(valid_until__lt=clock.today())
    return dict(rows.order_by("valid_from", "pk").values_list("pupil", "school_group"))


def _teachers(groups: Iterable[int]) -> dict[int, list[str]]:
    """Who teaches these groups today, or will."""
    rows = Membership.objects.filter(role__school_group__in=list(groups), role__name=Role.Name.TEACHER)
    rows = rows.filter(ended_at__isnull=True).exclude(valid_until__lt=clock.today())
    named: dict[int, list[str]] = {}
    for row in rows.select_related("user", "role").order_by("pk"):
        named.setdefault(row.role.school_group_id or 0, []).append(row.user.called)
    return named

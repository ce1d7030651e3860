"""What the pages about people list, for the head and the ICT contact. Plain rows in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User, sort_key
from groups.models import Ending, Enrolment, Guardianship, Membership, Pupil, Role, School, SchoolGroup
from groups.roles import CLASSES
from protocol import clock

PUPILS_SHOWN = 20


def _current_roles() -> "Prefetch[str]":
    rows = Membership.objects.let_in().select_related("role__school_group", "guardianship__pupil").order_by("pk")
    return Prefetch("memberships", rows, to_attr="current")


def people_called(query: str) -> QuerySet[User]:
    """The people whose names hold each of these words, with their roles of today; everybody with an open account
    without a query. Two queries for a page.
    """
    people = User.objects.all() if query else User.objects.filter(is_active=True)
    for word in sort_key(query).split():
        people = people.filter(Q(sort_name__contains=word) | Q(sign_in_name__icontains=word))
    return people.order_by("sort_name", "pk").prefetch_related(_current_roles())


def once_each(people: Iterable[User]) -> None:
    """Say each role once: who has two children in a group is its parent twice."""
    for person in people:
        person.current = list({(row.role_id, row.label): row for row in person.current}.values())  # type: ignore[attr-defined]


def pupils_called(school: School, query: str) -> list[Pupil]:
    """The first twenty pupils whose names hold each of these words; none without a query. One query."""
    words = sort_key(query).split()
    pupils = Pupil.objects.filter(school=school, deceased_at__isnull=True)
    for word in words:
        pupils = pupils.filter(sort_name__contains=word)
    return list(pupils.order_by("sort_name", "pk")[:PUPILS_SHOWN]) if words else []


@dataclass(frozen=True)
class LinkLine:
    """A link between a guardian and a pupil, and whether it lets see anything today."""

    link: Guardianship
    holds: bool


def links_of(links: QuerySet[Guardianship]) -> list[LinkLine]:
    """These links as far as they are not over and their pupil lives, by the pupil's and the guardian's name."""
    today = clock.today()
    rows = links.filter(pupil__deceased_at__isnull=True).exclude(valid_until__lt=today)
    rows = rows.select_related("pupil", "guardian").order_by("pupil__sort_name", "guardian__sort_name", "pk")
    holding = set(links.with_authority(today).filter(guardian__is_active=True).values_list("pk", flat=True))  # type: ignore[attr-defined]
    return [LinkLine(row, holds=row.pk in holding) for row in rows]


def roles_of(user: User) -> list[Membership]:
    """The roles somebody has or will have, other than a parent's, first those of the school."""
    held = Membership.objects.filter(user=user, guardianship__isnull=True, ended_at__isnull=True)
    held = held.exclude(valid_until__lt=clock.today()).select_related("role__school_group", "role__school")
    return list(held.order_by("role__school_group__position", "valid_from", "pk"))


def past_roles_of(user: User) -> list[Membership]:
    """The roles somebody had, the latest first; at most twenty."""
    ended = Q(ended_at__isnull=False) | Q(valid_until__lt=clock.today())
    rows = Membership.objects.filter(ended, user=user, guardianship__isnull=True)
    return list(rows.select_related("role__school_group", "role__school").order_by("-valid_until", "-pk")[:20])


def enrolments_of(pupil: Pupil) -> list[Enrolment]:
    """The groups a pupil is, was and will be in, the latest first."""
    return list(pupil.enrolments.select_related("school_group").order_by("-valid_from", "-pk"))


def endings_of(school: School) -> list[Ending]:
    """The closed accounts and recorded deaths that can be put right, the latest first; at most fifty."""
    return list(Ending.objects.open_in(school)[:50])


def roles_given_back(ending: Ending) -> list[Membership]:
    """The roles that come back with it."""
    rows = Membership.objects.filter(pk__in=ending.memberships).select_related("role__school_group", "user")
    return list(rows.order_by("role__school_group__position", "pk"))


@dataclass(frozen=True)
class Place:
    """A role that may be given, and where, in words."""

    name: str
    container: School | SchoolGroup
    words: str

    @property
    def last_day(self) -> date | None:
        """The day on which this role ends at the latest, for one that is only given until a day (D9)."""
        is_bounded = self.name == Role.Name.EDITOR and isinstance(self.container, SchoolGroup)
        return self.container.ends_on if is_bounded else None  # type: ignore[union-attr]

    @property
    def value(self) -> str:
        return f"{self.name}:{self.container.pk if isinstance(self.container, SchoolGroup) else ''}"


IN_SCHOOL = (Role.Name.HEAD, Role.Name.ICT, Role.Name.CARE, Role.Name.STAFF)


def places_of(school: School) -> list[Place]:
    """The roles of the school and of its groups of this year and later that the head may give. One query."""
    places = [Place(name, school, str(Role.Name(name).label)) for name in IN_SCHOOL]
    for group in school.school_groups.filter(ends_on__gte=clock.today()).order_by("starts_on", "position", "name"):
        names: tuple[str, ...] = ()
        if group.kind in CLASSES:
            names = (Role.Name.TEACHER, Role.Name.TRAINEE)
        elif group.kind == SchoolGroup.Kind.COUNCIL:
            names = (Role.Name.COUNCIL_MEMBER,)
        elif group.kind == SchoolGroup.Kind.WHOLE_SCHOOL:
            names = (Role.Name.EDITOR,)
        year = "" if group.is_current else f" ({group.school_year})"
        where = "" if group.kind == SchoolGroup.Kind.WHOLE_SCHOOL else f", {group.name}"
        places += [Place(name, group, f"{Role.Name(name).label}{where}{year}") for name in names]
    return places

"""What Kring knows of a school, fetched in a constant number of queries, however many pupils there are."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from accounts.models import User
from groups.models import (
    AuthorityProposal,
    Enrolment,
    Guardianship,
    Membership,
    Pupil,
    Role,
    School,
    SchoolGroup,
    StaffKey,
)
from groups.roles import CLASSES
from groups.school_year import days_of
from groups.shared import SHARED
from protocol import clock


class Known:
    """A school as it stands today, seen from one school year."""

    def __init__(self, school: School, first_year: int) -> None:
        self.school, self.first_year = school, first_year
        self.today = clock.today()
        self._of_year = school.school_groups.of_year(date(first_year + 1, 1, 15))
        days = self._of_year.order_by("pk").values_list("starts_on", "ends_on").first()
        self.starts_on, self.ends_on = days or days_of(first_year)

    @property
    def begins_on(self) -> date:
        """The day from which what is new in this school year holds."""
        return max(self.today, self.starts_on)

    def _not_over(self) -> Q:
        return Q(valid_until__isnull=True) | Q(valid_until__gte=self.today)

    @cached_property
    def groups(self) -> list[SchoolGroup]:
        """The classes of this school year."""
        return list(self._of_year.filter(kind__in=CLASSES).order_by("pk"))

    @cached_property
    def other_names(self) -> set[str]:
        """The names of the groups of this year that are no class, and of those that come with its first class: no
        class may be called so.
        """
        rows = list(self._of_year.exclude(kind__in=CLASSES).values_list("kind", "council", "name"))
        there = {(kind, council) for kind, council, _name in rows}
        coming = {str(one.name) for one in SHARED if (one.kind, one.council) not in there}
        return coming | {name for _kind, _council, name in rows}

    @cached_property
    def pupils(self) -> list[Pupil]:
        return list(self.school.pupils.order_by("pk"))

    @cached_property
    def _enrolments(self) -> list[Enrolment]:
        rows = Enrolment.objects.filter(
            self._not_over(), pupil__school=self.school, school_group__kind__in=CLASSES
        ).select_related("school_group")
        return list(rows.order_by("pk"))

    @cached_property
    def enrolled(self) -> dict[int, list[Enrolment]]:
        """Pupil -> where the child stands in this school year."""
        ids = {group.pk for group in self.groups}
        found: dict[int, list[Enrolment]] = defaultdict(list)
        for row in self._enrolments:
            if row.school_group_id in ids:
                found[row.pupil_id].append(row)
        return found

    @cached_property
    def enrolled_before(self) -> dict[int, set[int]]:
        """Pupil -> the groups of the latest school year before this one."""
        latest: dict[int, date] = {}
        found: dict[int, set[int]] = {}
        for row in self._enrolments:
            begins = row.school_group.starts_on
            if begins < self.starts_on and begins >= latest.get(row.pupil_id, date.min):
                if begins > latest.get(row.pupil_id, date.min):
                    found[row.pupil_id] = set()
                latest[row.pupil_id] = begins
                found[row.pupil_id].add(row.school_group_id)
        return found

    @cached_property
    def guardianships(self) -> dict[int, list[Guardianship]]:
        """Pupil -> the latest link with each guardian, those that are over too."""
        rows = Guardianship.objects.filter(pupil__school=self.school).select_related("guardian")
        latest: dict[tuple[int, int], Guardianship] = {}
        for row in rows.order_by("valid_from", "pk"):
            latest[row.pupil_id, row.guardian_id] = row
        found: dict[int, list[Guardianship]] = defaultdict(list)
        for row in latest.values():
            found[row.pupil_id].append(row)
        return found

    @cached_property
    def memberships(self) -> dict[int, list[tuple[int, int, bool]]]:
        """Guardianship -> (membership, group, whether the school lets it stand), of all years."""
        rows = Membership.objects.filter(role__school=self.school, guardianship__isnull=False)
        found: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
        fields = ("pk", "guardianship_id", "role__school_group_id", "valid_until", "ended_at")
        for pk, link, group, until, ended_at in rows.order_by("pk").values_list(*fields):
            found[link].append((pk, group, ended_at is None and (until is None or until >= self.today)))
        return found

    @cached_property
    def accounts(self) -> dict[tuple[str, str], list[tuple[int, bool]]]:
        """(sort name, address) -> the accounts with both, each with whether it is open."""
        found: dict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
        people = User.objects.exclude(email="").order_by("pk")
        for pk, name, email, is_open in people.values_list("pk", "sort_name", "email", "is_active"):
            found[name, email.lower()].append((pk, is_open))
        return found

    def people_at(self, sort_name: str, email: str) -> list[tuple[int, bool]]:
        """Who has this name at this address: the open accounts, else those that were closed."""
        found = self.accounts.get((sort_name, email.lower()), [])
        return [row for row in found if row[1]] or found

    @cached_property
    def staff_keys(self) -> list[StaffKey]:
        return list(self.school.staff_keys.select_related("user").order_by("pk"))

    @cached_property
    def staff(self) -> list[Membership]:
        """The roles of staff that stand: in the school, and in the classes of this school year."""
        roles = Q(role__school_group__isnull=True) | Q(
            role__school_group__in=self.groups, role__name__in=[Role.Name.TEACHER, Role.Name.TRAINEE]
        )
        rows = Membership.objects.filter(self._not_over(), roles, role__school=self.school, ended_at__isnull=True)
        return list(rows.select_related("user", "role").order_by("pk"))

    @cached_property
    def proposals(self) -> dict[int, AuthorityProposal]:
        """Guardianship -> its latest proposal, open or decided."""
        rows = AuthorityProposal.objects.filter(guardianship__pupil__school=self.school)
        return {row.guardianship_id: row for row in rows.order_by("pk")}

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

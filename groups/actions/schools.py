"""The school itself: made from nothing, its data, and that it is set up."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.actions.days_off import begin_holidays, fill_holidays
from groups.actions.groups import create_shared_groups, give_role
from groups.actions.guardians import NewPerson, make_account
from groups.actions.invitations import invite_by_link
from groups.actions.school_time import begin_school_time
from groups.models import Role, School
from groups.school_year import school_year
from protocol import clock
from protocol.clauses import clause


class SchoolExistsError(Exception):
    """There is one school per installation, and it is there."""


class NobodyWaitsError(Exception):
    """There is no head without a password."""


@clause("A2", "D9")
@transaction.atomic
def create_school(name: str, place: str, head: NewPerson, *, region: str = "") -> tuple[School, User, str]:
    """A school with what every school has this year, its first head without a password, and the secret of a link.

    Nobody gets a default password or more rights than a head has.

    Raises:
        SchoolExistsError: see there.
    """
    if School.objects.exists():
        raise SchoolExistsError
    school = School.objects.create(name=name, place=place, region=region)
    begin_school_time(school)
    begin_holidays(school)
    create_shared_groups(school, *school_year(clock.today()))
    person = make_account(head)
    give_role(person, Role.Name.HEAD, school, by=None)
    audit.record("school_created", by=None, on=school)
    return school, person, invite_by_link(person)


@transaction.atomic
def renew_first_link() -> tuple[User, str]:
    """A new link for a head who has no password yet; the earlier one no longer works.

    Raises:
        NobodyWaitsError: see there.
    """
    heads = User.objects.filter(memberships__role__name=Role.Name.HEAD, is_active=True).order_by("pk")
    waiting = next((head for head in heads if not head.has_usable_password()), None)
    if waiting is None:
        raise NobodyWaitsError
    return waiting, invite_by_link(waiting)


@transaction.atomic
def change_school(
    school: School, *, name: str, place: str, phone: str, region: str, second_factor_days: int, by: User
) -> School:
    """The school's data as every page shows them, and the days of grace for the second step; the region
    brings its holidays.
    """
    school.name, school.place, school.phone, school.region = name, place, phone, region
    school.second_factor_days = second_factor_days
    school.save(update_fields=["name", "place", "phone", "region", "second_factor_days"])
    audit.record("school_changed", by=by, on=school)
    fill_holidays(school, by=by)
    return school


@transaction.atomic
def finish_setup(school: School, *, by: User) -> bool:
    """Say that the school is set up. True when this call said it first."""
    is_first = School.objects.filter(pk=school.pk, set_up_at__isnull=True).update(set_up_at=clock.now()) == 1
    if is_first:
        audit.record("school_set_up", by=by, on=school)
    return is_first

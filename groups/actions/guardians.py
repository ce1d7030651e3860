"""Guardians: linking, letting in, taking out (B2, B3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.models import User, sort_key
from groups import mails, roles
from groups.actions.invitations import invite_by_mail
from groups.models import Enrolment, Guardianship, Membership, Pupil, Role, School, SchoolGroup
from protocol import clock
from protocol.clauses import clause


class GuardianshipDiffersError(Exception):
    """The school's records say something else of this person and this pupil: a matter for the head (B3)."""


@clause("B2", "B3")
@transaction.atomic
def link_guardian(pupil: Pupil, guardian: User, *, relation: str, has_authority: bool, day: date) -> Guardianship:
    """The link between a guardian and a pupil as it stands, or a new one from this day.

    A group's admin makes links and never changes them: authority, its end and a bar are the head's.

    Raises:
        GuardianshipDiffersError: the latest link has another authority, has ended, or is barred.
    """
    Pupil.objects.select_for_update().get(pk=pupil.pk)  # two at once: the second finds the first one's row
    latest: Guardianship | None = (
        Guardianship.objects.filter(pupil=pupil, guardian=guardian).order_by("valid_from", "pk").last()
    )
    if latest is None:
        return Guardianship.objects.create(
            pupil=pupil, guardian=guardian, relation=relation, has_authority=has_authority, valid_from=day
        )
    is_over = latest.valid_until is not None and latest.valid_until < day
    if is_over or latest.barred_at is not None or latest.has_authority != has_authority:
        raise GuardianshipDiffersError
    return latest


@clause("B3")
@transaction.atomic
def add_guardian(
    pupil: Pupil,
    guardian: User,
    school_group: SchoolGroup,
    *,
    by: User | None,
    relation: str = Guardianship.Relation.GUARDIAN,
    has_authority: bool,
    valid_from: date | None = None,
) -> Membership:
    """Let a guardian of a pupil into a group (B3). Without authority nothing becomes visible (B2).

    Who is in already stays in; who was taken out comes in again with a row of its own.

    Raises:
        Enrolment.DoesNotExist: the pupil is not in this group today.
        GuardianshipDiffersError: the school's records say something else of the two.
    """
    day = valid_from or clock.today()
    Enrolment.objects.valid_on(max(day, clock.today())).get(pupil=pupil, school_group=school_group)
    guardianship = link_guardian(pupil, guardian, relation=relation, has_authority=has_authority, day=day)
    role = roles.role_of(Role.Name.PARENT, school_group.school, school_group)
    not_over = Q(valid_until__isnull=True) | Q(valid_until__gte=max(day, clock.today()))
    standing = Membership.objects.filter(not_over, role=role, guardianship=guardianship, ended_at__isnull=True)
    found: Membership | None = standing.first()
    if found:
        return found
    membership: Membership = Membership.objects.create(
        user=guardian, role=role, guardianship=guardianship, added_by=by, valid_from=day
    )
    audit.record("guardian_let_in", by=by, on=guardian, detail=f"{role} ({pupil})")
    return membership


@clause("B3")
@transaction.atomic
def remove_guardian(membership: Membership, *, by: User) -> bool:
    """Take a guardian out of a group; the rights end on the next request, the row stays. True when this call did it."""
    is_done = Membership.objects.filter(pk=membership.pk).end_at_once(by=by) == 1
    if is_done:
        audit.record("guardian_taken_out", by=by, on=membership.user, detail=str(membership.role))
    return is_done


def people_known_as(address: str) -> QuerySet[User]:
    """The accounts with exactly this e-mail address or sign-in name, whatever the case; closed ones too."""
    return User.objects.filter(Q(sign_in_name__iexact=address) | Q(email__iexact=address)).order_by("pk")


@dataclass(frozen=True)
class NewPerson:
    """Somebody without an account yet."""

    first_name: str
    last_name: str
    email: str


def sign_in_names(first_name: str, last_name: str) -> Iterator[str]:
    """samira.bouazza, samira.bouazza2, and so on; ouder, ouder2 for a name without Latin letters."""
    base = ".".join(re.findall(r"[a-z0-9]+", sort_key(first_name, last_name)))[:120] or "ouder"
    yield base
    yield from (f"{base}{number}" for number in count(2))


def make_account(person: NewPerson) -> User:
    """An account without a usable password, under a sign-in name of its own."""
    names = sign_in_names(person.first_name, person.last_name)
    sign_in_name = next(name for name in names if not people_known_as(name).exists())
    return User.objects.create_user(
        sign_in_name, email=person.email, first_name=person.first_name, last_name=person.last_name
    )


def account_of(person: NewPerson, school: School) -> tuple[User, bool]:
    """The account of this name at this address, or a new one (True); who had the address alone is told it is shared."""
    School.objects.select_for_update().get(pk=school.pk)  # two new accounts at once: one name each
    readers = list(User.objects.reached_at(person.email))
    name = sort_key(person.last_name, person.first_name)
    known = next((reader for reader in readers if reader.sort_name == name), None)
    if known:
        return known, False
    newcomer = make_account(person)
    if len(readers) == 1:
        mails.queue_sharing(readers[0], newcomer, school)
    return newcomer, True


@clause("B2", "B3")
@transaction.atomic
def invite_guardian(
    pupil: Pupil, person: User | NewPerson, school_group: SchoolGroup, *, by: User, relation: str, has_authority: bool
) -> Membership:
    """Let in somebody who has an account, or make one and invite by mail to set a password.

    Without authority there is nothing to see, so no invitation goes out.

    Raises:
        Enrolment.DoesNotExist, GuardianshipDiffersError: as add_guardian; nothing is made or mailed then.
    """
    school = school_group.school
    School.objects.select_for_update().get(pk=school.pk)  # two new accounts at once: one name each
    if not isinstance(person, User):
        readers = User.objects.reached_at(person.email)
        if Guardianship.objects.filter(pupil=pupil, guardian__in=readers, barred_at__isnull=False).exists():
            raise GuardianshipDiffersError  # under another name the same mailbox is not let in either
    guardian, is_new = (person, False) if isinstance(person, User) else account_of(person, school)
    membership = add_guardian(pupil, guardian, school_group, by=by, relation=relation, has_authority=has_authority)
    if is_new and has_authority:
        invite_by_mail(guardian, by=by, school=school)
    return membership

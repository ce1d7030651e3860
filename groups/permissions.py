"""The doors of groups: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from uuid import UUID

from django.db.models import Exists, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import audit, limits
from accounts.models import User
from groups import secrets
from groups.models import (
    AuthorityProposal,
    DayOff,
    Ending,
    Guardianship,
    ImportRun,
    Invitation,
    JoinRequest,
    Membership,
    Pupil,
    Restriction,
    Role,
    School,
    SchoolGroup,
)
from groups.protected import is_protected, is_staff
from groups.roles import DECIDE, PEOPLE, STAFF
from protocol import clock
from protocol.clauses import clause


@clause("B4", "B8")
def get_group_or_404(user: User, pk: int, codename: str) -> SchoolGroup:
    """The group in which this person has this right today.

    Raises:
        Http404: no such group, or no such right: the stranger cannot tell which.
    """
    groups = SchoolGroup.objects.with_perm(user, codename).select_related("school")
    return get_object_or_404(groups, pk=pk)


@clause("B8")
def get_school_or_404(user: User, codename: str) -> School:
    """The school in which this person has this right today; there is one school per installation.

    Raises:
        Http404: no such right.
    """
    school = School.objects.with_perm(user, codename).first()
    if school is None:
        raise Http404
    return school


@clause("B8")
def get_import_or_404(user: User, key: UUID) -> ImportRun:
    """An import of a school in which this person manages people today; without what was read of the files.

    Raises:
        Http404: no such import, or no such right.
    """
    runs = ImportRun.objects.filter(school__in=School.objects.with_perm(user, PEOPLE)).defer("content")
    found: ImportRun = get_object_or_404(runs.select_related("school", "uploaded_by", "applied_by"), key=key)
    return found


@clause("B2")
def get_proposal_or_404(user: User, pk: int) -> AuthorityProposal:
    """A proposal about authority, waiting or decided, in a school in which this person decides today.

    Raises:
        Http404: no such proposal, or no such right.
    """
    schools = School.objects.with_perm(user, DECIDE)
    proposals = AuthorityProposal.objects.filter(guardianship__pupil__school__in=schools)
    found: AuthorityProposal = get_object_or_404(
        proposals.select_related("guardianship__guardian", "guardianship__pupil"), pk=pk
    )
    return found


@clause("B3")
def get_guardian_or_404(school_group: SchoolGroup, pk: int) -> Membership:
    """The membership of a guardian in this very group, as it stands today.

    The group comes through its own door; a membership of another group is not found here.

    Raises:
        Http404: no such membership, of another group, or ended already.
    """
    guardians = Membership.objects.let_in().filter(role__school_group=school_group, role__name=Role.Name.PARENT)
    found: Membership = get_object_or_404(guardians.select_related("user", "guardianship__pupil"), pk=pk)
    return found


class TriedTooOftenError(Exception):
    """No guess left in these five minutes."""


@clause("B3", "B8")
def find_invitation(secret: str, network: str) -> Invitation | None:
    """The invitation that this secret opens now; nothing for one that is wrong, used, over or worth nothing any more.

    What opens nothing counts as a guess, per network address and per beginning of a code; the count comes first, so
    it holds however many guess at once, and a right code costs the same work as a wrong one.

    Raises:
        TriedTooOftenError: no guess left.
    """
    guesses = ((limits.INVITATION_NETWORK, network), (limits.INVITATION, secrets.prefix(secret)))
    if not limits.take_all(*guesses):
        raise TriedTooOftenError
    invitations = Invitation.objects.worth_something().filter(secret_hash__in=secrets.digests(secret))
    found: Invitation | None = invitations.select_related("user").first()
    if found is None:
        audit.record("sign_in_denied", by=None, outcome=audit.Outcome.DENIED)
        return None
    for limit, key in guesses:
        limits.give_back(limit, key)
    return found


@clause("B8", "D13")
def get_portrait_or_404(user: User, key: UUID) -> User:
    """The person whose portrait has this key, for who has a membership in force at the same school.

    Of a family with a protected address only staff see portraits, except of who is staff too.

    To whom all is closed for a while, only the own one is left.

    Raises:
        Http404: no such portrait, nothing to do with that school, or protected.
    """
    closed = Restriction.objects.standing().filter(person=user.pk, kind=Restriction.Kind.CLOSED)
    mine = Membership.objects.in_force(user).filter(~Exists(closed))
    belongs = Q(memberships__role__school__in=mine.values("role__school"))
    people = User.objects.exclude(portrait="").filter(belongs | Q(pk=user.pk))
    looks_as_staff = Exists(mine.filter(role__name__in=STAFF))
    seen = Q(pk=user.pk) | Q(looks_as_staff) | ~Q(is_protected("pk")) | Q(is_staff("pk"))
    return get_object_or_404(people.filter(seen).distinct(), portrait_key=key)


# Which hat a person wears in a group when several fit: the nearest role first.
_NEAREST = ["teacher", "trainee", "member", "head", "care", "ict", "editor", "staff", "parent"]


@clause("B6", "E6")
def hat_in(user: User, school_group: SchoolGroup) -> str:
    """As what a person writes in a group: a role's name ("teacher"), or the words the school gave it ("conciërge").

    A role in the group itself goes before one in the school or in another class: a teacher who is a parent in this
    group writes here as a parent. Empty for who has no role there.
    """
    return role_and_hat_in(user, school_group)[1]


def role_in(user: User, school_group: SchoolGroup) -> str:
    """The ``Role.Name`` behind the hat that a person wears in a group; empty for who has no role there."""
    return role_and_hat_in(user, school_group)[0]


def role_and_hat_in(user: User, school_group: SchoolGroup) -> tuple[str, str]:
    """``role_in`` and ``hat_in`` at once, in one query."""
    memberships = Membership.objects.in_force(user).filter(
        role__auth_group__schoolgroupobjectpermission__content_object=school_group
    )
    hats = sorted(
        memberships.values_list("role__school_group_id", "role__name", "label").distinct(),
        key=lambda hat: (hat[0] != school_group.pk, _NEAREST.index(hat[1])),
    )
    return (hats[0][1], hats[0][2] or hats[0][1]) if hats else ("", "")


@clause("B3")
def get_request_or_404(school_group: SchoolGroup, pk: int) -> JoinRequest:
    """A request that waits for the admins of this very group, which comes through its own door.

    Raises:
        Http404: no such request, of another group, handed over or answered.
    """
    waiting = JoinRequest.objects.open().filter(school_group=school_group, state=JoinRequest.State.WAITING)
    found: JoinRequest = get_object_or_404(waiting.select_related("asker", "school_group__school"), pk=pk)
    return found


@clause("B3")
def get_request_to_decide_or_404(school: School, pk: int) -> JoinRequest:
    """A request that nobody answered yet, in a school that comes through its own door: for its head.

    Raises:
        Http404: no such request, or answered.
    """
    waiting = JoinRequest.objects.open().filter(school_group__school=school)
    found: JoinRequest = get_object_or_404(waiting.select_related("asker", "school_group__school"), pk=pk)
    return found


@clause("B3")
def get_own_request_or_404(user: User, pk: int) -> JoinRequest:
    """A request of one's own that nobody answered yet.

    Raises:
        Http404: no such request, somebody else's, or answered.
    """
    found: JoinRequest = get_object_or_404(JoinRequest.objects.open().filter(asker=user), pk=pk)
    return found


def get_person_or_404(school: School, pk: int) -> User:
    """Somebody with an account, open or closed; the school comes through its own door and is the only one here.

    Raises:
        Http404: no such person.
    """
    return get_object_or_404(User, pk=pk)


@clause("E8")
def get_colleague_or_404(school: School, pk: int) -> User:
    """Somebody who works at the school today or will: with a role of staff. The school comes through its own door.

    Raises:
        Http404: no such person, or one who does not work here.
    """
    held = Membership.objects.filter(role__school=school, role__name__in=STAFF, ended_at__isnull=True)
    colleagues = User.objects.filter(is_active=True, memberships__in=held.exclude(valid_until__lt=clock.today()))
    return get_object_or_404(colleagues.distinct(), pk=pk)


def get_day_off_or_404(school: School, pk: int) -> DayOff:
    """A day off of the school, which comes through its own door.

    Raises:
        Http404: no such day off.
    """
    found: DayOff = get_object_or_404(DayOff, school=school, pk=pk)
    return found


def get_pupil_or_404(school: School, pk: int) -> Pupil:
    """A pupil of the school, which comes through its own door.

    Raises:
        Http404: no such pupil, or one that died.
    """
    return get_object_or_404(Pupil, pk=pk, school=school, deceased_at__isnull=True)


@clause("B8")
def get_ending_or_404(school: School, pk: int) -> Ending:
    """A closed account or a recorded death that was not put right; the school comes through its own door.

    Raises:
        Http404: no such ending, or put right already.
    """
    found: Ending = get_object_or_404(Ending.objects.open_in(school), pk=pk)
    return found


@clause("B2")
def get_guardianship_or_404(school: School, pk: int) -> Guardianship:
    """A link between a guardian and a pupil of the school that is not over; the school comes through its own door.

    Raises:
        Http404: no such link, or over.
    """
    links = Guardianship.objects.filter(pupil__school=school, pupil__deceased_at__isnull=True)
    links = links.exclude(valid_until__lt=clock.today()).select_related("guardian", "pupil")
    found: Guardianship = get_object_or_404(links, pk=pk)
    return found


def get_role_held_or_404(school: School, pk: int) -> Membership:
    """A role that somebody has or will have, other than a parent's; the school comes through its own door.

    Raises:
        Http404: no such role, a parent's, or over.
    """
    held = Membership.objects.filter(role__school=school, guardianship__isnull=True, ended_at__isnull=True)
    held = held.exclude(valid_until__lt=clock.today()).select_related("user", "role__school_group", "role__school")
    found: Membership = get_object_or_404(held, pk=pk)
    return found

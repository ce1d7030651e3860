"""Somebody comes to work at the school."""

from django.db import transaction

from accounts.models import User
from groups.actions.guardians import NewPerson, account_of
from groups.actions.invitations import invite_by_mail
from groups.actions.people import appoint
from groups.models import Invitation, Membership, School, SchoolGroup
from protocol.clauses import clause


@clause("A2", "B6")
@transaction.atomic
def add_staff(person: NewPerson, name: str, container: School | SchoolGroup, *, by: User) -> Membership:
    """Give a role to somebody by name and address; who has no account yet gets one, and an invitation by mail.

    The same name at the same address is the same person; another name there shares the address.

    Raises:
        RoleHeldError: the person has this role already.
    """
    school = container if isinstance(container, School) else container.school
    user, _ = account_of(person, school)
    membership = appoint(user, name, container, by=by)
    if not user.has_usable_password() and not Invitation.objects.open().filter(user=user).exists():
        invite_by_mail(user, by=by, school=school)
    return membership

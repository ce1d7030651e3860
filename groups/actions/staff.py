"""Somebody comes to work at the school."""

from django.db import transaction

from accounts.models import User, sort_key
from groups import mails
from groups.actions.guardians import NewPerson, make_account
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
    School.objects.select_for_update().get(pk=school.pk)  # two new accounts at once: one name each
    readers = list(User.objects.reached_at(person.email))
    key = sort_key(person.last_name, person.first_name)
    known = next((reader for reader in readers if reader.sort_name == key), None)
    user = known or make_account(person)
    membership = appoint(user, name, container, by=by)
    if known is None and len(readers) == 1:
        mails.queue_sharing(readers[0], user, school)
    if not user.has_usable_password() and not Invitation.objects.open().filter(user=user).exists():
        invite_by_mail(user, by=by, school=school)
    return membership

"""The doors of the archive: the head and the deputy that the school named open it; the ICT contact sees that it is
whole, and nothing of what is in it (F6, B8)."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import Restriction, School
from groups.recipients import works_at
from groups.roles import DECIDE, PEOPLE
from moderation.models import ModerationPolicy, Package
from moderation.permissions import is_ict
from protocol.clauses import clause


class Archive(NamedTuple):
    """The archive as one person comes to it."""

    school: School
    opens: bool  # asks for a package, with a reason; else only whether all is whole


@clause("F6", "B8")
def get_archive_or_404(user: User) -> Archive:
    """The archive of the school that this person heads, deputises for, or is the ICT contact of.

    Raises:
        Http404: none of these.
    """
    found = archive_of(user)
    if found is None:
        raise Http404
    return found


def archive_of(user: User) -> Archive | None:
    """As ``get_archive_or_404``, for a link to it: None for who has no archive."""
    school = School.objects.with_perm(user, DECIDE).first() or _deputises_for(user)
    if school is not None:
        return Archive(school, opens=True)
    school = next((one for one in School.objects.with_perm(user, PEOPLE) if is_ict(user, one)), None)
    return None if school is None else Archive(school, opens=False)


def _deputises_for(user: User) -> School | None:
    """The school that named this person, who still works there, and whom no measure keeps from it."""
    if Restriction.objects.keeping_from_work().filter(person=user).exists():
        return None
    policies = ModerationPolicy.objects.filter(deputy=user).select_related("school")
    return next((one.school for one in policies if works_at(user, one.school)), None)


@clause("F6", "F5", "B8")
def get_package_or_404(user: User, number: int) -> Package:
    """A hard copy for who may open it; of what one wrote oneself only the other of the two opens it.

    Raises:
        Http404: no such package, one's own, or not one's archive to open.
    """
    archive = get_archive_or_404(user)
    if not archive.opens:
        raise Http404
    rows = Package.objects.kept().exclude(author=user)
    rows = rows.select_related("link__school", "link__stamp", "school_group", "author")
    found: Package = get_object_or_404(rows, link__school=archive.school, link__number=number)
    return found

"""The doors of consent: a child over whom one has authority today; a stranger gets the 404 of what does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import Guardianship, Pupil
from protocol import clock
from protocol.clauses import clause


@clause("B2", "B9")
def get_own_child_or_404(user: User, pk: int) -> Pupil:
    """The child over whom this person has parental authority today.

    Raises:
        Http404: no such child, somebody else's, or no authority (any more).
    """
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian=user)
    pupils = Pupil.objects.filter(pk__in=links.values("pupil"), deceased_at=None)
    found: Pupil = get_object_or_404(pupils.select_related("school"), pk=pk)
    return found


def own_child(user: User, number: str) -> Pupil:
    """The same for what a form sent.

    Raises:
        Http404: as above, or not a number at all.
    """
    if not number.isascii() or not number.isdigit():
        raise Http404
    return get_own_child_or_404(user, int(number[:18]))

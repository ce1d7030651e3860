"""The doors of consent: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from consent.models import PaperForm, Purpose
from consent.purposes import purposes_of
from groups.models import Guardianship, Pupil, School
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


@clause("B9")
def get_purpose_or_404(school: School, code: str) -> Purpose:
    """What a school may ask, by its code; the school comes through its own door.

    Raises:
        Http404: no such purpose.
    """
    purposes_of(school)  # makes those that are not there yet
    found: Purpose = get_object_or_404(Purpose.objects.select_related("school"), school=school, code=code)
    return found


@clause("B9")
def get_scan_or_404(school: School, pk: int) -> PaperForm:
    """A form on paper of a pupil of the school, which comes through its own door.

    Raises:
        Http404: no such form.
    """
    found: PaperForm = get_object_or_404(PaperForm, pupil__school=school, pk=pk)
    return found

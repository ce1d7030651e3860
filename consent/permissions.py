"""The doors of consent: fetch and check in one call; a stranger gets the 404 of what does not exist."""

from django.shortcuts import get_object_or_404

from consent.models import PaperForm, Purpose
from consent.purposes import purposes_of
from groups.models import School
from protocol.clauses import clause


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

"""Who of a class may not be shown: for the teacher, and to print for who comes with a camera."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from consent.progress import purposes_in
from groups.permissions import get_group_or_404
from groups.roles import CLASSES, MEMBERS
from protocol import clock
from protocol.clauses import clause


@clause("B9", "D3")
@require_safe
def group_consent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Per purpose who may not, and who has not answered; ``?voor=class_photo`` is one of them, to print."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    lines = purposes_in(school_group) if school_group.kind in CLASSES else []
    one = next((line for line in lines if line.purpose.code == request.GET.get("voor")), None)
    shown = [one] if one else lines
    reading.note_pupils(request, [pupil.pk for line in shown for pupil in line.barred])
    context = {"here": "groups", "group": school_group, "lines": lines, "one": one, "today": clock.today()}
    template = "consent/group_print.html" if one else "consent/group_consent.html"
    return render(request, template, context)

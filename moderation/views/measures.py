"""What holds for oneself, and the line to the head that is always open (F5)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from groups.standing import standing_of
from moderation.actions import TooMany, write_head_line
from moderation.case_mails import objection_of, reach
from moderation.case_permissions import get_school_to_write_or_404
from moderation.forms.cases import HeadLineForm
from moderation.models import CaseStep
from protocol import clock
from protocol.clauses import clause


@clause("F5")
@require_safe
def measure_list(request: SignedInRequest) -> HttpResponse:
    """What the school took away from this person for a while, why, until when, and to whom to object; and what was."""
    steps = list(
        CaseStep.objects.filter(case__about=request.user)
        .exclude(told="")
        .select_related("case__school", "restriction")
        .order_by("-decided_at")
    )
    holding = [step for step in steps if _holds(step)]
    context = {
        "here": "me",
        "holding": [(step, objection_of(step.case)) for step in holding],
        "earlier": [(step, objection_of(step.case)) for step in steps if step not in holding],
    }
    return render(request, "moderation/measure_list.html", context)


def _holds(step: CaseStep) -> bool:
    """Whether its measure holds today."""
    measure = step.restriction
    return measure is not None and measure.ended_at is None and measure.starts_on <= clock.today() <= measure.until


@clause("F5")
@require_http_methods(["GET", "HEAD", "POST"])
def head_line(request: SignedInRequest) -> HttpResponse:
    """Write a line to the head: open to everybody who belongs to the school, whatever measure holds."""
    school = get_school_to_write_or_404(request.user)
    form = HeadLineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_head_line(school, form.cleaned_data["text"], by=request.user)
        except TooMany:
            said = _("You wrote five times today. Is it urgent? Ring us: %(reach)s.") % {"reach": reach(school)}
            form.add_error(None, said)
        else:
            messages.success(request, _("Your line is on its way to the head."))
            return redirect("home")
    context = {"here": "me", "form": form, "reach": reach(school), "is_closed": not standing_of(request).readable}
    return render(request, "moderation/head_line.html", context, status=422 if form.errors else 200)

"""A step in a case: taken on its page, taken back with a reason (F5, F7)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from groups.school_year import school_year
from moderation.actions import Meanwhile, NotNow, reverse_step, take_step
from moderation.case_page import page_of
from moderation.case_permissions import get_case_or_404, get_step_to_reverse_or_404
from moderation.forms.cases import ReasonForm, StepForm
from moderation.models import Case
from moderation.rules.cases import Hurdle
from moderation.views.cases import show_case
from moderation.views.landing import to_the_top
from protocol import clock
from protocol.clauses import clause

# Which field says so; what stands nowhere else stands above the form.
FIELD = {
    Hurdle.NO_REASON: "told",
    Hurdle.NO_END: "until",
    Hurdle.IS_OVER: "until",
    Hurdle.TOO_LONG: "until",
    Hurdle.NO_MEASURE: "until",
    Hurdle.SAY_WHY: "alone_because",
}


@clause("F5", "F7")
@require_POST
def step_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a step; what stands in the way is said at its field, and what was filled in stays."""
    case = get_case_or_404(request.user, pk)
    form = StepForm(request.POST, steps=page_of(case, request.user).steps)
    if not form.is_valid():
        return show_case(request, case, step=form)
    try:
        step = take_step(case, form.wish, form.cleaned_data["note"], by=request.user, seen=form.cleaned_data["seen"])
    except Meanwhile:
        return _meanwhile(request, case, form)
    except NotNow as error:
        field = FIELD.get(error.hurdle)
        if field is not None:
            form.add_error(field, words(error.hurdle))
        return show_case(request, case, step=form, hurdle="" if field else words(error.hurdle))
    if step.told:
        messages.success(request, _("It is done. The person concerned gets word of it."))
    else:
        messages.success(request, _("It is written down."))
    return to_the_top("moderation:case-detail", case.pk)


def _meanwhile(request: SignedInRequest, case: Case, form: StepForm) -> HttpResponse:
    """Somebody else took a step: it stands on the page now, and the form knows of it."""
    form.data = {**form.data.dict(), "seen": str(case.steps.count())}  # type: ignore[attr-defined]
    said = _("Somebody else took a step meanwhile. Look at it first. What you filled in is still here.")
    return show_case(request, case, step=form, hurdle=said)


def words(hurdle: Hurdle) -> str:
    """What stands in the way, for who decides."""
    last = date_format(school_year(clock.today())[1], "j F Y")
    return {
        Hurdle.CLOSED: _("This case is closed. Open it again first."),
        Hurdle.ONESELF: _("Nobody decides about oneself."),
        Hurdle.NOT_YOURS: _("The head decides about this step."),
        Hurdle.NOBODY: _("This case is about nobody. For this step it must be clear whom it is about."),
        Hurdle.NOT_ASKED: _("First say what you think. Then the others are asked too."),
        Hurdle.WAITS: _("First the head and the ICT contact say what they think."),
        Hurdle.SAY_WHY: _("Say why you do not wait for the others any longer."),
        Hurdle.NO_REASON: _("Say why, for the person concerned."),
        Hurdle.NO_END: _("Fill in the last day. Every measure has an end."),
        Hurdle.IS_OVER: _("This day is over. Choose today or later."),
        Hurdle.TOO_LONG: _("A measure lasts until the end of the school year at most: %(day)s.") % {"day": last},
        Hurdle.NO_MEASURE: _("Only a measure has a last day. Leave it empty."),
        Hurdle.LAST_HEAD: _("Nobody else heads the school. First somebody else must be able to."),
    }[hurdle]


@clause("F5")
@require_http_methods(["GET", "HEAD", "POST"])
def step_reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a step back, with a reason; its measure ends at once."""
    step = get_step_to_reverse_or_404(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"here": "reports", "step": step, "case": step.case, "form": form}
        return render(request, "moderation/step_reverse.html", context, status=422 if form.errors else 200)
    if reverse_step(step, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("It is taken back."))
    return to_the_top("moderation:case-detail", step.case_id)

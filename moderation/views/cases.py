"""Cases: the list, opening one, the page with its steps, and what is done on it (F5, F7)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from moderation.actions import (
    AboutOneself,
    add_to_case,
    ask_check,
    close_case,
    consult,
    end_hold,
    hold,
    open_case,
    reopen_case,
)
from moderation.case_page import page_of
from moderation.case_permissions import (
    get_case_or_404,
    get_case_to_lead_or_404,
    get_school_with_cases_or_404,
)
from moderation.forms.cases import CaseForm, ConsultationForm, ReasonForm, StepForm
from moderation.models import Case, Item, Removal
from moderation.permissions import get_item_or_404
from moderation.views.landing import to_the_top
from protocol.clauses import clause

PAGE = 30


@require_safe
def case_list(request: SignedInRequest) -> HttpResponse:
    """The cases in which this person has a part, open ones first."""
    get_school_with_cases_or_404(request.user)
    rows = Case.objects.handled_by(request.user).select_related("about", "school_group").prefetch_related("steps")
    page = Paginator(rows.order_by("closed_at", "-year", "-number"), PAGE).get_page(request.GET.get("blad"))
    cases = sorted(page, key=lambda case: case.closed_at is not None)
    return render(request, "moderation/case_list.html", {"here": "reports", "page": page, "cases": cases})


@clause("F5")
@require_http_methods(["GET", "HEAD", "POST"])
def case_create(request: SignedInRequest) -> HttpResponse:
    """Open a case; ``?item=`` about something reported, which then says about whom and in which group."""
    school = get_school_with_cases_or_404(request.user)
    item = _item(request)
    form = CaseForm(request.POST if request.method == "POST" else None, user=request.user, school=school, item=item)
    if not form.is_valid():
        context = {"here": "reports", "form": form, "item": item}
        return render(request, "moderation/case_create.html", context, status=422 if form.errors else 200)
    said = form.cleaned_data
    try:
        case = open_case(
            said["title"], said["about"], school=school, by=request.user, item=item, school_group=said["school_group"]
        )
    except AboutOneself as error:  # pragma: no cover - the form and the door say it first
        raise Http404 from error
    if not Case.objects.handled_by(request.user).filter(pk=case.pk).exists():
        messages.success(request, _("The case is opened. It goes to whom the school named for this."))
        return redirect("moderation:case-list")
    messages.success(request, _("Case %(number)s is opened. The others are asked what they think.") % {"number": case})
    return to_the_top("moderation:case-detail", case.pk)


def _item(request: SignedInRequest) -> Item | None:
    """What was reported and has no case yet, for whom it comes to.

    Raises:
        Http404: somebody else's to handle, or no number.
    """
    number = request.POST.get("item") or request.GET.get("item")
    if not number:
        return None
    if not number.isascii() or not number.isdigit():
        raise Http404
    item = get_item_or_404(request.user, int(number[:18]))
    if item.case_id is not None:
        raise Http404
    return item


@require_safe
def case_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One case: what happened, the proof, what the others think, the steps."""
    return show_case(request, get_case_or_404(request.user, pk))


def show_case(
    request: SignedInRequest,
    case: Case,
    *,
    consultation: ConsultationForm | None = None,
    step: StepForm | None = None,
    hold: ReasonForm | None = None,
    hurdle: str = "",
) -> HttpResponse:
    """The page of a case, with what somebody filled in still in its form."""
    page = page_of(case, request.user)
    reading.note(request, reading.Kind.CASE, case.pk)
    others = Item.objects.handled_by(request.user).that_fit(case).select_related("school_group", "author")
    context = {
        "here": "reports",
        "page": page,
        "case": case,
        "consultation": consultation or ConsultationForm(),
        "step_form": step or StepForm(initial={"seen": page.seen, "kind": page.suggested.value}, steps=page.steps),
        "hold_form": hold or ReasonForm(),
        "hurdle": hurdle,
        "others": list(others[:20]),
    }
    faulty = bool(hurdle) or any(form is not None and form.errors for form in (consultation, step, hold))
    return render(request, "moderation/case_detail.html", context, status=422 if faulty else 200)


@clause("F7")
@require_POST
def case_consult(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what one thinks should happen."""
    case = get_case_or_404(request.user, pk)
    form = ConsultationForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, consultation=form)
    if consult(case, form.cleaned_data["text"], by=request.user) is None:
        messages.info(request, _("This case is closed. Open it again first."))
    else:
        messages.success(request, _("It is written down. The others in this case read it."))
    return to_the_top("moderation:case-detail", case.pk)


@clause("F5")
@require_POST
def case_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put something reported in the case, with its removals."""
    case = get_case_or_404(request.user, pk)
    number = request.POST.get("item", "")
    if not number.isascii() or not number.isdigit():
        raise Http404
    if add_to_case(case, get_item_or_404(request.user, int(number[:18])), by=request.user):
        messages.success(request, _("It belongs to this case now."))
    else:
        messages.info(request, _("This cannot be put in this case any more. Look once more."))
    return to_the_top("moderation:case-detail", case.pk)


@clause("F5")
@require_POST
def case_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close the case, or with ``again=1`` open it again."""
    case = get_case_to_lead_or_404(request.user, pk)
    if request.POST.get("again"):
        if reopen_case(case, by=request.user):
            messages.success(request, _("The case is open again."))
    elif close_case(case, by=request.user):
        messages.success(request, _("The case is closed. A measure ends on its own day."))
    return to_the_top("moderation:case-detail", case.pk)


@clause("F6", "F7")
@require_POST
def case_hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the case for a lawsuit or an inquiry, with a reason; with ``end=1`` not any more."""
    case = get_case_to_lead_or_404(request.user, pk)
    if request.POST.get("end"):
        if end_hold(case, by=request.user):
            messages.success(request, _("The case goes again when its term is over."))
        return to_the_top("moderation:case-detail", case.pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, hold=form)
    if hold(case, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("The case is kept, also when its term is over."))
    return to_the_top("moderation:case-detail", case.pk)


@clause("F6")
@require_POST
def case_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the packages of the case read again, whether they are what was sealed."""
    case = get_case_or_404(request.user, pk)
    sealed = Removal.objects.filter(item__case=case, package__link__destruction=None, package__isnull=False)
    numbers = list(sealed.values_list("package__link__number", flat=True))
    ask_check(case.school, numbers, by=request.user, on=case)
    messages.success(request, _("It is being checked. What comes of it stands here in a moment."))
    return to_the_top("moderation:case-detail", case.pk)

"""What the admins of a group and the head do with a request to join (B3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from groups.actions import (
    GuardianBarredError,
    NotMatchingError,
    admit_request,
    decide_request,
    hand_over_request,
    refuse_request,
)
from groups.forms import ADMIT, REFUSE, DecideForm, HandOverForm, RefuseForm
from groups.models import Enrolment, JoinRequest
from groups.permissions import (
    get_group_or_404,
    get_request_or_404,
    get_request_to_decide_or_404,
    get_school_or_404,
)
from groups.roles import DECIDE, MEMBERS


@require_POST
def request_admit(request: SignedInRequest, pk: int, asked: int) -> HttpResponse:
    """Let in somebody whose request agrees with the administration."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    row = get_request_or_404(school_group, asked)
    names = {"name": row.asker.full_name, "group": school_group.name}
    try:
        is_done = admit_request(row, by=request.user)
    except NotMatchingError:
        messages.warning(
            request, _("This does not agree with the administration any more. Talk it over with the head.")
        )
    else:
        _say(request, is_done, _("%(name)s now reads along with %(group)s.") % names)
    return redirect("groups:member-list", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def request_hand_over(request: SignedInRequest, pk: int, asked: int) -> HttpResponse:
    """Let the head decide about a request, with a choice of what is difficult."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    row = get_request_or_404(school_group, asked)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_done = hand_over_request(row, form.cleaned_data["concern"], by=request.user)
        _say(request, is_done, _("The head decides about the request of %(name)s.") % {"name": row.asker.full_name})
        return redirect("groups:member-list", pk)
    context = {"here": "groups", "group": school_group, "row": row, "form": form}
    return render(request, "groups/request_hand_over.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def request_refuse(request: SignedInRequest, pk: int, asked: int) -> HttpResponse:
    """Do not let somebody in, with a reason that the asker reads."""
    school_group = get_group_or_404(request.user, pk, MEMBERS)
    row = get_request_or_404(school_group, asked)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_done = refuse_request(row, form.cleaned_data["reason"], by=request.user)
        _say(request, is_done, _("%(name)s is told that it is a no, and why.") % {"name": row.asker.full_name})
        return redirect("groups:member-list", pk)
    context = {"here": "groups", "group": school_group, "row": row, "form": form}
    return render(request, "groups/request_refuse.html", context, status=422 if form.errors else 200)


@require_safe
def request_list(request: SignedInRequest) -> HttpResponse:
    """The requests that were handed to the head, oldest first."""
    school = get_school_or_404(request.user, DECIDE)
    with_head = JoinRequest.objects.open().filter(school_group__school=school, state=JoinRequest.State.WITH_HEAD)
    rows = with_head.select_related("asker", "school_group", "handed_over_by")
    return render(request, "groups/request_list.html", {"here": "manage", "requests": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def request_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head decides whose guardian the asker is, with which authority, and whether that lets in."""
    row = get_request_to_decide_or_404(get_school_or_404(request.user, DECIDE), pk)
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        school_group=row.school_group,
        initial={"relation": row.relation},
    )
    if request.method == "POST" and form.is_valid() and _decided(request, row, form):
        return redirect("groups:request-list")
    context = {"here": "manage", "row": row, "group": row.school_group, "form": form}
    return render(request, "groups/request_decide.html", context, status=422 if form.errors else 200)


def _decided(request: SignedInRequest, row: JoinRequest, form: DecideForm) -> bool:
    """Whether there is an answer now; the reason why not stands in the form."""
    data, names = form.cleaned_data, {"name": row.asker.full_name, "group": row.school_group.name}
    if data["answer"] == REFUSE:
        is_done = refuse_request(row, data["reason"], by=request.user)
        _say(request, is_done, _("%(name)s is told that it is a no, and why.") % names)
        return True
    has_authority = data["answer"] == ADMIT
    try:
        is_done = decide_request(
            row, data["pupil"], by=request.user, relation=data["relation"], has_authority=has_authority
        )
    except GuardianBarredError:
        form.add_error(None, _("This person is shut out of everything about this child. Lift the bar first."))
        return False
    except Enrolment.DoesNotExist:
        form.add_error("pupil", _("This child is not in the group. Choose another."))
        return False
    said = (
        _("%(name)s now reads along with %(group)s.") if has_authority else _("%(name)s is known as without authority.")
    )
    _say(request, is_done, said % names)
    return True


def _say(request: SignedInRequest, is_done: bool, words: str) -> None:
    if is_done:
        messages.success(request, words)
    else:
        messages.info(request, _("Somebody else had answered this request just before."))

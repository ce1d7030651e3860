"""Taking a yes back, and a child that does not want it itself: as easy as saying yes (B9, D3, D5)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import reading
from accounts.reauthentication import ask_who_it_is, proof_of
from accounts.requests import SignedInRequest
from consent.actions import NotTheirChild, Signature, lift_objection, object_to_all, withdraw_consent
from consent.asking import Question, State, asking_of, children_of
from consent.forms.answering import NAME_MAX
from consent.models import Objection
from consent.models.policy import policy_of
from consent.permissions import get_own_child_or_404, own_child
from consent.photos_out import count_shown
from consent.purposes import PORTAL_GROUP, PORTAL_SCHOOL
from groups.models import Pupil
from protocol.clauses import clause


@clause("B9", "D3")
@require_POST
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Say first how many photos go, then take the yes back. No password: stopping is never harder than beginning."""
    pupil = own_child(request.user, request.POST.get("pupil", ""))
    question = _question(request, pupil, request.POST.get("code", ""))
    if question.state is State.NO:
        messages.info(request, _("You said no already. That holds."))
        return redirect("consent:answer-overview")
    if "sure" not in request.POST:
        reading.note_pupils(request, [pupil.pk])
        context = {
            "here": "children",
            "pupil": pupil,
            "question": question,
            "shown": count_shown(pupil.pk, question.purpose.code),
            "is_counted": question.purpose.code in (PORTAL_GROUP, PORTAL_SCHOOL),
            "policy": policy_of(pupil.school_id),
        }
        return render(request, "consent/withdraw.html", context)
    signature = Signature(request.user.full_name[:NAME_MAX], proof_of(request))
    try:
        withdraw_consent(pupil, question.purpose, by=request.user, signature=signature)
    except (NotTheirChild, LookupError):  # the authority ended, or the question went, a moment ago
        raise Http404 from None
    messages.success(request, _taken_back(pupil, question))
    return redirect("consent:answer-overview")


def _question(request: SignedInRequest, pupil: Pupil, code: str) -> Question:
    """What is asked for this child under this code.

    Raises:
        Http404: the school does not ask that.
    """
    for child in children_of(request.user, asking_of(pupil.school)):
        for question in child.questions:
            if child.pupil == pupil and question.purpose.code == code:
                return question
    raise Http404


def _taken_back(pupil: Pupil, question: Question) -> str:
    said = _("Your no for %(name)s holds from now on: %(what)s.")
    return said % {"name": pupil.first_name, "what": question.wording.title}


@clause("D5")
@require_http_methods(["GET", "HEAD", "POST"])
def child_wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """The child itself wants no photos, or changed its mind. Its no goes before its parents' yes."""
    pupil = get_own_child_or_404(request.user, pk)
    reading.note_pupils(request, [pk])
    objects = Objection.objects.standing().filter(pupil=pupil).exists()
    context = {"here": "children", "pupil": pupil, "objects": objects}
    if request.method != "POST":
        return render(request, "consent/child_wish.html", context | {"shown": count_shown(pupil.pk)})
    if request.POST.get("wish") == "none":
        object_to_all(pupil, by=request.user)
        messages.success(request, _("%(name)s does not want photos. That holds from now on.") % _named(pupil))
        return redirect("consent:answer-overview")
    if "said" not in request.POST:
        return render(request, "consent/child_wish.html", context | {"is_unsaid": objects}, status=422)
    ask_who_it_is(request)
    lift_objection(pupil, by=request.user)
    messages.success(request, _("Noted. What you chose for %(name)s counts again.") % _named(pupil))
    return redirect("consent:answer-overview")


def _named(pupil: Pupil) -> dict[str, str]:
    return {"name": pupil.first_name}

"""What the head decides about conversations: the agreements, and who takes them over next year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from conversations.actions import change_conversation_policy, close_conversation, hand_over
from conversations.forms import ConversationPolicyForm
from conversations.handing_over import Move, conversations_in, moves_of
from conversations.models import policy_of
from groups.models import School
from groups.permissions import get_school_or_404
from groups.roles import DECIDE, PEOPLE
from protocol.clauses import clause


@clause("B7", "E8")
@require_safe
def policy(request: SignedInRequest) -> HttpResponse:
    """Who takes part, what parents see, and when an answer comes: for the head, and for the ICT contact to read."""
    school = get_school_or_404(request.user, PEOPLE)
    return _show(request, school, ConversationPolicyForm(school=school, policy=policy_of(school)))


@clause("B7", "E8")
@require_POST
def policy_save(request: SignedInRequest) -> HttpResponse:
    """The head sets it; what was filled in stays when something of it cannot be."""
    school = get_school_or_404(request.user, DECIDE)
    form = ConversationPolicyForm(request.POST, school=school, policy=policy_of(school))
    if not form.is_valid():
        return _show(request, school, form)
    change_conversation_policy(school, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("groups:school-manage")


def _show(request: SignedInRequest, school: School, form: ConversationPolicyForm) -> HttpResponse:
    context = {"here": "manage", "form": form, "school": school, "moves": sum(one.number for one in moves_of(school))}
    return render(request, "conversations/policy.html", context, status=422 if form.errors else 200)


@clause("B7")
@require_http_methods(["GET", "HEAD", "POST"])
def conversation_hand_over(request: SignedInRequest) -> HttpResponse:
    """How many open conversations are about pupils who go to another group; the head hands them over, or closes them.
    Numbers only: the head reads those that one is in, and no other."""
    school = get_school_or_404(request.user, DECIDE)
    if request.method == "POST":
        move = next((one for one in moves_of(school) if one.key == request.POST.get("move")), None)
        if move is not None:
            _settle(request, school, move)
        return redirect("conversations:conversation-hand-over")
    return render(request, "conversations/conversation_hand_over.html", {"here": "manage", "moves": moves_of(school)})


def _settle(request: SignedInRequest, school: School, move: Move) -> None:
    rows = list(conversations_in(school, move.key))
    if "close" in request.POST:
        number = sum(close_conversation(row, by=request.user) for row in rows)
        said = ngettext("%(number)d conversation is closed.", "%(number)d conversations are closed.", number)
    elif move.to is not None:
        number = sum(hand_over(row, move.to, by=request.user) for row in rows)
        said = ngettext("%(number)d conversation goes along.", "%(number)d conversations go along.", number)
    else:
        return
    messages.success(request, said % {"number": number})

"""Reading together, by choice of both."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.limits import TooMany
from accounts.requests import SignedInRequest
from conversations.actions import Closed, NobodyThere, answer_ask, ask_together
from conversations.page import others_to_ask
from conversations.permissions import get_ask_or_404, get_participant_or_404
from conversations.words import go_on_words


@require_POST
def together_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """A guardian asks the other one to come in."""
    participant = get_participant_or_404(request.user, pk)
    if participant.is_staff:
        raise Http404
    links = others_to_ask(participant)
    wanted = request.POST.get("link", "")
    link = get_object_or_404(links, pk=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0)
    try:
        ask = ask_together(participant.conversation, link, by=request.user)
    except (Closed, NobodyThere) as closed:
        raise Http404 from closed
    except TooMany as many:
        messages.info(request, go_on_words(many))
        return redirect("conversations:conversation-detail", pk)
    if ask is not None:
        messages.success(request, _("%(name)s is asked.") % {"name": link.guardian.full_name})
    return redirect("conversations:conversation-detail", pk)


@require_POST
def together_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say yes or no to reading together."""
    ask = get_ask_or_404(request.user, pk)
    accepts = "yes" in request.POST
    answer_ask(ask, by=request.user, accepts=accepts)
    if accepts:
        return redirect(ask.conversation)
    return redirect("conversations:conversation-list")

"""One message that is held: the head reads that one and nothing else of its conversation, and decides (E4)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.requests import SignedInRequest
from conversations.actions import release_message, return_message
from conversations.forms import ReturnForm
from conversations.looking import note_look
from conversations.models import Message
from conversations.permissions import get_held_message_or_404
from messaging.offending import offences_in
from protocol.clauses import clause


@clause("E4")
@require_safe
def held_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Its words, and which of them are held. That one looked is written down."""
    return _show(request, get_held_message_or_404(request.user, key), ReturnForm())


def _show(request: SignedInRequest, message: Message, form: ReturnForm) -> HttpResponse:
    if request.method == "GET":
        audit.record("held_message_read", by=request.user, on=message)
    note_look(request, message.conversation)
    found = offences_in(message.conversation.school_id, [message.text])
    context = {"here": "reports", "message": message, "found": [one.found for one in found], "form": form}
    return render(request, "conversations/held_detail.html", context, status=422 if form.errors else 200)


@clause("E4")
@require_POST
def held_release(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Let it go to who it was for."""
    if release_message(get_held_message_or_404(request.user, key), by=request.user):
        messages.success(request, _("The message goes on its way. The writer gets word of it."))
    else:
        messages.info(request, _("It cannot go any more: somebody decided, or the writer took it back or left."))
    return redirect("home")


@clause("E4")
@require_POST
def held_return(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Send it back to who wrote it, with a reason."""
    message = get_held_message_or_404(request.user, key)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, message, form)
    if return_message(message, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("It is back with the writer, with your reason."))
    else:
        messages.info(request, _("That came too late: somebody decided already, or the writer took it back."))
    return redirect("home")

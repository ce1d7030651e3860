"""One conversation: reading, writing, taking back, a note, closing."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from conversations.actions import (
    close_conversation,
    leave_note,
    mark_read,
    reopen_conversation,
    take_back,
    write_message,
)
from conversations.confidential import asked_first
from conversations.forms import MessageForm, NoteForm
from conversations.looking import note_look, send_message_file
from conversations.models import Conversation, Message
from conversations.page import ConversationPage, page_of
from conversations.permissions import get_file_or_404, get_own_message_on_its_way_or_404, get_participant_or_404
from conversations.views.refusing import refusals_in


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read it from the newest message up, and write. What was written stays in the form when it cannot be sent."""
    page = page_of(request.user, pk, before=request.GET.get("voor", ""))
    note_look(request, page.conversation)
    if request.htmx and page.is_older:  # type: ignore[attr-defined]
        return render(request, "conversations/_days.html", {"page": page})
    form = MessageForm(request.POST) if request.method == "POST" else MessageForm.blank()
    if form.is_bound and form.is_valid() and _sent(request, page, form):
        return redirect(page.conversation)
    if request.method == "GET":
        mark_read(page.me, page.messages, in_hours=page.is_in_hours)
    context = {"here": "messages", "page": page, "form": form}
    return render(request, "conversations/conversation_detail.html", context, status=422 if form.is_bound else 200)


def _sent(request: SignedInRequest, page: ConversationPage, form: MessageForm) -> Message | None:
    """The message, sent; else what keeps it here stands in the form."""
    data, conversation = form.cleaned_data, page.conversation
    form.confidential = asked_first(request, conversation.pupil, conversation.school_group, data["text"])
    if form.confidential:
        return None
    files, asks = request.FILES.getlist("files"), "ask" in request.POST
    more = {"key": data["key"], "why_now": form.why, "files": files, "asks": asks}
    with refusals_in(form):
        return write_message(conversation, data["text"], by=request.user, **more)
    return None


@require_safe
def message_file(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """A file of a message: a photo is shown, the rest is offered for keeping."""
    return send_message_file(request, get_file_or_404(request.user, key))


@require_POST
def message_take_back(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take back what nobody read yet."""
    message = get_own_message_on_its_way_or_404(request.user, key)
    if take_back(message, by=request.user):
        messages.success(request, _("Your message is taken back. Nobody read it."))
    return redirect("conversations:conversation-detail", message.conversation_id)


@require_POST
def conversation_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Staff close it, or open it again."""
    participant = get_participant_or_404(request.user, pk)
    if not participant.is_staff:
        raise Http404
    change = reopen_conversation if "reopen" in request.POST else close_conversation
    change(participant.conversation, by=request.user)
    return redirect(participant.conversation)


def _noted(request: SignedInRequest, conversation: Conversation, form: NoteForm) -> Message | None:
    """The note, left; else what keeps it here stands in the form."""
    text = form.cleaned_data["text"]
    form.confidential = asked_first(request, conversation.pupil, conversation.school_group, text)
    if form.confidential:
        return None
    with refusals_in(form):
        # The page has one key; its words to all and its note are two things.
        key = uuid5(form.cleaned_data["key"], "note")
        return leave_note(conversation, text, by=request.user, key=key)
    return None


@require_POST
def note_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a note for a colleague."""
    page = page_of(request.user, pk)
    if not page.me.is_staff:
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid() and _noted(request, page.conversation, form):
        return redirect(page.conversation)
    note_look(request, page.conversation)
    context = {"here": "messages", "page": page, "form": MessageForm.blank(), "note_form": form}
    return render(request, "conversations/conversation_detail.html", context, status=422)

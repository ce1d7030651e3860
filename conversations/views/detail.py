"""One conversation: reading, writing, taking back, a note, closing."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.limits import TooMany
from accounts.requests import SignedInRequest
from conversations.actions import (
    Closed,
    KeyTaken,
    NobodyThere,
    Refused,
    close_conversation,
    leave_note,
    mark_read,
    reopen_conversation,
    take_back,
    write_message,
)
from conversations.confidential import asked_first
from conversations.forms import MessageForm, NoteForm
from conversations.models import Conversation, Message, MessageFile
from conversations.page import ConversationPage, page_of
from conversations.permissions import get_file_or_404, get_own_message_on_its_way_or_404, get_participant_or_404
from conversations.words import enough_words
from files.office import TYPES
from files.serving import send_private
from messaging.offending import Offends
from protocol.clauses import clause

CANNOT = gettext_lazy("You cannot write here now. Copy your text if you want to keep it.")


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read it from the newest message up, and write. What was written stays in the form when it cannot be sent."""
    page = page_of(request.user, pk, before=request.GET.get("voor", ""))
    note_look(request, page.conversation)
    if request.htmx and page.is_older:  # type: ignore[attr-defined]
        return render(request, "conversations/_days.html", {"page": page})
    form = MessageForm(request.POST) if request.method == "POST" else MessageForm.blank()
    if form.is_bound and form.is_valid() and (message := _sent(request, page, form)):
        return redirect(f"{request.path}#bericht-{message.pk}")
    if request.method == "GET":
        mark_read(page.me, page.messages)
    context = {"here": "messages", "page": page, "form": form}
    return render(request, "conversations/conversation_detail.html", context, status=422 if form.is_bound else 200)


@clause("B7", "B8")
def note_look(request: SignedInRequest, conversation: Conversation) -> None:
    """Who opened what was said about a child, in the log of who saw what."""
    reading.note(request, reading.Kind.TALK, conversation.pk)
    reading.note_pupils(request, [conversation.pupil_id])


def _sent(request: SignedInRequest, page: ConversationPage, form: MessageForm) -> Message | None:
    """The message, sent; else what keeps it here stands in the form."""
    data, conversation = form.cleaned_data, page.conversation
    form.confidential = asked_first(request, conversation.pupil, conversation.school_group, data["text"])
    if form.confidential:
        return None
    files, asks = request.FILES.getlist("files"), "ask" in request.POST
    more = {"key": data["key"], "why_now": form.why, "files": files, "asks": asks}
    try:
        return write_message(conversation, data["text"], by=request.user, **more)
    except Offends as found:
        form.offends = found
    except Closed:
        form.add_error("text", CANNOT)
    except NobodyThere:
        form.add_error(None, _("Nobody is there to read it today. Ring the school."))
    except TooMany as many:
        form.add_error("text", enough_words(many))
    except Refused as refused:
        form.add_error(None, str(refused))
    except KeyTaken as taken:
        raise Http404 from taken
    return None


@require_safe
def message_file(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """A file of a message: a photo is shown, the rest is offered for keeping."""
    return send_message_file(request, get_file_or_404(request.user, key))


@clause("B8")
def send_message_file(request: SignedInRequest, file: MessageFile) -> HttpResponseBase:
    """To who may have it, by whichever door; the look is written down."""
    note_look(request, file.message.conversation)
    if file.is_picture:
        return send_private(request, file.file, "image/jpeg")
    return send_private(request, file.file, TYPES.get(file.ending, "application/pdf"), download_name=file.name)


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
    return redirect("conversations:conversation-detail", pk)


def _noted(request: SignedInRequest, conversation: Conversation, form: NoteForm) -> Message | None:
    """The note, left; else what keeps it here stands in the form."""
    try:
        # The page has one key; its words to all and its note are two things.
        key = uuid5(form.cleaned_data["key"], "note")
        return leave_note(conversation, form.cleaned_data["text"], by=request.user, key=key)
    except KeyTaken as taken:
        raise Http404 from taken
    except Closed:
        form.add_error("text", CANNOT)
    except TooMany as many:
        form.add_error("text", enough_words(many))
    return None


@require_POST
def note_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a note for a colleague."""
    page = page_of(request.user, pk)
    if not page.me.is_staff:
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid() and (note := _noted(request, page.conversation, form)):
        return redirect(reverse("conversations:conversation-detail", args=[pk]) + f"#bericht-{note.pk}")
    note_look(request, page.conversation)
    context = {"here": "messages", "page": page, "form": MessageForm.blank(), "note_form": form}
    return render(request, "conversations/conversation_detail.html", context, status=422)

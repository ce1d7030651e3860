"""Words and files of a conversation, shown by whichever door: who looked is written down."""

from django.http import HttpResponseBase

from accounts import reading
from accounts.requests import SignedInRequest
from conversations.models import Conversation, MessageFile
from files.office import TYPES
from files.serving import send_private
from protocol.clauses import clause


@clause("B7", "B8")
def note_look(request: SignedInRequest, conversation: Conversation) -> None:
    """Who opened what was said about a child, in the log of who saw what."""
    reading.note(request, reading.Kind.TALK, conversation.pk)
    reading.note_pupils(request, [conversation.pupil_id])


@clause("B8")
def send_message_file(request: SignedInRequest, file: MessageFile) -> HttpResponseBase:
    """To who may have it, by whichever door; the look is written down."""
    note_look(request, file.message.conversation)
    if file.is_picture:
        return send_private(request, file.file, "image/jpeg")
    return send_private(request, file.file, TYPES.get(file.ending, "application/pdf"), download_name=file.name)

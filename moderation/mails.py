"""Mails about what was reported. No word of it, nor who reported it, stands in one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.protected import reads_name_of
from groups.recipients import heard_from
from moderation.models import FriendlyWord, Item
from moderation.recipients import handlers_of, told_of_threat
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

REPORTED, THREATENED, WORD = "item_reported", "threat_reported", "word_received"


@clause("F4", "F5")
def still_handles(mail: OutboxMail) -> bool:
    """Whether what was reported still waits for this person."""
    if mail.recipient is None or not reads_there(mail):
        return False
    return bool(Item.objects.open().handled_by(mail.recipient).filter(pk=row_of(mail)).exists())


@clause("F4")
def is_unread(mail: OutboxMail) -> bool:
    """Whether the word still waits to be read."""
    if mail.recipient is None or not reads_there(mail):
        return False
    waiting = FriendlyWord.objects.filter(recipient=mail.recipient, read_at=None, hidden_at=None)
    return bool(waiting.filter(pk=row_of(mail)).exists())


register(REPORTED, still_handles)
register(THREATENED, reads_there)
register(WORD, is_unread)


@clause("F4", "E8")
def queue_reported(item: Item) -> None:
    """Tell who handles it, once for each item however often it is reported, and within their hours."""
    words = {"school": item.school, "link": _page_of(item)}
    for person in handlers_of(item):
        tell_person(
            person,
            REPORTED,
            f"{item.pk}:{person.pk}",
            subject=_("Something was reported"),
            app="moderation",
            words=words,
            due_at=heard_from(person, item.school),
        )


@clause("F4")
def queue_threat(item: Item) -> None:
    """Tell who is on call, whatever the hour."""
    opens = {person.pk for person in handlers_of(item)}
    for person in told_of_threat(item):
        words = {"school": item.school, "link": _page_of(item) if person.pk in opens else ""}
        about, subject = f"{item.pk}:{person.pk}", _("Somebody reports a threat")
        tell_person(person, THREATENED, about, subject=subject, app="moderation", words=words)


@clause("F4", "E8")
def queue_word(word: FriendlyWord) -> None:
    """Tell who it is for that there is a word, and from whom; what it says is read in the portal."""
    is_named = reads_name_of(word.recipient, word.sender)
    name = {"name": word.sender.called if is_named else _("A parent")}
    tell_person(
        word.recipient,
        WORD,
        f"{word.pk}:{word.recipient_id}",
        subject=_("%(name)s wrote you a word") % name,
        app="moderation",
        words={
            "school": word.school,
            "link": settings.SITE_URL + reverse("moderation:word-list"),
            "sender": name["name"],
        },
        due_at=heard_from(word.recipient, word.school),
    )


def _page_of(item: Item) -> str:
    return str(settings.SITE_URL) + reverse("moderation:item-detail", args=[item.pk])

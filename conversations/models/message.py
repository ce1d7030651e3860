"""Messages: written at any hour, delivered when it suits (E8)."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.models.participant import Participant
from conversations.rules import MESSAGE_MAX, WHY_NOW_MAX
from protocol import clock
from protocol.clauses import clause


def _is_delivered(now: datetime) -> Q:
    """Its moment has come, and nothing keeps it from who reads along."""
    return Q(deliver_at__lte=now, withdrawn_at__isnull=True, held_at__isnull=True, hidden_at__isnull=True)


class MessageQuerySet(models.QuerySet["Message"]):
    def delivered(self, now: datetime | None = None) -> Self:
        """Those whose moment has come, and that nothing keeps from who reads along."""
        return self.filter(_is_delivered(now or clock.now()))

    @clause("B7", "E8")
    def seen_by(self, participant: Participant) -> Self:
        """What this participant reads: what was delivered since they are in it, and the own words that still wait."""
        mine = Q(author=participant.person_id, withdrawn_at__isnull=True, hidden_at__isnull=True)
        arrived = _is_delivered(clock.now()) & Q(deliver_at__gte=participant.sees_from)
        seen = self.filter(arrived | mine, conversation=participant.conversation_id)
        return seen if participant.is_staff else seen.exclude(kind=Message.Kind.NOTE)

    def newest_first(self) -> Self:
        return self.order_by("-deliver_at", "-pk")

    def older_than(self, message: "Message") -> Self:
        """Those above this one on the page."""
        return self.filter(Q(deliver_at__lt=message.deliver_at) | Q(deliver_at=message.deliver_at, pk__lt=message.pk))

    def taken_back_by(self, user: object) -> Self:
        """The own words that are on their way still: nobody read them."""
        return self.filter(author=user, withdrawn_at__isnull=True, hidden_at__isnull=True).filter(
            Q(deliver_at__gt=clock.now()) | Q(held_at__isnull=False)
        )


@clause("E8")
class Message(models.Model):
    """What somebody wrote in a conversation, or what the portal says in it (``kind``). A note is for
    colleagues only: no guardian reads it."""

    class Kind(models.TextChoices):
        WORDS = "words", _("message")
        ANSWER = "answer", _("automatic answer")
        NOTICE = "notice", _("notice of the portal")
        NOTE = "note", _("note for a colleague")

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Made by the form: sending twice is sending once")
    )
    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.WORDS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_role = models.CharField(_("written as"), max_length=60, blank=True)
    text = models.TextField(_("text"), max_length=MESSAGE_MAX)
    written_at = models.DateTimeField(default=clock.now)
    deliver_at = models.DateTimeField(help_text=_("When readers have it; for who works here the next opening, E8"))
    why_now = models.CharField(_("why it cannot wait"), max_length=WHY_NOW_MAX, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text=_("Not seen by any reader yet: E4"))
    hidden_at = models.DateTimeField(null=True, blank=True, help_text=_("Out, and seen by no reader: D12, F6"))

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["deliver_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["conversation", "-deliver_at", "-id"], name="message_newest_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(condition=Q(text__length__lte=MESSAGE_MAX), name="message_not_too_long"),
            models.CheckConstraint(
                condition=Q(kind__in=["words", "note"], author__isnull=False) | Q(kind__in=["answer", "notice"]),
                name="message_of_a_person_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(deliver_at__gte=models.F("written_at")), name="message_delivered_after_it_is_written"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_on_its_way(self) -> bool:
        """Written, and not delivered yet."""
        return self.deliver_at > clock.now()

"""Guardians read separately, unless both choose to read together (B7)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations.models.participant import Participant
from groups.models import Membership
from protocol import clock
from protocol.clauses import clause


class TogetherAskQuerySet(models.QuerySet["TogetherAsk"]):
    @clause("B2", "B7")
    def waiting_for(self, user: User) -> Self:
        """Those that this person can answer today: about an own child, with authority and let in, in a conversation
        that is open, asked by somebody who reads it still. After a child died nothing is asked about it."""
        links = Membership.objects.in_force(user).filter(guardianship__isnull=False).values("guardianship")
        inside = Participant.objects.standing()
        asker = inside.filter(conversation=OuterRef("conversation"), person=OuterRef("asked_by"))
        waiting = self.filter(guardianship__in=links, answered_at__isnull=True, conversation__closed_at__isnull=True)
        return waiting.filter(Exists(asker), guardianship__pupil__deceased_at__isnull=True)


class TogetherAsk(models.Model):
    """A guardian asks the other to come in too; who is asked answers once."""

    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.PROTECT, related_name="asks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    guardianship = models.ForeignKey(
        "groups.Guardianship", on_delete=models.PROTECT, related_name="+", help_text=_("Of who is asked")
    )
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(default=False)

    objects: ClassVar = TogetherAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to read together")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["conversation", "guardianship"], name="asked_once_to_read_together")
        ]

    def __str__(self) -> str:
        return str(self.conversation)

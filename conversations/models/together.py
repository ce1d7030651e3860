"""Guardians read separately, unless both choose to read together (B7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


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

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("question to read together")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["conversation", "guardianship"], name="asked_once_to_read_together")
        ]

    def __str__(self) -> str:
        return str(self.conversation)

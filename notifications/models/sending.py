"""What mails and pushes are alike: rows that a sweep sends, each in one hand at a time."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from protocol import clock


class SendingQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        """Those that should go now and are in nobody's hands."""
        now = clock.now()
        waiting = self.filter(state=Sending.State.WAITING, due_at__lte=now)
        return waiting.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))

    def claim(self, pk: int, lease: timedelta) -> bool:
        """Take a due one in hand; of several sweeps at once exactly one gets it."""
        due = self.due().filter(pk=pk)
        return due.update(claimed_until=clock.now() + lease, tries=F("tries") + 1) == 1


class Sending(models.Model):
    """One thing to be sent. A sweep that died leaves its claim to lapse."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        PARKED = "parked", _("parked")
        DROPPED = "dropped", _("no longer wanted")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=250, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SendingQuerySet.as_manager()

    class Meta:
        abstract = True

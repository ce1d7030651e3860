"""Mails as rows; the broker is only a hint."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protocol import clock


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    def due(self) -> Self:
        """Those that should go now and are in nobody's hands."""
        now = clock.now()
        return self.filter(state=OutboxMail.State.WAITING, due_at__lte=now).filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
        )


class OutboxMail(models.Model):
    """One mail to one address. Written with its cause, sent by a sweep, its words wiped once sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        PARKED = "parked", _("parked")
        DROPPED = "dropped", _("no longer wanted")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, help_text=_("What it is about: together with kind and recipient unique"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail in the outbox")
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], name="outbox_due", condition=Q(state="waiting"))]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "address"], name="one_mail_per_kind_object_and_address")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}: {self.state}"

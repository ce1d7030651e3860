"""Mails as rows; the broker is only a hint."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.models.sending import Sending
from protocol import clock


class OutboxMail(Sending):
    """One mail to one address. Written with its cause, sent by a sweep, its words wiped once sent."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, help_text=_("What it is about: together with kind and recipient unique"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("mail in the outbox")
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], name="outbox_due", condition=Q(state="waiting"))]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "address"], name="one_mail_per_kind_object_and_address")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}: {self.state}"

"""Who did what: a row per event that a school may have to account for, and none of them ever changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


class AuditEntry(models.Model):
    """Who (``actor``) did what (``event``) to whom or what (``object_*``), when (UTC), and whether it came off.

    Append-only: the database refuses to change or delete a row (accounts/append_only.py). Never a text that people
    wrote, a password, a code or an address: names of people and things, and the words of a choice, no more.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        DENIED = "denied", _("denied")

    at = models.DateTimeField(_("at"), default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    event = models.CharField(_("event"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome, default=Outcome.DONE)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(max_length=150, blank=True)
    detail = models.CharField(max_length=150, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("audit entry")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="audit_event_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"

"""Photos and files in a message: kept apart until they are found to be what they say."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.claiming import is_due
from files.storage import random_name
from protocol import clock


def quarantine_name(file: "MessageFile", filename: str) -> str:
    return random_name("quarantine", ".upload")


def kept_name(file: "MessageFile", filename: str) -> str:
    return random_name("messages", file.ending or ".bin")


class MessageFileQuerySet(models.QuerySet["MessageFile"]):
    def due(self) -> Self:
        """Those that wait for a worker, in nobody's hands."""
        return self.filter(is_due())

    def ready(self) -> Self:
        return self.filter(state=MessageFile.State.READY)


class MessageFile(models.Model):
    """One file of one message. Nobody but its sender knows of it before it is ready."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being checked")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot go along")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey("conversations.Message", on_delete=models.PROTECT, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField()
    ending = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    reason = models.CharField(max_length=250, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    original = models.FileField(upload_to=quarantine_name, blank=True, max_length=120)
    file = models.FileField(upload_to=kept_name, blank=True, max_length=120)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = MessageFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a message")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], name="message_file_due", condition=Q(state="uploaded"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(original="") & ~Q(file="") & ~Q(ending="")),
                name="message_file_ready_was_checked",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.ending == ".jpg"

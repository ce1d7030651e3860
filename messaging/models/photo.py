"""Photos: from quarantine to three clean sizes (docs/architecture.md, files/pictures.py)."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.storage import random_name
from messaging.models.post import Post
from protocol import clock

# How long a worker may be busy with one photo before another may take it over, and how often it is tried.
LEASE, TRIES = timedelta(seconds=60), 5


def quarantine_name(photo: "Photo", filename: str) -> str:
    return random_name("quarantine", ".upload")


def webp_name(photo: "Photo", filename: str) -> str:
    return random_name("photos", ".webp")


def jpeg_name(photo: "Photo", filename: str) -> str:
    return random_name("photos", ".jpg")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def due(self) -> Self:
        """Those that wait for a worker: uploaded, and not in somebody's hands."""
        return self.filter(state=Photo.State.UPLOADED).filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock.now())
        )

    def ready(self) -> Self:
        return self.filter(state=Photo.State.READY)


class Photo(models.Model):
    """One photo of one post. One owner, files of its own, names that say nothing."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being prepared")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot go along")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(_("what is on it"), max_length=250, blank=True)
    filename = models.CharField(max_length=120, help_text=_("As the uploader's device called it"))
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    reason = models.CharField(max_length=250, blank=True, help_text=_("Why it was refused, in words for the author"))
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    original = models.FileField(upload_to=quarantine_name, blank=True, max_length=120)
    small_webp = models.FileField(upload_to=webp_name, blank=True, max_length=120)
    small_jpeg = models.FileField(upload_to=jpeg_name, blank=True, max_length=120)
    medium_webp = models.FileField(upload_to=webp_name, blank=True, max_length=120)
    medium_jpeg = models.FileField(upload_to=jpeg_name, blank=True, max_length=120)
    large_webp = models.FileField(upload_to=webp_name, blank=True, max_length=120)
    large_jpeg = models.FileField(upload_to=jpeg_name, blank=True, max_length=120)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        ordering = ["position", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], name="photo_due", condition=Q(state="uploaded"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(width__gt=0, height__gt=0, original="") & ~Q(small_webp="")),
                name="photo_ready_has_sizes_and_no_original",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.filename

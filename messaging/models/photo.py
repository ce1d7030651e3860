"""Photos: from quarantine to three clean sizes (docs/architecture.md, files/pictures.py)."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.claiming import is_due
from files.storage import random_name
from messaging.models.post import Post
from protocol import clock
from protocol.clauses import clause

# How long a worker may be busy with one photo before another may take it over, and how often it is tried.


def quarantine_name(photo: "Photo", filename: str) -> str:
    return random_name("quarantine", ".upload")


def webp_name(photo: "Photo", filename: str) -> str:
    return random_name("photos", ".webp")


def jpeg_name(photo: "Photo", filename: str) -> str:
    return random_name("photos", ".jpg")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def due(self) -> Self:
        """Those that wait for a worker: uploaded, and not in somebody's hands."""
        return self.filter(is_due())

    def ready(self) -> Self:
        return self.filter(state=Photo.State.READY)

    @clause("D3", "B9")
    def shown(self) -> Self:
        """Those that readers may see today. Every list, page and file of what is out starts here: what nobody said
        anything of, and what somebody may not be seen on, has no such day."""
        return self.filter(shown_until__gte=clock.today(), hidden_at__isnull=True)


class Photo(models.Model):
    """One photo of one post. One owner, files of its own, names that say nothing."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being prepared")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot go along")

    @clause("D3")
    class Recognisable(models.TextChoices):
        """What the teacher said about who can be recognised; empty when nothing was said yet."""

        NOBODY = "nobody", _("nobody can be recognised")
        CONSENTED = "consented", _("only children with consent")
        PUPILS = "pupils", _("these children")

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
    hidden_at = models.DateTimeField(null=True, blank=True, help_text=_("Out, and seen by no reader: D12, F6"))
    recognisable = models.CharField(max_length=9, choices=Recognisable, blank=True)
    line_up = models.ForeignKey(
        "messaging.LineUp", on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    shown_until = models.DateField(
        null=True, blank=True, help_text=_("The last day that readers may see it; empty: not at all")
    )

    objects: ClassVar = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        ordering = ["position", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["created_at"], name="photo_due", condition=Q(state="uploaded")),
            models.Index(fields=["shown_until"], name="photo_shown_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(width__gt=0, height__gt=0, original="") & ~Q(small_webp="")),
                name="photo_ready_has_sizes_and_no_original",
            ),
            models.CheckConstraint(
                condition=Q(recognisable__in=["", "nobody", "consented", "pupils"]), name="photo_recognisable_is_known"
            ),
            models.CheckConstraint(
                condition=Q(shown_until__isnull=True) | (Q(state="ready") & ~Q(recognisable="")),
                name="photo_shown_has_an_answer_who_is_on_it",
            ),
            models.CheckConstraint(
                condition=Q(recognisable="consented", line_up__isnull=False)
                | (~Q(recognisable="consented") & Q(line_up__isnull=True)),
                name="photo_of_consented_has_its_line_up",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.filename

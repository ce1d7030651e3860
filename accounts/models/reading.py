"""Who looked at what: a row per post, photo, child, package, case or conversation that a page showed to somebody who is
signed in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


class ReadEntry(models.Model):
    """Who (``reader``) saw which thing (``kind`` and ``object_id``) on which ``page`` (the name of its address), when.

    What was shown may be gone for long: a number, no key to its row. ``photos`` are the ids of the photos of a post
    that the page really showed, as ",12,15,": so ``photos__contains=",15,"`` asks the same of both databases.
    Append-only, and deleted by nobody before its term (accounts/append_only.py).
    """

    class Kind(models.TextChoices):
        POST = "post", _("news item")
        PHOTO = "photo", _("photo")
        PUPIL = "pupil", _("child")
        PACKAGE = "package", _("package of the archive")
        CASE = "case", _("case")
        TALK = "talk", _("conversation")

    at = models.DateTimeField(default=clock.now)
    # The index below begins with the reader too.
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    page = models.CharField(max_length=60)
    kind = models.CharField(max_length=7, choices=Kind)
    object_id = models.BigIntegerField()
    photos = models.TextField(blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("what somebody looked at")
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "object_id", "at"], name="read_object_at"),
            models.Index(fields=["reader", "at"], name="read_reader_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.object_id}"

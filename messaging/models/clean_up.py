"""Photos that may still stand on the device they came from, until their author says otherwise (C2)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models.post import Post
from protocol import clock
from protocol.clauses import clause


class CleanUpQuerySet(models.QuerySet["CleanUp"]):
    def open(self) -> Self:
        """Those nobody said anything of yet."""
        return self.filter(said_at__isnull=True)


@clause("C2")
class CleanUp(models.Model):
    """Somebody sent photos: do the originals still stand on a phone? The portal cannot know, so it asks until told."""

    class How(models.TextChoices):
        REMOVED = "removed", _("the photos are removed")
        ELSEWHERE = "elsewhere", _("the photos were not on a device of one's own")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="clean_ups")
    asked_at = models.DateTimeField(default=clock.now)
    said_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How, blank=True)

    objects: ClassVar = CleanUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("photos to remove from a device")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(said_at__isnull=True), name="one_open_clean_up_per_post"
            ),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True, how="") | Q(said_at__isnull=False, how__in=["removed", "elsewhere"]),
                name="clean_up_said_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post_id}"

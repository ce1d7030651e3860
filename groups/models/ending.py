"""What one act of the head ended: kept, so that who tapped the wrong person can put it right."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models.school import School
from protocol import clock


class EndingQuerySet(models.QuerySet["Ending"]):
    def open_in(self, school: School) -> Self:
        """Those that were not put right, of this school's pupils and of the people, who are all of the one school."""
        waiting = self.filter(Q(user__isnull=False) | Q(pupil__school=school), given_back_at__isnull=True)
        return waiting.select_related("user", "pupil", "made_by")


class Ending(models.Model):
    """An account was closed, or a death recorded; ``given_back_at`` says that it was put right.

    The roles that it ended carry its very moment. ``memberships`` and ``guardianships`` hold by key the last day that
    each row had before, ``enrolments`` whole rows: a move that waited is gone after a child's death.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("account closed")
        DIED = "died", _("out of all lists")

    kind = models.CharField(max_length=6, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="endings"
    )
    pupil = models.ForeignKey("groups.Pupil", on_delete=models.PROTECT, null=True, blank=True, related_name="endings")
    memberships = models.JSONField(default=dict)
    guardianships = models.JSONField(default=dict)
    enrolments = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EndingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ending")
        ordering: ClassVar = ["-made_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, pupil__isnull=False, kind="died")
                | Q(user__isnull=False, pupil__isnull=True),
                name="ending_is_of_one_person_or_one_pupil",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(given_back_at__isnull=True), name="one_ending_per_person"
            ),
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(given_back_at__isnull=True), name="one_ending_per_pupil"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.pupil}"

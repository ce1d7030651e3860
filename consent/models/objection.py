"""The child's own no: for all photos. The one about a single photo stands with the photo (messaging)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import Pupil
from protocol import clock
from protocol.clauses import clause


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)


@clause("D5")
class Objection(models.Model):
    """A child wants no photos of itself. It outweighs its parents' yes until the child thinks otherwise."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="objections")
    made_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection of a child")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(lifted_at__isnull=True), name="one_standing_objection_per_child"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="lifted_objection_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pupil)

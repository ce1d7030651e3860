"""Who opened a hard copy, and why (F6, B8)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.archive import Package
from protocol import clock
from protocol.clauses import clause

OPENING_MAX = 250


@clause("F6", "B8")
class Opening(models.Model):
    """One person opened one package, with a reason. These rows only grow (moderation/guards.py)."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why you open it"), max_length=OPENING_MAX)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("opening of a hard copy")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.package}: {self.at:%Y-%m-%d}"

"""A round: once a school year every parent is asked."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School
from protocol import clock
from protocol.clauses import clause


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> Self:
        """Those that parents can answer now."""
        return self.filter(opened_at__isnull=False)

    def due(self) -> Self:
        """Those whose day has come and that nobody opened yet."""
        return self.filter(opened_at__isnull=True, opens_on__lte=clock.today())


@clause("B9")
class Round(models.Model):
    """The question of one consent year. It opens by the head or by its date; answers are welcome from then on."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="consent_rounds")
    year = models.PositiveSmallIntegerField(help_text=_("The calendar year in which the consent year begins"))
    opens_on = models.DateField(_("opens on"))
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent round")
        ordering = ["-year"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="one_consent_round_per_year"),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | Q(opened_at__isnull=False), name="round_opened_by_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.year + 1}"

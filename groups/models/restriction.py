"""What a measure takes away from somebody for a while (F5)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from protocol import clock
from protocol.clauses import clause


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self) -> Self:
        """Those that hold today; with its last day one ends by itself."""
        today = clock.today()
        return self.filter(starts_on__lte=today, until__gte=today, ended_at__isnull=True)

    def keeping_from_work(self) -> Self:
        """Those that hold today and under which nobody works in the school."""
        return self.standing().filter(kind__in=Restriction.HEAVY)


@clause("F5")
class Restriction(models.Model):
    """Somebody may not react, only read, or not even that, until a day. Consent, and a line to the head, stay."""

    class Kind(models.TextChoices):
        REACTIONS = "react", _("no reactions")
        READ_ONLY = "read", _("reading only")
        CLOSED = "closed", _("closed")

    # Under these nobody works in the school either.
    HEAVY = (Kind.READ_ONLY, Kind.CLOSED)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(_("reason"), max_length=500, help_text=_("The person concerned reads this"))
    starts_on = models.DateField(default=clock.today)
    until = models.DateField(help_text=_("The last day"))
    decided_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("Taken back before its end"))

    objects: ClassVar = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure in force")
        ordering = ["-decided_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["person", "until"], name="restriction_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("starts_on")), name="a_restriction_has_an_end"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_restriction_has_a_reason"),
            models.CheckConstraint(condition=~Q(person=F("decided_by")), name="nobody_restricts_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

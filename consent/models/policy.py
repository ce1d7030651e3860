"""How a school keeps the agreement about photos and names (B9), as settings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School
from protocol.clauses import clause


@clause("B9")
class ConsentPolicy(models.Model):
    """One row a school; a school without one keeps the agreement as it comes."""

    class PastPhotos(models.TextChoices):
        HIDDEN = "hidden", _("hidden until the parents say yes again")
        KEPT = "kept", _("kept for the parents of that group")

    class Doubt(models.TextChoices):
        AT_ONCE = "at_once", _("hidden at once")
        THREE_DAYS = "3_days", _("hidden after three school days, unless the teacher looked")

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="consent_policy")
    renews = models.BooleanField(_("asked anew every school year"), default=True)
    lapses_month = models.PositiveSmallIntegerField(_("month in which a yes ends"), default=7)
    lapses_day = models.PositiveSmallIntegerField(_("last day of a yes"), default=31)
    past_photos = models.CharField(
        _("photos of past years"), max_length=6, choices=PastPhotos, default=PastPhotos.HIDDEN
    )
    doubt = models.CharField(
        _("photos on which a child may be, after its parents say no"),
        max_length=7, choices=Doubt, default=Doubt.AT_ONCE,
    )  # fmt: skip

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("agreement about photos and names")
        default_permissions = ()
        constraints = [
            # A day that every year has: no 29th of February.
            models.CheckConstraint(
                condition=Q(lapses_month__gte=1, lapses_month__lte=12, lapses_day__gte=1)
                & (
                    Q(lapses_day__lte=28)
                    | (Q(lapses_day__lte=30) & ~Q(lapses_month=2))
                    | (Q(lapses_day=31) & Q(lapses_month__in=[1, 3, 5, 7, 8, 10, 12]))
                ),
                name="consent_lapses_on_a_day_of_every_year",
            ),
            models.CheckConstraint(
                condition=Q(past_photos__in=["hidden", "kept"]), name="consent_past_photos_is_known"
            ),
            models.CheckConstraint(condition=Q(doubt__in=["at_once", "3_days"]), name="consent_doubt_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.school)

    @property
    def lapses(self) -> tuple[int, int]:
        """The month and day on which a yes holds for the last time."""
        return self.lapses_month, self.lapses_day

    @property
    def keeps_past_photos(self) -> bool:
        return self.past_photos == self.PastPhotos.KEPT


def policy_of(school_id: int) -> ConsentPolicy:
    """The school's agreement about photos and names; as it comes when the school never changed it. One query."""
    found: ConsentPolicy | None = ConsentPolicy.objects.filter(school_id=school_id).first()
    return found or ConsentPolicy(school_id=school_id)

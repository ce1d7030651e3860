"""Between two days: what holds from a day until, and including, a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a period holds on a day (a school day, Europe/Amsterdam); prefix leads to its row."""
    return (Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


class PeriodQuerySet(models.QuerySet[Any]):
    def valid_on(self, day: date) -> Self:
        """Those that hold on this day."""
        return self.filter(valid_on(day))


class Period(models.Model):
    """A fact with a first and (maybe) a last day, both included."""

    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def ends_after_it_begins(name: str) -> Any:
        return models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
        )

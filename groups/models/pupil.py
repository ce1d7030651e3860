"""Pupils, the carers who are linked to them, and the groups they are in."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import sort_key
from groups.changes import authority_changed
from groups.models.periods import Period, PeriodQuerySet, valid_on


class Pupil(models.Model):
    """A child at the school. No account, no login."""

    school = models.ForeignKey("groups.School", on_delete=models.PROTECT, related_name="pupils")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=120)
    sort_name = models.CharField(max_length=250, editable=False)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    # As the school's administration knows the child; empty for who was added by hand.
    key = models.CharField(max_length=256, blank=True)
    eckid = models.CharField(max_length=256, blank=True)
    has_protected_address = models.BooleanField(_("protected address"), default=False)
    deceased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pupil")
        ordering = ["sort_name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], condition=~Q(key=""), name="one_pupil_per_key"),
            models.UniqueConstraint(fields=["school", "eckid"], condition=~Q(eckid=""), name="one_pupil_per_eckid"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = sort_key(self.first_name, self.last_name)[:250]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + (self.last_name.split() or [""])[-1][:1]).upper()


class EnrolmentQuerySet(PeriodQuerySet):
    def valid_on(self, day: date) -> Self:
        """Those that hold on this day. A child that died stands in no list any more, from that moment."""
        return super().valid_on(day).filter(pupil__deceased_at__isnull=True)


class Enrolment(Period):
    """A pupil is in a group between two days."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school_group = models.ForeignKey("groups.SchoolGroup", on_delete=models.PROTECT, related_name="enrolments")

    objects: ClassVar = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        default_permissions = ()
        constraints = [
            Period.ends_after_it_begins("enrolment_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["pupil", "school_group"],
                condition=Q(valid_until__isnull=True),
                name="one_open_enrolment_per_pupil_and_group",
            ),
        ]


def has_authority_on(day: date, prefix: str = "") -> Q:
    """The condition that a link stands with parental authority on a day, and is not barred (B2)."""
    return Q(
        valid_on(day, prefix),
        Q(**{f"{prefix}authority_from__isnull": True}) | Q(**{f"{prefix}authority_from__lte": day}),
        Q(**{f"{prefix}authority_until__isnull": True}) | Q(**{f"{prefix}authority_until__gte": day}),
        **{f"{prefix}has_authority": True, f"{prefix}barred_at__isnull": True},
    )


class GuardianshipQuerySet(PeriodQuerySet):
    """Whoever writes a link tells it (``groups.changes``): what a guardian answered counts with the authority."""

    def with_authority(self, day: date) -> Self:
        """The links that let a guardian see something on this day."""
        return self.filter(has_authority_on(day))

    @transaction.atomic
    def update(self, **kwargs: Any) -> int:
        pupils = set(self.order_by().values_list("pupil_id", flat=True))
        changed = super().update(**kwargs)
        tell_authority_changed(pupils)
        return changed

    @transaction.atomic
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        tell_authority_changed({row.pupil_id for row in made})
        return made

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        pupils = set(self.order_by().values_list("pupil_id", flat=True))
        gone = super().delete()
        tell_authority_changed(pupils)
        return gone


def tell_authority_changed(pupils: set[int]) -> None:
    """Within the transaction of the change: who takes photos down is part of it."""
    if pupils:
        authority_changed.send(sender=Guardianship, pupils=pupils)


class Guardianship(Period):
    """A guardian is linked to a pupil, with or without parental authority (ouderlijk gezag), B2."""

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        GUARDIAN = "guardian", _("guardian")
        CARER = "carer", _("carer")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guardianships")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation, default=Relation.GUARDIAN)
    has_authority = models.BooleanField(_("has parental authority"), default=False)
    # Within the link's own days; open where a court set none.
    authority_from = models.DateField(_("authority from"), null=True, blank=True)
    authority_until = models.DateField(_("authority until"), null=True, blank=True)
    barred_at = models.DateTimeField(_("barred at"), null=True, blank=True)

    objects: ClassVar = GuardianshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardianship")
        default_permissions = ()
        constraints = [
            Period.ends_after_it_begins("guardianship_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["pupil", "guardian"],
                condition=Q(valid_until__isnull=True),
                name="one_open_guardianship_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(relation="carer", has_authority=True), name="carer_has_no_parental_authority"
            ),
            models.CheckConstraint(
                condition=Q(authority_from__isnull=True)
                | Q(authority_until__isnull=True)
                | Q(authority_until__gte=F("authority_from")),
                name="authority_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} · {self.pupil}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        tell_authority_changed({self.pupil_id})

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        tell_authority_changed({self.pupil_id})
        return gone

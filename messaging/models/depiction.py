"""Who is on a photo, who may be on it, and why it is not shown (B9, D3, D5)."""

from collections.abc import Collection
from hashlib import sha256
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import Pupil
from messaging.models.photo import Photo
from protocol import clock
from protocol.clauses import clause


@clause("D3")
class LineUp(models.Model):
    """The pupils who had consent when a teacher said "only children with consent": each of them may be on the photo.

    The same set of pupils is one row, shared by all photos of which it was said.
    """

    digest = models.CharField(max_length=64, unique=True)
    pupils = models.ManyToManyField(Pupil, related_name="line_ups")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("line-up")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:12]


def line_up_digest(pupils: Collection[int]) -> str:
    """The same for the same pupils (ids), in whatever order."""
    return sha256(",".join(map(str, sorted(set(pupils)))).encode()).hexdigest()


def line_up_of(pupils: Collection[int]) -> LineUp:
    """The line-up of exactly these pupils (ids)."""
    line_up, is_new = LineUp.objects.get_or_create(digest=line_up_digest(pupils))
    if is_new:
        line_up.pupils.set(pupils)
    return line_up


class Depiction(models.Model):
    """A person said of one pupil whether it is on a photo: marked by the teacher, or looked for and not on it."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="depictions")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="depictions")
    is_on_it = models.BooleanField()
    said_at = models.DateTimeField(default=clock.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("pupil on a photo")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["photo", "pupil"], name="said_once_of_a_pupil_on_a_photo")]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.photo}"


class WithholdingQuerySet(models.QuerySet["Withholding"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


@clause("B9", "D3", "D5")
class Withholding(models.Model):
    """A photo that was out is not shown, for one pupil. It ends only by a person, when the pupil may be shown again or
    turned out not to be on it."""

    class Why(models.TextChoices):
        CONSENT = "consent", _("no consent any more")
        LAPSED = "lapsed", _("consent of an earlier year")
        OBJECTS = "objects", _("the child does not want it")
        POINTED = "pointed", _("a parent pointed it out")

    class Outcome(models.TextChoices):
        NOT_ON_IT = "not_on_it", _("not on it")
        PUT_BACK = "put_back", _("put back")

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="withholdings")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="withholdings")
    why = models.CharField(max_length=8, choices=Why)
    began_at = models.DateTimeField(default=clock.now)
    grace_until = models.DateField(
        null=True, blank=True, help_text=_("Shown until this day all the same: the teacher is asked to look first")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)

    objects: ClassVar = WithholdingQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo that is not shown")
        ordering = ["began_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "pupil"], condition=Q(ended_at__isnull=True), name="withheld_once_for_a_pupil"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="", ended_by__isnull=True)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
                name="withholding_ends_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo}: {self.pupil}"

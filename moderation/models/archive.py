"""The archive: hard copies of what was removed, in a chain, and what says that a row may go (F6).

These tables only grow (moderation/guards.py). A package is a folder of files in the storage; its manifest names each
with its SHA-256, and a link of the chain commits to the manifest.
"""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School, SchoolGroup
from protocol import clock
from protocol.clauses import clause


class Kind(models.TextChoices):
    """What can be reported, and removed."""

    POST = "post", _("news item")
    PHOTO = "photo", _("photo")
    REACTION = "reaction", _("reaction")
    PORTRAIT = "portrait", _("portrait")
    WORD = "word", _("friendly word")
    MESSAGE = "message", _("message in a conversation")


@clause("F6")
class ArchiveLink(models.Model):
    """One link: it leans on the one before it and commits to the manifest of one package (consent/chain.py)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, help_text=_("SHA-256 of manifest.json"))
    hash = models.CharField(max_length=64)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("link of the archive")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="archive_one_link_per_number"),
            models.UniqueConstraint(fields=["school", "previous"], name="archive_one_link_after_another"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class PackageQuerySet(models.QuerySet["Package"]):
    def kept(self) -> Self:
        """Those that retention did not destroy."""
        return self.filter(link__destruction__isnull=True)


@clause("F6")
class Package(models.Model):
    """One hard copy, sealed: where its files lie, and whose and what it was."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link = models.OneToOneField(ArchiveLink, on_delete=models.PROTECT, related_name="package")
    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    folder = models.CharField(max_length=120, unique=True)
    pages = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(help_text=_("Bytes of all its files"))
    sealed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("hard copy")
        ordering = ["link__number"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"


@clause("F6")
class SealedRow(models.Model):
    """A row whose content stands in a sealed package: the pass with which it may be deleted. It names the content by
    the same hash as the guard makes of the row (moderation/guards.py)."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=63)
    row_id = models.PositiveBigIntegerField()
    content = models.CharField(max_length=64)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("row that is kept in the archive")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["table", "row_id"], name="a_row_is_sealed_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


@clause("F6", "D4")
class Destruction(models.Model):
    """The record that a package was destroyed at the end of its term: the link and its hash stay."""

    link = models.OneToOneField(ArchiveLink, on_delete=models.PROTECT, related_name="destruction")
    reason = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("record of destruction")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="archive_destruction_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.link}: {self.reason}"


@clause("F6", "D4")
class Erasure(models.Model):
    """The record that a published row goes without a hard copy: at the end of its term, or at the request of whom it is
    about. The other pass of the guard; none is written for what is held for a lawsuit (``LegalHold``)."""

    table = models.CharField(max_length=63)
    row_id = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("record of erasure")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="a_row_is_erased_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="erasure_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}: {self.reason}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


@clause("F6", "F7")
class LegalHold(models.Model):
    """What must be kept for a lawsuit or an inquiry, whatever the term says: a published row, a package, a case."""

    table = models.CharField(max_length=63)
    row_id = models.PositiveBigIntegerField()
    reason = models.CharField(_("reason"), max_length=250)
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row_id"], condition=Q(ended_at__isnull=True), name="one_standing_hold_each"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_hold_ends_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


@clause("F6")
class Stamp(models.Model):
    """What a time-stamp service said of a link of the chain (RFC 3161)."""

    link = models.OneToOneField(ArchiveLink, on_delete=models.PROTECT, related_name="stamp")
    url = models.URLField()
    token = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("time stamp")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link}"

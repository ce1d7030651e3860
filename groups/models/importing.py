"""A file of the administration on its way in, and what it proposes about authority."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from protocol import clock


class ImportRun(models.Model):
    """What was read from the files of one import, waiting for somebody to approve its report.

    ``content`` holds what Kring may keep, never a citizen service number; it is wiped once the run is applied, dropped
    or a day old. ``digest`` names the report that was shown: approving counts for that one only.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for approval")
        APPLIED = "applied", _("taken over")
        DROPPED = "dropped", _("not taken over")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("groups.School", on_delete=models.PROTECT, related_name="import_runs")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("import")
        default_permissions = ()
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(content__isnull=True), name="import_that_is_over_holds_no_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uploaded_at:%Y-%m-%d %H:%M}"


class AuthorityProposal(models.Model):
    """A later file says otherwise about somebody's authority: a person decides, the file never does (B2)."""

    guardianship = models.ForeignKey("groups.Guardianship", on_delete=models.PROTECT, related_name="proposals")
    has_authority = models.BooleanField()
    proposed_at = models.DateTimeField(default=clock.now)
    is_accepted = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("proposal about authority")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["guardianship"], condition=Q(decided_at__isnull=True), name="one_open_proposal_per_guardianship"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_accepted__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, is_accepted__isnull=False, decided_by__isnull=False),
                name="proposal_is_decided_by_somebody_or_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.guardianship)

"""A removal under way: hidden, copied, sealed, gone (F6)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.storage import random_name
from groups.models import School, SchoolGroup
from moderation.models.archive import Kind, Package
from moderation.models.report import REASON_MAX, Item
from protocol import clock
from protocol.clauses import clause


def portrait_name(aside: "SetAside", filename: str) -> str:
    return random_name("portraits", ".webp")


class SetAside(models.Model):
    """A portrait that nobody sees while somebody looks at a report about it: the file, out of the person's row."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=portrait_name, max_length=120)
    since = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("portrait set aside")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person)


class RemovalQuerySet(models.QuerySet["Removal"]):
    def due(self) -> Self:
        """Those whose hard copy must be made, or whose old files must still go, and that nobody has in hand."""
        now = clock.now()
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
        return self.filter(free, state__in=[Removal.State.HIDDEN, Removal.State.SEALED], due_at__lte=now)

    def failing(self) -> Self:
        """Those that did not go well at least once, and are not done: the ICT contact sees them."""
        return self.exclude(state=Removal.State.DONE).exclude(last_error="")


@clause("D12", "F6")
class Removal(models.Model):
    """One removal. The thing is hidden from its first moment; it is deleted in the moment its hard copy is sealed.

    ``asked`` (waits for a member of the MR) ``-> hidden -> sealed`` (old files still to go) ``-> done``; or
    ``cancelled``, when the member of the MR does not agree.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a member of the MR")
        HIDDEN = "hidden", _("the hard copy is being made")
        SEALED = "sealed", _("kept in the archive")
        DONE = "done", _("taken away")
        CANCELLED = "cancelled", _("did not go on")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="removals")
    state = models.CharField(max_length=9, choices=State)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clause = models.CharField(_("agreement"), max_length=3, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_MAX, blank=True)
    is_taken_back = models.BooleanField(default=False)
    record = models.JSONField(null=True, blank=True, help_text=_("What it was, until it stands in the package"))
    package = models.OneToOneField(Package, on_delete=models.PROTECT, null=True, blank=True, related_name="removal")
    leftover = models.JSONField(default=list, blank=True, help_text=_("Names of files that must still go"))
    due_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=250, blank=True)

    objects: ClassVar = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("removal")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="removal_due", condition=Q(state__in=["hidden", "sealed"])),
        ]
        constraints = [
            models.UniqueConstraint(
                # A person may have another portrait that has to go.
                fields=["kind", "object_id"],
                condition=~Q(state="cancelled") & ~Q(kind="portrait", state__in=["sealed", "done"]),
                name="a_thing_is_removed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "hidden", "cancelled"], package__isnull=True)
                | Q(state__in=["sealed", "done"], package__isnull=False, record__isnull=True),
                name="removed_with_a_package_only",
            ),
            models.CheckConstraint(
                condition=Q(is_taken_back=True, asked_by=models.F("author"))
                | (Q(is_taken_back=False) & ~Q(clause="") & ~Q(reason="")),
                name="removal_has_a_clause_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}: {self.get_state_display()}"

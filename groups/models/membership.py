"""Who has which role, between which days, and on what ground."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models.periods import Period, PeriodQuerySet
from groups.models.pupil import has_authority_on
from protocol import clock
from protocol.clauses import clause


class MembershipQuerySet(PeriodQuerySet):
    def let_in(self) -> Self:
        """Those that the school lets stand today, whatever the guardianship beneath says."""
        return self.valid_on(clock.today()).filter(ended_at__isnull=True)

    @clause("B2", "B3")
    def in_force(self, user: User | None = None) -> Self:
        """The memberships that give rights today, of one person or of all.

        Two facts must hold for a parent: the school let this person in (B3: this row and its days), and the
        guardianship it rests on stands, with authority and not barred (B2). Closed accounts have no rights.
        """
        today = clock.today()
        members = self.let_in().filter(user__is_active=True)
        if user is not None:
            members = members.filter(user_id=user.pk)
        return members.filter(Q(guardianship__isnull=True) | has_authority_on(today, "guardianship__"))

    def end_at_once(self, *, by: User | None) -> int:
        """End those that are not over yet: the last day is today, and the moment says that it was over at once."""
        today = Value(clock.today(), output_field=models.DateField())
        standing = self.filter(ended_at__isnull=True).exclude(valid_until__lt=clock.today())
        return standing.update(valid_until=Greatest(F("valid_from"), today), ended_at=clock.now(), ended_by=by)


class Membership(Period):
    """A person holds a role between two days (both included); a parent holds it through one guardianship."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey("groups.Role", on_delete=models.PROTECT, related_name="memberships")
    guardianship = models.ForeignKey(
        "groups.Guardianship", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Periods count in days, but a right ends at once: who ended it, and when.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField(
        _("role on the screen"), max_length=60, blank=True, help_text=_("Instead of the role's own name: conciërge")
    )
    working_days = models.CharField(_("working days"), max_length=20, blank=True, help_text=_("ma, di, wo"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        default_permissions = ()
        constraints = [
            Period.ends_after_it_begins("membership_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, valid_until__isnull=False),
                name="ended_membership_has_a_last_day",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_until__isnull=True, guardianship__isnull=True),
                name="one_open_membership_per_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "guardianship"],
                condition=Q(valid_until__isnull=True),
                name="one_open_membership_per_guardianship",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"

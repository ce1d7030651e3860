"""Consent before parents read it: what a council or a trainee wrote, and who decided about which words (B5)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Membership, SchoolGroup
from groups.roles import MODERATE, STAFF
from messaging.models.post import Post
from protocol import clock
from protocol.clauses import clause


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def open(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(decided_at__isnull=True)

    @clause("B5")
    def put_to(self, user: User) -> Self:
        """Those that this person is or was asked about: in a council as head, in a class as its admin, once late as the
        deputy, for as long as one works at the school; never what one wrote oneself."""
        groups = SchoolGroup.objects.with_perm(user, MODERATE)
        at_work = Membership.objects.in_force(user).filter(role__name__in=STAFF).values("role__school")
        stands_in = Q(deputy_id=user.pk, post__school_group__school__in=at_work)
        return self.filter(Q(post__school_group__in=groups.values("pk")) | stands_in).exclude(author_id=user.pk)

    @clause("B5")
    def decidable_by(self, user: User) -> Self:
        """Those that wait for this person."""
        return self.open().put_to(user)


class Approval(models.Model):
    """One request for consent with these very words, and its answer. Another word is another request."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        RELEASED = "released", _("went out without a decision")
        WITHDRAWN = "withdrawn", _("taken back by the writer")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="approvals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    is_offence = models.BooleanField(default=False, help_text=_("Asked because words of it are held: E4"))
    change = models.JSONField(null=True, blank=True, help_text=_("The new words of a post that is out already"))
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(help_text=_("The last day on which a decision is in time"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["asked_at"], name="approval_open", condition=Q(decided_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(decided_at__isnull=True), name="one_open_approval_per_post"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(outcome__in=["approved", "returned"])
                | ~Q(decided_by=F("author")),
                name="nobody_approves_their_own",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "approved", "returned", "released", "withdrawn"]),
                name="approval_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="approval_decided_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "returned"]) | Q(decided_by__isnull=False),
                name="approval_has_who_decided",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(reason=""), name="approval_sent_back_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_outcome_display() or '…'}"

"""Going round a limit, on the record: who, why, and whether the head was asked (D10, E8)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import School
from groups.roles import DECIDE
from messaging.models.post import Post
from protocol import clock
from protocol.clauses import clause


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def asked(self) -> Self:
        """Those that wait for the head."""
        return self.filter(state=Exemption.State.ASKED)

    def needless(self) -> Self:
        """Those asked about a post that is out, or a draft again: they need no answer any more."""
        return self.asked().exclude(post__state=Post.State.PLANNED)

    @clause("D10")
    def put_to(self, user: User) -> Self:
        """Those of the school that this person heads, but for the own ones."""
        schools = School.objects.with_perm(user, DECIDE)
        return self.filter(post__school_group__school__in=schools.values("pk")).exclude(author_id=user.pk)

    @clause("D10")
    def decidable_by(self, user: User) -> Self:
        """Those that wait for this person: the head, never for what one asked oneself."""
        return self.asked().put_to(user).filter(post__state=Post.State.PLANNED)


@clause("D10", "E8")
class Exemption(models.Model):
    """A post that goes out beside a limit: taken freely and counted, or asked of the head."""

    class Kind(models.TextChoices):
        URGENT = "urgent", _("urgent, today")
        EXCURSION = "excursion", _("excursion")
        REASON = "reason", _("with a reason")
        NOW = "now", _("now, everybody")

    class State(models.TextChoices):
        TAKEN = "taken", _("taken")
        ASKED = "asked", _("asked")
        ALLOWED = "allowed", _("allowed")
        REFUSED = "refused", _("not today")
        LAPSED = "lapsed", _("no longer needed")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="exemptions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exemptions")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.TAKEN)
    created_at = models.DateTimeField(default=clock.now)
    # Of the urgent ones a month that need no asking: the month's first day, and which of them this is.
    month = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["author", "month", "number"], name="urgent_free_counted_once"),
            models.UniqueConstraint(fields=["post"], condition=Q(state="asked"), name="one_open_exemption_per_post"),
            models.CheckConstraint(
                condition=Q(kind__in=["urgent", "excursion", "reason", "now"]), name="exemption_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "asked", "allowed", "refused", "lapsed"]),
                name="exemption_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["urgent", "reason"]) | ~Q(reason=""), name="exemption_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["allowed", "refused"]) | Q(decided_by__isnull=False),
                name="exemption_has_who_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("author")),
                name="nobody_allows_their_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_kind_display()}"

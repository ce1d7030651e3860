"""What was decided, and the chain that proves it (standards: what a school must be able to show).

Three tables that only grow. ``DecisionLink`` is the chain. ``Decision`` is what a link stands for; it goes only when a
``Destruction`` says so, and the database refuses it otherwise (consent/guards.py).
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from consent import chain
from consent.models.purpose import Purpose, ShownText
from groups.models import Pupil, School
from protocol import clock
from protocol.clauses import clause


@clause("B9")
class DecisionLink(models.Model):
    """One link: it leans on the one before it and commits to one decision."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("link of the chain of evidence")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_link_per_number"),
            models.UniqueConstraint(fields=["school", "previous"], name="one_link_after_another"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def newest(self) -> Self:
        """Of each guardian, child, purpose and consent year the last one: all the rule needs to know."""
        last = self.order_by().values("pupil", "guardian", "purpose", "year").annotate(last=Max("pk"))
        return self.filter(pk__in=last.values("last"))


@clause("B9")
class Decision(models.Model):
    """One guardian's yes or no for one child, one purpose and one consent year; or a yes withdrawn. Never changed."""

    class Said(models.TextChoices):
        GRANT = "grant", _("yes")
        REFUSE = "refuse", _("no")
        WITHDRAW = "withdraw", _("withdrawn")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    link = models.OneToOneField(DecisionLink, on_delete=models.PROTECT, related_name="decision")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consent_decisions")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consent_decisions")
    had_authority = models.BooleanField()
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="decisions")
    medium = models.CharField(max_length=20)
    said = models.CharField(max_length=8, choices=Said)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    shown = models.ForeignKey(ShownText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=6, choices=Channel)
    paper = models.ForeignKey("consent.PaperForm", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_name = models.CharField(max_length=120)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authenticated_by = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    supersedes = models.PositiveIntegerField(null=True, blank=True, help_text=_("Number of the link"))
    salt = models.CharField(max_length=64)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about consent")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["pupil", "purpose", "guardian", "year", "-id"], name="decision_of_pupil")]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=["grant", "refuse", "withdraw"]), name="decision_is_known"),
            models.CheckConstraint(condition=Q(said="refuse") | Q(had_authority=True), name="only_authority_says_yes"),
            models.CheckConstraint(
                condition=~Q(channel="paper") | Q(paper__isnull=False), name="decision_on_paper_has_its_paper"
            ),
            models.CheckConstraint(condition=~Q(signed_name=""), name="decision_is_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.purpose} {self.said}"

    def committed(self) -> dict[str, Any]:
        """What the chain commits to: all of it, as plain values."""
        return {
            "pupil": self.pupil_id,
            "guardian": self.guardian_id,
            "had_authority": self.had_authority,
            "purpose": self.purpose.code,
            "medium": self.medium,
            "said": str(self.said),
            "year": self.year,
            "version": self.version,
            "shown": chain.digest(self.shown.text),
            "language": self.language,
            "channel": str(self.channel),
            "paper": self.paper.sha256 if self.paper is not None else None,
            "signed_name": self.signed_name,
            "actor": self.actor_id,
            "authenticated_by": self.authenticated_by,
            "at": self.at.isoformat(),
            "supersedes": self.supersedes,
        }

    def commitment(self) -> str:
        return chain.commit(self.salt, self.committed())


@clause("D4")
class Destruction(models.Model):
    """The record that retention destroyed a decision: when, by whom and why. This table only grows."""

    link = models.OneToOneField(DecisionLink, on_delete=models.PROTECT, related_name="destruction")
    reason = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("record of destruction")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="destruction_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.link}: {self.reason}"

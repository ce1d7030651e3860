"""Cases: what happened about a person or an incident, and the steps the school takes (F5, F7)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Membership, School, SchoolGroup
from groups.models.role import Role
from groups.roles import DECIDE, MODERATE, PEOPLE
from moderation.models.policy import ModerationPolicy
from protocol import clock
from protocol.clauses import clause

NOTE_MAX, TOLD_MAX, LINE_MAX = 4000, 500, 2000


class CaseQuerySet(models.QuerySet["Case"]):
    @clause("F5", "F7")
    def handled_by(self, user: User) -> Self:
        """Those of the admins of its group, the head and the ICT contact; never one about oneself. One about the head
        comes to who the school named alone (the ICT contact when nobody is)."""
        groups = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
        heads = School.objects.with_perm(user, DECIDE).values("pk")
        working = School.objects.with_perm(user, PEOPLE)
        as_ict = Membership.objects.in_force(user).filter(role__name=Role.Name.ICT, role__school__in=working)
        ict = as_ict.values("role__school")
        named = ModerationPolicy.objects.naming()
        mine = Q(is_about_head=False) & (Q(school_group__in=groups) | Q(school__in=heads) | Q(school__in=ict))
        for_named = Q(school__in=named.filter(about_head=user).values("school"))
        for_ict = Q(school__in=ict) & ~Q(school__in=named.values("school"))
        return self.filter(mine | Q(is_about_head=True) & (for_named | for_ict)).exclude(about_id=user.pk)


@clause("F5")
class Case(models.Model):
    """One file about an incident: the reports, the removals and the steps, with a number of its year."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("what it is about"), max_length=120)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_about_head = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when the others are asked what they think; empty after a step")
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        ordering = ["-year", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="one_case_per_number"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="case_is_closed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


@clause("F7")
class Consultation(models.Model):
    """What the head, the ICT contact or a teacher thinks should happen: asked before the talk and each measure."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    text = models.TextField(_("what you think"), max_length=NOTE_MAX)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("consultation")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="consultation_says_something")]

    def __str__(self) -> str:
        return f"{self.case}: {self.role}"


@clause("F5", "F7")
class CaseStep(models.Model):
    """One step, lightest first: who decided it, when, until when, and what was written down."""

    class Kind(models.TextChoices):
        WORD = "word", _("a word")
        TALK = "talk", _("a talk")
        WARNING = "warning", _("a warning")
        NO_REACTIONS = "no_react", _("no reactions for a while")
        READ_ONLY = "read_only", _("reading only")
        CLOSED = "closed", _("account closed")
        OUTSIDE = "outside", _("police, board or inspection")

    MEASURES = (Kind.NO_REACTIONS, Kind.READ_ONLY, Kind.CLOSED)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=Kind)
    note = models.TextField(_("what was said or decided"), max_length=NOTE_MAX)
    told = models.CharField(
        _("what the person concerned reads"), max_length=TOLD_MAX, blank=True, help_text=_("Never details of others")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    alone_because = models.CharField(
        max_length=250, blank=True, help_text=_("Why the head did not wait for the others: two school days went by")
    )
    restriction = models.OneToOneField(
        "groups.Restriction", on_delete=models.PROTECT, null=True, blank=True, related_name="step"
    )
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reversal = models.CharField(_("why it is taken back"), max_length=250, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("step in a case")
        ordering = ["decided_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="step_has_its_note"),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True, reversed_by__isnull=True, reversal="")
                | (Q(reversed_at__isnull=False, reversed_by__isnull=False) & ~Q(reversal="")),
                name="step_is_taken_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["no_react", "read_only", "closed"], restriction__isnull=False)
                | (~Q(kind__in=["no_react", "read_only", "closed"]) & Q(restriction__isnull=True)),
                name="a_measure_has_its_restriction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"


@clause("F7")
class CaseExport(models.Model):
    """The whole file left the school: who took it, when, in which form and what for."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=3, choices=[("pdf", "PDF"), ("zip", "ZIP")])
    reason = models.CharField(_("what for"), max_length=250)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("export of a case")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="export_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.case} {self.form}"


@clause("F5")
class HeadLine(models.Model):
    """A line to the head: what stays open to everybody, also to whom everything else is closed."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what you want to say"), max_length=LINE_MAX)
    sent_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("line to the head")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["sender", "sent_at"], name="line_of_sender")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="line_says_something")]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"

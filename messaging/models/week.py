"""The week of a group: that it was reminded, and that it needs no news (D10)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import School, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@clause("D10")
class WeekNote(models.Model):
    """Something said once about a week: a group's reminder, or the report about the school. Monday names the week."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        REPORT = "report", _("report")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="week_notes")
    school_group = models.ForeignKey(
        SchoolGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="week_notes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    week = models.DateField(help_text=_("Its Monday"))
    noted_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("note about a week")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school_group", "week"], condition=Q(kind="reminder"), name="one_reminder_per_group_and_week"
            ),
            models.UniqueConstraint(
                fields=["school", "week"], condition=Q(kind="report"), name="one_report_per_school_and_week"
            ),
            models.CheckConstraint(
                condition=Q(kind="report", school_group__isnull=True) | Q(kind="reminder", school_group__isnull=False),
                name="reminder_is_of_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.week}"


@clause("D10")
class ExcusedWeek(models.Model):
    """The head said that a group (or, without one, every group) needs no minimum in this week."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="excused_weeks")
    school_group = models.ForeignKey(
        SchoolGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="excused_weeks"
    )
    week = models.DateField(_("week"), help_text=_("Its Monday"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    excused_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("excused week")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school_group", "week"], name="excused_once_per_group_and_week"),
            models.UniqueConstraint(
                fields=["school", "week"],
                condition=Q(school_group__isnull=True),
                name="excused_once_per_school_and_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_group or self.school} {self.week}"

"""The school's time: lessons, days off, and who works when. groups/calendar.py reckons with it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ((1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
            (6, _("Saturday")), (7, _("Sunday")))  # fmt: skip


class WeekSpan(models.Model):
    """A span of hours that comes back every week; the end is not included."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    begins_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        abstract = True

    @staticmethod
    def constraints(name: str) -> list[models.BaseConstraint]:
        return [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name=f"{name}_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name=f"{name}_on_a_day_of_the_week"),
        ]


class LessonTime(WeekSpan):
    """A stretch of lessons on a weekday; what lies between two of a day is a break."""

    school = models.ForeignKey("groups.School", on_delete=models.CASCADE, related_name="lesson_times")

    class Meta:
        verbose_name = _("lesson time")
        ordering = ["weekday", "begins_at"]
        default_permissions = ()
        constraints = [
            *WeekSpan.constraints("lesson"),
            models.UniqueConstraint(fields=["school", "weekday", "begins_at"], name="one_lesson_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins_at:%H:%M}-{self.ends_at:%H:%M}"


class WorkingTime(WeekSpan):
    """When a member of staff works. Who has no row works in the school's posting hours."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_times")

    class Meta:
        verbose_name = _("working time")
        ordering = ["weekday", "begins_at"]
        default_permissions = ()
        constraints = [
            *WeekSpan.constraints("work"),
            models.UniqueConstraint(fields=["user", "weekday", "begins_at"], name="one_working_time_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_weekday_display()} {self.begins_at:%H:%M}-{self.ends_at:%H:%M}"


class HolidayYear(models.Model):
    """A school year whose holidays stand among the school's days off: from then on they are the school's own.

    What the school changed or took away since is never put back; of another region only what it left as it was.
    """

    school = models.ForeignKey("groups.School", on_delete=models.CASCADE, related_name="holiday_years")
    first_year = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=6)

    class Meta:
        verbose_name = _("school year with holidays")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["school", "first_year"], name="holidays_filled_once_a_year")]

    def __str__(self) -> str:
        return f"{self.first_year}-{self.first_year + 1} {self.region}"


class DayOffQuerySet(models.QuerySet["DayOff"]):
    def between(self, first: object, last: object) -> Self:
        """Those that touch these days, both included."""
        return self.filter(first_on__lte=last, last_on__gte=first)


class DayOff(models.Model):
    """Days without lessons, the first and the last included."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        FEAST = "feast", _("public holiday")
        STUDY_DAY = "study", _("study day")

    school = models.ForeignKey("groups.School", on_delete=models.CASCADE, related_name="days_off")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))

    objects: ClassVar = DayOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("day off")
        ordering = ["first_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="day_off_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=["holiday", "feast", "study"]), name="day_off_has_a_kind"),
            models.UniqueConstraint(fields=["school", "name", "first_on"], name="one_day_off_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

"""What the school and its parents agreed about posting, as settings: how often, when, and with whose consent."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models.school import School
from protocol.clauses import clause


@clause("B5", "D10", "E8")
class PostingPolicy(models.Model):
    """One row a school; a school without one keeps the agreements as they come."""

    class CountsPer(models.TextChoices):
        GROUP = "group", _("each group")
        AUTHOR = "author", _("each writer")
        BOTH = "both", _("each group and each writer")

    class Silence(models.TextChoices):
        WAIT = "wait", _("it keeps waiting")
        RELEASE = "release", _("it goes out")

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="posting_policy")
    day_limit = models.PositiveSmallIntegerField(_("at most a day"), default=1)
    counts_per = models.CharField(_("counted for"), max_length=6, choices=CountsPer, default=CountsPer.GROUP)
    week_minimum = models.PositiveSmallIntegerField(_("at least a week"), default=2)
    urgent_free = models.PositiveSmallIntegerField(_("urgent posts a month without asking"), default=2)
    important_free = models.PositiveSmallIntegerField(
        _("important news a year without saying why"), default=6, help_text=_("It goes to everybody at once")
    )
    reminder_weekday = models.PositiveSmallIntegerField(_("day of the reminder"), default=4)
    reminder_at = models.TimeField(_("hour of the reminder"), default=time(12))
    opens_at = models.TimeField(_("news goes out from"), default=time(8))
    closes_at = models.TimeField(_("news goes out until"), default=time(17, 30))
    breaks_open = models.BooleanField(_("teachers may write in the breaks"), default=False)
    mr_informs = models.BooleanField(_("the MR informs the head instead of asking"), default=False)
    approval_days = models.PositiveSmallIntegerField(_("school days within which the head decides"), default=2)
    silence = models.CharField(_("without a decision"), max_length=7, choices=Silence, default=Silence.WAIT)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("asked when the head does not decide"),
    )  # fmt: skip

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("agreement about posting")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(day_limit__gte=1, day_limit__lte=5), name="policy_day_limit_1_to_5"),
            models.CheckConstraint(condition=Q(week_minimum__lte=5), name="policy_week_minimum_at_most_5"),
            models.CheckConstraint(condition=Q(urgent_free__lte=20), name="policy_urgent_free_at_most_20"),
            models.CheckConstraint(condition=Q(important_free__lte=20), name="policy_important_free_at_most_20"),
            models.CheckConstraint(
                condition=Q(reminder_weekday__gte=1, reminder_weekday__lte=5), name="policy_reminder_on_a_weekday"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="policy_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(approval_days__gte=1, approval_days__lte=20), name="policy_approval_days_1_to_20"
            ),
        ]

    def __str__(self) -> str:
        return str(self.school)

    @property
    def counts_group(self) -> bool:
        return self.counts_per != self.CountsPer.AUTHOR

    @property
    def counts_author(self) -> bool:
        return self.counts_per != self.CountsPer.GROUP


def policy_of(school: School) -> PostingPolicy:
    """The school's agreements about posting; as they come when the school never changed them. One query."""
    found: PostingPolicy | None = PostingPolicy.objects.filter(school_id=school.pk).first()
    return found or PostingPolicy(school=school)

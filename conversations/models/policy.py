"""What the school agreed about conversations, as settings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.rules import URGENT_MAX
from groups.models import School
from protocol.clauses import clause


@clause("E8")
class ConversationPolicy(models.Model):
    """One row a school; a school without one keeps what comes along."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="conversation_policy")
    care_takes_part = models.BooleanField(_("parents can write to the care coordinator"), default=True)
    shows_read = models.BooleanField(_("parents see that their message was read"), default=True)
    answers_by_itself = models.BooleanField(_("an automatic answer outside working hours"), default=True)
    answer_days = models.PositiveSmallIntegerField(_("school days within which we answer"), default=2)
    when_urgent = models.CharField(_("what to do when it is urgent"), max_length=URGENT_MAX, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("agreement about conversations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__gte=1, answer_days__lte=10), name="answer_within_1_to_10")
        ]

    def __str__(self) -> str:
        return str(self.school)


def policy_of(school: School) -> ConversationPolicy:
    """The school's agreements about conversations; as they come when it never changed them. One query, or none."""
    return getattr(school, "conversation_policy", None) or ConversationPolicy(school=school)

"""A conversation: what concerns one child has its own place (B7)."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations.rules import SUBJECT_MAX
from protocol import clock
from protocol.clauses import clause


class ConversationQuerySet(models.QuerySet["Conversation"]):
    @clause("B4", "B7", "B8")
    def visible_to(self, user: User) -> Self:
        """Those this person is in, on a ground that stands at this moment. Lists, pages, files and mails start here."""
        from conversations.models.participant import Participant

        return self.filter(pk__in=Participant.objects.standing(user).values("conversation"))


class Conversation(models.Model):
    """About one child, between guardians and those at school who are called its desk: the teachers of one group, who
    share it, or the care coordinators."""

    class Desk(models.TextChoices):
        TEACHERS = "teachers", _("the teachers of the group")
        CARE = "care", _("the care coordinator")

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Made by the form: sending twice is sending once")
    )
    school = models.ForeignKey("groups.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("groups.Pupil", on_delete=models.PROTECT, related_name="conversations")
    desk = models.CharField(max_length=8, choices=Desk, default=Desk.TEACHERS)
    school_group = models.ForeignKey(
        "groups.SchoolGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    subject = models.CharField(_("subject"), max_length=SUBJECT_MAX)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="conversation_has_a_subject"),
            models.CheckConstraint(
                condition=Q(desk="teachers", school_group__isnull=False) | Q(desk="care", school_group__isnull=True),
                name="conversation_is_with_teachers_of_a_group_or_with_care",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="conversation_is_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        # The log of deeds keeps it, and no word of a conversation is in that.
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is read: it opens at the newest, without script too. Who is to see at its top what was done goes to
        the page by its name."""
        return reverse("conversations:conversation-detail", args=[self.pk]) + "#nieuwste"

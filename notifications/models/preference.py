"""How a person wants to be told."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.topics import How, Topic


class Preference(models.Model):
    """Of one topic. A person without a row is told as it comes (``notifications.topics.AS_IT_COMES``)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=10, choices=Topic)
    by_mail = models.CharField(_("by mail"), max_length=6, choices=How)
    by_push = models.BooleanField(_("on my devices"), default=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("way of being told")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_way_per_topic")]

    def __str__(self) -> str:
        return f"{self.person}: {self.topic} {self.by_mail}"


class TellingTimes(models.Model):
    """When a person wants to hear nothing, and when what is told together comes. School time."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="telling_times")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    together_at = models.TimeField(_("hour of the mail that tells all together"), default=time(17))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("hours of being told")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

"""Devices that take a push, and the pushes as rows."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.models.sending import Sending
from protocol import clock

# How long a device hears of what there is after its owner last signed in there: as long as a parent's session lasts.
HEARS = timedelta(days=90)


class PushKeys(models.Model):
    """The pair by which push services know the portal (VAPID, RFC 8292): made once, for a device is bound to it. The
    private one is closed with SECRET_KEY."""

    one = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    private = models.TextField()
    public = models.CharField(max_length=100)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("keys for pushes")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(one=1), name="one_pair_of_push_keys")]

    def __str__(self) -> str:
        return self.public


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    def awake(self) -> Self:
        """Those on which their person signed in not long ago, in a session that nobody ended; the others hear nothing.
        A session whose time is over does not count as ended: a teacher's phone would fall silent each half hour."""
        return self.filter(person__is_active=True, used_at__gt=clock.now() - HEARS).exclude(session_key="")


class PushDevice(models.Model):
    """One browser on one device that its owner let in: where the push service takes a push, and the keys for it. It
    sleeps (``session_key`` is empty) from when somebody ends the session there until its owner signs in again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80, blank=True)
    session_key = models.CharField(max_length=40, blank=True, default="")
    added_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = PushDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        ordering = ["added_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class OutboxPush(Sending):
    """One notice to one device. The same key goes along as Topic (RFC 8030, 5.4): sent twice it is shown once."""

    notice = models.ForeignKey("notifications.Notice", on_delete=models.CASCADE, related_name="pushes")
    device = models.ForeignKey(PushDevice, on_delete=models.CASCADE, related_name="pushes")

    class Meta:
        verbose_name = _("push in the outbox")
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], name="push_due", condition=Q(state="waiting"))]
        constraints = [models.UniqueConstraint(fields=["notice", "device"], name="one_push_per_notice_and_device")]

    def __str__(self) -> str:
        return f"{self.notice}: {self.state}"

"""What there is to tell, as rows: one for the thing, then one for each person."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.topics import Topic
from protocol import clock


class SpreadQuerySet(models.QuerySet["Spread"]):
    def due(self) -> Self:
        """Those to be spread now, in nobody's hands."""
        now = clock.now()
        waiting = self.filter(spread_at__isnull=True, due_at__lte=now)
        return waiting.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))


class Spread(models.Model):
    """One thing that many must hear of. Written with its cause, in the same transaction; a sweep works out for whom."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, help_text=_("What it is about: together with kind unique"))
    due_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    spread_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SpreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing to tell many")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "about"], name="spread_once")]
        indexes = [models.Index(fields=["due_at"], name="spread_due", condition=Q(spread_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to_mail(self) -> Self:
        """Those whose mail should go now."""
        return self.filter(mail__isnull=True, mail_at__lte=clock.now())

    def to_push(self) -> Self:
        """Those whose push should go now."""
        return self.filter(pushed_at__isnull=True, push_at__lte=clock.now())


class Notice(models.Model):
    """One thing for one person. ``mail_at`` and ``push_at`` say when it is told, empty where that person wants none;
    whether the person still may hear of it is asked then."""

    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=10, choices=Topic)
    about = models.CharField(max_length=80, help_text=_("What it is about: with kind and recipient unique"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    mail_at = models.DateTimeField(null=True, blank=True)
    push_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        "notifications.OutboxMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    pushed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "about", "recipient"], name="told_once")]
        indexes = [
            models.Index(fields=["mail_at"], name="notice_mail", condition=Q(mail__isnull=True)),
            models.Index(fields=["push_at"], name="notice_push", condition=Q(pushed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

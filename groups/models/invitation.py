"""An invitation: one way in, for one person, once."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models.membership import Membership
from protocol import clock
from protocol.clauses import clause


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> Self:
        """Those that still open the door."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or clock.now())

    @clause("B3")
    def worth_something(self) -> Self:
        """Those that let somebody in now: open, of a person the school still lets in, who has no password yet."""
        people = Membership.objects.in_force().filter(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.open().filter(user__in=people.values("user"))


class Invitation(models.Model):
    """Bound to a person who has an account without a password yet; only a hash of its secret is kept."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")  # the first head, from the command line
        MAIL = "mail", _("mail")
        LETTER = "letter", _("letter")
        DOOR = "door", _("code at the door")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=6, choices=Kind)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        default_permissions = ()
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_kind_display()})"

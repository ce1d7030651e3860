"""Reactions under a post."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.protected import is_protected, wrote_as_staff
from messaging.models.post import Post
from messaging.rules import REACTION_MAX, SECOND_THOUGHTS
from protocol import clock


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def shown(self) -> Self:
        """Those that readers see."""
        return self.filter(withdrawn_at__isnull=True, hidden_at__isnull=True, held_at__isnull=True)

    def with_protection(self) -> Self:
        """With ``is_protected``: written by a guardian of a pupil with a protected address, and not as staff."""
        hidden = Q(is_protected("author")) & ~Q(wrote_as_staff("author", "author_role"))
        return self.annotate(is_protected=Case(When(hidden, then=True), default=False))

    def changeable_by(self, user: User) -> Self:
        """Those this person may still change or withdraw: the own ones of the last ten minutes."""
        return self.shown().filter(author_id=user.pk, created_at__gt=clock.now() - SECOND_THOUGHTS)


class Reaction(models.Model):
    """What somebody wrote under a post, everybody of the group reads it."""

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text=_("Made by the form: sending twice is sending once")
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reactions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reactions")
    author_role = models.CharField(_("written as"), max_length=60)
    text = models.TextField(_("text"), max_length=REACTION_MAX)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text=_("Not seen by any reader yet: E4"))
    hidden_at = models.DateTimeField(null=True, blank=True, help_text=_("Out, and seen by no reader: D12, F6"))

    objects: ClassVar = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        ordering = ["created_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["post", "created_at"], name="reaction_shown", condition=Q(withdrawn_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reaction_says_something"),
            models.CheckConstraint(condition=Q(text__length__lte=REACTION_MAX), name="reaction_not_too_long"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ReactionVersion(models.Model):
    """What a reaction said before an edit. Never changed."""

    reaction = models.ForeignKey(Reaction, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField(max_length=REACTION_MAX)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier version of a reaction")
        ordering = ["-replaced_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]

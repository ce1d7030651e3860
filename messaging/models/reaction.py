"""Reactions under a post."""

import hashlib
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Membership, PostingPolicy, Restriction, Role, SchoolGroup
from groups.protected import is_protected, wrote_as_staff
from groups.roles import MODERATE, STAFF
from messaging.models.post import Post
from messaging.rules import REACTION_MAX, SECOND_THOUGHTS
from protocol import clock
from protocol.clauses import clause

RETURN_MAX = 300


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def shown(self) -> Self:
        """Those that readers see."""
        return self.filter(withdrawn_at__isnull=True, hidden_at__isnull=True, held_at__isnull=True)

    def with_protection(self) -> Self:
        """With ``is_protected``: written by a guardian of a pupil with a protected address, and not as staff."""
        hidden = Q(is_protected("author")) & ~Q(wrote_as_staff("author", "author_role"))
        return self.annotate(is_protected=Case(When(hidden, then=True), default=False))

    @clause("E4")
    def held(self) -> Self:
        """Those that no reader sees until somebody else agrees, or their author changes them."""
        return self.filter(held_at__isnull=False, withdrawn_at__isnull=True, hidden_at__isnull=True)

    @clause("E4")
    def held_for(self, user: User) -> Self:
        """Those that wait for this person: of a group that one moderates, and never one's own. What a head wrote waits
        for the deputy or the ICT contact too: in some groups nobody else could decide."""
        groups = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
        kept_away = Restriction.objects.keeping_from_work().filter(person=user.pk)
        at_work = Membership.objects.in_force(user).filter(~Exists(kept_away), role__name__in=STAFF)
        stands_in = Q(
            post__school_group__school__in=at_work.filter(role__name=Role.Name.ICT).values("role__school")
        ) | Q(
            post__school_group__school__in=PostingPolicy.objects.filter(
                deputy_id=user.pk, school__in=at_work.values("role__school")
            ).values("school")
        )
        heads = Membership.objects.in_force().filter(
            role__name=Role.Name.HEAD, role__school=OuterRef("post__school_group__school"), user=OuterRef("author")
        )
        waiting = self.held().filter(decided_at__isnull=True, post__in=Post.objects.visible_to(user).values("pk"))
        return waiting.filter(Q(post__school_group__in=groups) | (stands_in & Exists(heads))).exclude(author_id=user.pk)

    def seen_by(self, user: User) -> Self:
        """Those that readers see, one's own that are held, and those that wait for one."""
        standing = self.filter(withdrawn_at__isnull=True, hidden_at__isnull=True)
        for_me = Q(pk__in=Reaction.objects.held_for(user).values("pk"))
        return standing.filter(Q(held_at__isnull=True) | Q(author_id=user.pk) | for_me)

    def changeable_by(self, user: User) -> Self:
        """Those this person may still change or withdraw: the own ones of the last ten minutes, and what is held."""
        young = Q(created_at__gt=clock.now() - SECOND_THOUGHTS)
        own = self.filter(author_id=user.pk, withdrawn_at__isnull=True, hidden_at__isnull=True)
        return own.filter(young | Q(held_at__isnull=False))


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
    # What somebody else said of words that were held: placed all the same, or sent back with a reason.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(_("reason"), max_length=RETURN_MAX, blank=True)

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
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")), name="nobody_lets_out_their_own"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def words_seen(self) -> str:
        """What stands for these very words in a form: another word is another question."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]

    @property
    def is_returned(self) -> bool:
        """Held, and back with its author: with a reason."""
        return self.held_at is not None and self.decided_at is not None


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

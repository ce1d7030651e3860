"""Somebody asks to join a group as guardian of a child (B3)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models.pupil import Guardianship
from protocol import clock


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def undecided(self) -> Self:
        """Those that wait for an answer. Its own row alone decides: an UPDATE over a join is no race's judge."""
        return self.filter(decided_at__isnull=True)

    def open(self) -> Self:
        """Those that wait for an answer, of people whose account is open."""
        return self.undecided().filter(asker__is_active=True)


class JoinRequest(models.Model):
    """What the asker says of the child, and what was decided. The asker sees nothing of the group before."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the group's teachers")
        WITH_HEAD = "head", _("waits for the head")
        ADMITTED = "admitted", _("let in")
        REFUSED = "refused", _("not let in")
        TAKEN_BACK = "back", _("taken back")

    OPEN = (State.WAITING, State.WITH_HEAD)

    class Concern(models.TextChoices):
        AUTHORITY = "authority", _("It is not certain who has authority.")
        UNKNOWN = "unknown", _("We do not know this person.")
        SEPARATED = "separated", _("The parents live apart, and we want to be careful.")
        ORDER = "order", _("There is a decision of a judge.")
        OTHER = "other", _("Something else: let us talk.")

    class Reason(models.TextChoices):
        CHILD = "child", _("This child is not in this group.")
        LINK = "link", _("The school does not know you as a parent of this child. Call the school.")
        AUTHORITY = "authority", _("With the school you have no parental authority over this child. Call the school.")
        DOUBLE = "double", _("You are in already, under another name to sign in with.")

    school_group = models.ForeignKey("groups.SchoolGroup", on_delete=models.PROTECT, related_name="join_requests")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    child_name = models.CharField(_("name of the child"), max_length=200)
    relation = models.CharField(_("relation"), max_length=10, choices=Guardianship.Relation)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    concern = models.CharField(max_length=10, choices=Concern, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)
    pupil = models.ForeignKey("groups.Pupil", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "school_group", "child_name"],
                condition=Q(decided_at__isnull=True),
                name="one_open_request_per_asker_group_and_child",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "head"], decided_at__isnull=True)
                | Q(state="admitted", decided_at__isnull=False, pupil__isnull=False)
                | Q(state="back", decided_at__isnull=False)
                | Q(state="refused", decided_at__isnull=False) & ~Q(reason=""),
                name="request_is_open_or_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="head") | ~Q(concern=""), name="request_goes_to_the_head_with_a_concern"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} · {self.child_name}"

"""The brake: the head stops all sending for a while, by parents or by everybody (F5)."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models.membership import Membership
from groups.models.role import Role
from protocol import clock
from protocol.clauses import clause

if TYPE_CHECKING:
    from groups.models.school import School


class SendingStopQuerySet(models.QuerySet["SendingStop"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def standing_in(self, school: "School | None") -> "SendingStop | None":
        """The one that holds in a school, if there is one."""
        stop: SendingStop | None = self.standing().filter(school=school).select_related("began_by").first()
        return stop


class SendingStop(models.Model):
    """Nobody of these writes anything until the head ends it: no post, no reaction, no message. Reading goes on, and so
    do consent, reports and the line to the head. The head itself keeps writing: somebody must say why."""

    class Whom(models.TextChoices):
        PARENTS = "parents", _("parents")
        EVERYBODY = "all", _("everybody")

    school = models.ForeignKey("groups.School", on_delete=models.CASCADE, related_name="sending_stops")
    whom = models.CharField(max_length=7, choices=Whom)
    reason = models.CharField(_("reason"), max_length=200)
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SendingStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop on sending")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(ended_at__isnull=True), name="one_stop_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_stop_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_whom_display()}: {self.reason}"


def stopped_roles() -> "QuerySet[Role]":
    """The roles under which nobody sends at this moment. One level deep: every question about rights holds it, and
    SQLite reads no question that nests too far."""
    stop = "school__sending_stops__"
    of_parents = Q(**{f"{stop}whom": SendingStop.Whom.PARENTS}, name=Role.Name.PARENT)
    of_everybody = Q(**{f"{stop}whom": SendingStop.Whom.EVERYBODY}) & ~Q(name=Role.Name.HEAD)
    return Role.objects.filter(of_parents | of_everybody, **{f"{stop}ended_at__isnull": True})


@clause("F5")
def stop_of(user: User, *names: str) -> SendingStop | None:
    """The stop that keeps this person from writing, with its reason: under a role of one of these names, or under any.
    One query."""
    held = Membership.objects.in_force(user).filter(role__in=stopped_roles().values("pk"))
    held = held.filter(role__name__in=names) if names else held
    stop: SendingStop | None = SendingStop.objects.standing().filter(school__in=held.values("role__school")).first()
    return stop


def silenced(user: User) -> SendingStop | None:
    """The same, for who has no role left under which one writes. Two queries."""
    going_on = Membership.objects.in_force(user).exclude(role__in=stopped_roles().values("pk"))
    return None if going_on.exists() else stop_of(user)

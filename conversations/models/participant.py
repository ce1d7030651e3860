"""Who is in a conversation: this table is its right."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Guardianship, Membership, Restriction, Role, stopped_roles
from groups.roles import STAFF
from protocol import clock
from protocol.clauses import clause


class ParticipantQuerySet(models.QuerySet["Participant"]):
    @clause("B2", "B7")
    def grounded(self, user: User | None = None) -> Self:
        """Those of one person or of all whom nobody took out, and whose ground still stands: of who works here the role
        itself, as long as that one is no guardian of the child; of a guardian the link with the child, with authority,
        on which the school lets somebody in."""
        members = Membership.objects.in_force(user)
        own_child = Guardianship.objects.valid_on(clock.today()).filter(
            guardian=OuterRef("person"), pupil=OuterRef("conversation__pupil")
        )
        of_staff = Q(membership__in=members.filter(role__name__in=STAFF).values("pk")) & ~Exists(own_child)
        of_guardian = Q(Exists(members.filter(guardianship=OuterRef("guardianship"), user=OuterRef("person"))))
        rows = self.filter(left_at__isnull=True) if user is None else self.filter(left_at__isnull=True, person=user.pk)
        return rows.filter(of_staff | of_guardian)

    @clause("B2", "B7", "B8", "F5")
    def standing(self, user: User | None = None) -> Self:
        """Those who read along at this moment, of one person or of all: on a ground that stands, and no measure keeps
        them from reading."""
        measures = Restriction.objects.standing().filter(person=OuterRef("person"))
        kept_out = Q(membership__isnull=False) & Exists(measures.filter(kind__in=Restriction.HEAVY))
        return self.grounded(user).exclude(kept_out | Exists(measures.filter(kind=Restriction.Kind.CLOSED)))

    def with_measures(self) -> Self:
        """Each with ``only_reads``: a measure, or the school's stop on all sending, leaves only reading."""
        measures = Restriction.objects.keeping_from_work().filter(person=OuterRef("person"))
        stopped = Q(membership__role__in=stopped_roles().values("pk")) | Q(
            guardianship__isnull=False,
            conversation__school__in=stopped_roles().filter(name=Role.Name.PARENT).values("school"),
        )
        return self.annotate(only_reads=Case(When(stopped | Exists(measures), then=True), default=False))

    def of_staff(self) -> Self:
        return self.filter(membership__isnull=False)

    def of_guardians(self) -> Self:
        return self.filter(guardianship__isnull=False)


class Participant(models.Model):
    """One person in one conversation, and from when on that person reads. ``read_until`` is the moment of delivery of
    the newest message that was read; ``read_at`` when one last looked, of who works here within working hours."""

    conversation = models.ForeignKey(
        "conversations.Conversation", on_delete=models.PROTECT, related_name="participants"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    guardianship = models.ForeignKey(
        "groups.Guardianship", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    membership = models.ForeignKey(
        "groups.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sees_from = models.DateTimeField()
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    read_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of a conversation")
        ordering = ["joined_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(guardianship__isnull=True, membership__isnull=False)
                | Q(guardianship__isnull=False, membership__isnull=True),
                name="participant_stands_on_one_ground",
            ),
            models.UniqueConstraint(
                fields=["conversation", "person"], condition=Q(left_at__isnull=True), name="once_in_a_conversation"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="participant_person", condition=Q(left_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_staff(self) -> bool:
        return self.membership_id is not None

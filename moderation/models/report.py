"""What was reported, by whom, and the friendly words that often are enough (F4, D1)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Membership, School, SchoolGroup
from groups.protected import is_protected, is_staff
from groups.roles import STAFF
from moderation.models.archive import Kind
from moderation.models.case import Case
from moderation.models.handling import comes_to
from protocol import clock
from protocol.clauses import clause

REPORT_MAX, WORD_MAX, REASON_MAX = 1000, 600, 500


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> Self:
        """Those on which nobody decided yet."""
        return self.filter(state=Item.State.OPEN)

    @clause("F4", "F5")
    def handled_by(self, user: User) -> Self:
        """Those that come to this person; never one about oneself."""
        return self.filter(comes_to(user)).exclude(author_id=user.pk)

    @clause("F5")
    def that_fit(self, case: Case) -> Self:
        """Those that a case can still gather, none once it is closed: made by whom it is about. In one about an
        incident, with nobody named, made by anyone who does not work here: else who sees the case reads what is
        reported of themselves."""
        if case.closed_at is not None:
            return self.none()
        loose = self.filter(school=case.school_id, case=None, is_about_head__in=[False, case.is_about_head])
        if case.about_id is not None:
            return loose.filter(author=case.about_id)
        at_work = Membership.objects.in_force().filter(role__school=case.school_id, role__name__in=STAFF)
        return loose.exclude(author__in=at_work.values("user"))


@clause("F4")
class Item(models.Model):
    """One thing that was reported, however often: reports gather here until somebody decides."""

    class State(models.TextChoices):
        OPEN = "open", _("new")
        KEPT = "kept", _("put back")
        REMOVED = "removed", _("taken away")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_about_head = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=REASON_MAX, blank=True)
    case = models.ForeignKey("moderation.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="items")

    objects: ClassVar = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing that was reported")
        ordering = ["-opened_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(state="open"), name="one_open_item_for_each_thing"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="item_is_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("author")) | Q(state="removed"),
                name="nobody_puts_back_their_own",
            ),
            models.CheckConstraint(condition=~Q(state="kept") | ~Q(reason=""), name="item_put_back_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"


@clause("F4", "D1")
class Report(models.Model):
    """What one person said of it. Who that was, the author never reads."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(_("agreement"), max_length=3)
    text = models.TextField(_("what you want to say about it"), max_length=REPORT_MAX, blank=True)
    is_threat = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "reporter"], name="one_report_each"),
            models.CheckConstraint(condition=Q(text__length__lte=REPORT_MAX), name="report_not_too_long"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.at:%Y-%m-%d}"


class FriendlyWordQuerySet(models.QuerySet["FriendlyWord"]):
    @clause("B8")
    def with_protection(self) -> Self:
        """With ``is_nameless``: of a family with a protected address, to somebody who reads no names of those."""
        hidden = Q(is_protected("sender")) & ~Q(is_staff("sender")) & ~Q(is_staff("recipient"))
        return self.annotate(is_nameless=ExpressionWrapper(hidden, output_field=BooleanField()))


@clause("F4")
class FriendlyWord(models.Model):
    """A word to who wrote something: signed, one way, without a thread, and itself open to a report."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("your word"), max_length=WORD_MAX)
    sent_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = FriendlyWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("friendly word")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sender", "kind", "object_id"], name="one_word_each_about_a_thing"),
            models.CheckConstraint(condition=~Q(text="") & Q(text__length__lte=WORD_MAX), name="word_not_too_long"),
            models.CheckConstraint(condition=~Q(sender=models.F("recipient")), name="a_word_is_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

"""What the school agreed about removal, as settings: who else may, who hears what, and how long it is kept."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import Membership, Restriction, Role, School
from protocol.clauses import clause


class ModerationPolicyQuerySet(models.QuerySet["ModerationPolicy"]):
    @clause("F5")
    def naming(self) -> Self:
        """Those that name somebody for what is about the head, who can handle it today: with an open account, kept from
        the work by no measure, and not heading the school since. Else it comes to the ICT contact."""
        kept_away = Restriction.objects.keeping_from_work().values("person")
        heads = Membership.objects.in_force().filter(role__name=Role.Name.HEAD).values("user")
        return self.filter(about_head__is_active=True).exclude(Q(about_head__in=kept_away) | Q(about_head__in=heads))


@clause("D12", "F5", "F6")
class ModerationPolicy(models.Model):
    """One row a school; a school without one keeps the agreements as they come. Terms are in years."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="moderation_policy")
    ict_removes = models.BooleanField(_("the ICT contact may remove too"), default=False)
    about_head = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who gets a report about the head"),
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who opens the archive beside the head"),
    )  # fmt: skip
    on_call = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who is rung when somebody is threatened"),
    )  # fmt: skip
    mails_chain = models.BooleanField(_("mail the check code of the archive to the head each day"), default=True)
    stamp_url = models.URLField(_("time-stamp service (RFC 3161)"), blank=True)
    package_years = models.PositiveSmallIntegerField(_("hard copies are kept"), default=5)
    case_years = models.PositiveSmallIntegerField(_("closed cases are kept"), default=5)
    report_years = models.PositiveSmallIntegerField(_("reports without a case are kept"), default=2)
    post_years = models.PositiveSmallIntegerField(
        _("news is kept after its school year"), null=True, blank=True, help_text=_("Empty: until somebody removes it")
    )
    conversation_years = models.PositiveSmallIntegerField(
        _("conversations are kept after the school year of their last message"), null=True, blank=True
    )

    objects: ClassVar = ModerationPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement about removal")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(package_years__gte=1, case_years__gte=1, report_years__gte=1)
                & (Q(post_years__isnull=True) | Q(post_years__gte=1))
                & (Q(conversation_years__isnull=True) | Q(conversation_years__gte=1)),
                name="moderation_keeps_for_a_year_at_least",
            ),
            models.CheckConstraint(
                condition=Q(package_years__lte=30, case_years__lte=30, report_years__lte=30),
                name="moderation_keeps_for_thirty_years_at_most",
            ),
        ]

    def __str__(self) -> str:
        return str(self.school)

    @property
    def named(self) -> User | None:
        """Who handles what is about the head today; None: the ICT contact does. One query where somebody is named."""
        if self.about_head_id is None or not ModerationPolicy.objects.naming().filter(pk=self.pk).exists():
            return None
        return self.about_head


def policy_of(school: School) -> ModerationPolicy:
    """The school's agreements about removal; those it comes with when it never set any."""
    found: ModerationPolicy = ModerationPolicy.objects.filter(school=school).first() or ModerationPolicy(school=school)
    return found

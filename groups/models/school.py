"""The school and its groups of one school year."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models.membership import Membership
from groups.models.permissions import SchoolObjectPermission, rights_of
from groups.models.restriction import Restriction
from protocol import clock
from protocol.clauses import clause


class SchoolQuerySet(models.QuerySet["School"]):
    @clause("F5")
    def with_perm(self, user: User, codename: str) -> Self:
        """The schools in which this person has this right today; who may only read, or not even that, has none."""
        held = SchoolObjectPermission.objects.filter(
            ~Exists(Restriction.objects.keeping_from_work().filter(person=user.pk)),
            permission__codename=codename,
            group__in=Membership.objects.in_force(user).values("role"),
        )
        return self.filter(pk__in=held.values("content_object"))


class School(models.Model):
    """A school. One per installation for now, yet everything hangs on its row."""

    class Region(models.TextChoices):
        NORTH = "noord", _("north")
        MIDDLE = "midden", _("middle")
        SOUTH = "zuid", _("south")

    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("place"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    mails_show_titles = models.BooleanField(_("mails show the titles of news"), default=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    region = models.CharField(_("holiday region"), max_length=6, choices=Region, blank=True)
    second_factor_days = models.PositiveSmallIntegerField(
        _("days of grace for the second step"),
        default=14,
        help_text=_("From the day somebody gets a role that needs it"),
    )
    set_up_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        default_permissions = ()
        permissions = [
            ("manage_people", "import, invite, help people in, see who did what"),
            ("decide", "bar, end authority, decide requests, change roles and settings"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolGroupQuerySet(models.QuerySet["SchoolGroup"]):
    @clause("B8")
    def with_perm(self, user: User, codename: str) -> Self:
        """The groups in which this person has this right today: THE list, and by it THE check (doors ask it too).

        One query. A right that ended yesterday, or a guardian who was barred a second ago, is not in it.
        """
        held = rights_of(user).filter(permission__codename=codename)
        return self.filter(pk__in=held.values("content_object"))

    def of_year(self, day: date) -> Self:
        """The groups whose school year holds this day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class SchoolGroup(models.Model):
    """A group of one school year that has its own page: a class, the whole school, a council, the team."""

    class Kind(models.TextChoices):
        CLASS = "class", _("class")
        COMPOSITE = "composite", _("composite class")
        WHOLE_SCHOOL = "school", _("whole school")
        COUNCIL = "council", _("council")
        STAFF = "staff", _("team")

    class Council(models.TextChoices):
        MR = "mr", _("MR")
        OR = "or", _("OR")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="school_groups", verbose_name=_("school"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=60, help_text=_("As people say it: Groep 5"))
    short_name = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("Where there is little room: Egels")
    )
    sign = models.CharField(_("sign"), max_length=3, help_text=_("In the round sign: 5, ½, OR"))
    accent = models.CharField(_("accent colour"), max_length=8, default="school")
    key = models.CharField(max_length=256, blank=True, help_text=_("As the school's administration knows it"))
    council = models.CharField(_("which council"), max_length=2, choices=Council, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    starts_on = models.DateField(_("first day of the school year"))
    ends_on = models.DateField(_("last day of the school year"))

    objects: ClassVar = SchoolGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        ordering = ["position", "name"]
        default_permissions = ()
        # What one may do in a group; who may stands in groups/roles.py.
        permissions = [
            ("read_group", "read the posts and reactions"),
            ("react", "write a reaction"),
            ("post", "place a post"),
            ("moderate", "close reactions, hide and remove"),
            ("manage_members", "see the members, let in and take out guardians"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "name", "starts_on"], name="one_group_per_name_and_year"),
            models.UniqueConstraint(
                fields=["school", "starts_on"], condition=Q(kind="school"), name="one_whole_school_group_per_year"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")), name="group_year_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(council="") | Q(kind="council"), name="only_a_council_is_mr_or_or"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        return self.short_name or self.name

    @property
    def in_words(self) -> str:
        """As a sentence names it: "Groep 5", "de hele school", "het team", "de Ouderraad"."""
        if self.kind == self.Kind.WHOLE_SCHOOL:
            return gettext("the whole school")
        if self.kind == self.Kind.STAFF:
            return gettext("the team")
        return gettext("the %(name)s") % {"name": self.name} if self.kind == self.Kind.COUNCIL else self.name

    @property
    def school_year(self) -> str:
        return f"{self.starts_on.year}-{self.ends_on.year}"

    @property
    def is_current(self) -> bool:
        return self.starts_on <= clock.today() <= self.ends_on

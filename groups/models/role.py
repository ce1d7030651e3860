"""A role in one container: "teacher of groep 5", "head of the school"."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """One Django group per container and role; its rights come from THE matrix (groups/roles.py)."""

    class Name(models.TextChoices):
        # on a school
        HEAD = "head", _("head")
        ICT = "ict", _("ICT contact")
        CARE = "care", _("care coordinator")
        STAFF = "staff", _("member of staff")
        # on a group
        TEACHER = "teacher", _("teacher")
        TRAINEE = "trainee", _("trainee teacher")
        PARENT = "parent", _("parent")
        COUNCIL_MEMBER = "member", _("council member")
        EDITOR = "editor", _("writer for the school")

    auth_group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="role")
    school = models.ForeignKey("groups.School", on_delete=models.CASCADE, related_name="roles")
    school_group = models.ForeignKey(
        "groups.SchoolGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="roles"
    )
    name = models.CharField(max_length=10, choices=Name)

    class Meta:
        verbose_name = _("role")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(school_group__isnull=True), name="one_role_per_school_and_name"
            ),
            models.UniqueConstraint(fields=["school_group", "name"], name="one_role_per_group_and_name"),
            models.CheckConstraint(
                condition=Q(name__in=["head", "ict", "care", "staff"], school_group__isnull=True)
                | Q(name__in=["teacher", "trainee", "parent", "member", "editor"], school_group__isnull=False),
                name="role_on_its_own_kind_of_container",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.school_group or self.school}"

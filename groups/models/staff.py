"""Staff as the school's administration knows them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffKey(models.Model):
    """The administration's key of a member of staff, by which the next import finds the same person."""

    school = models.ForeignKey("groups.School", on_delete=models.PROTECT, related_name="staff_keys")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_keys")
    key = models.CharField(max_length=256)
    eckid = models.CharField(max_length=256, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("staff key")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="one_member_of_staff_per_key")]

    def __str__(self) -> str:
        return f"{self.user} · {self.key}"

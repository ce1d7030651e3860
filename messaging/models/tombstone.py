"""What stands where something was taken away."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from groups.models import SchoolGroup
from groups.roles import READ
from protocol import clock
from protocol.clauses import clause


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    @clause("D12", "B8")
    def visible_to(self, user: User) -> Self:
        """Those in the groups that this person reads today."""
        return self.filter(school_group__in=SchoolGroup.objects.with_perm(user, READ).values("pk"))


@clause("D12", "F6")
class Tombstone(models.Model):
    """Something stood here and was removed, after a hard copy was kept. No word of it, nor whose it was."""

    class Kind(models.TextChoices):
        POST = "post", _("news item")
        PHOTO = "photo", _("photo")
        REACTION = "reaction", _("reaction")

    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    post_id = models.PositiveBigIntegerField(db_index=True, help_text=_("Under which news item it stood, or which"))
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, related_name="+")
    stood_at = models.DateTimeField(help_text=_("Since when it was out"))
    clause = models.CharField(max_length=3, blank=True, help_text=_("The agreement it did not keep to"))
    was_taken_back = models.BooleanField(default=False, help_text=_("By its own writer"))
    removed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("tombstone")
        ordering = ["stood_at", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_tombstone_each")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"

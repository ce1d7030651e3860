"""How often something was tried."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


class Tries(models.Model):
    """How often something was tried since the first time, for one key; counted by accounts/limits.py."""

    what = models.CharField(max_length=40)
    key = models.CharField(max_length=64, help_text=_("A keyed hash: no address or name stands here"))
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("tries")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["what", "key"], name="one_count_per_limit_and_key")]
        indexes = [models.Index(fields=["until"], name="tries_until")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"

"""A form on paper, as staff put its scan in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.storage import random_name
from groups.models import Pupil
from protocol import clock


def scan_name(form: "PaperForm", filename: str) -> str:
    return random_name("consent", ".pdf")


class PaperForm(models.Model):
    """The scan of a signed form: evidence of the decisions that were read from it."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="paper_forms")
    scan = models.FileField(upload_to=scan_name, max_length=120)
    sha256 = models.CharField(max_length=64)
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("form on paper")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pupil)

"""Addresses at which mail comes back."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


class DeadAddress(models.Model):
    """A mailbox that is not there, as its mail server said. Nothing is sent to it until it is said to work again."""

    address = models.EmailField(max_length=254, unique=True, help_text=_("In lower case"))
    reason = models.CharField(max_length=250)
    since = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("address that does not work")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address

"""Somebody is changing the own e-mail address: both mailboxes must say so."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protocol import clock


class AddressChange(models.Model):
    """A change that waits for the code sent to the new address, and the one sent to the old (when there is one).

    Only keyed hashes of the codes are kept. A row that is closed stays for a day: it counts against asking again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_changes")
    address = models.EmailField(max_length=254)
    new_code_hash = models.CharField(max_length=64)
    old_code_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("change of address")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(closed_at__isnull=True), name="one_open_address_change_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"

"""Doorbells."""

from celery import shared_task

from accounts import devices, limits
from accounts.address.actions import forget_old_changes
from accounts.second_step import codes


@shared_task(name="accounts.tidy_up")
def tidy_up() -> int:
    return limits.forget_old() + devices.forget_ended() + codes.reseal_seeds() + forget_old_changes()

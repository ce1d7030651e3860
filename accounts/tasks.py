"""Doorbells."""

from celery import shared_task

from accounts import devices, limits, reading
from accounts.address.actions import forget_old_changes
from accounts.second_step import codes


@shared_task(name="accounts.tidy_up")
def tidy_up() -> int:
    gone = limits.forget_old() + devices.forget_ended() + forget_old_changes() + reading.forget_old()
    return gone + codes.reseal_seeds()

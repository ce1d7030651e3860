"""Doorbells."""

from celery import shared_task

from accounts import devices, limits


@shared_task(name="accounts.tidy_up")
def tidy_up() -> int:
    return limits.forget_old() + devices.forget_ended()

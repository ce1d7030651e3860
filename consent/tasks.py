"""Doorbells."""

from celery import shared_task

from consent import actions


@shared_task(name="consent.open_rounds")
def open_rounds() -> int:
    return actions.open_rounds()


@shared_task(name="consent.remind_guardians")
def remind_guardians() -> int:
    return actions.remind_guardians()

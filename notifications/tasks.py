"""Doorbells."""

from celery import shared_task

from notifications import outbox


@shared_task(name="notifications.deliver_due")
def deliver_due() -> int:
    return outbox.deliver_due()

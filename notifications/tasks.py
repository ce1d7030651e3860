"""Doorbells."""

from celery import shared_task

from notifications import forgetting, gathering, outbox, telling


@shared_task(name="notifications.deliver_due")
def deliver_due() -> int:
    gathering.gather_due()
    return outbox.deliver_due()


@shared_task(name="notifications.spread_due")
def spread_due() -> int:
    return telling.spread_due()


@shared_task(name="notifications.forget_told")
def forget_told() -> int:
    return forgetting.forget_told()

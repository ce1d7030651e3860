"""Doorbells."""

from celery import shared_task

from moderation import actions


@shared_task(name="moderation.seal_removals")
def seal_removals() -> int:
    return actions.seal_removals()


@shared_task(name="moderation.tell_ended")
def tell_ended() -> int:
    return actions.tell_ended()

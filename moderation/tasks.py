"""Doorbells."""

from celery import shared_task

from moderation import actions


@shared_task(name="moderation.seal_removals")
def seal_removals() -> int:
    return actions.seal_removals()

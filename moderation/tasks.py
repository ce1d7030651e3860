"""Doorbells."""

from celery import shared_task
from django.core.cache import cache

from moderation import actions
from protocol import clock


@shared_task(name="moderation.seal_removals")
def seal_removals() -> int:
    return actions.seal_removals()


@shared_task(name="moderation.check_archive")
def check_archive() -> int:
    """Once a day is enough, however often it rings."""
    return actions.check_archive() if _is_first_today("archive-checked") else 0


@shared_task(name="moderation.check_asked")
def check_asked() -> int:
    return actions.check_asked()


@shared_task(name="moderation.mail_chain_heads")
def mail_chain_heads() -> int:
    return actions.mail_chain_heads() if _is_first_today("chain-mailed") else 0


@shared_task(name="moderation.stamp_links")
def stamp_links() -> int:
    return actions.stamp_links()


@shared_task(name="moderation.destroy_due")
def destroy_due() -> int:
    return actions.destroy_due() if _is_first_today("archive-destroyed") else 0


def _is_first_today(name: str) -> bool:
    return bool(cache.add(f"{name}-{clock.today()}", 1, timeout=86_400))


@shared_task(name="moderation.tell_ended")
def tell_ended() -> int:
    return actions.tell_ended()

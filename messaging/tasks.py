"""Doorbells."""

from celery import shared_task
from django.core.cache import cache

from messaging import actions
from protocol import clock


@shared_task(name="messaging.prepare_photos")
def prepare_photos() -> int:
    return actions.prepare_photos()


@shared_task(name="messaging.publish_due_posts")
def publish_due_posts() -> int:
    return actions.publish_due_posts()


@shared_task(name="messaging.recheck_planned_posts")
def recheck_planned_posts() -> int:
    return actions.recheck_planned_posts()


@shared_task(name="messaging.settle_lapsed")
def settle_lapsed() -> int:
    return actions.settle_lapsed()


@shared_task(name="messaging.watch_approvals")
def watch_approvals() -> int:
    return actions.watch_approvals()


@shared_task(name="messaging.remind_writers")
def remind_writers() -> int:
    return actions.remind_writers()


@shared_task(name="messaging.report_week")
def report_week() -> int:
    return actions.report_week()


@shared_task(name="messaging.compare_files")
def compare_files() -> int:
    """Once a day is enough, however often it rings."""
    if not cache.add(f"files-compared-{clock.today()}", 1, timeout=86_400):
        return 0
    return len(actions.compare_files().removed)

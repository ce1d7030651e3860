"""Doorbells."""

from celery import shared_task

from groups.actions import drop_old_imports


@shared_task(name="groups.drop_old_imports")
def sweep_old_imports() -> int:
    return drop_old_imports()

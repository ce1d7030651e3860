from celery import shared_task

from portal.models import note_heartbeat


@shared_task(name="portal.heartbeat")
def heartbeat() -> None:
    note_heartbeat("worker")

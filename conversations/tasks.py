"""Doorbells."""

from celery import shared_task

from conversations import actions


@shared_task(name="conversations.let_in_colleagues")
def let_in_colleagues() -> int:
    return actions.let_in_colleagues()


@shared_task(name="conversations.check_files")
def check_files() -> int:
    return actions.check_files()

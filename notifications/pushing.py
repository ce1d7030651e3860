"""Pushes at work, as mails are (notifications/outbox.py): a row for a notice and a device, sent by a sweep.

What it says is asked at the moment of sending, of the same door as a mail's words: who lost the right hears nothing.
"""

import json
import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction

from notifications.bell import ring
from notifications.hands import State, close, park, try_later
from notifications.kinds import NOTICES, UNREAD
from notifications.models import Notice, OutboxPush, PushDevice
from notifications.push_keys import private_key
from notifications.push_services import is_known
from notifications.topics import Topic
from protocol import clock
from protocol.clauses import clause

if TYPE_CHECKING:
    from notifications.webpush import Answer, Sender

log = logging.getLogger("kring.push")

LEASE = timedelta(minutes=2)
BATCH, SECONDS = 200, 40
# How long a push service keeps it for a device that is off; after that it only confuses.
LASTS = timedelta(days=1)
URGENCY = {Topic.NEWS: "normal", Topic.MESSAGES: "high", Topic.SCHOOL: "high"}
GONE, LATER = (404, 410), (408, 425, 429)


@transaction.atomic
def queue_due() -> int:
    """Write a row for each device that hears of a notice that is due; how many were written."""
    due = list(Notice.objects.select_for_update().to_push().order_by("push_at", "pk")[:BATCH])
    awake: dict[int, list[PushDevice]] = {}
    for device in PushDevice.objects.awake().filter(person__in={notice.recipient_id for notice in due}):
        awake.setdefault(device.person_id, []).append(device)
    Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(pushed_at=clock.now())
    rows = [OutboxPush(notice=notice, device=device) for notice in due for device in awake.get(notice.recipient_id, ())]
    OutboxPush.objects.bulk_create(rows, ignore_conflicts=True)
    if len(due) == BATCH:
        ring("notifications.push_due")
    return len(rows)


def push_due() -> int:
    """Send what is due and in nobody's hands; the number sent. Who has nothing to send loads nothing."""
    due = list(OutboxPush.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
    if not due:
        return 0
    from notifications.webpush import Sender  # the libraries, for the worker alone

    sent, stop = 0, time.monotonic() + SECONDS
    silent: set[str] = set()  # services that did not answer: the others do not wait for them
    with Sender(private_key()) as sender:
        for pk in due:
            if time.monotonic() > stop:
                break
            push = _claim(pk, silent)
            sent += push is not None and _deliver(push, sender, silent)
    return sent


def _claim(pk: int, silent: set[str]) -> OutboxPush | None:
    """Take a due push in hand; of several sweeps at once exactly one gets it."""
    endpoint = PushDevice.objects.filter(pushes=pk).values_list("endpoint", flat=True).first()
    if endpoint is None or _service(endpoint) in silent:
        return None
    if not OutboxPush.objects.claim(pk, LEASE):
        return None
    claimed: OutboxPush = OutboxPush.objects.select_related("device", "notice__recipient").get(pk=pk)
    return claimed


def _deliver(push: OutboxPush, sender: "Sender", silent: set[str]) -> bool:
    try:
        content = content_of(push)
        if content is None:
            return not close(push, State.DROPPED)
        urgency = URGENCY[Topic(push.notice.topic)]
        answer = sender.send(push.device, content, topic=push.key.hex, urgency=urgency, lasts=LASTS)
    except OSError as error:  # requests' own errors are such: nobody answered
        silent.add(_service(push.device.endpoint))
        _put_off(push, type(error).__name__)
        return False
    except Exception as error:  # whatever else: the row stays and tells
        _put_off(push, type(error).__name__)
        return False
    return _take_answer(push, answer)


def _take_answer(push: OutboxPush, answer: "Answer") -> bool:
    if 200 <= answer.status < 300:
        PushDevice.objects.filter(pk=push.device_id).update(used_at=clock.now())
        return close(push, State.SENT)
    if answer.status in GONE:
        PushDevice.objects.filter(pk=push.device_id, endpoint=push.device.endpoint).delete()
    elif answer.status >= 500 or answer.status in LATER:
        _put_off(push, f"answered {answer.status}", answer.wait)
    else:  # what it refuses now, it refuses in an hour
        log.warning("push %s did not go and is parked: answered %s", push.key, answer.status)
        park(push, f"answered {answer.status}")
    return False


@clause("B8")
def content_of(push: OutboxPush) -> bytes | None:
    """What the device is told: words that may stand on a lock screen, where to read on, how much is unread. None when
    there is nothing (any more) for this person on this device."""
    notice, device = push.notice, push.device
    is_there = PushDevice.objects.awake().filter(pk=device.pk, person=notice.recipient).exists()
    if not is_there or not is_known(device.endpoint):
        return None
    told = NOTICES[notice.kind].told_to(notice)
    if told is None:
        return None
    unread = UNREAD["conversations"](notice.recipient)
    page = told.path.partition("#")[0]  # the next message of a conversation takes the place of the one before
    words = {"title": told.push, "path": told.path, "tag": page, "unread": unread}
    return json.dumps(words, ensure_ascii=False).encode()


def _put_off(push: OutboxPush, reason: str, wait: timedelta = timedelta()) -> None:
    log.warning("push %s did not go, try %s: %s", push.key, push.tries, reason)
    try_later(push, reason, wait)


def _service(endpoint: str) -> str:
    return urlsplit(endpoint).netloc

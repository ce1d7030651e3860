"""Whether it lives and what of it does: for load balancers, alarms and the ICT contact. No secret, no version."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from files.storage import random_name
from moderation.stuck import oldest_wait
from notifications.models import OutboxMail, OutboxPush
from portal.models import heartbeat_age
from portal.running import broker
from protocol import clock

# A part that was silent longer (s) counts as down; the oldest mail or push, and removal, may wait so long (s).
SILENT, OUTBOX_LIMIT, ARCHIVE_LIMIT = 45, 120, 120


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process lives; asks nobody anything."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part with its state. 503 when one that the school needs is down: the database or the storage.

    The broker is a hint, and the sweeps go on without it: what is missing there makes it "degraded".
    """
    needed = {"database": _state(_database), "storage": _state(_storage)}
    others: dict[str, dict[str, Any]] = {"broker": {"state": _up(broker.answers(settings.REDIS_URL, seconds=0.5))}}
    if needed["database"]["state"] == "up":
        others |= {name: _part(name) for name in ("worker", "beat")} | {"outbox": _outbox(), "archive": _archive()}
    whole = all(part["state"] == "up" for part in others.values())
    ready = all(part["state"] == "up" for part in needed.values())
    status = ("ok" if whole else "degraded") if ready else "down"
    return JsonResponse({"status": status, "parts": needed | others}, status=200 if ready else 503)


def _up(is_up: bool) -> str:
    return "up" if is_up else "down"


def _state(probe: Callable[[], None]) -> dict[str, Any]:
    try:
        probe()
    except Exception:  # whatever is wrong with it, it is down
        return {"state": "down"}
    return {"state": "up"}


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _storage() -> None:
    name = default_storage.save(random_name("probe", ".txt"), ContentFile(b"probe"))
    default_storage.delete(name)


def _part(name: str) -> dict[str, Any]:
    age = heartbeat_age(name)
    return {"state": _up(age is not None and age <= SILENT), "seconds": None if age is None else round(age)}


def _outbox() -> dict[str, Any]:
    """How long the oldest mail or push waits that is due."""
    oldest = [table.objects.due().aggregate(first=Min("due_at"))["first"] for table in (OutboxMail, OutboxPush)]
    age = max([(clock.now() - moment).total_seconds() for moment in oldest if moment is not None], default=0.0)
    return {"state": _up(age <= OUTBOX_LIMIT), "seconds": round(age)}


def _archive() -> dict[str, Any]:
    age = oldest_wait()
    return {"state": _up(age <= ARCHIVE_LIMIT), "seconds": round(age)}

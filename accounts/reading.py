"""The log of who saw what: which pages with which photos and child records somebody opened.

A view says with ``note`` what its page shows; that only collects. What one request collected is written in one INSERT
once the answer has gone out (accounts/middleware.py), so that nobody waits for it. Hence a process that is killed
between its last byte and this INSERT loses the rows of the requests that were in flight just then, and no others; an
INSERT that fails stands in the log of the server with what it would have said.

One page is one row per thing. Of news in a list only what came with photos is noted: opening it notes it anyhow. What a
page polls for (how far a photo is) is no page.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import ReadEntry
from protocol import clock

Kind = ReadEntry.Kind
# How long it is kept. The database lets no row go before, whatever is asked (migration 0008).
DAYS_KEPT = 365
_AT_ONCE = 5000
# For this INSERT alone: not to wait for the disk, which costs more than the INSERT itself. A database server that loses
# its power loses the rows of its last half second.
_NO_WAIT = "SET LOCAL synchronous_commit = off"
_COLUMNS = ("at", "reader_id", "page", "kind", "object_id", "photos")
_log = logging.getLogger("kring.reading")


def note(request: HttpRequest, kind: str, object_id: int, photos: Iterable[int] = ()) -> None:
    """This page shows this thing; of a post with these of its photos (ids)."""
    noted: dict[tuple[str, int], dict[int, None]] = request.__dict__.setdefault("noted_reads", {})
    noted.setdefault((str(kind), object_id), {}).update(dict.fromkeys(photos))


def note_pupils(request: HttpRequest, pupils: Iterable[int]) -> None:
    """This page shows something of these children (ids)."""
    for pupil in pupils:
        note(request, Kind.PUPIL, pupil)


def rows_of(request: HttpRequest) -> list[tuple[Any, ...]]:
    """What was noted for this request, as rows to be written; none for who is not signed in."""
    noted = request.__dict__.get("noted_reads")
    if not noted or not request.user.is_authenticated:
        return []
    page = request.resolver_match.view_name if request.resolver_match else ""
    at, reader = connection.ops.adapt_datetimefield_value(clock.now()), request.user.pk
    return [(at, reader, page, kind, pk, _listed(photos)) for (kind, pk), photos in noted.items()]


def _listed(photos: Iterable[int]) -> str:
    ids = ",".join(map(str, photos))
    return f",{ids}," if ids else ""


def write(rows: list[tuple[Any, ...]]) -> None:
    """One INSERT; it never raises, for the answer is out already."""
    one = f"({', '.join(['%s'] * len(_COLUMNS))})"
    sql = f"INSERT INTO {ReadEntry._meta.db_table} ({', '.join(_COLUMNS)}) VALUES {', '.join([one] * len(rows))}"  # noqa: S608
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        sql = f"{_NO_WAIT}; {sql}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in rows for value in row])
    except Error:
        _log.exception("not in the log of who saw what: %s", rows)


def who_saw(
    kind: str, object_id: int, *, since: datetime | None = None, until: datetime | None = None
) -> "QuerySet[ReadEntry]":
    """Who saw this, newest first, from ``since`` to just before ``until``: each row with its reader. One query."""
    return _between(Q(kind=kind, object_id=object_id), since, until)


def who_saw_photo(
    photo: int, post: int, *, since: datetime | None = None, until: datetime | None = None
) -> "QuerySet[ReadEntry]":
    """Who saw this photo (id), large or on a page with its post (id). One query."""
    among = Q(kind=Kind.POST, object_id=post, photos__contains=f",{photo},")
    return _between(among | Q(kind=Kind.PHOTO, object_id=photo), since, until)


def _between(what: Q, since: datetime | None, until: datetime | None) -> "QuerySet[ReadEntry]":
    rows = ReadEntry.objects.filter(what).select_related("reader").order_by("-at", "-pk")
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows.filter(at__lt=until) if until is not None else rows


def forget_old() -> int:
    """Delete what is past its term; how many rows. Rows come in the order of time, so the oldest have the lowest
    numbers: no index on the moment is needed to find them."""
    before, gone = clock.now() - timedelta(days=DAYS_KEPT), 0
    while True:
        oldest = ReadEntry.objects.order_by("pk").values("pk")[:_AT_ONCE]
        number, _ = ReadEntry.objects.filter(pk__in=list(oldest.values_list("pk", flat=True)), at__lt=before).delete()
        gone += number
        if number < _AT_ONCE:
            return gone

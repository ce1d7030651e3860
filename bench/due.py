"""``python -m bench.due``: the sweep that publishes, a hundred posts due among a hundred thousand that are planned.

Run on an empty database: ``DJANGO_SETTINGS_MODULE``, ``DATA`` or ``DATABASE_URL`` name it.
"""

import json
import statistics
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from messaging.actions import publish_due_posts  # noqa: E402
from messaging.models import Post  # noqa: E402
from portal.demo.cast import Cast, build_cast  # noqa: E402
from protocol import clock  # noqa: E402

PLANNED, DUE, TIMES = 100_000, 100, 5


def plan(cast: Cast, number: int, *, due: bool) -> None:
    """So many planned posts of the team: due now, or from an hour from now on."""
    now = clock.now()
    moments = (now if due else now + timedelta(hours=1, minutes=place) for place in range(number))
    posts = (
        Post(
            school_group=cast.team,
            author=cast.thijs,
            author_role="teacher",
            title="Gepland",
            text="Vanzelf.",
            state="planned",
            exempt="shared",
            ignores_hours=True,
            publish_at=moment,
        )
        for moment in moments
    )
    Post.objects.bulk_create(posts, batch_size=2000)


def measure() -> dict[str, object]:
    """Milliseconds for one sweep, the middle of several, and how the due rows are found."""
    cast = build_cast()
    plan(cast, PLANNED, due=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken: list[float] = []
    work: list[float] = []
    for _ in range(TIMES):
        plan(cast, DUE, due=True)
        begun, worked = time.perf_counter(), time.process_time()
        assert publish_due_posts() == DUE
        taken.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return {
        "p50 (ms)": round(statistics.median(taken)),
        "max (ms)": round(max(taken)),
        "work p50 (ms)": round(statistics.median(work)),
        "plan": Post.objects.due().explain(),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(measure()))

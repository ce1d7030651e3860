"""``python -m bench.withdrawal``: readers hammer the photos of a running portal while a guardian takes a yes back.

How long after the moment of asking the last byte of a photo that had to go was served, and whether any was served after
the portal had said that it is done. A demo school of its own, in a folder that goes away.
"""

import http.client
import json
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.author import Author
from tests.serving import SCHOOL_IS_OUT, Serving

PHOTO = re.compile(r"/fotos/[0-9a-f-]{36}/klein/")
YES = re.compile(r'name="pupil" value="(\d+)"><button[^>]*value="portal_group"')
WARM_UP = 3.0


def signed_in(url: str, name: str) -> Author:
    author = Author(url)
    author.sign_in(name)
    return author


def cookies_of(author: Author) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in author.cookies)


class Readers:
    """So many readers, each with a connection of its own; the last moment at which each photo came, and was refused."""

    def __init__(self, serving: Serving, number: int, cookie: str, photos: list[str]) -> None:
        self.serving, self.cookie, self.photos = serving, cookie, photos
        self.last_served: dict[str, float] = {}
        self.last_refused: dict[str, float] = {}
        self.asked = 0
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(place,)) for place in range(number)]

    def read(self, place: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.serving.port, timeout=30)
        while not self.over.is_set():
            photo, place = self.photos[place % len(self.photos)], place + 1
            try:
                line.request("GET", photo, headers={"Cookie": self.cookie})
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                line.close()
                continue
            self.asked += 1
            last = self.last_served if answer.status in (200, 304) else self.last_refused
            last[photo] = max(last.get(photo, 0.0), time.monotonic())


def take_back(guardian: Author) -> tuple[float, float]:
    """A guardian takes back the yes for the page of the group: when that was asked, and when it was done."""
    page = guardian.ask("/toestemming/gegeven/")[1]
    pupil = YES.search(page)
    assert pupil is not None, "this guardian said yes for somebody"
    fields = {"pupil": pupil[1], "code": "portal_group", "sure": "1", "csrfmiddlewaretoken": guardian.token(page)}
    begun = time.monotonic()
    status, body = guardian.ask("/toestemming/intrekken/", urlencode(fields).encode())
    assert status == 302, body
    return begun, time.monotonic()


def measure(folder: Path, readers: int) -> dict[str, object]:
    with Serving(folder, SCHOOL_IS_OUT) as serving:
        serving.until(lambda: serving.state("worker") == "up", 120, "the worker")
        naima, samira = signed_in(serving.url, "naima"), signed_in(serving.url, "samira")
        photos = sorted(set(PHOTO.findall(naima.ask("/")[1])))
        crowd = Readers(serving, readers, cookies_of(naima), photos)
        for thread in crowd.threads:
            thread.start()
        try:
            time.sleep(WARM_UP)
            begun, done = take_back(samira)
            time.sleep(WARM_UP)
        finally:
            crowd.over.set()
        for thread in crowd.threads:
            thread.join()
    gone = [photo for photo in photos if crowd.last_refused.get(photo, 0.0) > crowd.last_served.get(photo, 0.0)]
    late = [crowd.last_served[photo] - begun for photo in gone if photo in crowd.last_served]
    return {
        "readers": readers,
        "requests": crowd.asked,
        "photos": len(photos),
        "gone": len(gone),
        "the portal said done after (s)": round(done - begun, 2),
        "last byte after (s)": round(max(late, default=0.0), 2),
    }


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kring-withdrawal-") as folder:
        result = measure(Path(folder) / "demo", int(os.environ.get("READERS", "50")))
    print(json.dumps(result, indent=1))
    sys.exit(not result["gone"])


if __name__ == "__main__":
    main()

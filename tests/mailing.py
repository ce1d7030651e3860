"""A school-wide post and the mails that tell of it: who takes the mails in, and a crowd to tell.

``python -m tests.mailing crowd 1300``, in a portal's environment: so many guardians in one group, who hear at once.
``python -m tests.mailing post GROUP``: a post, sent by its teacher; the milliseconds that took.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP

from tests.serving import ROOT, Serving, children

GROUP = "Alle groepen samen"


@dataclass
class PostOffice:
    """A mail server on a free port that counts what it takes in. Use it as a context."""

    taken: Counter[str] = field(default_factory=Counter)
    keys_to: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    connections: set[object] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self.loop = asyncio.new_event_loop()
        office = self

        class Counting(UnthreadedController):
            def factory(self) -> SMTP:
                return SMTP(office, hostname="postkamer", loop=office.loop)

        self.controller = Counting(self, hostname="127.0.0.1", port=0, loop=self.loop)
        self.is_open = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()
        assert self.is_open.wait(10)
        return self

    def _work(self) -> None:
        """In a thread of its own from the first step: in a test's own thread Chromium's loop may be running."""
        self.controller.begin()
        self.is_open.set()
        self.loop.run_forever()
        self.controller.end()

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    @property
    def number(self) -> int:
        return sum(self.taken.values())

    @property
    def port(self) -> int:
        return int(self.controller.server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        head = envelope.content.partition(b"\r\n\r\n")[0].decode()
        key = next(line for line in head.splitlines() if line.lower().startswith("message-id:"))
        with self.lock:
            self.last = time.monotonic()
            self.first = self.first or self.last
            key = key.partition(":")[2].strip()
            self.taken[key] += 1
            for address in envelope.rcpt_tos:
                self.keys_to[address].add(key)
            self.connections.add(session.peer)
        return "250 OK"


def run(serving: Serving, *words: str) -> str:
    """This program in the portal's environment; what it said."""
    env = serving.env | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "-m", "tests.mailing", *words]
    said = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=300)
    return said.stdout


def kill_a_worker(serving: Serving, office: PostOffice, chance: random.Random) -> str:
    """kill -9 of the worker, or of one of its processes, once some more mails were taken in; which."""
    seen = office.number
    serving.until(lambda: office.number > seen + chance.randrange(10, 30), 60, "mails to go on")
    workers = serving.pids(" worker ")
    victims = [child for pid in workers for child in children(pid)] if chance.random() < 0.5 else workers
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    return "its processes" if victims != workers else "the worker"


def tell_under_fire(serving: Serving, office: PostOffice, *, number: int, kills: int, seed: int) -> dict[str, Any]:
    """A post to so many guardians, with so many kills on the way; what became of the mails."""
    chance = random.Random(seed)
    run(serving, "crowd", str(number))
    begun = time.monotonic()
    published = float(run(serving, "post", GROUP))
    killed = Counter(kill_a_worker(serving, office, chance) for _ in range(kills))
    wanted = {f"ouder{n}@kiezelpad.example" for n in range(number)}
    serving.until(lambda: wanted <= office.keys_to.keys(), 300, "a mail for everybody")
    done = office.last
    time.sleep(2)  # one that goes twice comes at once or not at all
    return {
        "seed": seed,
        "guardians": number,
        "mails": len(office.taken),
        "lost": len(wanted - office.keys_to.keys()),
        "twice": sum(times > 1 for times in office.taken.values()),
        "two mails to one": sum(len(office.keys_to[to]) > 1 for to in wanted),
        "killed": dict(killed),
        "publishing (ms)": round(published, 1),
        "from the post to the last mail (s)": round(done - begun, 1),
        "from the first mail to the last (s)": round(done - office.first, 1),
        "connections": len(office.connections),
    }


def crowd(number: int) -> None:
    """So many guardians, each with a child in one group, who want their mail at once; and the group's teacher."""
    from accounts.models import User
    from groups.actions import create_group, give_role
    from groups.models import Enrolment, Guardianship, Membership, Pupil, Role
    from groups.roles import role_of
    from notifications.models import Preference
    from portal.demo.cast import fetch_cast

    cast = fetch_cast()
    school, first = cast.school, cast.groep5.starts_on
    year = {"starts_on": first, "ends_on": cast.groep5.ends_on}
    group = create_group(school, kind="class", name=GROUP, sign="S", accent="5", position=99, **year)
    give_role(cast.thijs, Role.Name.TEACHER, group, by=None, valid_from=first)
    role = role_of(Role.Name.PARENT, school, group)
    people = User.objects.bulk_create(
        User(sign_in_name=f"ouder{n}", email=f"ouder{n}@kiezelpad.example", first_name="Ouder", last_name=f"{n}")
        for n in range(number)
    )
    pupils = Pupil.objects.bulk_create(
        Pupil(school=school, first_name=f"Kind {n}", last_name="Meet", sort_name=f"kind {n:04d}") for n in range(number)
    )
    Enrolment.objects.bulk_create(Enrolment(pupil=pupil, school_group=group, valid_from=first) for pupil in pupils)
    links = Guardianship.objects.bulk_create(
        Guardianship(pupil=pupil, guardian=person, has_authority=True, valid_from=first)
        for person, pupil in zip(people, pupils, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(user=link.guardian, role=role, guardianship=link, valid_from=first) for link in links
    )
    Preference.objects.bulk_create(Preference(person=person, topic="news", by_mail="once") for person in people)


def send(name: str, title: str, by: str = "thijs") -> float:
    """Publish a post in a group as its teacher does; the milliseconds until it is out, and written down to be told."""
    from uuid import uuid4

    from groups.models import SchoolGroup
    from messaging.actions import Choice, Content, publish_post, save_draft
    from messaging.rules import How
    from portal.demo.cast import fetch_cast

    author, group = getattr(fetch_cast(), by), SchoolGroup.objects.get(name=name)
    post = save_draft(group, Content("news", title, "Het was mooi."), key=uuid4(), by=author)
    begun = time.perf_counter()
    publish_post(post, by=author, choice=Choice(How.REASON, reason="Nu, om te meten."))
    post.refresh_from_db()
    assert post.state == "published", post.state
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    import django

    django.setup()
    if sys.argv[1] == "crowd":
        crowd(int(sys.argv[2]))
    else:
        print(json.dumps(send(sys.argv[2], "Het schoolfeest")))


if __name__ == "__main__":
    main()

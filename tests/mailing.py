"""A school-wide post and the mails that tell of it: who takes the mails in, and a crowd to tell.

``python -m tests.mailing crowd 1300``, in a portal's environment: so many guardians more in one group, who hear at once.
``python -m tests.mailing post``: the post, sent by its teacher; what that took, as JSON.
``python -m tests.mailing plain``: the same to a class as there are many, to compare with.
"""

import json
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

GROUP = "Alle groepen samen"


@dataclass
class PostOffice:
    """A mail server on a free port that counts what it takes in. Use it as a context."""

    taken: Counter[str] = field(default_factory=Counter)
    to: Counter[str] = field(default_factory=Counter)
    connections: set[object] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        from aiosmtpd.controller import UnthreadedController
        from aiosmtpd.smtp import SMTP

        import asyncio

        self.loop = asyncio.new_event_loop()
        office = self

        class Counting(UnthreadedController):
            def factory(self) -> SMTP:
                return SMTP(office, hostname="postkamer", loop=office.loop)

        self.controller = Counting(self, hostname="127.0.0.1", port=0, loop=self.loop)
        self.controller.begin()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.controller.end()
        self.loop.close()

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
            self.taken[key.partition(":")[2].strip()] += 1
            self.to.update(envelope.rcpt_tos)
            self.connections.add(session.peer)
        return "250 OK"


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


def send(name: str, title: str) -> float:
    """Publish a post in a group as a teacher does; the milliseconds until it is out and its telling is written down."""
    from uuid import uuid4

    from groups.models import SchoolGroup
    from messaging.actions import Choice, Content, publish_post, save_draft
    from messaging.rules import How
    from portal.demo.cast import fetch_cast

    thijs, group = fetch_cast().thijs, SchoolGroup.objects.get(name=name)
    post = save_draft(group, Content("news", title, "Het was mooi."), key=uuid4(), by=thijs)
    begun = time.perf_counter()
    publish_post(post, by=thijs, choice=Choice(How.REASON, reason="Nu, om te meten."))
    post.refresh_from_db()
    assert post.state == "published", post.state
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    import django

    django.setup()
    if sys.argv[1] == "crowd":
        crowd(int(sys.argv[2]))
    else:
        print(json.dumps(send(GROUP if sys.argv[1] == "post" else sys.argv[2], "Het schoolfeest")))


if __name__ == "__main__":
    main()

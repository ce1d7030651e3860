"""``python -m bench.talk``: the page of a conversation of 2,000 messages among 200 conversations, and their list.

On SQLite and on PostgreSQL, over one connection: how long (ms), how many questions, and how the messages are found.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.__main__ import HERE, PYTHON, database, served
from bench.drive import Client, time_page

MESSAGES, OTHERS, TIMES, PORT = 2000, 200, int(os.environ.get("TIMES", "100")), 8877


def seed() -> dict[str, Any]:
    """The rows; which conversation is the long one, and how the database finds its messages."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from conversations.actions import start_conversation
    from conversations.inbox import inbox_of
    from conversations.models import Conversation, Message, Participant
    from conversations.page import SHOWN
    from groups.models import Guardianship
    from portal.demo.cast import build_cast
    from protocol import clock

    cast = build_cast()
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    began = clock.now() - timedelta(days=30)
    more = {"by": cast.samira, "school_group": cast.groep5, "key": uuid4()}
    made = [start_conversation(link, "Gesprek", "Ze vindt delen lastig.", **more)]
    inside = list(made[0].participants.values("person_id", "membership_id", "guardianship_id"))
    made += Conversation.objects.bulk_create(
        Conversation(
            school=cast.school, pupil=cast.yara, school_group=cast.groep5, subject=f"{n}", started_by=cast.samira
        )
        for n in range(OTHERS)
    )
    Participant.objects.bulk_create(
        Participant(conversation=one, sees_from=began, **row) for one in made[1:] for row in inside
    )
    Participant.objects.update(sees_from=began)
    Message.objects.bulk_create(
        (
            Message(
                conversation=conversation,
                author=(cast.samira, cast.naima)[place % 2],
                author_role=("parent", "teacher")[place % 2],
                text="Ze heeft vandaag goed gewerkt en daarna nog even gelezen. " * 3,
                written_at=began + timedelta(minutes=place),
                deliver_at=began + timedelta(minutes=place),
            )
            for conversation in made
            for place in range(MESSAGES if conversation is made[-1] else 50)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    row = Participant.objects.standing(cast.samira).get(conversation=made[-1])
    return {
        "page": f"/berichten/{made[-1].pk}/",
        "messages": Message.objects.seen_by(row).newest_first()[: SHOWN + 1].explain(),
        "list": inbox_of(cast.samira).explain(),
    }


def main() -> None:
    if sys.argv[1:] == ["seed"]:
        print(json.dumps(seed()))
        return
    results: dict[str, Any] = {"load before": os.getloadavg()}
    for kind in sys.argv[1:] or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder, ExitStack() as stack:
            data = Path(folder) / "data"
            data.mkdir(mode=0o700)
            sqlite = f"sqlite:///{data / 'bench.sqlite3'}"
            address = sqlite if kind == "sqlite" else stack.enter_context(database(folder))
            env = os.environ | {"KRING_DEMO": "1", "DATA": str(data), "DATABASE_URL": address}
            env |= {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(HERE.parent)}
            env.pop("KRING_TESTING", None)
            command = [PYTHON, "-m", "bench.talk", "seed"]
            said = subprocess.run(command, env=env, cwd=HERE.parent, stdout=subprocess.PIPE, check=True)
            found = json.loads(said.stdout.splitlines()[-1])
            with served("portal.wsgi", PORT, env, "/livez"):
                samira = Client(PORT)
                samira.sign_in("samira", "demo-kring-2026")
                found["page (ms)"] = time_page(samira, found["page"], TIMES, b"data-message")
                found["list (ms)"] = time_page(samira, "/berichten/", TIMES, b'class="item"')
            results[kind] = found
    print(json.dumps(results | {"load after": os.getloadavg()}, indent=1))


if __name__ == "__main__":
    main()

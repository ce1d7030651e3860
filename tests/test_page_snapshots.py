"""Each page as each role sees it, line by line: a field that appears unannounced fails here.

After a change on purpose: ``KRING_SNAPSHOTS=write make test``, and read the difference before you commit it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from conversations.actions import leave_note, start_conversation
from groups.models import Guardianship
from messaging.models import Photo, Post, Reaction
from protocol import clock
from tests.outline import outline

FOLDER = Path(__file__).parent / "snapshots"
ROLES = ("naima", "fleur", "marleen", "dennis", "wilma", "henk", "samira", "kwame", "chantal", "pieterjan", "liwen")
PAGES = (
    "home",
    "groups",
    "group",
    "school",
    "team",
    "post",
    "photo",
    "history",
    "write",
    "edit",
    "members",
    "add",
    "me",
    "talks",
    "talk",
    "talk-new",
    "telling",
)


@pytest.fixture
def afternoon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 15, 30, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False):
        yield


@pytest.fixture
def addresses(
    afternoon: None, cast: Any, make_post: Callable[..., Post], make_photo: Callable[..., Photo]
) -> dict[str, str]:
    post = make_post(cast.groep5, cast.naima, title="Onze bruggen", text="We bouwden bruggen.")
    make_photo(post)
    make_post(cast.whole_school, cast.marleen, title="De fietsenstalling", text="Hij is klaar.")
    make_post(cast.team, cast.marleen, title="Overleg", text="Woensdag om 15.30 uur.")
    make_post(cast.egels, cast.thijs, title="Pepernoten", text="We bakken zelf.")
    Reaction.objects.create(
        post=post, author=cast.samira, author_role="parent", text="Wat leuk.", created_at=clock.now()
    )
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    talk = start_conversation(
        link, "Rekenen", "Ze vindt delen lastig.", by=cast.samira, school_group=cast.groep5, key=uuid4()
    )
    leave_note(talk, "Bel jij morgen?", by=cast.naima)
    return {
        "talks": reverse("conversations:conversation-list"),
        "talk": reverse("conversations:conversation-detail", args=[talk.pk]),
        "talk-new": reverse("conversations:conversation-choose"),
        "telling": reverse("notifications:telling"),
        "home": reverse("home"),
        "groups": reverse("groups:group-list"),
        "group": reverse("messaging:group-feed", args=[cast.groep5.pk]),
        "school": reverse("messaging:group-feed", args=[cast.whole_school.pk]),
        "team": reverse("messaging:group-feed", args=[cast.team.pk]),
        "post": reverse("messaging:post-detail", args=[post.pk]),
        "photo": reverse("messaging:photo-detail", args=[post.pk, 1]),
        "history": reverse("messaging:post-history", args=[post.pk]),
        "write": reverse("messaging:post-create", args=[cast.groep5.pk]),
        "edit": reverse("messaging:post-edit", args=[post.pk]),
        "members": reverse("groups:member-list", args=[cast.groep5.pk]),
        "add": reverse("groups:guardian-add", args=[cast.groep5.pk]),
        "me": reverse("account_profile"),
    }


@pytest.mark.clause("B8")
@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_these_lines_and_no_others(role: str, cast: Any, addresses: dict[str, str]) -> None:
    client = Client()
    client.force_login(getattr(cast, role))
    different = []
    for page in PAGES:
        response = client.get(addresses[page])
        seen = outline(response.content.decode()) if response.status_code == 200 else f"{response.status_code}\n"
        kept = FOLDER / role / f"{page}.txt"
        if os.environ.get("KRING_SNAPSHOTS") == "write":
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(seen)
        elif seen != (kept.read_text() if kept.exists() else ""):
            different.append(page)
    assert not different, f"{role} sees something else on: {', '.join(different)}"

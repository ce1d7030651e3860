"""No page shows a photo or a child's record without saying so in the log of who saw what."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import ReadEntry
from groups.models import Pupil
from messaging.models import Photo
from messaging.views.seen import PAGES
from tests.test_access_matrix import (  # noqa: F401  the fixtures are asked for by name
    PEOPLE,
    ROWS,
    address,
    client_for,
    one_moment,
    who_are,
    world,
)

pytestmark = pytest.mark.django_db
IMAGE = re.compile(r"<img[^>]+/(?:fotos|verborgen)/([0-9a-f-]{36})/")
# A piece of a page that asks how far a photo is, again and again.
POLLED = {"messaging:photo-status"}
# Names to choose from, that the reader typed, or beside a deed done to a grown-up: no record of the child.
NAMES_ONLY = {
    "messaging:photo-point-out",
    "groups:guardian-add",
    "groups:request-decide",
    "groups:request-create",
    "groups:audit-list",
    "conversations:conversation-choose",
}


def noted() -> tuple[set[int], set[int]]:
    """The photos and the pupils (ids) in the log now."""
    rows = ReadEntry.objects.values_list("kind", "object_id", "photos")
    photos = {int(pk) for _, _, listed in rows for pk in listed.strip(",").split(",") if pk}
    photos |= {pk for kind, pk, _ in rows if kind == "photo"}
    return photos, {pk for kind, pk, _ in rows if kind == "pupil"}


def opened(clients: dict[str, Client], person: str, url: str) -> tuple[Any, str]:
    response = clients[person].get(url)
    text = (
        "" if response.streaming or "text/html" not in response.get("Content-Type", "") else response.content.decode()
    )
    return response, text


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("one_moment")
def test_every_photo_and_every_child_on_a_page_stands_in_the_log(cast: Any, world: dict[str, Any]) -> None:  # noqa: F811
    clients = {person: client_for(person, cast) for person in PEOPLE}
    keys = {str(key): pk for key, pk in Photo.objects.values_list("key", "pk")}
    names = {str(pupil): pupil.pk for pupil in Pupil.objects.all()}
    missing, pages, shown = [], set(), 0
    for name, relation, methods, pattern in ROWS:
        if "GET" not in methods.split() or name in POLLED:
            continue
        url = address(name, world[relation])
        for person in (one for one, cell in who_are(pattern).items() if cell == "+" and one != "anon"):
            with transaction.atomic():
                response, text = opened(clients, person, url)
                photos, pupils = noted()
                pages |= set(ReadEntry.objects.values_list("page", flat=True))
                transaction.set_rollback(True)
            if response.status_code != 200:
                continue
            on_page = {keys[key] for key in IMAGE.findall(text)}
            shown += len(on_page)
            missing += [f"photo on {name} ({relation}) for {person}"] if on_page - photos else []
            named = {pk for full, pk in names.items() if full in text}
            if name not in NAMES_ONLY and named - pupils:
                missing.append(f"child on {name} ({relation}) for {person}")
    assert not missing, "\n".join(missing)
    assert shown > 50
    assert pages <= set(PAGES), "the page Who saw this has no words for them"

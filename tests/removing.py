"""``python -m tests.removing 50 2``: that many posts with so many photos, each removed at once; in a running portal's
environment. ``python -m tests.removing check``: what became of all of them, as JSON."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db import connection  # noqa: E402
from PIL import Image  # noqa: E402

from messaging.actions.keeping import compare_files  # noqa: E402
from messaging.models import Photo, Post, Reaction  # noqa: E402
from moderation import guards, packages  # noqa: E402
from moderation.actions import remove  # noqa: E402
from moderation.models import Package, Removal, SealedRow  # noqa: E402
from moderation.subjects import find  # noqa: E402
from portal.demo.cast import fetch_cast  # noqa: E402
from protocol import clock  # noqa: E402

TITLE = "Weg ermee"
SIZES = [f"{size}_{kind}" for size in ("small", "medium", "large") for kind in ("webp", "jpeg")]


def go_on(number: int, photos: int) -> None:
    cast = fetch_cast()
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#d9972b").save(data, "JPEG")
    for _ in range(number):
        post = Post.objects.create(
            school_group=cast.team,
            author=cast.naima,
            author_role="teacher",
            title=TITLE,
            text="Dit moet weg.",
            state=Post.State.PUBLISHED,
            published_at=clock.now(),
            exempt=Post.Exempt.SHARED,
            no_swimwear=True,
        )
        for position in range(photos):
            files = {name: ContentFile(data.getvalue(), "x") for name in SIZES}
            Photo.objects.create(post=post, position=position, state="ready", width=640, height=480, **files)
        Reaction.objects.create(post=post, author=cast.naima, author_role="teacher", text="Foei")
        remove(find("post", post.pk), by=cast.marleen, clause_id="B7", reason="Past niet.")
        print(post.pk, flush=True)


def check() -> dict[str, Any]:
    removals = Removal.objects.filter(kind="post")
    there = set(Post.objects.filter(title=TITLE).values_list("pk", flat=True))
    asked = dict(removals.values_list("object_id", "state"))
    sealed = set(SealedRow.objects.filter(table="messaging_post").values_list("row_id", flat=True))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        compare_files()
    owned = {name for names in Photo.objects.values_list(*SIZES) for name in names}
    media = Path(settings.MEDIA_ROOT)
    on_disk = {str(path.relative_to(media)) for path in (media / "photos").rglob("*") if path.is_file()}
    folders = {str(path.parent.relative_to(media)) for path in (media / "archive").rglob("record.json")}
    kept = list(Package.objects.select_related("link"))
    return {
        "removals": len(asked),
        "not done": sum(state != "done" for state in asked.values()),
        "deleted without a verified package": len(set(asked) - there - sealed)
        + sum(any(packages.faults_of(one.folder, one.link.commitment)) for one in kept),
        "shown again": Post.objects.out().filter(pk__in=asked).count(),
        "still there": len(there & set(asked)),
        "files left": len(on_disk - owned),
        "orphan folders": len(folders - {one.folder for one in kept}),
        "links": len(kept),
        "numbers": sorted(one.link.number for one in kept) == list(range(1, len(kept) + 1)),
        "tried again": removals.filter(tries__gt=1).count(),
        "faults": guards.faults(connection),
    }


if __name__ == "__main__":
    if sys.argv[1] == "check":
        print(json.dumps(check()))
    else:
        go_on(int(sys.argv[1]), int(sys.argv[2]))

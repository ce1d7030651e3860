"""``python -m bench.consent``: what consent costs. The composer's check, and a withdrawal with three thousand photos.

Run on an empty database: ``DJANGO_SETTINGS_MODULE``, ``DATA`` or ``DATABASE_URL`` name it.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from consent import chain  # noqa: E402
from consent.actions import Signature, answer  # noqa: E402
from consent.models import Decision, DecisionLink, ShownText  # noqa: E402
from consent.purposes import PORTAL_GROUP, purposes_of  # noqa: E402
from consent.standing import standings_by_purpose  # noqa: E402
from groups.models import Enrolment, Guardianship, Pupil  # noqa: E402
from messaging.models import Photo, Post, line_up_of  # noqa: E402
from portal.demo.cast import Cast, build_cast  # noqa: E402
from protocol import clock  # noqa: E402

PUPILS, YEARS, PHOTOS, TIMES = 30, 8, 3_000, 21


def a_class(cast: Cast) -> list[Pupil]:
    """So many pupils, each with two guardians who have authority."""
    pupils = Pupil.objects.bulk_create(
        Pupil(school=cast.school, first_name=f"Kind {number}", last_name="Meet", sort_name=f"kind {number:02d}")
        for number in range(PUPILS)
    )
    since = date(2018, 8, 1)
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school_group=cast.groep5, valid_from=since) for pupil in pupils
    )
    Guardianship.objects.bulk_create(
        Guardianship(pupil=pupil, guardian=guardian, has_authority=True, valid_from=since)
        for pupil in pupils
        for guardian in (cast.samira, cast.tom)
    )
    return pupils


def years_of_answers(cast: Cast, pupils: list[Pupil]) -> int:
    """Each year each guardian answered for each purpose, as evidence; how many answers."""
    shown = ShownText.objects.create(sha256=chain.digest("x"), text="x")
    last = clock.today().year - (clock.today().month < 8)
    rows = [
        Decision(
            pupil=pupil, guardian=guardian, had_authority=True, purpose=purpose, medium=purpose.medium, said="grant",
            year=year, version=1, shown=shown, language="nl", channel="portal", signed_name="Meet", actor=guardian,
            authenticated_by="password", salt=chain.new_salt(),
        )
        for year in range(last - YEARS + 1, last + 1)
        for purpose in purposes_of(cast.school)
        for pupil in pupils
        for guardian in (cast.samira, cast.tom)
    ]  # fmt: skip
    previous, links = chain.GENESIS, []
    for number, row in enumerate(rows, start=1):
        commitment = row.commitment()
        made = chain.link(number, previous, commitment)
        links.append(
            DecisionLink(school=cast.school, number=number, previous=previous, commitment=commitment, hash=made)
        )
        previous = made
    for row, link in zip(rows, DecisionLink.objects.bulk_create(links, batch_size=1000), strict=True):
        row.link = link
    Decision.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def many_photos(cast: Cast, pupils: list[Pupil]) -> None:
    """Photos that are out, each with possibly every pupil of the class; thirty to a post."""
    line_up, now = line_up_of([pupil.pk for pupil in pupils]), clock.now()
    posts = Post.objects.bulk_create(
        Post(
            school_group=cast.groep5, author=cast.naima, author_role="teacher", kind="day", title="Foto", text="Foto",
            state="published", exempt="earlier", published_at=now, created_at=now, saved_at=now,
        )
        for _ in range(PHOTOS // 30)
    )  # fmt: skip
    Photo.objects.bulk_create(
        (
            Photo(
                post=posts[number // 30], filename="a.jpg", alt="Foto", state="ready", width=4, height=3,
                small_webp="photos/x.webp", recognisable="consented", line_up=line_up, shown_until=date.max,
            )
            for number in range(PHOTOS)
        ),
        batch_size=500,
    )  # fmt: skip


def taken(act: Callable[[], object], times: int) -> dict[str, object]:
    milliseconds = []
    for _ in range(times):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            act()
        milliseconds.append((time.perf_counter() - begun) * 1000)
    found = {"p50 (ms)": round(statistics.median(milliseconds), 1), "max (ms)": round(max(milliseconds), 1)}
    return {**found, "queries": len(queries)}


def measure() -> dict[str, object]:
    cast = build_cast()
    pupils = a_class(cast)
    answers = years_of_answers(cast, pupils)
    many_photos(cast, pupils)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ids, codes = [pupil.pk for pupil in pupils], [purpose.code for purpose in purposes_of(cast.school)]
    signature = Signature("Meet", "password")

    def withdraw() -> None:
        said = {(pupils[0].pk, PORTAL_GROUP): False}
        assert len(answer(cast.tom, said, school=cast.school, by=cast.tom, signature=signature)) == 1
        assert not Photo.objects.shown().exists()

    return {
        "answers": answers,
        "the composer's check, one purpose": taken(lambda: standings_by_purpose(ids, [PORTAL_GROUP]), TIMES),
        "the composer's check, all ten": taken(lambda: standings_by_purpose(ids, codes), TIMES),
        f"a withdrawal with {PHOTOS} photos": taken(withdraw, 1),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(measure(), indent=1))

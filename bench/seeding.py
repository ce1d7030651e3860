"""Fill an empty database with the data set and say, in one JSON line, how to drive the portal over it."""

import importlib
import json
from datetime import date, time, timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import django


def data_set() -> ModuleType:
    """The outside harness brings its own ``data`` (on PYTHONPATH); alone we take ours, of the same size."""
    try:
        return importlib.import_module("data")
    except ImportError:
        return importlib.import_module("bench.dataset")


def seed(data: ModuleType) -> dict[str, Any]:
    """People, groups, posts, photos and reactions; returns the target of the harness."""
    from django.contrib.auth.hashers import make_password

    from accounts.models import User, sort_key
    from groups.actions import create_group, give_role
    from groups.models import Enrolment, Guardianship, Membership, Pupil, Role, School
    from groups.roles import role_of
    from messaging.models import Photo, Post, Reaction

    first, last = date(2025, 8, 1), date(2027, 7, 31)
    school = School.objects.create(name="Bench", place="Meetveld")
    users = {
        number: User(
            sign_in_name=data.username(number),
            email=f"{data.username(number)}@bench.example",
            first_name="Ouder",
            last_name=f"Nummer {number}",
            sort_name=sort_key("Nummer", str(number)),
            password="",
        )
        for number in range(1, data.USERS + 1)
    }
    password = make_password(data.PASSWORD)
    for user in users.values():
        user.password = password
    User.objects.bulk_create(users.values())
    groups = {
        number: create_group(
            school,
            kind="class",
            name=data.group_name(number),
            sign=str(number + 1),
            accent="5",
            position=number,
            starts_on=first,
            ends_on=last,
        )
        for number in range(data.GROUPS)
    }
    for number, group in groups.items():
        role = role_of(Role.Name.PARENT, school, group)
        members = data.MEMBERS[number]
        pupils = Pupil.objects.bulk_create(
            Pupil(school=school, first_name=f"Kind {user}", last_name="Meet", sort_name=f"kind {user:04d}")
            for user in members
        )
        Enrolment.objects.bulk_create(Enrolment(pupil=pupil, school_group=group, valid_from=first) for pupil in pupils)
        links = Guardianship.objects.bulk_create(
            Guardianship(pupil=pupil, guardian=users[user], has_authority=True, valid_from=first)
            for user, pupil in zip(members, pupils, strict=True)
        )
        Membership.objects.bulk_create(
            Membership(user=link.guardian, role=role, guardianship=link, valid_from=first) for link in links
        )
    # The writers of the photo run are teachers of the first group: parents do not post, and a trainee's post waits.
    for user in data.MEMBERS[0][:8]:
        give_role(users[user], Role.Name.TEACHER, groups[0], by=None, valid_from=first)
    always_open(school)

    rows, photos = {}, []
    for number, group, author, title, text, has_photo, moment in data.posts():
        post = rows[number] = Post(
            school_group=groups[group],
            author=users[author],
            author_role="teacher",
            kind="day",
            title=title,
            text=text,
            state="published",
            exempt="earlier",
            published_at=moment,
            created_at=moment,
            saved_at=moment,
        )
        if has_photo:
            name = f"photos/00/{uuid4().hex}"
            sizes = {
                f"{size}_{kind}": f"{name}-{size}.{kind}"
                for size in ("small", "medium", "large")
                for kind in ("webp", "jpeg")
            }
            photos.append(
                Photo(
                    post=post,
                    filename="a.jpg",
                    alt="Foto",
                    state="ready",
                    width=1600,
                    height=1200,
                    recognisable="nobody",
                    shown_until=date.max,
                    **sizes,
                )
            )
    Post.objects.bulk_create(rows.values(), batch_size=2000)
    Photo.objects.bulk_create(photos, batch_size=1000)
    Reaction.objects.bulk_create(
        (
            Reaction(post=rows[post], author=users[author], author_role="parent", text=text, created_at=moment)
            for _, post, author, text, moment in data.comments()
        ),
        batch_size=2000,
    )
    User.objects.update(news_seen_at=max(post.published_at for post in rows.values()) - timedelta(days=7))
    newest = [number for number, post in rows.items() if post.school_group == groups[0]][-1]
    thread, group = rows[newest].pk, groups[0].pk
    return {
        "login": {"url": "/aanmelden/", "user": "login", "password": "password"},
        "pages": {"groups": "/groepen/", "home": "/", "feed": f"/groepen/{group}/", "thread": f"/nieuws/{thread}/"},
        "must": {"home": "<article", "feed": "<article"},
        "comment": {"url": f"/nieuws/{thread}/reactie/", "ok": 302, "fields": {"text": "Reactie {n}"}},
        "photo": {
            "url": f"/groepen/{group}/nieuw/",
            "ok": 302,
            "file": "photos",
            "fields": {"kind": "day", "title": "Foto {n}", "text": "Foto {n}"},
        },
    }


def always_open(school: Any) -> None:
    """Every day and hour is posting time, and each writer has as many places as a school can give: what is measured is
    how long writing takes, and a run writes more than anybody should."""
    from groups.models import LessonTime, PostingPolicy

    PostingPolicy.objects.create(
        school=school,
        day_limit=5,
        counts_per=PostingPolicy.CountsPer.AUTHOR,
        week_minimum=0,
        opens_at=time.min,
        closes_at=time.max,
    )
    LessonTime.objects.bulk_create(
        LessonTime(school=school, weekday=weekday, begins_at=time.min, ends_at=time(0, 1)) for weekday in range(1, 8)
    )


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        target = seed(data_set())
    print(json.dumps(target))


if __name__ == "__main__":
    main()

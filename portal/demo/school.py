"""The whole demo school: the cast, the crowd, and a school year of posts with drawings and reactions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User, portrait_name
from messaging.models import Attachment, LineUp, Photo, Post, PostVersion, Reaction
from messaging.models.attachment import attachment_name
from portal.demo.agreements import keep_agreements, keep_school_time
from portal.demo.answers import answer_rounds
from portal.demo.cast import Cast, build_cast
from portal.demo.crowd import Crowd, gather
from portal.demo.incidents import handle_reports
from portal.demo.paper import pdf
from portal.demo.people import CLASSES, PEOPLE
from portal.demo.pictures.faces import FACES, encoded, some_face
from portal.demo.pictures.wall import Drawing, Wall
from portal.demo.plan import Told, year_so_far
from portal.demo.recognised import at_which_one_points, keep_photos, say_who_is_on_it
from portal.demo.stories.newest import DRAFTS
from portal.demo.stories.reactions import REACTIONS
from portal.demo.talks import talk_one_to_one
from portal.demo.waiting import ask_to_join
from protocol import clock

PHOTOS, FACES_OF_PARENTS = 230, 36
# Drawn twice; drawing and encoding is what the building time goes to.
IN_WARM_LIGHT = {"autumn", "bicycle", "children", "circle", "gym", "paint", "school", "sums"}
Say = Callable[[str], None]


@transaction.atomic
def build_demo(say: Say = print, photos: int = PHOTOS) -> tuple[Cast, Crowd]:
    """Build the demo school relative to the clock, with at most this many photos.

    ``say`` is told, in Dutch, what is being done.
    """
    now = clock.now()
    say("De school en de mensen: Het Kiezelpad in Merenveld")
    cast = build_cast()
    crowd = gather(cast)
    keep_school_time(cast)
    ask_to_join(cast, crowd)
    say("De toestemming van twee jaren")
    answer_rounds(cast)
    crowd.people |= {person.name: getattr(cast, person.name) for person in PEOPLE}
    told = year_so_far(cast, crowd, now)
    drawings = _drawings(told, photos)
    wall = Wall(drawing for row in drawings for drawing in row)
    try:
        say(f"{len(crowd.people)} mensen; hun portretten")
        _portraits(crowd)
        say(f"{len(told)} nieuwsberichten sinds het begin van het schooljaar")
        posts = _posts(cast, told)
        _reactions(cast, crowd, told, posts, now)
        _drafts(cast, now)
        keep_agreements(cast, now)
        say(f"{sum(map(len, drawings))} tekeningen")
        _photos(wall, posts, drawings)
        keep_photos(cast, crowd)
        handle_reports(cast, crowd)
        say("De gesprekken een op een")
        talk_one_to_one(cast, now)
    finally:
        wall.close()
    _seen(told)
    return cast, crowd


def _drawings(told: list[Told], left: int) -> list[list[Drawing]]:
    """Which drawings go with which post, the newest posts first served: but before all the one at which a father
    points, which has to be there however few there are."""
    rows: list[list[Drawing]] = [[] for _one in told]
    first = at_which_one_points(told)
    for number in sorted(range(len(told)), key=lambda number: (number not in first, -number)):
        photos = told[number].story.photos
        rows[number] = [(name, name in IN_WARM_LIGHT and number % 2 == 1) for name in photos][: max(0, left)]
        left -= len(rows[number])
    return rows


def _posts(cast: Cast, told: list[Told]) -> list[Post]:
    posts, versions, post_days = [], [], set[tuple[str, date]]()
    for number, one in enumerate(told):
        moment = one.moment
        post = Post(
            key=UUID(int=Random(f"post {number}").getrandbits(128), version=4),
            school_group=getattr(cast, one.key),
            author=one.author,
            author_role=one.hat,
            kind=one.story.kind,
            title=one.story.title,
            text=one.story.text,
            reactions_open=one.story.reactions_open,
            state=Post.State.PUBLISHED,
            publish_at=moment,
            published_at=moment,
            created_at=moment - timedelta(minutes=18),
            saved_at=moment,
            **_place_of(post_days, one),
        )
        posts.append(post)
        if one.story.before and one.story.before[0] in one.story.text:
            post.edited_at = min(moment + timedelta(minutes=47), clock.now())
            versions.append((post, one.story.text.replace(*one.story.before, 1), post.edited_at))
    posts = Post.objects.bulk_create(posts)
    PostVersion.objects.bulk_create(
        PostVersion(post=post, kind=post.kind, title=post.title, text=text, replaced_at=moment, replaced_by=post.author)
        for post, text, moment in versions
    )
    Attachment.objects.bulk_create(_attachment(post, one.pdf) for post, one in zip(posts, told, strict=True) if one.pdf)
    return posts


def _attachment(post: Post, name: str) -> Attachment:
    data = pdf(
        name.removesuffix(".pdf"), ["Basisschool Het Kiezelpad, Merenveld", "", *post.text.split("\n")[0].split(". ")]
    )
    path = default_storage.save(attachment_name(Attachment(), name), ContentFile(data))
    return Attachment(post=post, file=path, name=name, size=len(data))


def _readers(cast: Cast, crowd: Crowd, key: str) -> list[tuple[User, str]]:
    """Who reacts in a group, and as what."""
    if key == "team":
        return [(cast.joris, "teacher"), (cast.naima, "teacher"), (cast.karim, "teacher"), (cast.wilma, "care")]
    keys = [key] if key in CLASSES else CLASSES
    return [(parent, "parent") for name in keys for parent in crowd.parents[name]]


def _reactions(cast: Cast, crowd: Crowd, told: list[Told], posts: list[Post], now: datetime) -> None:
    rows = []
    for number, (one, post) in enumerate(zip(told, posts, strict=True)):
        if not post.reactions_open:
            continue
        chance = Random(f"reactions {number}")
        written = one.reactions
        if written is not None:
            words = [(crowd.people[who], text) for who, text in written]
        else:
            words = _some_words(chance, one, _readers(cast, crowd, one.key))
        moment = one.moment
        for author, text in words:
            moment += timedelta(minutes=chance.choice((9, 26, 52, 70, 180)) + chance.randrange(25))
            if moment >= now:
                moment = one.moment + (now - one.moment) * chance.random()
            hat = "parent" if one.key != "team" else dict(_readers(cast, crowd, "team"))[author]
            rows.append(Reaction(key=uuid4(), post=post, author=author, author_role=hat, text=text, created_at=moment))
    Reaction.objects.bulk_create(rows)


def _some_words(chance: Random, one: Told, readers: list[tuple[User, str]]) -> list[tuple[User, str]]:
    """Reactions by parents of the group: those that fit the story first, then what one says."""
    number = chance.choices((0, 1, 2, 3, 5), (30, 30, 22, 12, 6))[0]
    if one.key == "team":
        return []
    fitting = list(one.story.reactions)
    general = [text for text in REACTIONS[one.story.kind] if text not in fitting]
    chance.shuffle(general)
    people = chance.sample(readers, min(number, len(readers)))
    return [(person, text) for (person, _hat), text in zip(people, fitting + general, strict=False)]


def _place_of(taken: set[tuple[str, date]], one: Told) -> dict[str, object]:
    """The place of a post on its day: one a day for each group; of a council or the team none."""
    if one.key not in (*CLASSES, "whole_school"):
        return {"exempt": Post.Exempt.SHARED}
    day = clock.at_school(one.moment).date()
    if (one.key, day) in taken:
        return {"exempt": Post.Exempt.URGENT}
    taken.add((one.key, day))
    return {"slot_on": day, "slot_number": 1}


def _drafts(cast: Cast, now: datetime) -> None:
    Post.objects.bulk_create(
        Post(
            school_group=cast.groep5,
            author=cast.naima,
            author_role="teacher",
            kind=kind,
            title=title,
            text=text,
            created_at=now - timedelta(hours=5 + number),
            saved_at=now - timedelta(hours=4 + number),
        )
        for number, (kind, title, text) in enumerate(DRAFTS)
    )


def _photos(wall: Wall, posts: list[Post], drawings: list[list[Drawing]]) -> None:
    photos, line_ups = [], dict[int, LineUp]()
    for post, row in zip(posts, drawings, strict=True):
        for position, drawing in enumerate(row):
            photos.append(wall.hang(post, position, drawing, uuid4()))
            say_who_is_on_it(photos[-1], drawing[0], line_ups)
    Photo.objects.bulk_create(photos)


def _portraits(crowd: Crowd) -> None:
    """Portraits for the staff and some parents; the others have initials."""
    staff = [user for rows in crowd.teachers.values() for user, *_ in rows if user.sign_in_name not in FACES]
    parents = [user for key in CLASSES for user in crowd.parents[key] if user.sign_in_name in crowd.people]
    some = [user for user in parents if user.sign_in_name not in {person.name for person in PEOPLE}]
    Random("portraits").shuffle(some)
    faces = {crowd.people[name]: face for name, face in FACES.items()}
    for user in dict.fromkeys(staff + some[:FACES_OF_PARENTS]):
        feminine = user.form_of_address == "juf" or user.sign_in_name in crowd.feminine
        faces[user] = some_face(user.sign_in_name, feminine)
    for user, face in faces.items():
        user.portrait = default_storage.save(portrait_name(user, ""), ContentFile(encoded(face)))
    User.objects.bulk_update(faces, ["portrait"])


def _seen(told: list[Told]) -> None:
    """Everybody has read all but the two newest posts that Samira sees."""
    seen = sorted(one.moment for one in told if one.key in {"groep5", "egels", "whole_school", "council_or", "mr"})
    User.objects.update(news_seen_at=seen[-2] - timedelta(minutes=1))

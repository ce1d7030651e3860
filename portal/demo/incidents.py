"""What went wrong in the demo school, and what was done: a reaction in groep 8 that was taken away, with its case; and
a photo in groep 3 that somebody reported today, and one that is held before anybody reads it.
"""

from datetime import timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from groups.models import SchoolGroup
from messaging.models import Photo, Post, Reaction
from moderation.actions import consult, open_case, remove, seal_removals
from moderation.models import Item, Report
from moderation.subjects import find
from portal.demo.cast import Cast
from portal.demo.crowd import Crowd
from protocol import clock

SAID = "Zoek het maar lekker uit met je zeurlijstje. Wie dit soort domme regels bedenkt, hoort niet voor een groep."
REPORTED = "Ik schrok hiervan. Zo praten we toch niet over een leerkracht?"
HELD = "Leuk hoor, maar wie ruimt die teringzooi straks op?"


def handle_reports(cast: Cast, crowd: Crowd) -> None:
    """One case in progress in groep 8, with its proof; one open report in groep 3; one held reaction."""
    _a_case(cast, crowd)
    _an_open_report(cast, crowd)
    _a_held_reaction(cast, crowd)


def _newest_post(group: SchoolGroup, *, hours: int) -> Post | None:
    """The newest one of this group that stood there so long ago: nothing is said of it before it was out."""
    out = Post.objects.filter(school_group=group, state=Post.State.PUBLISHED, reactions_open=True)
    return out.filter(published_at__lt=clock.now() - timedelta(hours=hours)).order_by("-published_at").first()


def _a_case(cast: Cast, crowd: Crowd) -> None:
    post = _newest_post(cast.groep8, hours=22)
    parents = [one for one in crowd.parents["groep8"] if one not in (cast.pieterjan, cast.chantal)]
    if post is None or len(parents) < 3:
        return
    author, *others = parents
    reaction = Reaction.objects.create(
        key=UUID(int=Random("held against groep 8").getrandbits(128), version=4),
        post=post,
        author=author,
        author_role="parent",
        text=SAID,
        created_at=clock.now() - timedelta(hours=20),
    )
    item = _reported(cast, "reaction", reaction.pk, cast.groep8, author, hours=18)
    for reporter, text in zip(others, (REPORTED, ""), strict=False):
        Report.objects.create(item=item, reporter=reporter, clause="E4", text=text, at=item.opened_at)
    subject = find("reaction", reaction.pk)
    assert subject is not None
    remove(subject, by=cast.karim, clause_id="E4", reason="Scheldt op een leerkracht.", item=item)
    seal_removals()
    case = open_case(f"Reactie onder ‘{post.title}’"[:120], author, school=cast.school, by=cast.karim, item=item)
    consult(case, "Weghalen was goed. Ik praat graag met deze ouder.", by=cast.karim)
    consult(case, "Eens. Een gesprek is genoeg, het is de eerste keer.", by=cast.dennis)


def _an_open_report(cast: Cast, crowd: Crowd) -> None:
    photo = Photo.objects.filter(post__school_group=cast.groep3, post__state=Post.State.PUBLISHED).last()
    if photo is None or not crowd.parents["groep3"]:
        return
    item = _reported(cast, "photo", photo.pk, cast.groep3, photo.post.author, hours=2)
    Report.objects.create(
        item=item, reporter=crowd.parents["groep3"][0], clause="B9", text="Mijn kind staat erop.", at=item.opened_at
    )
    subject = find("photo", photo.pk)
    assert subject is not None
    subject.hide()


def _a_held_reaction(cast: Cast, crowd: Crowd) -> None:
    post = _newest_post(cast.groep8, hours=22)
    parents = [one for one in crowd.parents["groep8"] if one not in (cast.pieterjan, cast.chantal)]
    if post is None or not parents:
        return
    moment = clock.now() - timedelta(minutes=40)
    Reaction.objects.create(
        key=UUID(int=Random("held in groep 8").getrandbits(128), version=4),
        post=post,
        author=parents[-1],
        author_role="parent",
        text=HELD,
        created_at=moment,
        held_at=moment,
    )


def _reported(cast: Cast, kind: str, pk: int, group: SchoolGroup, author: User, *, hours: int) -> Item:
    moment = clock.now() - timedelta(hours=hours)
    made: Item = Item.objects.create(
        school=cast.school,
        kind=kind,
        object_id=pk,
        school_group=group,
        author=author,
        opened_at=moment,
        hidden_at=moment,
    )
    return made

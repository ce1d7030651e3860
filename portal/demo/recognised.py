"""Who is on the drawings of the demo school, who may not be seen on them any more, and what waits for a teacher."""

from django.db.models import QuerySet

from consent.actions import Signature, answer, object_to_all
from consent.purposes import PORTAL_GROUP
from groups.models import Pupil
from messaging.actions import point_out, say_not_on_it
from messaging.actions.withholding import settle_again
from messaging.models import Depiction, LineUp, Photo, Post, Withholding, line_up_of
from messaging.recognition import consenting_in
from portal.demo.cast import Cast
from portal.demo.crowd import Crowd
from portal.demo.plan import Told

# Where children stand or sit around it; on all other drawings nobody can be recognised.
WITH_CHILDREN = {"children", "circle", "gym", "music", "paint", "cookies", "bus", "snowman", "garden"}
NEWEST_OF_ALL, UNSAID, LEFT = "Onze bruggen", 3, 4
Recognisable = Photo.Recognisable


def at_which_one_points(told: list[Told]) -> list[int]:
    """The newest post of groep 5 with children on it, beside the bridges that everybody looks at; none in August."""
    return [
        number
        for number, one in enumerate(told)
        if one.key == "groep5"
        and not one.story.title.startswith(NEWEST_OF_ALL)
        and WITH_CHILDREN.intersection(one.story.photos)
    ][-1:]


def say_who_is_on_it(photo: Photo, motif: str, line_ups: dict[int, LineUp]) -> None:
    """What its teacher said of this drawing, before it is saved; readers see it once ``keep_photos`` let them."""
    group = photo.post.school_group
    if motif in WITH_CHILDREN:
        if group.pk not in line_ups:
            line_ups[group.pk] = line_up_of(consenting_in(group).may)
        photo.recognisable, photo.line_up = Recognisable.CONSENTED, line_ups[group.pk]


def keep_photos(cast: Cast, crowd: Crowd) -> None:
    """Mark some children, let readers see what they may, and then let things happen: Ilias's mother takes her yes
    back, Siebe wants no photos of himself, and a father points at one."""
    Post.objects.filter(state=Post.State.PUBLISHED, photos__isnull=False).update(no_swimwear=True)
    out = Photo.objects.filter(post__state=Post.State.PUBLISHED).order_by("post__published_at", "position")
    bridges = out.filter(post__title__startswith=NEWEST_OF_ALL)
    others = out.exclude(pk__in=bridges.values("pk"))
    _mark(bridges.filter(recognisable=Recognisable.CONSENTED)[:1], [cast.yara, cast.aaliyah])
    egels = others.filter(post__school_group=cast.egels, recognisable=Recognisable.CONSENTED)
    _mark(egels.reverse()[:1], [cast.ilias, cast.kofi])
    of_groep5 = others.filter(post__school_group=cast.groep5, recognisable=Recognisable.CONSENTED)
    pointed_at = list(of_groep5.order_by("-post__published_at", "position")[:1])
    asked_about = others.exclude(pk__in=[photo.pk for photo in pointed_at])
    _leave_unsaid(asked_about.filter(post__school_group__in=[cast.groep5, cast.egels]))
    settle_again(out.exclude(recognisable=""))
    _withdraw(cast)
    _object(cast)
    _point_out(crowd, pointed_at)


def _mark(photos: "QuerySet[Photo]", pupils: list[Pupil]) -> None:
    for photo in list(photos.select_related("post__author")):
        Photo.objects.filter(pk=photo.pk).update(recognisable=Recognisable.PUPILS, line_up=None)
        Depiction.objects.bulk_create(
            Depiction(photo=photo, pupil=pupil, is_on_it=True, said_by=photo.post.author, said_at=photo.created_at)
            for pupil in pupils
        )


def _leave_unsaid(photos: "QuerySet[Photo]") -> None:
    """The first photos of the year are from before the portal asked who is on them."""
    oldest = list(photos.values_list("pk", flat=True)[:UNSAID])
    Photo.objects.filter(pk__in=oldest).update(recognisable="", line_up=None)


def _withdraw(cast: Cast) -> None:
    signed = Signature(cast.samira.full_name, "password")
    answer(cast.samira, {(cast.ilias.pk, PORTAL_GROUP): False}, school=cast.school, by=cast.samira, signature=signed)


def _object(cast: Cast) -> None:
    """Siebe wants no photos of himself. His teacher has looked at most of those on which he might be."""
    object_to_all(cast.siebe, by=cast.pieterjan)
    rows = Withholding.objects.standing().filter(pupil=cast.siebe).order_by("-photo__post__published_at", "pk")
    for row in rows[LEFT:]:
        say_not_on_it(row, by=cast.karim if row.photo.post.school_group_id == cast.groep8.pk else cast.marleen)


def _point_out(crowd: Crowd, photos: list[Photo]) -> None:
    """Emir's father points at the newest of groep 5 on which children can be recognised."""
    father = crowd.people["mehmet.yildiz"]
    for photo in photos:
        point_out(photo, father.guardianships.select_related("pupil").order_by("pk")[0].pupil, by=father)

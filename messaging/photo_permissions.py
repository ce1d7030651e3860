"""The doors to photos that readers do not see, and to what somebody pointed at."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from consent.models import Objection
from groups.models import Enrolment, Guardianship, Membership, Pupil, SchoolGroup
from groups.roles import MODERATE, STAFF
from messaging.models import Photo, Post, Withholding
from messaging.withheld import answers_for, looked_at
from protocol import clock
from protocol.clauses import clause


@clause("B8", "D3")
def get_withheld_or_404(user: User) -> User:
    """Who works at the school, and may so answer for photos.

    Raises:
        Http404: a parent, or a stranger.
    """
    if not Membership.objects.in_force(user).filter(role__name__in=STAFF).exists():
        raise Http404
    return user


@clause("B8", "D3")
def get_answered_post_or_404(user: User, pk: int) -> Post:
    """A published post whose photos this member of staff answers for."""
    posts = answers_for(get_withheld_or_404(user)).select_related("author", "school_group__school")
    return get_object_or_404(posts, pk=pk)


@clause("B8", "D3")
def get_withholding_or_404(user: User, pk: int) -> Withholding:
    """A photo that is withheld for a pupil, for who answers for it.

    Raises:
        Http404: no such row, ended already, or somebody else's to answer.
    """
    rows = Withholding.objects.standing().filter(photo__post__in=answers_for(get_withheld_or_404(user)))
    found: Withholding = get_object_or_404(rows.select_related("photo__post__school_group", "pupil"), pk=pk)
    return found


@clause("B8", "D3", "D5")
def get_withheld_photo_or_404(user: User, key: UUID) -> Photo:
    """A photo that readers do not see, for who is asked to look at it; never one that shows somebody who may not be
    seen, or at which a parent or a child pointed."""
    posts = answers_for(get_withheld_or_404(user))
    hidden = Q(recognisable="") | Q(pk__in=Withholding.objects.standing().values("photo"))
    photos = (
        Photo.objects.ready()
        .filter(hidden, post__in=posts, hidden_at__isnull=True)
        .select_related("post__school_group__school")
    )
    found: Photo = get_object_or_404(photos, key=key)
    if found.pk not in looked_at([found]):
        raise Http404
    return found


@clause("B2", "D5")
def pupils_to_point_out(user: User) -> QuerySet[Pupil]:
    """The children over whom this person has authority today."""
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian=user)
    return Pupil.objects.filter(pk__in=links.values("pupil"), deceased_at__isnull=True)


@clause("B2", "D5")
def pointed_by(user: User) -> QuerySet[Withholding]:
    """The photos at which this very person pointed, and may take that back: for a child over whom one still has
    authority, or as staff who still answers for the photo."""
    mine = Q(pupil__in=pupils_to_point_out(user).values("pk")) | Q(photo__post__in=answers_for(user).values("pk"))
    rows = Withholding.objects.standing().filter(mine, asked_by=user)
    return rows.select_related("photo__post__school_group", "pupil").order_by("-began_at", "-pk")


@clause("D5")
def get_pointed_or_404(user: User, pk: int) -> Withholding:
    """A photo at which this very person pointed.

    Raises:
        Http404: no such row, taken back already, somebody else's, or no longer one's own to take back.
    """
    found: Withholding = get_object_or_404(pointed_by(user), pk=pk)
    return found


@clause("B2", "D5")
def objections_by(user: User) -> QuerySet[Objection]:
    """The children of whom this very person wrote down that they want no photos, and may write down that they do now:
    as a guardian with authority, or as a teacher of the child's class."""
    taught = Enrolment.objects.valid_on(clock.today()).filter(
        school_group__in=SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
    )
    mine = Q(pupil__in=pupils_to_point_out(user).values("pk")) | Q(pupil__in=taught.values("pupil"))
    return Objection.objects.standing().filter(mine, recorded_by=user).select_related("pupil")


@clause("D5")
def get_objection_or_404(user: User, pk: int) -> Objection:
    """A standing objection that this very person wrote down.

    Raises:
        Http404: no such objection, lifted already, or somebody else's.
    """
    found: Objection = get_object_or_404(objections_by(user), pk=pk)
    return found

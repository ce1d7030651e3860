"""What is withheld, for who answers for it at school: sheets to look at, what may come back, and what stays away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from consent.rules import Standing, Why
from groups.models import Pupil, SchoolGroup
from groups.roles import MODERATE
from messaging.models import Photo, Post, Withholding
from messaging.photo_standing import PhotoStanding
from messaging.recognition import seen_on
from messaging.rules import Seen
from protocol.clauses import clause

# With more children than this in the way, nobody is asked to look: most of them wait for a new year's yes.
FEW = 3
# A photo of so many posts that nobody said anything of is offered at once.
SERIES = 10


@clause("B8", "D3")
def answers_for(user: User) -> "QuerySet[Post]":
    """The published posts whose photos this member of staff answers for: one's own, and those of the groups that one
    moderates. A council's members are parents: for their photos the head answers."""
    moderated = SchoolGroup.objects.with_perm(user, MODERATE).values("pk")
    mine = Post.objects.written_by(user).exclude(school_group__kind=SchoolGroup.Kind.COUNCIL).values("pk")
    return Post.objects.out().filter(Q(school_group__in=moderated) | Q(pk__in=mine))


@dataclass
class Tile:
    """A photo that is withheld, for one pupil."""

    row: Withholding
    photo: Photo
    others: int = 0

    @property
    def grace_until(self) -> date | None:
        return self.row.grace_until


@dataclass
class Sheet:
    """The photos on which one pupil may be: is it on them?"""

    pupil: Pupil
    tiles: list[Tile] = field(default_factory=list)


@dataclass
class Kept:
    """A post of which photos stay away, and how many: pointed out, or said to show a child that may not be seen."""

    post: Post
    pointed: int = 0
    marked: int = 0


@dataclass(frozen=True)
class Waits:
    """One standing row beside what holds now for its pupil on its photo."""

    row: Withholding
    now: Standing

    @property
    def may_return(self) -> bool:
        return self.now.may and self.row.asked_by_id is None

    @property
    def is_lapsed(self) -> bool:
        return self.row.why == Withholding.Why.LAPSED and self.now.why is not Why.REFUSED


@dataclass
class Withheld:
    """All that is withheld in one group."""

    unsaid: list[tuple[Post, list[Photo]]]
    returning: list[Tile] = field(default_factory=list)
    lapsed: int = 0
    by_pupil: dict[int, Sheet] = field(default_factory=dict)
    by_post: dict[int, Kept] = field(default_factory=dict)

    @property
    def sheets(self) -> list[Sheet]:
        return sorted(self.by_pupil.values(), key=lambda one: (one.pupil.sort_name, one.pupil.pk))

    @property
    def kept(self) -> list[Kept]:
        return list(self.by_post.values())

    @property
    def is_empty(self) -> bool:
        return not (self.unsaid or self.returning or self.lapsed or self.by_pupil or self.by_post)

    def put(self, photo: Photo, waits: list[Waits], *, is_looked_at: bool) -> None:
        """Put one photo where it belongs: it may return, somebody should look, it waits for a new yes, or it stays."""
        asked = [one for one in waits if not one.may_return]
        if not is_looked_at:
            self._keep(photo, waits)
        elif not asked:
            self.returning.append(Tile(waits[0].row, photo))
        elif sum(one.is_lapsed for one in asked) > FEW:
            self.lapsed += 1
        else:
            for one in asked:
                sheet = self.by_pupil.setdefault(one.row.pupil_id, Sheet(one.row.pupil))
                sheet.tiles.append(Tile(one.row, photo, len(asked) - 1))

    def _keep(self, photo: Photo, waits: list[Waits]) -> None:
        kept = self.by_post.setdefault(photo.post_id, Kept(photo.post))
        if any(one.row.asked_by_id for one in waits):
            kept.pointed += 1
        else:
            kept.marked += 1


@dataclass(frozen=True)
class Place:
    """A group in which something is withheld, and of how many photos."""

    group: SchoolGroup
    number: int


def unsaid_photos(posts: "QuerySet[Post]") -> "QuerySet[Photo]":
    """Photos that are out and of which nobody ever said who is on them."""
    return Photo.objects.ready().filter(post__in=posts, recognisable="", hidden_at=None)


def groups_withholding(user: User) -> list[Place]:
    """The groups in which something is withheld for which this person answers. Two queries."""
    photos = Photo.objects.filter(post__in=answers_for(user), hidden_at=None)
    standing = Withholding.objects.standing().values("photo")
    hidden = photos.filter(Q(recognisable="", state=Photo.State.READY) | Q(pk__in=standing))
    numbers = dict(hidden.order_by().values_list("post__school_group").annotate(number=Count("pk")))
    groups = SchoolGroup.objects.filter(pk__in=numbers).order_by("-starts_on", "position")
    return [Place(group, numbers[group.pk]) for group in groups]


def withheld_in(user: User, school_group: SchoolGroup) -> Withheld:
    """What is withheld in one group, sorted by what one can do about it. A fixed number of queries."""
    posts = answers_for(user).filter(school_group=school_group)
    photos = list(
        Photo.objects.filter(post__in=posts, hidden_at=None, pk__in=Withholding.objects.standing().values("photo"))
        .select_related("post__school_group__school")
        .order_by("-post__published_at", "-post_id", "position", "pk")
    )
    found, waits, shown = Withheld(_unsaid(posts)), _waits(photos), looked_at(photos)
    for photo in photos:
        found.put(photo, waits[photo.pk], is_looked_at=photo.pk in shown)
    return found


def _waits(photos: list[Photo]) -> dict[int, list[Waits]]:
    """The standing rows of each photo, with what holds now."""
    rows: dict[int, list[Withholding]] = {photo.pk: [] for photo in photos}
    for row in Withholding.objects.standing().filter(photo__in=rows).select_related("pupil"):
        rows[row.photo_id].append(row)
    pupils = {pk: {row.pupil_id for row in of} for pk, of in rows.items()}
    holding = PhotoStanding().ask((photo, pupils[photo.pk]) for photo in photos)
    now = {photo.pk: holding.of(photo, pupils[photo.pk]) for photo in photos}
    return {photo.pk: [Waits(row, now[photo.pk][row.pupil_id]) for row in rows[photo.pk]] for photo in photos}


@clause("B8", "D3", "D5")
def looked_at(photos: Collection[Photo]) -> set[int]:
    """Which of these photos (ids) that readers do not see may be looked at by who answers for them: those on which
    nobody is known to be who may not be seen, and at which neither a parent nor a child pointed."""
    rows = list(photos)
    seen = seen_on(rows)
    holding = PhotoStanding().ask((photo, seen[photo.pk].marked) for photo in rows)
    pointed = set(
        Withholding.objects.standing().filter(photo__in=rows, asked_by__isnull=False).values_list("photo", flat=True)
    )
    return {photo.pk for photo in rows if photo.pk not in pointed and _nobody_denied(photo, seen[photo.pk], holding)}


def _nobody_denied(photo: Photo, seen: Seen, holding: PhotoStanding) -> bool:
    return all(now.may for now in holding.of(photo, seen.marked).values())


def _unsaid(posts: "QuerySet[Post]") -> list[tuple[Post, list[Photo]]]:
    """The newest posts with photos that nobody said anything of."""
    series: dict[Post, list[Photo]] = {}
    photos = unsaid_photos(posts).select_related("post__author").order_by("-post__published_at", "-post_id", "position")
    for photo in photos:
        series.setdefault(photo.post, []).append(photo)
    return list(series.items())[:SERIES]


def may_return(photos: Iterable[Photo]) -> list[int]:
    """Which of these photos (ids) may be shown again, for all for whom they are withheld."""
    rows = list(photos)
    shown, waits = looked_at(rows), _waits(rows)
    return [pk for pk, of in waits.items() if of and pk in shown and all(one.may_return for one in of)]


def denied_among(post: Post, pupils: Collection[Pupil]) -> list[Pupil]:
    """Who of these pupils may not be seen on photos of this post now."""
    now = PhotoStanding().of(Photo(post=post), {pupil.pk for pupil in pupils})
    return [pupil for pupil in pupils if not now[pupil.pk].may]

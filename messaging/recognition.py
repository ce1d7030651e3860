"""What the rules about photos must know: who is on them or may be, and what holds for these pupils now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from consent.purposes import purpose_of
from consent.rules import Standing
from consent.standing import standings
from groups.models import Enrolment, Pupil, SchoolGroup
from groups.roles import CLASSES
from messaging.models import Depiction, LineUp, Photo, Post, line_up_digest
from messaging.rules import Seen, findings_on_photos
from protocol import clock
from protocol.clauses import clause
from protocol.finding import Finding


def pupils_of(school_group: SchoolGroup, day: date | None = None) -> list[Pupil]:
    """The pupils a teacher may meet on photos of this group on a day, today when none is said: its own, or those of all
    classes of its school year."""
    places = Enrolment.objects.valid_on(day or clock.today())
    if school_group.kind in CLASSES:
        places = places.filter(school_group=school_group)
    else:
        same_year = {"school_group__school": school_group.school_id, "school_group__starts_on": school_group.starts_on}
        places = places.filter(school_group__kind__in=CLASSES, **same_year)
    return list(Pupil.objects.filter(pk__in=places.values("pupil")))


@dataclass(frozen=True)
class Consenting:
    """The pupils a teacher may meet on photos, and what holds for each of them now."""

    pupils: list[Pupil]
    standings: dict[int, Standing]

    @property
    def may(self) -> list[int]:
        return [pupil.pk for pupil in self.pupils if self.standings[pupil.pk].may]

    @property
    def denied(self) -> list[Pupil]:
        """The few who stand first in the composer."""
        return [pupil for pupil in self.pupils if not self.standings[pupil.pk].may]

    @property
    def digest(self) -> str:
        """Another one as soon as another set of pupils may be shown."""
        return line_up_digest(self.may)


@clause("B9", "D3")
def consenting_in(school_group: SchoolGroup) -> Consenting:
    """Who of this group may be shown on its page now. Three queries: the pupils, and two for what holds."""
    pupils = pupils_of(school_group)
    return Consenting(pupils, standings([pupil.pk for pupil in pupils], purpose_of(school_group)))


def seen_on(photos: Iterable[Photo]) -> dict[int, Seen]:
    """Who is on each of these photos, by its id; numbered as they come. Two queries."""
    rows = list(photos)
    said: dict[int, dict[bool, set[int]]] = {photo.pk: {True: set(), False: set()} for photo in rows}
    for photo_id, pupil, is_on_it in Depiction.objects.filter(photo__in=said).values_list(
        "photo_id", "pupil_id", "is_on_it"
    ):
        said[photo_id][is_on_it].add(pupil)
    line_ups = _members({photo.line_up_id for photo in rows if photo.line_up_id is not None})
    return {
        photo.pk: Seen(
            number,
            bool(photo.recognisable),
            frozenset(said[photo.pk][True]),
            frozenset(line_ups.get(photo.line_up_id, set()) - said[photo.pk][True] - said[photo.pk][False]),
        )
        for number, photo in enumerate(rows, start=1)
    }


def _members(line_ups: Collection[int]) -> dict[Any, set[int]]:
    found: dict[Any, set[int]] = {}
    for line_up, pupil in LineUp.pupils.through.objects.filter(lineup__in=line_ups).values_list(
        "lineup_id", "pupil_id"
    ):
        found.setdefault(line_up, set()).add(pupil)
    return found


def showing(pupils: Collection[int]) -> Q:
    """The condition that a photo shows one of these pupils, or may do so; who was looked for and not found counts
    with the others here and is taken out by ``seen_on``."""
    marked = Depiction.objects.filter(pupil__in=pupils, is_on_it=True).values("photo")
    line_ups = LineUp.pupils.through.objects.filter(pupil__in=pupils).values("lineup")
    return Q(pk__in=marked) | Q(line_up__in=line_ups)


@dataclass(frozen=True)
class Check:
    """Who is on the photos of a post, by photo id, and what holds for each of these pupils."""

    seen: dict[int, Seen]
    standings: dict[int, Standing]

    @property
    def pupils(self) -> set[int]:
        return set(self.standings)

    def until(self, photo: int) -> date:
        """The last day on which all who are on it may be shown."""
        return min((self.standings[pupil].until for pupil in self.seen[photo].pupils), default=date.max)

    def findings(self, *, no_swimwear: bool) -> list[Finding]:
        """What stops these photos."""
        may = {pupil: standing.may for pupil, standing in self.standings.items()}
        denied = [pupil for pupil, is_allowed in may.items() if not is_allowed]
        names = {pupil.pk: str(pupil) for pupil in Pupil.objects.filter(pk__in=denied)} if denied else {}
        return findings_on_photos(list(self.seen.values()), may, names, no_swimwear=no_swimwear)


def check_photos(post: Post, photos: Iterable[Photo]) -> Check:
    """What holds now for all who are on these photos of one post. Four queries."""
    seen = seen_on(photos)
    pupils = {pupil for one in seen.values() for pupil in one.pupils}
    return Check(seen, standings(pupils, purpose_of(post.school_group)) if pupils else {})


def in_words(finding: Finding) -> str:
    """A finding on photos as its author reads it."""
    photos, name = (*finding.quotes, "", "")[:2]
    return _(finding.message) % {"photos": photos, "name": name}

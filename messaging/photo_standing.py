"""What holds for pupils on photos that are out, asked once for each purpose and year."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Self

from consent.models import ConsentPolicy
from consent.models.policy import policy_of
from consent.purposes import purpose_of
from consent.rules import Standing, consent_year
from consent.standing import standings
from groups.school_time import school_time_of
from messaging.models import Photo
from protocol import clock
from protocol.clauses import clause

GRACE_DAYS = 3


class PhotoStanding:
    """Photos come with their post, group and school. Two queries for each purpose and year, one for each school."""

    def __init__(self) -> None:
        self._policies: dict[int, ConsentPolicy] = {}
        self._graces: dict[int, date | None] = {}
        self._known: dict[tuple[str, int | None], dict[int, Standing]] = {}

    def policy(self, photo: Photo) -> ConsentPolicy:
        """The agreement of the photo's school."""
        school = photo.post.school_group.school_id
        if school not in self._policies:
            self._policies[school] = policy_of(school)
        return self._policies[school]

    @clause("B9")
    def grace_until(self, photo: Photo) -> date | None:
        """The day until which teachers of the photo's school may look first; None where photos go at once."""
        school = photo.post.school_group.school
        if school.pk not in self._graces:
            has_grace = self.policy(photo).doubt == ConsentPolicy.Doubt.THREE_DAYS
            time, day = school_time_of(school), clock.today()
            for _ in range(GRACE_DAYS):
                day = time.next_school_day(day) or day
            self._graces[school.pk] = day if has_grace else None
        return self._graces[school.pk]

    def ask(self, wanted: "Iterable[tuple[Photo, Collection[int]]]") -> Self:
        """Ask for all of these photos and pupils at once, so that ``of`` need not ask one by one."""
        pupils: dict[tuple[str, int | None], set[int]] = {}
        for photo, of in wanted:
            pupils.setdefault(self._key(photo), set()).update(of)
        for key, ids in pupils.items():
            self._fetch(key, ids)
        return self

    def of(self, photo: Photo, pupils: Collection[int]) -> dict[int, Standing]:
        """What holds now for these pupils (ids) on this photo."""
        known = self._fetch(self._key(photo), pupils)
        return {pupil: known[pupil] for pupil in pupils}

    def _key(self, photo: Photo) -> tuple[str, int | None]:
        return purpose_of(photo.post.school_group), self._year(photo)

    def _fetch(self, key: tuple[str, int | None], pupils: Collection[int]) -> dict[int, Standing]:
        known = self._known.setdefault(key, {})
        if missing := set(pupils) - known.keys():
            known |= standings(missing, key[0], year=key[1])
        return known

    @clause("B9")
    def _year(self, photo: Photo) -> int | None:
        """The consent year that a photo of a past year goes by in a school that keeps those; else that of today."""
        policy, published = self.policy(photo), photo.post.published_at
        if not policy.keeps_past_photos or published is None:
            return None
        year = consent_year(clock.at_school(published).date(), policy.lapses)
        return year if year < consent_year(clock.today(), policy.lapses) else None

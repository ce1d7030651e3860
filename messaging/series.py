"""The photos of a draft as its writer looks at them: who may not be on them, and what was said of each (D2, D3, B9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from consent.purposes import NAME, purpose_of
from consent.rules import Standing
from consent.standing import standings, standings_by_purpose
from groups.models import Pupil, SchoolGroup
from messaging.models import Photo, Post
from messaging.recognition import Consenting, pupils_of, seen_on
from messaging.rules import Seen, findings_on_photos
from protocol.clauses import clause
from protocol.finding import Finding

Said = Photo.Recognisable
# Of more children than this, the list of who may not be shown opens when it is asked for.
FEW = 8


@dataclass(frozen=True)
class Look:
    """One photo: who is marked, who of these may not be shown (``denied``), and who lost consent since it was said that
    they may be on it (``stale``)."""

    photo: Photo
    seen: Seen
    marked: tuple[Pupil, ...] = ()
    denied: tuple[Pupil, ...] = ()
    stale: tuple[Pupil, ...] = ()

    @property
    def number(self) -> int:
        return self.seen.number

    @property
    def is_refused(self) -> bool:
        return self.photo.state == Photo.State.REFUSED

    @property
    def is_ready(self) -> bool:
        return self.photo.state == Photo.State.READY

    @property
    def is_said(self) -> bool:
        return bool(self.photo.recognisable)

    @property
    def may_go(self) -> bool:
        return self.is_said and not self.denied and not self.stale

    @property
    def marked_pks(self) -> set[int]:
        return {pupil.pk for pupil in self.marked}


@dataclass(frozen=True)
class Series:
    """All photos of one draft, and the pupils of its group; ``unnamed`` are the first names without consent."""

    group: SchoolGroup
    consenting: Consenting
    looks: tuple[Look, ...]
    unnamed: tuple[str, ...]

    @property
    def denied(self) -> list[Pupil]:
        return self.consenting.denied

    @property
    def is_few(self) -> bool:
        return len(self.denied) <= FEW

    @property
    def others(self) -> list[tuple[Pupil, str]]:
        """Who may be shown, each as the group calls them: by first name, in full where two share one."""
        may = set(self.consenting.may)
        firsts = [pupil.first_name for pupil in self.consenting.pupils]
        return [
            (pupil, str(pupil) if firsts.count(pupil.first_name) > 1 else pupil.first_name)
            for pupil in self.consenting.pupils
            if pupil.pk in may
        ]

    @property
    def to_say(self) -> list[Look]:
        """The photos of which nobody said yet who can be recognised."""
        return [look for look in self.looks if not look.is_said and not look.is_refused]

    @property
    def said(self) -> str:
        """What was said of the whole series; empty when not of all. Photos with single pupils do not count."""
        answers = {look.photo.recognisable for look in self.looks if not look.is_refused} - {Said.PUPILS.value}
        return answers.pop() if len(answers) == 1 else ""

    def findings(self, *, no_swimwear: bool) -> list[Finding]:
        """What stops these photos, as sending will find it. A photo that was refused is another matter."""
        going = [look for look in self.looks if not look.is_refused]
        stopping = {pupil.pk: pupil for look in going for pupil in (*look.denied, *look.stale)}
        may = {pupil: pupil not in stopping for look in going for pupil in look.seen.pupils}
        names = {pk: str(pupil) for pk, pupil in stopping.items()}
        return findings_on_photos([look.seen for look in going], may, names, no_swimwear=no_swimwear)

    def look_at(self, photo: Photo) -> Look:
        return next(look for look in self.looks if look.photo.pk == photo.pk)


@clause("D3", "B9")
def series_of(school_group: SchoolGroup, draft: Post | None) -> Series:
    """The series of a draft; of one that has no row yet, the pupils alone. Three queries, and four for the photos."""
    pupils, code = pupils_of(school_group), purpose_of(school_group)
    by_purpose = standings_by_purpose([pupil.pk for pupil in pupils], [code, NAME])
    now = {pupil: of[code] for pupil, of in by_purpose.items()}
    looks = looks_at(draft, list(draft.photos.all()), now, pupils) if draft is not None else ()
    unnamed = {pupil.first_name for pupil in pupils if not by_purpose[pupil.pk][NAME].may}
    return Series(school_group, Consenting(pupils, now), looks, tuple(sorted(unnamed)))


def looks_at(
    post: Post, photos: Sequence[Photo], known: dict[int, Standing] | None = None, pupils: Collection[Pupil] = ()
) -> tuple[Look, ...]:
    """What was said of these photos of one post, numbered by their place; ``known`` spares what was asked already."""
    seen = seen_on(photos)
    on_them = {pupil for one in seen.values() for pupil in one.pupils}
    now, names = dict(known or {}), {pupil.pk: pupil for pupil in pupils}
    if missing := on_them - now.keys():  # nobody of the group any more, or nothing was asked yet
        now |= standings(missing, purpose_of(post.school_group))
    if missing := on_them - names.keys():
        names |= {pupil.pk: pupil for pupil in Pupil.objects.filter(pk__in=missing)}

    def called(ids: Collection[int]) -> tuple[Pupil, ...]:
        return tuple(sorted((names[pk] for pk in ids), key=lambda pupil: pupil.sort_name))

    return tuple(
        Look(
            photo,
            seen[photo.pk],
            called(seen[photo.pk].marked),
            called([pk for pk in seen[photo.pk].marked if not now[pk].may]),
            called([pk for pk in seen[photo.pk].possible if not now[pk].may]),
        )
        for photo in photos
    )


def look_at(photo: Photo) -> Look:
    """One photo alone, numbered by its place in its post."""
    (look,) = looks_at(photo.post, [photo])
    number = photo.post.photos.filter(position__lt=photo.position).count() + 1
    return replace(look, seen=replace(look.seen, number=number))

"""Whether a request to join agrees with the school's administration (B3)."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import sort_key
from groups.models import Enrolment, Guardianship, JoinRequest, Pupil
from protocol import clock
from protocol.clauses import clause


@clause("B2", "B3")
def matches_of(requests: Iterable[JoinRequest]) -> dict[int, Pupil]:
    """The pupil that each request means, by the request's id; a request that does not agree is not in it. Two queries.

    It agrees when exactly one pupil of the group has this name today (case and accents aside), and the asker is linked
    to that pupil, with parental authority and not barred. Who asks cannot see which of these failed.
    """
    asked = list(requests)
    pupils: dict[tuple[int, str], list[Pupil]] = defaultdict(list)
    groups = {request.school_group_id for request in asked}
    for row in Enrolment.objects.valid_on(clock.today()).filter(school_group__in=groups).select_related("pupil"):
        if row.pupil not in (same := pupils[row.school_group_id, row.pupil.sort_name]):
            same.append(row.pupil)
    askers = {request.asker_id for request in asked}
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian__in=askers)
    linked = set(links.values_list("guardian_id", "pupil_id"))
    found = {}
    for request in asked:
        named = pupils[request.school_group_id, sort_key(request.child_name)[:250]]
        if len(named) == 1 and (request.asker_id, named[0].pk) in linked:
            found[request.pk] = named[0]
    return found

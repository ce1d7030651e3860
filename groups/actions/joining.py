"""Asking to join a group as guardian of a child, and the school's answer (B3)."""

from django.db import transaction

from accounts import audit
from accounts.models import User, sort_key
from groups import mails
from groups.actions.guardians import GuardianshipDiffersError, add_guardian
from groups.actions.guardianships import settle_link
from groups.matching import matches_of
from groups.models import Enrolment, JoinRequest, Pupil, SchoolGroup
from protocol import clock
from protocol.clauses import clause

State = JoinRequest.State
OPEN_MAX = 5


class TooManyRequestsError(Exception):
    """Somebody has as many open requests as one may have."""


class NotMatchingError(Exception):
    """The request does not agree with the administration: the head decides, not the group's admin."""


@clause("B3")
@transaction.atomic
def ask_to_join(school_group: SchoolGroup, *, by: User, child_name: str, relation: str) -> JoinRequest:
    """Ask to join a group as guardian of a child. Asking twice for the same child is asking once.

    Raises:
        TooManyRequestsError: five requests of this person are open already.
    """
    User.objects.select_for_update().get(pk=by.pk)  # two at once: the second counts the first one's row
    waiting = list(JoinRequest.objects.open().filter(asker=by))
    for request in waiting:
        if request.school_group_id == school_group.pk and sort_key(request.child_name) == sort_key(child_name):
            return request
    if len(waiting) >= OPEN_MAX:
        raise TooManyRequestsError
    request = JoinRequest.objects.create(
        school_group=school_group, asker=by, child_name=child_name, relation=relation, asked_at=clock.now()
    )
    audit.record("join_asked", by=by, on=school_group)
    return request


@transaction.atomic
def take_back_request(request: JoinRequest, *, by: User) -> bool:
    """The asker thinks better of it. True when this call did it."""
    is_done = _close(request, State.TAKEN_BACK, by=by)
    if is_done:
        audit.record("join_taken_back", by=by, on=request.school_group)
    return is_done


@clause("B2", "B3")
@transaction.atomic
def admit_request(request: JoinRequest, *, by: User) -> bool:
    """Let the asker in, when the administration says the same. True when this call did it.

    Raises:
        NotMatchingError: the administration says something else, or nothing; nobody is let in then.
    """
    pupil = matches_of([request]).get(request.pk)
    if pupil is None:
        raise NotMatchingError
    if not _close(request, State.ADMITTED, by=by, was=[State.WAITING], pupil=pupil):
        return False
    try:
        add_guardian(pupil, request.asker, request.school_group, by=by, has_authority=True)
    except (GuardianshipDiffersError, Enrolment.DoesNotExist) as error:  # barred or moved a moment ago
        raise NotMatchingError from error
    _tell(request, "join_admitted", by=by)
    return True


@clause("B3")
@transaction.atomic
def hand_over_request(request: JoinRequest, concern: str, *, by: User) -> bool:
    """Ask the head to decide, with a reason that is a choice. True when this call did it."""
    waiting = JoinRequest.objects.undecided().filter(pk=request.pk, state=State.WAITING)
    is_done = waiting.update(state=State.WITH_HEAD, concern=concern, handed_over_by=by, handed_over_at=clock.now()) == 1
    if is_done:
        audit.record("join_handed_over", by=by, on=request.asker, detail=JoinRequest.Concern(concern).name)
    return is_done


@clause("B3")
@transaction.atomic
def refuse_request(request: JoinRequest, reason: str, *, by: User) -> bool:
    """Do not let the asker in, and say why by a choice; from the state the request was read in. True when done."""
    is_done = _close(request, State.REFUSED, by=by, was=[request.state], reason=reason)
    if is_done:
        _tell(request, "join_refused", by=by)
    return is_done


@clause("B2", "B3")
@transaction.atomic
def decide_request(request: JoinRequest, pupil: Pupil, *, by: User, relation: str, has_authority: bool) -> bool:
    """The head decides whose guardian the asker is. With authority the asker comes in; without, the link is kept and
    the answer is no, for there would be nothing to see. True when this call did it.

    Raises:
        Enrolment.DoesNotExist: the pupil is not in this group today.
        GuardianBarredError: the asker is barred from this pupil; the bar comes off first.
        CarerHasNoAuthorityError: a carer is none who has authority.
    """
    if has_authority:
        is_done = _close(request, State.ADMITTED, by=by, was=[request.state], pupil=pupil)
    else:
        no_authority = JoinRequest.Reason.AUTHORITY
        is_done = _close(request, State.REFUSED, by=by, was=[request.state], pupil=pupil, reason=no_authority)
    if not is_done:
        return False
    settle_link(pupil, request.asker, relation=relation, has_authority=has_authority, by=by)
    if has_authority:
        add_guardian(pupil, request.asker, request.school_group, by=by, has_authority=True)
    _tell(request, "join_admitted" if has_authority else "join_refused", by=by)
    return True


def _close(
    request: JoinRequest,
    state: str,
    *,
    by: User,
    was: list[str] | None = None,
    pupil: Pupil | None = None,
    reason: str = "",
) -> bool:
    """Move an open request to its end; of several at once exactly one does it."""
    rows = JoinRequest.objects.undecided().filter(pk=request.pk)
    rows = rows if was is None else rows.filter(state__in=was)
    decided = {"decided_by": by, "decided_at": clock.now()}
    return rows.update(state=state, pupil=pupil, reason=reason, **decided) == 1


def _tell(request: JoinRequest, event: str, *, by: User) -> None:
    audit.record(event, by=by, on=request.asker, detail=str(request.school_group))
    mails.queue_answer(request.asker, request.school_group.school, about=request.pk)

"""A step in a case: decided by one person, told to whom it is about, over on its day (F5, F7)."""

from datetime import timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.models import Restriction, School
from moderation import case_mails
from moderation.models import Case, CaseStep
from moderation.rules.cases import CONSULTED_ON, MEASURES, TOLD, Hurdle, Step, Wish, hurdle, missing
from moderation.standing import facts_of
from protocol import clock
from protocol.clauses import clause

RESTRICTS = {
    Step.NO_REACTIONS: Restriction.Kind.REACTIONS,
    Step.READ_ONLY: Restriction.Kind.READ_ONLY,
    Step.CLOSED: Restriction.Kind.CLOSED,
}
# So long after its last day somebody is still told that a measure is over: the sweep may have been away.
TELLS_FOR = timedelta(days=3)


class NotNow(Exception):
    """This step may not be taken, now or by this person; ``hurdle`` says what stands in the way."""

    def __init__(self, why: Hurdle) -> None:
        super().__init__(str(why))
        self.hurdle = why


class Meanwhile(Exception):
    """Somebody else took a step since this person looked."""


@clause("F5", "F7")
@transaction.atomic
def take_step(case: Case, wish: Wish, note: str, *, by: User, seen: int) -> CaseStep:
    """Take a step, with a note of what was said or decided; ``seen`` is how many there were when it was decided.

    A measure holds from now until its last day. The person concerned reads what holds and why.

    Raises:
        NotNow: the rules say no (moderation/rules/cases.py).
        Meanwhile: it was decided on an older state.
    """
    held: Case = Case.objects.select_for_update().get(pk=case.pk)
    # In two cases at once: the second sees that nobody else heads the school any more.
    list(School.objects.select_for_update(no_key=True).filter(pk=held.school_id).values_list("pk"))
    if held.steps.count() != seen:
        raise Meanwhile
    facts = facts_of(held, by)
    if why := hurdle(facts, wish):
        raise NotNow(why)
    is_consulted = wish.step in CONSULTED_ON
    step: CaseStep = CaseStep.objects.create(
        case=held,
        kind=wish.step.value,
        note=note,
        told=wish.told if wish.step in TOLD else "",
        decided_by=by,
        alone_because=wish.alone_because if is_consulted and missing(facts) else "",
        restriction=_restrict(held, wish, by),
    )
    if is_consulted:
        Case.objects.filter(pk=held.pk).update(asked_at=None)  # for the next one they are asked anew
    audit.record("case_step", by=by, on=held, detail=str(step.get_kind_display()))
    if wish.step in TOLD:
        case_mails.tell_step(step)
    return step


def _restrict(case: Case, wish: Wish, by: User) -> Restriction | None:
    if wish.step not in MEASURES:
        return None
    assert case.about is not None  # the rules ask for both
    assert wish.until is not None
    made: Restriction = Restriction.objects.create(
        person=case.about, kind=RESTRICTS[wish.step], reason=wish.told, until=wish.until, decided_by=by
    )
    return made


@clause("F5")
@transaction.atomic
def reverse_step(step: CaseStep, reason: str, *, by: User) -> bool:
    """Take a step back, with a reason; its measure ends at once. True when this call did it."""
    standing = CaseStep.objects.filter(pk=step.pk, reversed_at=None)
    if standing.update(reversed_at=clock.now(), reversed_by=by, reversal=reason) != 1:
        return False
    if step.restriction is not None:
        Restriction.objects.filter(pk=step.restriction.pk, ended_at=None).update(ended_at=clock.now())
    audit.record("case_step_reversed", by=by, on=step.case, detail=str(step.get_kind_display()))
    if step.told:
        case_mails.tell_reversed(step)
    return True


@clause("F5")
def tell_ended() -> int:
    """Tell people that a measure is over: it ended by itself, on its day. The number told; nothing else changes."""
    today = clock.today()
    over = CaseStep.objects.filter(
        reversed_at=None, restriction__until__lt=today, restriction__until__gte=today - TELLS_FOR
    )
    steps = list(over.select_related("restriction__person", "case__school"))
    for step in steps:
        case_mails.tell_ended(step)
    return len(steps)

"""As what somebody has a part in a case, and how the case stands: the facts for rules/cases.py."""

from datetime import date

from accounts.models import User
from groups.models import School, SchoolGroup
from groups.recipients import admins_of, heads_of, icts_of
from groups.roles import DECIDE, MODERATE
from groups.school_time import school_time_of
from groups.school_year import school_year
from moderation.models import Case, policy_of
from moderation.permissions import is_ict
from moderation.rules.cases import Facts, Part, alone_from
from protocol import clock
from protocol.clauses import clause


@clause("F5", "F7")
def parts_of(user: User, case: Case) -> frozenset[Part]:
    """As what this person has a part in this case; nothing for whom it is about."""
    if user.pk == case.about_id:
        return frozenset()
    if case.is_about_head:
        named = policy_of(case.school).named
        leads = named == user or (named is None and is_ict(user, case.school))
        return frozenset({Part.NAMED}) if leads else frozenset()
    return frozenset(part for part, holds in _held(user, case).items() if holds)


def _held(user: User, case: Case) -> dict[Part, bool]:
    group = case.school_group
    moderated = SchoolGroup.objects.with_perm(user, MODERATE)
    is_head = School.objects.with_perm(user, DECIDE).filter(pk=case.school_id).exists()
    return {
        Part.HEAD: is_head,
        Part.ICT: is_ict(user, case.school),
        # The head moderates every group, and is no teacher of it by that.
        Part.TEACHER: group is not None and not is_head and moderated.filter(pk=group.pk).exists(),
    }


@clause("F7")
def people_in(case: Case) -> dict[Part, list[User]]:
    """Who has a part in this case, without whom it is about: those who see it, and whom the consultation asks."""
    if case.is_about_head:
        named = policy_of(case.school).named
        people = {Part.NAMED: [named] if named is not None else list(icts_of(case.school))}
    else:
        people = {
            Part.TEACHER: list(admins_of(case.school_group)) if case.school_group is not None else [],
            Part.HEAD: list(heads_of(case.school)),
            Part.ICT: list(icts_of(case.school)),
        }
    return {part: [one for one in found if one.pk != case.about_id] for part, found in people.items()}


def facts_of(case: Case, user: User) -> Facts:
    """How this case stands for this person, today."""
    today, people = clock.today(), people_in(case)
    said = case.consultations.filter(at__gte=case.asked_at) if case.asked_at is not None else case.consultations.none()
    speakers = set(said.values_list("person", flat=True))
    reachable = frozenset(part for part, found in people.items() if found)
    return Facts(
        parts=parts_of(user, case),
        today=today,
        year_ends_on=school_year(today)[1],
        is_open=case.closed_at is None,
        is_about_somebody=case.about_id is not None,
        is_about_oneself=case.about_id == user.pk,
        is_about_last_head=_is_last_head(case),
        reachable=reachable,
        said=frozenset(part for part in reachable if speakers & {one.pk for one in people[part]}),
        is_asked=case.asked_at is not None,
        alone_from=_alone_from(case),
    )


def _alone_from(case: Case) -> date | None:
    if case.asked_at is None:
        return None
    asked_on = clock.at_school(case.asked_at).date()
    return alone_from(asked_on, school_time_of(case.school, first=asked_on))


@clause("F5")
def _is_last_head(case: Case) -> bool:
    """Whether nobody else heads the school and may work: the school would be locked out of its own portal."""
    heads = list(heads_of(case.school))
    if case.about_id not in {one.pk for one in heads}:
        return False
    others = [one for one in heads if one.pk != case.about_id]
    return not any(School.objects.with_perm(one, DECIDE).filter(pk=case.school_id).exists() for one in others)

"""The doors of cases: fetch and check in one call; a stranger, and whom it is about, get the 404 of nothing there."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.models import Membership, Restriction, School, SchoolGroup
from groups.roles import CLASSES, MODERATE, PEOPLE
from moderation.models import Case, CaseStep, ModerationPolicy, policy_of
from moderation.rules.cases import Part, Step, may_decide
from moderation.standing import parts_of
from protocol.clauses import clause

LEADS = frozenset({Part.HEAD, Part.NAMED})


@clause("F5", "F7")
def get_case_or_404(user: User, pk: int) -> Case:
    """A case in which this person has a part: never one about oneself.

    Raises:
        Http404: no such case, or no part in it.
    """
    rows = Case.objects.handled_by(user).select_related("school", "school_group", "about", "opened_by", "closed_by")
    found: Case = get_object_or_404(rows, pk=pk)
    return found


@clause("F5")
def get_case_to_lead_or_404(user: User, pk: int) -> Case:
    """A case that this person may close, open again and keep: the head's, or of whom the school named.

    Raises:
        Http404: no such case, or not theirs to lead.
    """
    case = get_case_or_404(user, pk)
    if not parts_of(user, case) & LEADS:
        raise Http404
    return case


@clause("F7")
def get_case_to_export_or_404(user: User, pk: int) -> Case:
    """A case that this person may take along: who leads it, and the deputy whom the head named for the archive.

    Raises:
        Http404: no such case, about oneself, or not theirs to take.
    """
    case = get_object_or_404(Case.objects.select_related("school", "school_group", "about", "opened_by"), pk=pk)
    is_deputy = policy_of(case.school).deputy_id == user.pk and not case.is_about_head and case.about_id != user.pk
    if not (is_deputy and works_in(user, case.school)) and not parts_of(user, case) & LEADS:
        raise Http404
    found: Case = case
    return found


def works_in(user: User, school: School) -> bool:
    """Whether somebody belongs to the school today and no measure keeps them from working there."""
    under = Restriction.objects.keeping_from_work().filter(person=user)
    return Membership.objects.in_force(user).filter(role__school=school).exists() and not under.exists()


@clause("F5")
def get_step_to_reverse_or_404(user: User, pk: int) -> CaseStep:
    """A step that stands, of a kind that this person decides about.

    Raises:
        Http404: no such step, taken back already, or not theirs.
    """
    cases = Case.objects.handled_by(user).values("pk")
    steps = CaseStep.objects.filter(case__in=cases, reversed_at=None)
    rows = steps.select_related("case__school", "case__school_group", "restriction")
    found: CaseStep = get_object_or_404(rows, pk=pk)
    if not may_decide(Step(found.kind), parts_of(user, found.case)):
        raise Http404
    return found


@clause("F5", "F7")
def get_school_with_cases_or_404(user: User) -> School:
    """The school in which cases come to this person: the head, the ICT contact, the admins of a class, whom it named.

    Raises:
        Http404: none come to this person.
    """
    schools = School.objects.with_perm(user, PEOPLE) | School.objects.filter(
        pk__in=groups_to_open_in(user).values("school")
    )
    found = schools.distinct().first() or _named_in(user)
    if found is None:
        raise Http404
    school: School = found
    return school


def _named_in(user: User) -> School | None:
    policy = ModerationPolicy.objects.naming().filter(about_head=user).select_related("school").first()
    return None if policy is None else policy.school


def groups_to_open_in(user: User) -> "QuerySet[SchoolGroup]":
    """The classes about which this person opens a case."""
    groups: QuerySet[SchoolGroup] = SchoolGroup.objects.with_perm(user, MODERATE).filter(kind__in=CLASSES)
    return groups


def sees_whole_school(user: User, school: School) -> bool:
    return bool(School.objects.with_perm(user, PEOPLE).filter(pk=school.pk).exists())


@clause("F5")
def get_school_to_write_or_404(user: User) -> School:
    """The school whose head this person may write to: everybody who belongs to it, whatever measure holds.

    Raises:
        Http404: somebody who does not belong to a school today.
    """
    mine = Membership.objects.in_force(user).values("role__school")
    found: School = get_object_or_404(School.objects.filter(pk__in=mine))
    return found

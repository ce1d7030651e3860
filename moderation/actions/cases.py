"""A case about a person or an incident: opened, filled, talked about, closed (F5, F7)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from groups.models import School, SchoolGroup
from groups.recipients import heads_of
from moderation import case_mails
from moderation.models import Case, CaseExport, Consultation, Item
from moderation.rules.cases import Part
from moderation.standing import parts_of
from protocol import clock
from protocol.clauses import clause

# The same words again within this time are a button that was pressed twice.
SENT_TWICE = timedelta(minutes=10)


class AboutOneself(Exception):
    """Nobody opens a case about oneself."""


@clause("F5")
@transaction.atomic
def open_case(
    title: str,
    about: User | None,
    *,
    school: School,
    by: User,
    item: Item | None = None,
    school_group: SchoolGroup | None = None,
) -> Case:
    """Open a case with the next number of its year; who has a part in it is asked what they think. Sent twice is
    opened once.

    Raises:
        AboutOneself: it is about who opens it.
    """
    if about == by:
        raise AboutOneself
    School.objects.select_for_update().get(pk=school.pk)  # two at once: one number each
    before = _just_opened(title, about, school, by, item)
    if before is not None:
        return before
    year = clock.today().year
    last = Case.objects.filter(school=school, year=year).aggregate(last=Max("number"))["last"] or 0
    case: Case = Case.objects.create(
        school=school,
        year=year,
        number=last + 1,
        title=title,
        about=about,
        school_group=school_group or (item.school_group if item is not None else None),
        is_about_head=(about is not None and about in heads_of(school)) or (item is not None and item.is_about_head),
        opened_by=by,
        asked_at=clock.now(),
    )
    audit.record("case_opened", by=by, on=case)
    if item is not None:
        add_to_case(case, item, by=by)
    case_mails.ask_others(case, by=by)
    return case


def _just_opened(title: str, about: User | None, school: School, by: User, item: Item | None) -> Case | None:
    """The case that this person opened with these very words a moment ago, or about this very thing."""
    same = Q(title=title, about=about, opened_at__gt=clock.now() - SENT_TWICE)
    if item is not None:
        same = Q(items=item)
    found: Case | None = Case.objects.filter(same, school=school, opened_by=by, closed_at=None).first()
    return found


@clause("F5")
@transaction.atomic
def add_to_case(case: Case, item: Item, *, by: User) -> bool:
    """What was reported, with its removals, belongs to this case. True when this call did it: only what fits it."""
    if Item.objects.that_fit(_locked(case)).filter(pk=item.pk).update(case=case) != 1:
        return False
    audit.record("case_gathered", by=by, on=case, detail=str(item.get_kind_display()))
    return True


@clause("F7")
@transaction.atomic
def consult(case: Case, text: str, *, by: User) -> Consultation | None:
    """Say what one thinks should happen. The first word after a step asks the others too. None: the case is closed."""
    held = _locked(case)
    if held.closed_at is not None:
        return None
    if held.asked_at is None:
        Case.objects.filter(pk=case.pk).update(asked_at=clock.now())
        case_mails.ask_others(Case.objects.get(pk=case.pk), by=by)
    before: Consultation | None = held.consultations.filter(person=by, text=text).last()
    if before is not None and before.at > clock.now() - SENT_TWICE:
        return before  # sent twice
    said: Consultation = Consultation.objects.create(case=case, person=by, role=_part(by, held), text=text)
    audit.record("case_consulted", by=by, on=case)
    return said


def _part(user: User, case: Case) -> str:
    parts = parts_of(user, case)
    order = (Part.NAMED, Part.HEAD, Part.ICT, Part.TEACHER)
    part = next(part for part in order if part in parts)
    return _("named by the school") if part == Part.NAMED else str(part)


def _locked(case: Case) -> Case:
    held: Case = Case.objects.select_for_update().get(pk=case.pk)
    return held


@clause("F5")
@transaction.atomic
def close_case(case: Case, *, by: User) -> bool:
    """Nothing more is done in it; measures end on their own day. True when this call did it."""
    if Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=clock.now(), closed_by=by) != 1:
        return False
    audit.record("case_closed", by=by, on=case)
    return True


@clause("F5")
@transaction.atomic
def reopen_case(case: Case, *, by: User) -> bool:
    """It goes on. True when this call did it."""
    if Case.objects.filter(pk=case.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None) != 1:
        return False
    audit.record("case_reopened", by=by, on=case)
    return True


@clause("F7")
@transaction.atomic
def record_export(case: Case, form: str, reason: str, sha256: str, *, by: User) -> CaseExport:
    """Write down that the whole file is taken out of the portal: who, when, in which form, what for."""
    made: CaseExport = CaseExport.objects.create(case=case, by=by, form=form, reason=reason, sha256=sha256)
    audit.record("case_exported", by=by, on=case, detail=form)
    return made

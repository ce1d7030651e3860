"""Mails about cases and measures. Never a word of what was reported, and nothing about others (B8)."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import School
from groups.recipients import heads_of, heard_from
from moderation.models import Case, CaseStep, HeadLine, policy_of
from moderation.rules.cases import CONSULTED, Part
from moderation.standing import people_in
from notifications.kinds import reads_there, register, row_of
from notifications.models import OutboxMail
from notifications.outbox import tell_person
from protocol.clauses import clause

ASKED, STEP, REVERSED, ENDED, LINE = "case_asked", "case_step", "case_step_reversed", "measure_ended", "head_line"


@clause("F7")
def is_still_asked(mail: OutboxMail) -> bool:
    """Whether this person still has a part in the case, which is open."""
    if mail.recipient is None or not reads_there(mail):
        return False
    open_cases = Case.objects.handled_by(mail.recipient).filter(closed_at=None)
    return bool(open_cases.filter(pk=row_of(mail)).exists())


def is_still_head(mail: OutboxMail) -> bool:
    """Whether the one who reads it still heads the school."""
    line = HeadLine.objects.filter(pk=row_of(mail)).select_related("school").first()
    return line is not None and reads_there(mail) and mail.recipient in heads_of(line.school)


@clause("F7")
def ask_others(case: Case, *, by: User) -> None:
    """Ask the head and the ICT contact what they think; of the case only its number stands in the mail."""
    asked = {one for part, people in people_in(case).items() if part in CONSULTED | {Part.NAMED} for one in people}
    link = settings.SITE_URL + reverse("moderation:case-detail", args=[case.pk])
    for person in sorted(asked - {by}, key=lambda one: one.pk):
        tell_person(
            person,
            ASKED,
            f"{case.pk}:{case.steps.count()}:{person.pk}",
            subject=_("Case %(number)s: what do you think?") % {"number": case},
            app="moderation",
            words={"school": case.school, "number": str(case), "link": link},
            due_at=heard_from(person, case.school),
        )


@clause("F5")
def tell_step(step: CaseStep) -> None:
    """Tell the person concerned what holds, why, until when, and to whom to object."""
    subject = _("The school gave you a warning") if step.restriction is None else _("The school took a measure")
    _tell_concerned(step, STEP, subject)


@clause("F5")
def tell_reversed(step: CaseStep) -> None:
    """Tell the person concerned that the school took it back."""
    _tell_concerned(step, REVERSED, _("The school took something back"))


@clause("F5")
def tell_ended(step: CaseStep) -> None:
    """Tell the person concerned that it is over."""
    _tell_concerned(step, ENDED, _("The measure is over"))


def _tell_concerned(step: CaseStep, kind: str, subject: str) -> None:
    case = step.case
    assert case.about is not None
    until = step.restriction.until if step.restriction is not None else None
    words = {
        "school": case.school,
        "step": step,
        "until": date_format(until, "l j F Y") if until else "",
        "objection": objection_of(case),
        "link": settings.SITE_URL + reverse("moderation:measure-list"),
    }
    tell_person(case.about, kind, str(step.pk), subject=subject, app="moderation", words=words)


@clause("F5")
def objection_of(case: Case) -> str:
    """To whom one may object: the school by phone and mail; about the head, whom the school named."""
    named = policy_of(case.school).named if case.is_about_head else None
    if named is not None:
        return ", ".join(part for part in (named.full_name, named.email) if part)
    return reach(case.school)


def reach(school: School) -> str:
    """How the school can be reached, in one line."""
    return ", ".join(part for part in (school.name, school.phone, school.email) if part)


@clause("F5")
def tell_head_line(line: HeadLine) -> None:
    """Bring the line to who heads the school. It is theirs to read, and the mail is where they answer."""
    for head in heads_of(line.school).exclude(pk=line.sender_id):
        tell_person(
            head,
            LINE,
            f"{line.pk}:{head.pk}",
            subject=_("A line from %(name)s") % {"name": line.sender.full_name},
            app="moderation",
            words={"school": line.school, "sender": line.sender, "text": line.text},
            due_at=heard_from(head, line.school),
        )


register(ASKED, is_still_asked)
register(STEP, reads_there)
register(REVERSED, reads_there)
register(ENDED, reads_there)
register(LINE, is_still_head)

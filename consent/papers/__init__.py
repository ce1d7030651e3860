"""The form on paper: one for each child and guardian, as one PDF for a class, with the guardian's language beside it.

What people wrote goes in as data, never as source; the fonts are those of the letters (groups/letters).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.models import ConsentPolicy, Purpose, PurposeText
from consent.rules import last_day_of
from consent.shown import translation_of, wording_of
from consent.texts import FORMS
from groups.letters import can_write, typeset
from groups.models import School
from protocol.clauses import clause

TEMPLATE = Path(__file__).parent / "form.typ"


@dataclass(frozen=True)
class Question:
    """A purpose with its words of today."""

    purpose: Purpose
    text: PurposeText


@dataclass(frozen=True)
class Form:
    """Whose form it is, about which child, in which language beside the Dutch."""

    guardian: str
    pupil: str
    group: str
    language: str


@clause("B9", "F3")
def forms_pdf(
    school: School, policy: ConsentPolicy, year: int, questions: list[Question], forms: list[Form], *, stamp: str
) -> bytes:
    """The forms as one PDF, each on a page of its own, in this order; ``stamp`` tells which words they are."""
    data = {
        "school": school.name,
        "place": school.place,
        "words": _frame(school, policy, year) | {"stamp": _("Text %(stamp)s") % {"stamp": stamp}},
        "forms": [_page(form, questions) for form in forms],
    }
    return typeset(TEMPLATE, data)


def _page(form: Form, questions: list[Question]) -> dict[str, Any]:
    return {
        "guardian": _in_signs_we_have(form.guardian),
        "pupil": _in_signs_we_have(form.pupil),
        "group": form.group,
        "language": form.language,
        "beside": FORMS[form.language]._asdict() if form.language in FORMS else None,
        "questions": [_in_words(question, form.language) for question in questions],
    }


def _in_signs_we_have(name: str) -> str:
    """A line to write on, for a name in signs that no font has."""
    return name if can_write(name) else "\N{HORIZONTAL ELLIPSIS}" * 12


def _in_words(question: Question, language: str) -> dict[str, Any]:
    wording = wording_of(question.text)
    beside = translation_of(question.purpose, wording, language)
    return {"dutch": wording._asdict(), "beside": beside._asdict() if beside is not None else None}


def _frame(school: School, policy: ConsentPolicy, year: int) -> dict[str, Any]:
    """What stands around the questions."""
    until = date_format(last_day_of(year, policy.lapses), "j F Y")
    past = {
        ConsentPolicy.PastPhotos.HIDDEN: _("After that day earlier photos go too, until you say yes again."),
        ConsentPolicy.PastPhotos.KEPT: _("After that day parents of the group can still see earlier photos."),
    }[ConsentPolicy.PastPhotos(policy.past_photos)]
    lasts = _("What you answer holds until %(day)s.") % {"day": until} + " " + past
    stays = _("What you answer holds until you change it.")
    return {
        "title": _("May we use photos and the name of your child?"),
        "year": _("School year %(year)s") % {"year": f"{year}-{year + 1}"},
        "for": _("To"),
        "about": _("About"),
        "intro": _(
            "Put a cross at each question. Yes or no, both are fine: your child does everything along as usual. "
            "What you leave open counts as no."
        ),
        "yes": _("Yes"),
        "no": _("No"),
        "example": _("For example:"),
        "lasts": lasts if policy.renews else stays,
        "change": _(
            "You can change your answer at any time. Then photos of your child go from the portal at once. "
            "Only a copy that must be kept as evidence stays in the archive."
        ),
        "phone": _("Questions? Call us: %(phone)s.") % {"phone": school.phone} if school.phone else "",
        "name": _("Your name"),
        "day": _("Date"),
        "signature": _("Signature"),
    }

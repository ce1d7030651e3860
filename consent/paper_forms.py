"""For whom a form is printed: each guardian with authority of each child, or only who has something open."""

from consent import chain
from consent.models import Decision, PaperForm, Purpose
from consent.models.policy import policy_of
from consent.papers import Form, Question, forms_pdf
from consent.purposes import asked_purposes
from consent.shown import newest_texts, wording_of
from consent.unanswered import asked_of, without_answer
from groups.models import Enrolment, Guardianship, Pupil, SchoolGroup
from protocol import clock
from protocol.clauses import clause


@clause("B9", "F3")
def print_forms(
    school_group: SchoolGroup, year: int, *, only_open: bool, language: str = ""
) -> tuple[bytes, list[int]]:
    """The forms of a class as a PDF, and for which pupil (id) each of them is; in the guardian's own language beside
    the Dutch, or in this one."""
    school = school_group.school
    purposes = asked_purposes(school)
    texts = newest_texts(purposes)
    links = _links(school_group, only_open)
    forms = [
        Form(link.guardian.full_name, str(link.pupil), school_group.name, language or link.guardian.language)
        for link in links
    ]
    questions = [Question(purpose, texts[purpose.pk]) for purpose in purposes]
    if not forms:
        return b"", []
    pdf = forms_pdf(school, policy_of(school.pk), year, questions, forms, stamp=stamp_of(purposes))
    return pdf, [link.pupil_id for link in links]


def stamp_of(purposes: list[Purpose]) -> str:
    """What stands under a form: another one as soon as it would ask something else, so that nobody enters an answer
    to words that are not those of the form."""
    texts = newest_texts(purposes)
    words = [(purpose.pk, *wording_of(texts[purpose.pk])) for purpose in purposes]
    return chain.digest(repr(words))[:6].upper()


def _links(school_group: SchoolGroup, only_open: bool) -> list[Guardianship]:
    """Who signs for whom in this class, by name; of the open ones those of the round that runs."""
    today = clock.today()
    places = Enrolment.objects.valid_on(today).filter(school_group=school_group)
    links = Guardianship.objects.with_authority(today).filter(pupil__in=places.values("pupil"))
    found = list(links.select_related("pupil", "guardian").order_by("pupil__sort_name", "guardian__sort_name", "pk"))
    asked = asked_of(school_group.school) if only_open else None
    if asked is None:
        return found
    left = without_answer(asked, {link.guardian_id for link in found})
    return [link for link in found if link.pupil_id in left.get(link.guardian_id, ())]


def guardians_of(pupil: Pupil) -> list[Guardianship]:
    """Who may answer for this pupil today."""
    links = Guardianship.objects.with_authority(clock.today()).filter(pupil=pupil).select_related("guardian")
    return list(links.order_by("guardian__sort_name", "pk"))


def scans_of(pupil: Pupil) -> list[tuple[PaperForm, str]]:
    """The forms that were entered for this pupil, the latest first, each with the name that was signed."""
    forms = list(PaperForm.objects.filter(pupil=pupil).order_by("-pk"))
    names = dict(Decision.objects.filter(paper__in=forms).values_list("paper_id", "signed_name"))
    return [(form, names.get(form.pk, "")) for form in forms]

"""Answering: all own children in one form, with one signature (B9)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import reading
from accounts.models import User
from accounts.reauthentication import ask_who_it_is, proof_of
from accounts.requests import SignedInRequest
from consent.actions import NotTheirChild, Signature, WordsChanged, sign_answers
from consent.asking import Asking, Child, asking_of, children_of, seen_digest
from consent.forms.answering import AnswerForm, with_copied
from consent.texts import FORMS, LANGUAGES, RIGHT_TO_LEFT
from groups.models import Guardianship, School
from groups.standing import standing_of
from protocol import clock
from protocol.clauses import clause

form_methods = require_http_methods(["GET", "HEAD", "POST"])
DUTCH, OTHERWISE = "nl", "en"
# Seconds: a signature is given with it; who signed in a moment ago need not say it twice.
TO_SIGN = 60


@clause("B9")
@form_methods
def answer_form(request: SignedInRequest) -> HttpResponse:
    """Fill in, sign, keep. ``copy`` and ``show`` only show the form again with what was filled in."""
    school = school_of(request)
    if school is None:
        return render(request, "consent/answer_none.html", {"here": "children"})
    asking, language = asking_of(school), _language(request)
    children = _children(request, asking, language)
    if not children or not asking.is_begun:
        return _nothing(request, school, bool(children))
    if request.method != "POST":
        return _page(request, AnswerForm(children), asking, language)
    if "copy" in request.POST or "show" in request.POST:
        return _page(request, AnswerForm(children, with_copied(request.POST.dict(), children)), asking, language)
    form = AnswerForm(children, request.POST.dict(), is_sent=True)
    if not form.is_valid():
        return _page(request, form, asking, language, status=422)
    ask_who_it_is(request, within=TO_SIGN)
    return _sign(request, form, asking, language)


def _children(request: SignedInRequest, asking: Asking, language: str) -> list[Child]:
    """Those about whom something is asked now: in a class of this year."""
    found = children_of(request.user, asking, language=language)
    return [child for child in found if child.group and child.questions]


def _sign(request: SignedInRequest, form: AnswerForm, asking: Asking, language: str) -> HttpResponse:
    signature = Signature(form.cleaned_data["name"], proof_of(request), language)
    try:
        sign_answers(
            form.cleaned_data["answers"],
            by=request.user,
            school=asking.school,
            signature=signature,
            seen=request.POST.get("seen", ""),
            objecting=form.objecting,
        )
    except (WordsChanged, NotTheirChild):
        return _changed(request, asking.school, language)
    messages.success(request, _thanks(request.user, form, asking))
    return redirect("consent:answer-overview")


def _thanks(user: User, form: AnswerForm, asking: Asking) -> str:
    said = _("Thank you, %(name)s.") % {"name": user.first_name}
    said += " " + (_("Your choices are kept.") if asking.begins else _("Your choices hold at once."))
    if form.left_open:
        names = named([child.pupil.first_name for child in form.left_open])
        said += " " + _("You have not chosen anything for %(names)s yet.") % {"names": names}
    return said


def _changed(request: SignedInRequest, school: School, language: str) -> HttpResponse:
    """What was asked changed while this was filled in: read it again, with what was filled in."""
    asking = asking_of(school)
    children = _children(request, asking, language)
    messages.error(request, _("The school changed the questions just now. Read them once more and sign again."))
    return _page(request, AnswerForm(children, request.POST.dict()), asking, language, status=409)


def _page(
    request: SignedInRequest, form: AnswerForm, asking: Asking, language: str, *, status: int = 200
) -> HttpResponse:
    parts = list(form.parts())
    names = [part.child.pupil.first_name for part in parts]
    reading.note_pupils(request, [part.child.pupil.pk for part in parts])
    context = {
        "here": "children",
        "form": form,
        "parts": parts,
        "names": named(names),
        "asking": asking,
        "seen": seen_digest(form.children, asking),
        "language": language,
        "languages": LANGUAGES,
        "beside": FORMS.get(language),
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "has_answers": any(child.history for child in form.children),
    }
    return render(request, "consent/answer_form.html", context, status=status)


def _nothing(request: SignedInRequest, school: School, has_children: bool) -> HttpResponse:
    """There is nothing to ask: no round yet, no child here, or a child without authority over it."""
    context = {
        "here": "children",
        "is_early": has_children,
        "without_authority": without_authority(request.user, school),
        "school": school,
    }
    return render(request, "consent/answer_none.html", context)


def _language(request: HttpRequest) -> str:
    """The language that was chosen for this form, else one's own; Dutch alone for who has none we know."""
    chosen = request.POST.get("language")
    if chosen is None:
        own = request.user.language  # type: ignore[union-attr]
        chosen = own if own in LANGUAGES else DUTCH if not own else OTHERWISE
    return chosen if chosen in LANGUAGES else DUTCH


def school_of(request: HttpRequest) -> School | None:
    """The school of one's children; there is one per installation."""
    return standing_of(request).school


@clause("B2")
def without_authority(user: User, school: School) -> list[str]:
    """The first names of the children to whom somebody is linked without authority today."""
    today = clock.today()
    links = Guardianship.objects.valid_on(today).filter(guardian=user, barred_at=None, pupil__school=school)
    links = links.exclude(pk__in=Guardianship.objects.with_authority(today).values("pk"))
    rows = links.filter(pupil__deceased_at=None).order_by("pupil__first_name")
    return list(rows.values_list("pupil__first_name", flat=True))


def named(names: list[str]) -> str:
    """Names as one says them: Ilias, Yara en Noor."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

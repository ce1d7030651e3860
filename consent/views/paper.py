"""Consent on paper: print the forms, and enter what came back (B9, F3)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import reading
from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from consent.actions import NothingNew, NotReadable, NotTheirChild, PhoneYes, enter_answers, year_asked
from consent.asking import groups_of
from consent.forms import PaperEntryForm
from consent.models import Decision
from consent.paper_forms import guardians_of, print_forms, scans_of, stamp_of
from consent.permissions import get_scan_or_404
from consent.progress import classes_of, pupils_of, titles_of
from consent.purposes import asked_purposes
from consent.texts import LANGUAGES
from files.serving import send_private
from groups.models import Pupil, SchoolGroup
from groups.permissions import get_pupil_or_404, get_school_or_404
from groups.roles import PEOPLE

REFUSED = {
    PhoneYes: ("channel", gettext_lazy("A yes needs a signed form. By phone you can only enter a no.")),
    NothingNew: (None, gettext_lazy("This was all answered so already. Nothing is changed.")),
    NotTheirChild: ("guardian", gettext_lazy("This person has no authority over this child any more.")),
    LookupError: (None, gettext_lazy("The school does not ask one of these questions any more. Open the form again.")),
}


@require_safe
def paper_list(request: SignedInRequest) -> HttpResponse:
    """The classes with their forms to print; of one class (``?groep=``) the children, to enter what came back."""
    school = get_school_or_404(request.user, PEOPLE)
    groups, year = classes_of(school), year_asked(school)
    group = _asked_group(request, groups)
    lines = pupils_of(group, year) if group else []
    reading.note_pupils(request, [line.pupil.pk for line in lines])
    context = {
        "here": "manage",
        "groups": groups,
        "group": group,
        "lines": lines,
        "languages": LANGUAGES.items(),
    }
    return render(request, "consent/paper_list.html", context)


@require_safe
def paper_print(request: SignedInRequest) -> HttpResponse:
    """The forms of a class (``?groep=``) as a PDF: of who has something open, or of all (``?wie=alle``); beside the
    Dutch the guardian's own language, or this one (``?taal=``)."""
    school = get_school_or_404(request.user, PEOPLE)
    group = _asked_group(request, classes_of(school))
    language = request.GET.get("taal", "")
    if group is None:
        messages.info(request, _("Choose a group."))
        return redirect("consent:paper-list")
    pdf, pupils = print_forms(
        group,
        year_asked(school),
        only_open=request.GET.get("wie") != "alle",
        language=language if language in LANGUAGES else "",
    )
    if not pupils:
        messages.info(request, _("There are no forms to make for %(group)s.") % {"group": group.name})
        return redirect("consent:paper-list")
    reading.note_pupils(request, pupils)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="toestemming-{slugify(group.name)}.pdf"'
    return answer


def _asked_group(request: SignedInRequest, groups: list[SchoolGroup]) -> SchoolGroup | None:
    return next((one for one in groups if str(one.pk) == request.GET.get("groep")), None)


@require_safe
def paper_scan(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The scan of a form, for keeping."""
    form = get_scan_or_404(get_school_or_404(request.user, PEOPLE), pk)
    reading.note_pupils(request, [form.pupil_id])
    return send_private(request, form.scan, "application/pdf", download_name=f"formulier-{form.pk}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the answers of one guardian for one child. Who enters shows first who it is."""
    school = get_school_or_404(request.user, PEOPLE)
    pupil = get_pupil_or_404(school, pk)
    asked = asked_purposes(school)
    titles = titles_of(asked)
    links = guardians_of(pupil)
    is_sent = request.method == "POST"
    ask_who_it_is(request)  # what was sent comes back after it, but for the scan: that is asked for once more
    form = PaperEntryForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        guardians=[link.guardian for link in links],
        asked=[(purpose.code, titles[purpose.pk]) for purpose in asked],
        initial={"channel": Decision.Channel.PAPER, "guardian": links[0].guardian_id if len(links) == 1 else None},
    )
    if form.is_valid() and _enter(request, pupil, form):
        messages.success(request, _("The answers for %(name)s are kept.") % {"name": pupil.first_name})
        return _to_next(pupil)
    reading.note_pupils(request, [pk])
    context = {
        "here": "manage",
        "pupil": pupil,
        "links": links,
        "form": form,
        "scans": scans_of(pupil),
        "stamp": stamp_of(asked),
    }
    return render(request, "consent/paper_enter.html", context, status=422 if form.errors else 200)


def _to_next(pupil: Pupil) -> HttpResponse:
    """The class of this child: a pile of forms is entered one after another."""
    answer = redirect("consent:paper-list")
    if group := groups_of([pupil]).get(pupil.pk):
        answer["Location"] += f"?groep={group.pk}"
    return answer


def _enter(request: SignedInRequest, pupil: Pupil, form: PaperEntryForm) -> bool:
    """Whether it was kept; else the form says why not."""
    data = form.cleaned_data
    try:
        enter_answers(
            pupil,
            form.person,
            form.said,
            by=request.user,
            name=data["name"],
            channel=data["channel"],
            language=form.beside,
            scan=data["scan"],
        )
    except NotReadable as refusal:
        form.add_error("scan", _(refusal.reason) % {"name": form.scan_name})
    except tuple(REFUSED) as refusal:
        form.add_error(*REFUSED[type(refusal)])
    return not form.errors

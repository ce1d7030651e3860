"""The archive: what is kept, whether it is whole, and one hard copy for who gave a reason (F6)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from moderation import archive_files, proof_state
from moderation.actions import (
    ask_check,
    end_hold,
    hold,
    hold_of,
    note_view,
    open_package,
    stamp_trouble,
    standing_opening,
)
from moderation.archive_permissions import get_archive_or_404, get_package_or_404
from moderation.forms.archive import ReasonForm
from moderation.hardcopy import grouped
from moderation.models import Destruction, LegalHold, Opening, Package, Removal
from moderation.verifying import author_of
from protocol.clauses import clause

PAGE = 50
_OPENED = "archive_opened"


@clause("F6", "B8")
@require_safe
def archive_list(request: SignedInRequest) -> HttpResponse:
    """What is kept, newest first: number, kind, day, and whether it is whole (each was read back before it was sealed).
    No word of it and no author."""
    archive = get_archive_or_404(request.user)
    rows = Package.objects.filter(link__school=archive.school).select_related(
        "link__destruction", "link__stamp", "school_group"
    )
    page = Paginator(rows.order_by("-link__number"), PAGE).get_page(request.GET.get("blad"))
    state = proof_state.state_of(archive.school)
    held = set(LegalHold.objects.standing().filter(table=Package._meta.db_table).values_list("row_id", flat=True))
    context = {
        "here": "more",
        "archive": archive,
        "page": page,
        "lines": [_line(one, state, held, request.user.pk) for one in page],
        "state": state,
        "is_asked": proof_state.ALL in proof_state.asked_of(archive.school),
        "loose": state["bad"].get(0, []) if state else [],
        "failing": Removal.objects.failing().filter(school=archive.school).order_by("asked_at"),
        "trouble": stamp_trouble(archive.school),
        "destroyed": Destruction.objects.filter(link__school=archive.school).count(),
    }
    return render(request, "moderation/archive_list.html", context)


def _line(package: Package, state: proof_state.State | None, held: set[int], reader: int) -> dict[str, Any]:
    number = package.link.number
    return {
        "package": package,
        "number": number,
        "destruction": getattr(package.link, "destruction", None),
        "is_held": package.pk in held,
        "is_own": package.author_id == reader,
        "faults": state["bad"].get(number, []) if state else [],
    }


@clause("F6")
@require_POST
def archive_check(request: SignedInRequest) -> HttpResponse:
    """Have all of it verified now."""
    archive = get_archive_or_404(request.user)
    ask_check(archive.school, by=request.user, on=archive.school)
    messages.success(request, _("It is being checked. What comes of it stands here in a moment."))
    return redirect("moderation:archive-list")


@clause("F6", "B8")
@require_http_methods(["GET", "HEAD", "POST"])
def archive_detail(request: SignedInRequest, number: int) -> HttpResponse:
    """One hard copy; first the question why one opens it."""
    package = get_package_or_404(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = open_package(package, form.cleaned_data["reason"], by=request.user)
        request.session[_OPENED] = request.session.get(_OPENED, {}) | {str(package.pk): made.pk}
        return redirect("moderation:archive-detail", number)
    opening = _opening(request, package)
    if opening is None or request.method == "POST":
        status = 422 if request.method == "POST" else 200
        return render(request, "moderation/archive_open.html", {"package": package, "form": form}, status=status)
    note_view(package, "page", by=request.user)
    reading.note(request, "package", package.pk)
    return render(request, "moderation/archive_detail.html", _facts(package, opening))


def _facts(package: Package, opening: Opening) -> dict[str, Any]:
    record = archive_files.record_of(package)
    return {
        "package": package,
        "opening": opening,
        "record": record,
        "author": author_of(record["content"]) if record else None,
        "photos": archive_files.photos_of(package),
        "code": grouped(package.link.commitment),
        "hash": grouped(package.link.hash),
        "stamp": getattr(package.link, "stamp", None),
        "hold": hold_of(package),
        "checked": proof_state.checked(package, proof_state.state_of(package.link.school)),
        "is_asked": proof_state.is_asked(package.link.school, package.link.number),
        "openings": Opening.objects.filter(package=package).select_related("person")[:20],
    }


def _opening(request: HttpRequest, package: Package) -> Opening | None:
    assert request.user.is_authenticated
    known = request.session.get(_OPENED, {}).get(str(package.pk))
    return standing_opening(package, known, by=request.user)


def _opened_or_404(request: SignedInRequest, number: int) -> Package:
    """The package, for who gave a reason less than half an hour ago, in this session.

    Raises:
        Http404: not this person's to open, or not opened.
    """
    package = get_package_or_404(request.user, number)
    if _opening(request, package) is None:
        raise Http404
    return package


@clause("F6", "B8")
@require_safe
def archive_file(request: SignedInRequest, number: int) -> HttpResponseBase:
    """The hard copy itself, as a PDF."""
    package = _opened_or_404(request, number)
    note_view(package, "bewijs.pdf", by=request.user)
    reading.note(request, "package", package.pk)
    return archive_files.send_pdf(package)


@clause("F6", "B8")
@require_safe
def archive_photo(request: SignedInRequest, number: int, photo: int) -> HttpResponseBase:
    """One of its photos."""
    package = _opened_or_404(request, number)
    names = dict(enumerate(archive_files.photos_of(package), start=1))
    if photo not in names:
        raise Http404
    note_view(package, names[photo], by=request.user)
    reading.note(request, "package", package.pk)
    return archive_files.send_photo(package, names[photo])


@clause("F6", "B8")
@require_safe
def archive_zip(request: SignedInRequest, number: int) -> HttpResponseBase:
    """The whole package, to check elsewhere."""
    package = _opened_or_404(request, number)
    note_view(package, "zip", by=request.user)
    reading.note(request, "package", package.pk)
    return archive_files.send_zip(package)


@clause("F6")
@require_POST
def archive_recheck(request: SignedInRequest, number: int) -> HttpResponse:
    """Have this one verified now."""
    package = _opened_or_404(request, number)
    ask_check(package.link.school, [number], by=request.user, on=package)
    messages.success(request, _("It is being checked. What comes of it stands here in a moment."))
    return redirect("moderation:archive-detail", number)


@clause("F6", "F7")
@require_POST
def archive_hold(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep it, whatever its term says, with a reason; or let its term count again."""
    package = _opened_or_404(request, number)
    if request.POST.get("end"):
        if end_hold(package, by=request.user):
            messages.success(request, _("From now on its term counts again."))
        return redirect("moderation:archive-detail", number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say in a few words why."))
    elif hold(package, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("It stays, until you say otherwise."))
    return redirect("moderation:archive-detail", number)

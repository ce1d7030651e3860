"""Importing: choose files, look at the report, take over or not (A2, B3)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from groups.actions import (
    EndsManyError,
    ImportHasProblemsError,
    ImportOverError,
    ReportChangedError,
    apply_import,
    drop_import,
    look_at_import,
    read_import,
)
from groups.forms import ApproveForm, ImportForm
from groups.imports import ImportRefused, report_of, sentence_of, words
from groups.imports.guardians import template
from groups.models import ImportRun, School
from groups.permissions import get_import_or_404, get_school_or_404
from groups.roles import PEOPLE

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedInRequest) -> HttpResponse:
    """Choose files to import; below it the imports that were, newest first."""
    school = get_school_or_404(request.user, PEOPLE)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid() and (run := _read(form, school, request)):
        return redirect("groups:import-detail", run.key)
    runs = school.import_runs.select_related("uploaded_by", "applied_by").defer("content")
    context = {
        "here": "manage",
        "form": form,
        "page": Paginator(runs, PAGE).get_page(request.GET.get("blad")),
    }
    return render(request, "groups/import_list.html", context, status=422 if form.errors else 200)


def _read(form: ImportForm, school: School, request: SignedInRequest) -> ImportRun | None:
    """The waiting import; nothing, with the reason beside the file, when one cannot be read."""
    found: dict[str, bytes | None] = {}
    for name in ("edexml", "guardians"):
        found[name] = form.contents(name)
    try:
        return read_import(school, found["edexml"], found["guardians"], by=request.user).run
    except ImportRefused as error:
        form.add_error(error.file, sentence_of(error))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The report of an import; POST takes it over as it was seen. What is over shows its numbers only.

    ``?ook=`` names a group beside the classes that is to be taken over too.
    """
    run = get_import_or_404(request.user, key)
    also = request.GET.getlist("ook")
    form = ApproveForm(request.POST) if request.method == "POST" else None
    problem = _take_over(form, run, also, request) if form else ""
    if form and not problem:
        return redirect("groups:import-detail", run.key)
    try:
        looked = look_at_import(run, also)
    except ImportOverError:
        run.refresh_from_db()
        counts = [(words.SECTIONS[name], kinds.values()) for name, kinds in run.counts.items()]
        context = {"here": "manage", "run": run, "problem": problem, "counts": counts}
        return render(request, "groups/import_over.html", context, status=422 if problem else 200)
    reading.note_pupils(request, looked.difference.plan.told_pupils)
    context = {
        "here": "manage",
        "run": run,
        "report": report_of(looked.difference, looked.records),
        "problem": problem,
        "ticked": bool(form and form.data.get("ends_many")),
    }
    return render(request, "groups/import_detail.html", context, status=422 if problem else 200)


def _take_over(form: ApproveForm, run: ImportRun, also: list[str], request: SignedInRequest) -> str:
    """Take over; answers with what stands in the way, if anything."""
    if not form.is_valid():
        return _("Look at the report first. Then choose again.")
    data = form.cleaned_data
    try:
        apply_import(run, by=request.user, seen_digest=data["digest"], ends_many=data["ends_many"], also=also)
    except ImportOverError:
        return _("This import is over already. Choose the file again if it is needed.")
    except ReportChangedError:
        return _("Something changed since you saw the report. This is the new one. Look at it first.")
    except ImportHasProblemsError:
        return _("First put right what stands below. Then choose the file again.")
    except EndsManyError:
        return _("Many pupils are missing from this file. Tick that this is right, or choose another file.")
    messages.success(request, _("The files are taken over. Parents get nothing yet: you invite them later."))
    return ""


@require_POST
def import_drop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Do not take over; what was read of the files goes at once."""
    run = get_import_or_404(request.user, key)
    try:
        drop_import(run, by=request.user)
    except ImportOverError:
        messages.info(request, _("This import is over already. Choose the file again if it is needed."))
    else:
        messages.success(request, _("Not taken over. Nothing of the files is kept."))
    return redirect("groups:import-list")


@require_safe
def import_template(request: SignedInRequest) -> HttpResponse:
    """The empty list of parents, to fill in."""
    get_school_or_404(request.user, PEOPLE)
    answer = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ouders.csv"'
    return answer

"""The whole case for outside the school: as one PDF, or as a ZIP with all proof (F7)."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import reading
from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from moderation.actions import record_export
from moderation.case_permissions import get_case_to_export_or_404
from moderation.exporting import pdf_of, zip_of
from moderation.forms.cases import ExportForm
from moderation.models import Case
from protocol.clauses import clause

# Who it is was shown at most so long ago (s).
RECENT = 5 * 60


@clause("F7")
@require_http_methods(["GET", "HEAD", "POST"])
def case_export(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Take the whole case along, with a reason and after the password once more; each time stands in the log."""
    case = get_case_to_export_or_404(request.user, pk)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, case, form)
    ask_who_it_is(request, within=RECENT)
    kind = form.cleaned_data["form"]
    made = pdf_of(case) if kind == "pdf" else zip_of(case)
    reading.note(request, reading.Kind.CASE, case.pk)
    record_export(case, kind, form.cleaned_data["reason"], made.sha256, by=request.user)
    answer = FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.type)
    answer["Content-Length"] = str(made.size)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: SignedInRequest, case: Case, form: ExportForm) -> HttpResponse:
    exports = case.exports.select_related("by").order_by("-at")
    context = {"here": "reports", "case": case, "form": form, "exports": exports}
    return render(request, "moderation/case_export.html", context, status=422 if form.errors else 200)

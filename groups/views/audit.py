"""Who did what: the log for the head and the ICT contact, on the screen and as a list to take along."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts import reading
from accounts.audit import EVENTS, record
from accounts.models import AuditEntry, User
from accounts.reauthentication import ask_who_it_is
from accounts.requests import SignedInRequest
from groups.events import detail_in_words
from groups.forms import AuditFilter
from groups.models import Pupil
from groups.permissions import get_school_or_404
from groups.roles import PEOPLE

PAGE = 50
# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_safe
def audit_list(request: SignedInRequest) -> HttpResponse:
    """The log, newest first; ``?wat=``, ``?wie=``, ``?van=`` and ``?tot=`` choose. Constant number of queries."""
    get_school_or_404(request.user, PEOPLE)
    form = AuditFilter(request.GET or None)
    page = Paginator(form.chosen(request.user), PAGE).get_page(request.GET.get("blad"))
    done_to = (int(entry.object_id) for entry in page if entry.object_type == Pupil._meta.label_lower)
    reading.note_pupils(request, done_to)
    chosen = request.GET.copy()
    chosen.pop("blad", None)
    context = {
        "here": "manage",
        "form": form,
        "page": page,
        "lines": [_line(entry) for entry in page],
        "chosen": chosen.urlencode(),
    }
    return render(request, "groups/audit_list.html", context, status=422 if form.errors else 200)


def _line(entry: AuditEntry) -> tuple[AuditEntry, str, str, str]:
    """An entry with its words, to whom it was done and what is known beside: nothing ends in a colon without a name."""
    words, whom = str(EVENTS.get(entry.event, entry.event)), _whom(entry)
    return entry, words if whom else words.rstrip(":"), whom, detail_in_words(entry)


def _whom(entry: AuditEntry) -> str:
    """To whom or what it was done; nothing when people did it to their own account."""
    is_own = entry.object_type == User._meta.label_lower and entry.object_id == str(entry.actor_id)
    return "" if is_own else entry.object_name


class _Echo:
    def write(self, line: str) -> str:
        return line


@require_POST
def audit_export(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """What was chosen as CSV: UTF-8, semicolons, times in UTC; no cell that a spreadsheet takes for a formula."""
    school = get_school_or_404(request.user, PEOPLE)
    ask_who_it_is(request)
    form = AuditFilter(request.POST)
    entries = form.chosen(request.user)
    record("audit_exported", by=request.user, on=school)
    answer = StreamingHttpResponse(_lines(entries.iterator(chunk_size=1000)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="logboek.csv"'
    return answer


def _lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    write = csv.writer(_Echo(), delimiter=";").writerow
    yield "\ufeff" + write(["tijd (UTC)", "wie", "wat", "uitkomst", "op wie of wat", "nummer", "toelichting"])
    for entry in entries:
        yield write(
            safe(str(cell))
            for cell in (
                entry.at.strftime("%Y-%m-%d %H:%M:%S"),
                entry.actor.sign_in_name if entry.actor else "",
                entry.event,
                entry.outcome,
                entry.object_name,
                f"{entry.object_type} {entry.object_id}".strip(),
                entry.detail,
            )
        )


def safe(cell: str) -> str:
    """The cell with a quote before what a spreadsheet would calculate."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell

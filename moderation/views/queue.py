"""The queue, and what is decided about one thing that was reported (F4, F5)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, reading
from accounts.requests import SignedInRequest
from conversations.looking import note_look, send_message_file
from files.serving import send_private
from groups.models import School
from groups.roles import CLASSES, MODERATE
from groups.standing import standing_of
from moderation import actions
from moderation.forms.deciding import ReasonForm
from moderation.models import Case, Item, Kind, policy_of
from moderation.permissions import get_item_file_or_404, get_item_or_404, get_item_photo_or_404, get_queue_or_404
from moderation.powers import Powers
from moderation.queue import Entry, Tab, entries_of, queue_of
from moderation.views.landing import to_the_top
from protocol.clauses import clause


@clause("F4", "F5", "D12")
@require_safe
def item_list(request: SignedInRequest) -> HttpResponse:
    """What was reported and comes to who is looking: new, in hand, done (``?lijst=``). A fixed number of queries."""
    school = get_queue_or_404(request.user)
    asked = request.GET.get("lijst", "")
    tab = Tab(asked) if asked in list(Tab) else Tab.NEW
    powers = _powers(request, school)
    queue = queue_of(powers, tab, request.GET.get("blad"))
    context = {
        "here": "reports",
        "queue": queue,
        "has_cases": _has_cases(request, powers),
        "has_archive": powers.has_archive,
    }
    return render(request, "moderation/item_list.html", context)


def _powers(request: SignedInRequest, school: School) -> Powers:
    return Powers.of(request.user, policy_of(school))


def _has_cases(request: SignedInRequest, powers: Powers) -> bool:
    """Whether cases come to this person, as their door says; no query beside those of the menu."""
    standing = standing_of(request)
    moderates = any(group.kind in CLASSES for group in standing.with_right(MODERATE))
    return standing.manages_people or moderates or powers.policy.about_head_id == request.user.pk


@clause("F4", "F5")
@require_safe
def item_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One thing that was reported, with who said what."""
    return _show(request, get_item_or_404(request.user, pk), ReasonForm())


def _show(request: SignedInRequest, item: Item, form: ReasonForm) -> HttpResponse:
    powers = _powers(request, item.school)
    entry = entries_of([item], powers)[0]
    if item.kind == Kind.MESSAGE:
        _read(request, entry)
    context = {
        "here": "reports",
        "item": item,
        "entry": entry,
        "form": form,
        "removals": item.removals.select_related("asked_by", "agreed_by"),
        "has_cases": _has_cases(request, powers),
        "case": Case.objects.handled_by(request.user).filter(pk=item.case_id).first() if item.case_id else None,
    }
    return render(request, "moderation/item_detail.html", context, status=422 if form.errors else 200)


@clause("B7", "B8", "F4")
def _read(request: SignedInRequest, entry: Entry) -> None:
    """The words of a conversation, for who may read them; that they looked is written down."""
    entry.is_being_read = True
    if entry.text and request.method == "GET":
        audit.record("report_message_read", by=request.user, on=entry.item)
    if entry.text and entry.subject is not None:
        note_look(request, entry.subject.row.conversation)


@clause("F4", "F5")
@require_POST
def item_put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It may stay, with a reason; what was written stays when it cannot be sent."""
    item = get_item_or_404(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, item, form)
    if actions.put_back(item, form.cleaned_data["reason"], by=request.user):
        messages.success(request, _("It stands there again. Who reported it gets word."))
        return redirect("moderation:item-list")
    return _too_late(request, item)


@clause("F4")
@require_POST
def item_hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Readers do not see it until somebody decides."""
    item = get_item_or_404(request.user, pk)
    if not actions.hide_item(item, by=request.user):
        return _too_late(request, item)
    messages.success(request, _("Readers do not see it any more. Nothing is taken away yet."))
    return redirect("moderation:item-detail", item.pk)


@require_POST
def item_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the teachers of the group to look as well."""
    item = get_item_or_404(request.user, pk)
    asked = actions.ask_teacher(item, by=request.user)
    if asked:
        said = ngettext("%d teacher gets a mail.", "%d teachers get a mail.", asked) % asked
        messages.success(request, said)
    else:
        messages.info(request, _("There is no teacher to ask here."))
    return redirect("moderation:item-detail", item.pk)


def _too_late(request: SignedInRequest, item: Item) -> HttpResponse:
    messages.info(request, _("Somebody else decided just now. Look once more."))
    return to_the_top("moderation:item-detail", item.pk)


@clause("F4", "B8")
@require_safe
def item_photo(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """A photo that was reported, for who may open it; each look is written down."""
    item, file, kind = get_item_photo_or_404(request.user, pk)
    if item.kind == Kind.PHOTO:
        reading.note(request, reading.Kind.PHOTO, item.object_id)
    if request.method == "GET":
        audit.record("report_photo_opened", by=request.user, on=item)
    return send_private(request, file, kind)


@clause("F4", "B8")
@require_safe
def item_file(request: SignedInRequest, pk: int, key: UUID) -> HttpResponseBase:
    """A file that went along with a message that was reported, for who may read it; each look is written down."""
    item, file = get_item_file_or_404(request.user, pk, key)
    if request.method == "GET":
        audit.record("report_message_read", by=request.user, on=item)
    return send_message_file(request, file)

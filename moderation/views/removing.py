"""Taking something away, and taking one's own back (D12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.requests import SignedInRequest
from conversations.looking import note_look
from moderation import actions
from moderation.forms.deciding import RemoveForm
from moderation.models import Item, Kind
from moderation.permissions import get_subject_to_remove_or_404, get_subject_to_take_back_or_404
from moderation.subjects import Subject
from protocol.clauses import clause

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@clause("D12", "F6")
@form_methods
def removal_create(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Say which agreement and why; POST hides it at once, and it goes when its hard copy is kept."""
    subject = get_subject_to_remove_or_404(request.user, kind, pk)
    form = RemoveForm(request.POST if request.method == "POST" else None, subject=subject)
    waits = actions.needs_member(subject, by=request.user)
    _note_look(request, subject)
    if form.is_valid():
        return _remove(request, subject, form, waits=waits)
    context = {
        "here": "reports",
        "subject": subject,
        "post": _post_of(subject),
        "item": _item_of(subject),
        "form": form,
        "waits": waits,
        "goes_alone": subject.is_of_mr and not waits,
    }
    return render(request, "moderation/removal_create.html", context, status=422 if form.errors else 200)


@clause("B7", "B8")
def _note_look(request: SignedInRequest, subject: Subject) -> None:
    """The page shows the words of a conversation to who may not be in it."""
    if subject.stands_open:
        return
    note_look(request, subject.row.conversation)
    item = _item_of(subject)
    if request.method == "GET" and item is not None:
        audit.record("report_message_read", by=request.user, on=item)


def _remove(request: SignedInRequest, subject: Subject, form: RemoveForm, *, waits: bool) -> HttpResponse:
    said, item = request.POST.get("item", ""), None
    if said.isascii() and said.isdigit():
        item = Item.objects.filter(kind=subject.kind, object_id=subject.pk, pk=said[:18]).first()
    back = _back_of(subject) if item is None and subject.stands_open else "moderation:item-list"
    try:
        actions.remove(
            subject,
            by=request.user,
            clause_id=form.cleaned_data["clause"],
            reason=form.cleaned_data["reason"],
            item=item,
            waits_for_member=waits,
        )
    except actions.Gone:
        messages.info(request, _("Somebody else decided just now. Look once more."))
        return redirect(back)
    if waits:
        messages.success(request, _("Nobody sees it any more. The other members of the MR are asked to agree."))
    else:
        messages.success(request, _("Nobody sees it any more. It is gone as soon as its proof is kept."))
    return redirect(back)


@clause("D12")
@form_methods
def take_back(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """One's own: GET asks whether one is sure, POST takes it back."""
    subject = get_subject_to_take_back_or_404(request.user, kind, pk)
    if request.method != "POST":
        context = {"here": "news", "subject": subject, "post": _post_of(subject), "back": subject.address}
        return render(request, "moderation/take_back.html", context)
    back = _back_of(subject)
    try:
        actions.take_back(subject, by=request.user)
    except actions.Gone:
        messages.info(request, _("Somebody looks at it already. You hear of it."))
    else:
        messages.success(request, _("You took it back. Nobody sees it any more."))
    return redirect(back)


def _post_of(subject: Subject) -> object:
    return subject.row if subject.kind == Kind.POST else getattr(subject.row, "post", None)


def _item_of(subject: Subject) -> Item | None:
    found: Item | None = Item.objects.open().filter(kind=subject.kind, object_id=subject.pk).first()
    return found


def _back_of(subject: Subject) -> str:
    """Where one lands: the thing itself is not there any more."""
    return "home" if subject.kind in (Kind.POST, Kind.PORTRAIT, Kind.WORD) else subject.page

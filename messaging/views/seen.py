"""Who saw this: for the head, of a news item, a photo or a child. Whoever looks it up stands in the log of deeds."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.reading import DAYS_KEPT
from accounts.requests import SignedInRequest
from groups.permissions import get_school_or_404
from groups.roles import DECIDE
from messaging.forms.seen import SeenForm

PAGE = 50
# What the table calls the pages on which something was seen.
PAGES = {
    "home": _("News"),
    "messaging:group-feed": _("Page of the group"),
    "messaging:search": _("Search"),
    "messaging:post-detail": _("The news item"),
    "messaging:post-history": _("What it said before"),
    "messaging:photo-detail": _("The photo, large"),
    "messaging:photo-point-out": _("My child is on it"),
    "messaging:post-create": _("Writing"),
    "messaging:post-edit": _("Changing"),
    "messaging:photo-recognise": _("Who can be recognised?"),
    "messaging:photo-crop": _("Crop the photo"),
    "messaging:photo-cover": _("Cover a face"),
    "messaging:approval-detail": _("Read and decide"),
    "messaging:withheld-list": _("Hidden photos"),
    "messaging:withheld-say": _("Hidden photos"),
    "messaging:pointed-list": _("Photos you pointed at"),
    "messaging:desk": _("The head's desk"),
    "groups:member-list": _("Members of the group"),
    "groups:guardian-remove": _("Members of the group"),
    "groups:person-list": _("People"),
    "groups:person-detail": _("Page of a parent"),
    "groups:pupil-detail": _("Page of the child"),
    "groups:pupil-move": _("Page of the child"),
    "groups:pupil-death": _("Page of the child"),
    "groups:address-protect": _("Page of the child"),
    "groups:authority-list": _("Authority"),
    "groups:authority-set": _("Authority"),
    "groups:guardian-bar": _("Authority"),
    "groups:guardian-lift": _("Authority"),
    "groups:import-detail": _("Import"),
    "groups:audit-list": _("Who did what"),
    "consent:group-consent": _("Who may be shown"),
    "consent:paper-list": _("Forms on paper"),
    "consent:paper-print": _("Forms on paper"),
    "consent:paper-scan": _("Forms on paper"),
    "consent:paper-enter": _("Forms on paper"),
    "consent:answer-form": _("The parent's own answers"),
    "consent:answer-overview": _("The parent's own answers"),
    "consent:receipt": _("The parent's own answers"),
    "consent:withdraw": _("The parent's own answers"),
    "consent:child-wish": _("The parent's own answers"),
    "moderation:report-create": _("Report or speak up"),
    "moderation:case-detail": _("Case"),
    "moderation:case-export": _("Case"),
    "moderation:item-photo": _("A photo that was reported"),
    "moderation:item-detail": _("A message that was reported"),
    "moderation:item-file": _("A message that was reported"),
    "moderation:removal-create": _("A message that was reported"),
    "conversations:conversation-list": _("Messages"),
    "conversations:conversation-detail": _("A conversation"),
    "conversations:message-file": _("A file in a conversation"),
    "conversations:note-add": _("A conversation"),
    "conversations:held-detail": _("A message that is held"),
    "conversations:held-return": _("A message that is held"),
}


@require_safe
def seen_list(request: SignedInRequest) -> HttpResponse:
    """Who, when and on which page, newest first; ``?bericht=``, ``?kind=`` or ``?leerling=``, ``?van=`` and ``?tot=``.
    A fixed number of queries."""
    school = get_school_or_404(request.user, DECIDE)
    form = SeenForm(request.GET or None, school=school)
    chosen = request.GET.copy()
    chosen.pop("blad", None)
    context = {"here": "manage", "form": form, "chosen": chosen.urlencode(), "days_kept": DAYS_KEPT}
    if form.is_valid() and form.wanted is not None:
        thing = form.wanted.thing
        audit.record("reads_looked_up", by=request.user, on=thing, detail="" if str(thing) else str(thing.pk))
        page = Paginator(form.entries(), PAGE).get_page(request.GET.get("blad"))
        lines = [(entry, PAGES.get(entry.page, _("Another page"))) for entry in page]
        context |= {"wanted": form.wanted, "page": page, "lines": lines}
    return render(request, "messaging/seen_list.html", context, status=422 if form.errors else 200)

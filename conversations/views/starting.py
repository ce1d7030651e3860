"""A conversation begins: a guardian writes about a child, a teacher to the guardians of a pupil."""

from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from conversations import from_post
from conversations.actions import start_conversation
from conversations.actions.starting import desk_of
from conversations.carried import DRAFT, carried, carry, put_down
from conversations.confidential import asked_first
from conversations.forms import StartForm
from conversations.models import Conversation, policy_of
from conversations.page import waits_until
from conversations.permissions import (
    cares_for,
    children_of,
    get_own_child_or_404,
    get_pupil_in_care_or_404,
    get_taught_pupil_or_404,
    groups_of,
    pupils_taught_by,
)
from conversations.views.refusing import refusals_in
from groups.models import Guardianship, Membership, Pupil, Role, SchoolGroup, stop_of
from groups.school_time import school_time_of
from protocol.clauses import clause

CARE = "zorg"


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_choose(request: SignedInRequest) -> HttpResponse:
    """About which child: one's own, and the pupils of one's classes. A draft that was meant for a group comes along by
    POST, straight to the child when there is only one that it can be about."""
    post = from_post.post_behind(request, request.user)
    if request.method == "POST":
        return redirect(from_post.page_for_draft(request.user, post, carry(request).values()))
    if from_post.REACTION in request.GET:
        return redirect(from_post.page_for_reaction(request, request.user))
    if post is not None and DRAFT not in request.GET and (page := from_post.page_for_post(post, request.user)):
        return redirect(page)
    links = children_of(request.user)
    taught = pupils_taught_by(request.user).select_related("pupil", "school_group")
    pupils = taught.order_by("school_group__position", "pupil__sort_name")
    cares = cares_for(request.user) is not None
    context = {"here": "messages", "links": links, "enrolled": pupils, "cares": cares}
    return render(request, "conversations/conversation_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """A guardian writes to the teachers of a child, or to the care coordinator."""
    link = get_own_child_or_404(request.user, pk)
    groups = groups_of(link.pupil)
    desks = [
        (str(group.pk), _("The teachers of %(group)s") % {"group": group.name}, _names_at(link.pupil, group))
        for group in groups
    ]
    if policy_of(link.pupil.school).care_takes_part:
        desks.append((CARE, _("The care coordinator"), _names_at(link.pupil, None)))
    form = _form(request, desks=desks)
    if form.is_bound and form.is_valid():
        group = next((one for one in groups if str(one.pk) == form.cleaned_data["desk"]), None)
        if started := _start(request, form, [link], group):
            return _to(request, started)
    return _page(request, form, link.pupil, stop=stop_of(request.user, Role.Name.PARENT))


@require_http_methods(["GET", "HEAD", "POST"])
def pupil_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """A teacher writes to the guardians of a pupil: to each separately."""
    pupil, group = get_taught_pupil_or_404(request.user, pk)
    form = _form(request, desks=[], people=guardians_of(pupil))
    if form.is_bound and form.is_valid() and (started := _start(request, form, form.chosen, group)):
        return _to(request, started)
    waits = waits_until(request.user, school_time_of(pupil.school), teaches=True)
    stop = stop_of(request.user, Role.Name.TEACHER)
    return _page(request, form, pupil, group=group, stop=stop, waits_until=waits)


@clause("B7")
@require_http_methods(["GET", "HEAD", "POST"])
def care_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """A care coordinator writes to the guardians of any pupil: to each separately."""
    pupil = get_pupil_in_care_or_404(request.user, pk)
    form = _form(request, desks=[], people=guardians_of(pupil))
    if form.is_bound and form.is_valid() and (started := _start(request, form, form.chosen, None)):
        return _to(request, started)
    waits = waits_until(request.user, school_time_of(pupil.school), teaches=False)
    return _page(request, form, pupil, stop=stop_of(request.user, Role.Name.CARE), waits_until=waits)


@clause("B7")
def _names_at(pupil: Pupil, group: SchoolGroup | None) -> str:
    """Who reads at this desk, told before anything is sent."""
    return get_text_list([row.user.called for row in desk_of(pupil, group)], _("and"))


def guardians_of(pupil: Pupil) -> list[Guardianship]:
    """Who reads about this child today: with authority, and let in."""
    members = Membership.objects.in_force().filter(guardianship__pupil=pupil)
    links = Guardianship.objects.filter(pk__in=members.values("guardianship")).select_related(
        "guardian", "pupil__school"
    )
    return list(links.order_by("guardian__sort_name"))


def _to(request: SignedInRequest, started: list[Conversation]) -> HttpResponse:
    put_down(request)
    if len(started) == 1:
        return redirect(started[0])
    messages.success(request, _("Sent to %(number)d parents, to each separately.") % {"number": len(started)})
    return redirect("conversations:conversation-list")


def _form(
    request: SignedInRequest, *, desks: list[tuple[str, str, str]], people: list[Guardianship] | None = None
) -> StartForm:
    if request.method == "POST":
        return StartForm(request.POST, desks=desks, people=people)
    words = from_post.words_for(request, request.user) | carried(request)
    return StartForm.blank_with(words, desks=desks, people=people)


@transaction.atomic
def _start(
    request: SignedInRequest, form: StartForm, links: list[Guardianship], group: SchoolGroup | None
) -> list[Conversation]:
    """All of them or none; what is wrong stands in the form then."""
    data: dict[str, Any] = form.cleaned_data
    started: list[Conversation] = []
    form.confidential = asked_first(request, links[0].pupil, group, data["subject"], data["text"])
    if form.confidential:
        return []
    how: dict[str, Any] = {"why_now": form.why, "files": request.FILES.getlist("files"), "asks": "ask" in request.POST}
    how |= {"by": request.user, "school_group": group}
    with refusals_in(form):
        for link in links:
            key = data["key"] if len(links) == 1 else uuid5(data["key"], str(link.pk))
            started.append(start_conversation(link, data["subject"], data["text"], key=key, **how))
    if form.offends or form.errors:
        transaction.set_rollback(True)
        return []
    return started


def _page(request: SignedInRequest, form: StartForm, pupil: Pupil, **more: object) -> HttpResponse:
    context = {"here": "messages", "form": form, "pupil": pupil, **more}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/conversation_create.html", context, status=status)

"""From what stands in a group to a conversation about one child (B4, B7): the title becomes the subject, and not a word
that somebody wrote there goes along."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.carried import DRAFT
from conversations.permissions import children_of, pupils_taught_by
from conversations.rules import SUBJECT_MAX
from groups.models import Enrolment, Guardianship
from messaging.models import Post, Reaction
from messaging.permissions import get_post_or_404
from messaging.rules import names_in
from protocol import clock
from protocol.clauses import clause

POST, REACTION, PERSON = "over", "reactie", "aan"


def post_behind(request: HttpRequest, user: User) -> Post | None:
    """The news item that a link to here names; None when it names none.

    Raises:
        Http404: this person does not read it.
    """
    return get_post_or_404(user, _number(request, POST)) if POST in request.GET else None


@clause("B4", "B7")
def page_for_post(post: Post, user: User) -> str | None:
    """Where a guardian writes about it, when there is one child that it can be about: the own one in that group."""
    enrolled = Enrolment.objects.valid_on(clock.today()).filter(school_group=post.school_group_id)
    links = children_of(user)
    inside = set(enrolled.filter(pupil__in=[link.pupil_id for link in links]).values_list("pupil", flat=True))
    if len(inside) != 1:
        return None
    return f"{reverse('conversations:conversation-create', args=[inside.pop()])}?{urlencode({POST: post.pk})}"


@clause("B4", "B7")
def page_for_draft(user: User, post: Post | None, words: Iterable[str]) -> str:
    """Where a draft goes on as a message: to the one child that it can be about, else to the page that asks. Who
    teaches means a pupil that it names; a guardian the own child that it names, that is in the group or is the only
    one."""
    taught = {row.pupil_id: row.pupil.first_name for row in pupils_taught_by(user).select_related("pupil")}
    own = {link.pupil_id: link.pupil.first_name for link in children_of(user)}
    said = list(words)
    page = reverse("conversations:conversation-choose")
    if (pupil := _named_in(said, taught)) is not None:
        page = reverse("conversations:pupil-write", args=[pupil])
    elif (child := _named_in(said, own)) is not None:
        page = reverse("conversations:conversation-create", args=[child])
    elif post is not None and (found := page_for_post(post, user)):
        return f"{found}&{urlencode({DRAFT: 1})}"
    elif not taught and len(own) == 1:
        page = reverse("conversations:conversation-create", args=list(own))
    return f"{page}?{urlencode(({POST: post.pk} if post else {}) | {DRAFT: 1})}"


def _named_in(words: list[str], children: dict[int, str]) -> int | None:
    """The one of these children whose first name stands there; None for none, and for more than one."""
    named = set(names_in(children.values(), *words))
    found = [pk for pk, name in children.items() if name in named]
    return found[0] if len(found) == 1 else None


@clause("B4", "B7")
def page_for_reaction(request: HttpRequest, user: User) -> str:
    """Where a teacher writes to who reacted, about their child in that teacher's class.

    Raises:
        Http404: no such reaction for this person, or its author has no child in a class of this teacher.
    """
    reaction = get_object_or_404(Reaction.objects.seen_by(user), pk=_number(request, REACTION))
    post = get_post_or_404(user, reaction.post_id)
    taught = pupils_taught_by(user).values("pupil")
    links = Guardianship.objects.filter(guardian=reaction.author_id, pupil__in=taught)
    link = links.order_by("pupil__sort_name").first()
    if link is None:
        raise Http404
    words = urlencode({POST: post.pk, PERSON: link.pk})
    return f"{reverse('conversations:pupil-write', args=[link.pupil_id])}?{words}"


def words_for(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the form begins with: what it is about, and to whom; nothing when no news item is behind it."""
    post = post_behind(request, user)
    if post is None:
        return {}
    subject = _("About: %(title)s") % {"title": post.title}
    return {"subject": subject[:SUBJECT_MAX], "desk": str(post.school_group_id), "people": request.GET.get(PERSON, "")}


def _number(request: HttpRequest, name: str) -> int:
    digits = request.GET.get(name, "")
    return int(digits[:18]) if digits.isdecimal() else 0

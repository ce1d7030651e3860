"""From what stands in a group to a conversation about one child (B4, B7): the title becomes the subject, and not a word
that somebody wrote there goes along."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.permissions import children_of, pupils_taught_by
from conversations.rules import SUBJECT_MAX
from groups.models import Enrolment, Guardianship
from messaging.models import Post, Reaction
from messaging.permissions import get_post_or_404
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

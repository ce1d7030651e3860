"""What a writer hears about when a post goes out: before sending, beside the button, and afterwards."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from groups.permissions import get_group_or_404
from groups.roles import POST
from messaging.forms.sending import REASON_MAX, SendForm, WhenForm
from messaging.models import Exemption, Post
from messaging.outlook import Outlook, When
from messaging.rules import DAY_WORDS, day_of, mind_the_day
from protocol import clock
from protocol.finding import Finding

NOW = "now"
# The shape of a hint about such words, for the script to fill in.
POINTED_OUT = mind_the_day(DAY_WORDS[0], written_on=date.min, goes_out_on=date.max)


def when_context(outlook: Outlook, form: WhenForm, *texts: str) -> dict[str, object]:
    """What the templates of ``when`` show; ``texts`` are what was written, for words that name a day."""
    return {
        "outlook": outlook,
        "form": form,
        "way": _way(outlook, form),
        "expected": token_of(outlook),
        "hint": _hint(outlook, form, texts),
        "day_words": "|".join(DAY_WORDS),
        "day_hint": POINTED_OUT,
        "reason_max": REASON_MAX,
    }


def _hint(outlook: Outlook, form: WhenForm, texts: tuple[str, ...]) -> Finding | None:
    """Words that name a day, for what goes out on another one as it stands chosen."""
    if _way(outlook, form) not in (When.AUTO.value, When.DAY.value, When.SWAP.value) or outlook.needs_consent:
        return None
    day = outlook.day if _way(outlook, form) == When.AUTO.value else outlook.today + timedelta(days=1)
    return mind_the_day(*texts, written_on=outlook.today, goes_out_on=day)


def _way(outlook: Outlook, form: WhenForm) -> str:
    """The way that stands chosen: what was chosen before, while it is still offered."""
    return form.way if form.way in outlook.choices else When.AUTO.value


def token_of(outlook: Outlook) -> str:
    """The moment a writer had before their eyes, as the form brings it back."""
    return NOW if outlook.goes_now else _token(outlook.plan.publish_at)


def _token(moment: datetime) -> str:
    return clock.at_school(moment).isoformat(timespec="minutes")


@require_safe
def post_outlook(request: SignedInRequest, pk: int) -> HttpResponse:
    """When a post that is written now would go out: asked again by the composer while it stands open."""
    school_group = get_group_or_404(request.user, pk, POST)
    outlook = Outlook(school_group, request.user)
    context = {"group": school_group, **when_context(outlook, WhenForm(request.GET, outlook=outlook))}
    return render(request, "messaging/_composer_when.html", context)


def tell_outcome(request: SignedInRequest, form: SendForm, post: Post) -> None:
    """Say when a post that was just sent goes out and why, and when that is not what its author saw before."""
    if post.state == Post.State.WAITING:
        return  # its page says who reads it first
    at = post.publish_at if post.state == Post.State.PLANNED else None
    is_later = at is not None and at > clock.now()
    saw, way = form.data.get("expected", ""), form.way
    outcome = _token(at) if at is not None and is_later else NOW
    is_other = way == When.AUTO.value and bool(saw) and saw != outcome
    is_asked = is_later and Exemption.objects.asked().filter(post=post).exists()
    if not (is_later or is_other):
        return
    context = {
        "post": post,
        "is_later": is_later,
        "is_other": is_other,
        "is_asked": is_asked,
        "outlook": Outlook(post.school_group, request.user, besides=post) if is_later else None,
        "as_agreed": way == When.AUTO.value,
    }
    tell = messages.warning if is_other else messages.success
    tell(request, render_to_string("messaging/_outcome.html", context))


def day_hint(post: Post) -> Finding | None:
    """The words in a post on its way that name another day than the one it goes out on."""
    if post.state != Post.State.PLANNED or post.publish_at is None:
        return None
    return mind_the_day(post.title, post.text, written_on=day_of(post.saved_at), goes_out_on=day_of(post.publish_at))

"""Reactions that are held: placed all the same, or sent back to who wrote them (E4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from messaging.actions import release_reaction, return_reaction
from messaging.forms.reaction import ReactionForm, ReturnReactionForm
from messaging.models import Reaction
from messaging.permissions import get_held_reaction_or_404, get_post_or_404
from messaging.views.post import show_post
from protocol.clauses import clause


@clause("E4")
@require_POST
def reaction_release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Place what was held, with the words that field ``seen`` stands for."""
    reaction = get_held_reaction_or_404(request.user, pk)
    if not _is_as_seen(request, reaction) or not release_reaction(reaction, by=request.user):
        return _too_late(request, reaction)
    messages.success(request, _("The reaction is placed. The writer gets word of it."))
    return redirect(_top_of(reaction))


@clause("E4")
@require_POST
def reaction_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send what is held back to its author, with a reason."""
    reaction = get_held_reaction_or_404(request.user, pk)
    form = ReturnReactionForm(request.POST)
    if not form.is_valid():
        more = {"returning": form, "returned": reaction.pk}
        post = get_post_or_404(request.user, reaction.post_id)
        return show_post(request, post, ReactionForm.blank(), status=422, **more)
    is_done = _is_as_seen(request, reaction) and return_reaction(reaction, form.cleaned_data["reason"], by=request.user)
    if not is_done:
        return _too_late(request, reaction)
    messages.success(request, _("It is back with the writer, with your reason."))
    return redirect(_top_of(reaction))


def _is_as_seen(request: SignedInRequest, reaction: Reaction) -> bool:
    """Whether it still says what who decides had before their eyes."""
    return request.POST.get("seen") == reaction.words_seen


def _too_late(request: SignedInRequest, reaction: Reaction) -> HttpResponse:
    messages.info(request, _("That came too late: somebody decided already, or the writer changed it. Look once more."))
    return redirect(_top_of(reaction))


def _top_of(reaction: Reaction) -> str:
    """Where it says what was done; with no place named, a browser keeps that of the form."""
    return reverse("messaging:post-detail", args=[reaction.post_id]) + "#inhoud"

"""The words that a school holds or lets through: looked at, added and taken away by the head and the ICT contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from groups.permissions import get_school_or_404
from groups.roles import PEOPLE
from messaging.actions import add_word, remove_word
from messaging.forms.words import WordForm
from messaging.models import WordRule
from messaging.permissions import get_word_rule_or_404
from protocol.clauses import clause


@clause("E4")
@require_http_methods(["GET", "HEAD", "POST"])
def word_list(request: SignedInRequest) -> HttpResponse:
    """The school's own words. POST: one more."""
    school = get_school_or_404(request.user, PEOPLE)
    form = WordForm(request.POST) if request.method == "POST" else WordForm()
    if form.is_bound and form.is_valid():
        word = form.cleaned_data["word"]
        if add_word(school, word, by=request.user, kind=form.kind, is_allowed=form.is_allowed):
            messages.success(request, _("%(word)s stands in the list.") % {"word": word})
            return redirect("messaging:word-list")
        form.add_error("word", _("That word stands in the list already. Take it away first."))
    rules = list(WordRule.objects.filter(school=school).select_related("added_by"))
    context = {
        "here": "manage",
        "form": form,
        "held": [rule for rule in rules if not rule.is_allowed],
        "free": [rule for rule in rules if rule.is_allowed],
    }
    return render(request, "messaging/word_list.html", context, status=422 if form.errors else 200)


@clause("E4")
@require_POST
def word_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a word of the school away."""
    rule = get_word_rule_or_404(get_school_or_404(request.user, PEOPLE), pk)
    if remove_word(rule, by=request.user):
        messages.success(request, _("%(word)s is out of the list.") % {"word": rule.word})
    return redirect("messaging:word-list")

""" "Meld of spreek aan": a word to who made it, a report, or "my child is on it". Nothing is chosen beforehand (F4)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import reading
from accounts.models import User
from accounts.requests import SignedInRequest
from groups.audience import placing_of
from groups.models import SendingStop, silenced
from groups.protected import reads_name_of
from groups.standing import standing_of
from messaging.models import Reaction
from messaging.views.post import pictures_of
from moderation.actions import Gone, SaidAlready, Stopped, TooMany, report, say_word, takes_word
from moderation.forms.speaking_up import CHILD, REPORT, WORD, SpeakUpForm
from moderation.models import Kind
from moderation.permissions import get_subject_to_report_or_404
from moderation.recipients import looked_at_from
from moderation.rules import reasons_for
from moderation.subjects import Subject
from protocol import clock
from protocol.clauses import clause


@dataclass(frozen=True)
class Sheet:
    """What the page says of the thing: whose it is, as far as this person may know, and the ways there are."""

    subject: Subject
    name: str  # "" for who is not named to this person
    first_name: str
    ways: list[str]
    photo: Any = None  # the picture, of a photo
    signs: bool = True  # whether one's name stands under a word to its writer
    stop: SendingStop | None = None  # why there is no word to its writer now

    @property
    def has_portrait(self) -> bool:
        """Whether the portrait beside it can be meant as well."""
        is_beside = self.subject.kind in (Kind.POST, Kind.REACTION)
        return is_beside and bool(self.name) and bool(self.subject.author.portrait)


def _sheet_of(request: SignedInRequest, subject: Subject) -> Sheet:
    author, is_named = subject.author, is_named_to(request.user, subject)
    photo = _picture_of(subject) if subject.kind == Kind.PHOTO else None
    # A word is written to somebody: under a measure there is none. Who reports is heard, whatever holds.
    takes = takes_word(subject) and not standing_of(request).measures
    stop = silenced(request.user) if takes else None
    ways = [WORD] if takes and stop is None else []
    ways.append(REPORT)
    if photo is not None and standing_of(request).is_parent:
        ways.append(CHILD)
    first_name = (author.called if author.form_of_address else author.first_name) if is_named else ""
    signs = WORD not in ways or reads_name_of(author, request.user)
    return Sheet(subject, author.called if is_named else "", first_name, ways, photo, signs, stop)


@clause("B8")
def is_named_to(user: User, subject: Subject) -> bool:
    """Whether this person reads whose it is: not of a reaction, or a word, of a family with a protected address."""
    if subject.kind == Kind.WORD:
        return reads_name_of(user, subject.author)
    if subject.kind != Kind.REACTION:
        return True
    reaction = Reaction.objects.with_protection().get(pk=subject.pk)
    group = subject.school_group
    return not reaction.is_protected or (group is not None and placing_of(group, user).as_staff)  # type: ignore[attr-defined]


def _picture_of(subject: Subject) -> Any:
    return next((one for one in pictures_of(subject.row.post) if one.pk == subject.pk), None)


@clause("F4", "D1")
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Choose what to do about something that somebody else made, and do it."""
    sheet = _sheet_of(request, get_subject_to_report_or_404(request.user, kind, pk))
    form = SpeakUpForm(
        request.POST if request.method == "POST" else None,
        ways=sheet.ways,
        reasons=reasons_for(sheet.subject.clauses),
        suggestion=_suggestion(sheet),
    )
    if form.is_bound and form.is_valid():
        try:
            return _do(request, sheet, form)
        except (Gone, Stopped) as gone:
            raise Http404 from gone
        except SaidAlready:
            form.add_error("word", _("You wrote a word about this before. You can report it too."))
        except TooMany:
            _say_enough(form)
    if sheet.photo is not None:
        reading.note(request, reading.Kind.PHOTO, sheet.photo.pk)
    here = "messages" if sheet.subject.kind == "message" else "news"
    context = {"here": here, "sheet": sheet, "subject": sheet.subject, "form": form}
    return render(request, "moderation/report_create.html", context, status=422 if form.is_bound else 200)


def _do(request: SignedInRequest, sheet: Sheet, form: SpeakUpForm) -> HttpResponse:
    subject, data = sheet.subject, form.cleaned_data
    if data["way"] == CHILD:
        return redirect("messaging:photo-point-out", subject.row.post_id, sheet.photo.number)
    if data["way"] == WORD:
        say_word(subject, data["word"], by=request.user)
        if sheet.signs:
            said = _("Your word is sent. Only who wrote it reads it, with your name.")
        else:
            said = _("Your word is sent. Only who wrote it reads it. Your address is protected, so without your name.")
        messages.success(request, said)
        return redirect(subject.page)
    reason = form.chosen
    assert reason is not None  # the form saw to it
    more = {"clause_id": reason.clause_id, "text": data["text"], "is_threat": reason.is_threat}
    item = report(subject, by=request.user, **more).item
    looked_at = looked_at_from(item)
    is_now = looked_at is not None and looked_at <= clock.now()
    words = {"item": item, "is_hidden": item.hidden_at, "looked_at": looked_at, "is_now": is_now, "reason": reason}
    messages.success(request, render_to_string("moderation/_reported.txt", words).strip())
    return redirect(reverse("home") if subject.kind == Kind.POST and item.hidden_at else subject.page)


def _say_enough(form: SpeakUpForm) -> None:
    if form.cleaned_data["way"] == WORD:
        form.add_error("word", _("You wrote three words this week. That is the most. You can report it too."))
    else:
        form.add_error(
            "reason", _("You reported ten things today. That is the most. Call the school if it cannot wait.")
        )


def _suggestion(sheet: Sheet) -> str:
    """A word to begin with: about what it does, not about who did it."""
    hello = _("Hello %(name)s,") % {"name": sheet.first_name} if sheet.first_name else _("Hello,")
    words = {
        Kind.POST: _("I read your news item. I think some of it can hurt people. Will you look at it once more?"),
        Kind.PHOTO: _(
            "I saw this photo with your news item. I doubt whether it fits here. Will you look at it once more?"
        ),
        Kind.REACTION: _("I read your reaction. I think it can hurt other parents. Will you look at it once more?"),
        Kind.PORTRAIT: _("I saw your portrait. I doubt whether it fits here. Will you look at it once more?"),
        Kind.MESSAGE: _("I read your message. I think it is not friendly. Will you look at it once more?"),
    }
    said = words.get(Kind(sheet.subject.kind))
    return f"{hello} {said}" if said else ""

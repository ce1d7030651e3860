"""What one answered, child by child, with the way to take it back, and the receipt. Only one's own answers (B9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import reading
from accounts.requests import SignedInRequest
from consent.asking import Asking, Child, Question, asking_of, children_of
from consent.forms.answering import answer_name
from consent.models import Decision
from consent.receipts import receipt_of
from consent.rules import last_day_of
from consent.views.answering import school_of, without_authority
from protocol import clock
from protocol.clauses import clause

# What was signed in one go is written within seconds.
_ONE_GO = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """One answer, and where it is changed."""

    question: Question
    field: str


@dataclass(frozen=True)
class Act:
    """What one signed in one go: how often yes and no, or which single answer."""

    decisions: list[Decision]

    @property
    def day(self) -> date:
        return clock.at_school(self.decisions[0].at).date()

    @property
    def single(self) -> Decision | None:
        return self.decisions[0] if len(self.decisions) == 1 else None

    @property
    def title(self) -> str:
        """What was asked, as it was called then."""
        return self.decisions[0].shown.text.partition("\n")[0]

    @property
    def channel(self) -> str:
        """How, when it was not in the portal."""
        first = self.decisions[0]
        return "" if first.channel == Decision.Channel.PORTAL else first.get_channel_display()

    @property
    def yes(self) -> int:
        return sum(one.said == Decision.Said.GRANT for one in self.decisions)

    @property
    def no(self) -> int:
        return len(self.decisions) - self.yes


@dataclass(frozen=True)
class Sheet:
    """A child as its parent reads it: what holds by one's own answers, and what happened before."""

    child: Child
    lines: list[Line]
    acts: list[Act]


@clause("B2", "B9", "D5")
@require_safe
def answer_overview(request: SignedInRequest) -> HttpResponse:
    """The own answers; never what another guardian answered, nor what both come to."""
    school = school_of(request)
    if school is None:
        return render(request, "consent/answer_none.html", {"here": "children"})
    asking = asking_of(school)
    children = children_of(request.user, asking)
    apart = without_authority(request.user, school)
    if not children:
        context = {"here": "children", "without_authority": apart, "school": school}
        return render(request, "consent/answer_none.html", context)
    reading.note_pupils(request, [child.pupil.pk for child in children])
    context = {
        "here": "children",
        "sheets": [_sheet(child) for child in children],
        "unanswered": [one for one in children if one.group and one.open] if asking.is_begun else [],
        "asking": asking,
        "next_time": _next_time(children, asking),
        "has_receipt": any(child.history for child in children),
        "without_authority": apart,
        "school": school,
    }
    return render(request, "consent/answer_overview.html", context)


def _sheet(child: Child) -> Sheet:
    lines = [Line(one, answer_name(child.pupil, one.purpose.code)) for one in child.questions]
    return Sheet(child, lines, list(_acts(child.history))[::-1])


def _acts(history: list[Decision]) -> Iterator[Act]:
    """Oldest first, what was signed in one go together."""
    act: list[Decision] = []
    for one in history:
        if act and not _is_of(act, one):
            yield Act(act)
            act = []
        act.append(one)
    if act:
        yield Act(act)


def _is_of(act: list[Decision], one: Decision) -> bool:
    """Nobody answers the same question twice in one go."""
    is_at_once = one.at - act[-1].at <= _ONE_GO and one.channel == act[-1].channel
    return is_at_once and one.purpose_id not in {other.purpose_id for other in act}


def _next_time(children: list[Child], asking: Asking) -> date | None:
    """The day after the last one on which a yes of one's own holds; None when the school does not ask anew."""
    years = [one.said.year for child in children for one in child.questions if one.said and not one.is_open]
    if not years or not asking.policy.renews:
        return None
    return last_day_of(max(years), asking.policy.lapses) + timedelta(days=1)


@clause("B9")
@require_safe
def receipt(request: SignedInRequest) -> HttpResponse:
    """What one answered, as a PDF to keep.

    Raises:
        Http404: nothing was answered.
    """
    made = receipt_of(request.user)
    if made is None:
        raise Http404
    reading.note_pupils(request, made.pupils)
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer

"""Inviting all who are let in and have not been in yet: by mail, and by letters per group (B3, F3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from groups.actions import invite_all_by_mail, print_letters
from groups.invited import For, invited_lines
from groups.letters import BATCH
from groups.models import SchoolGroup
from groups.permissions import get_school_or_404
from groups.roles import PEOPLE

# So many mails are written in a request; the page says how many are left.
MAILS = 200


@require_safe
def invitation_list(request: SignedInRequest) -> HttpResponse:
    """Per group how many have an account in use, were invited, and not yet. Constant number of queries."""
    lines = invited_lines(get_school_or_404(request.user, PEOPLE))
    everybody = {person.user.pk: person for line in lines for person in line.newcomers}
    context = {
        "here": "manage",
        "lines": lines,
        "to_mail": sum(person.may_be_mailed for person in everybody.values()),
        "to_write": sum(person.gets_letter(For.NEED) for person in everybody.values()),
        "waiting": len(everybody),
        "batch": BATCH,
        "mails": MAILS,
    }
    return render(request, "groups/invitation_list.html", context)


@require_POST
def invitation_send(request: SignedInRequest) -> HttpResponse:
    """Mail those who have an address and no invitation that works."""
    school = get_school_or_404(request.user, PEOPLE)
    people = {person.user.pk: person for line in invited_lines(school) for person in line.newcomers}
    due = [person.user for person in people.values() if person.may_be_mailed]
    sent = invite_all_by_mail(due[:MAILS], by=request.user, school=school)
    said = ngettext("%(number)d invitation is on its way.", "%(number)d invitations are on their way.", sent)
    messages.success(request, said % {"number": sent} + _left(len(due) - MAILS))
    return redirect("groups:invitation-list")


@require_POST
def letter_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letters of one group as a PDF, at most 30 at a time; field ``who`` says whom they are for."""
    school = get_school_or_404(request.user, PEOPLE)
    group = get_object_or_404(school.school_groups, pk=pk)
    whom = request.POST.get("who", For.NEED)
    whom = whom if whom in For.values else For.NEED
    found = [line for line in invited_lines(school) if line.group == group]
    due = [person.user for line in found for person in line.newcomers if person.gets_letter(whom)]
    if whom == For.AGAIN:
        due = sorted(due, key=lambda user: user.pk)
    printed = print_letters(due[:BATCH], by=request.user, school=school, again=whom == For.AGAIN)
    if not printed.number:
        messages.info(request, _("There are no letters to make for %(group)s.") % {"group": group.name})
        return redirect("groups:invitation-list")
    messages.success(request, _made(printed.number, group) + _left(len(due) - BATCH))
    if printed.unwritten:
        messages.warning(request, _unwritten(printed.unwritten))
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="brieven-{slugify(group.name)}.pdf"'
    return answer


def _made(number: int, group: SchoolGroup) -> str:
    said = ngettext("%(number)d letter is made for %(group)s.", "%(number)d letters are made for %(group)s.", number)
    return said % {"number": number, "group": group.name}


def _unwritten(names: list[str]) -> str:
    said = _("Our letters cannot write these names: %(names)s. The sign-in name stands there. Add the name by hand.")
    return said % {"names": ", ".join(names)}


def _left(number: int) -> str:
    return " " + _("There are %(number)d left: press once more.") % {"number": number} if number > 0 else ""

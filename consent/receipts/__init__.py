"""What a guardian answered, as a PDF to keep: in the words that were on the screen, with the number that proves it.

Of a child only the first name and the group stand in it: it goes by mail. What people wrote goes in as data, never as
source. The fonts are those of the letters (groups/letters).
"""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from consent.asking import groups_of
from consent.models import ConsentPolicy, Decision
from consent.models.policy import policy_of
from consent.rules import last_day_of
from groups.letters import can_write, typeset
from groups.models import Guardianship, Pupil, SchoolGroup
from protocol import clock
from protocol.clauses import clause

TEMPLATE = Path(__file__).parent / "receipt.typ"


@dataclass(frozen=True)
class Receipt:
    filename: str
    pdf: bytes
    pupils: frozenset[int]


@clause("B9")
def receipt_of(guardian: User, *, up_to: int | None = None) -> Receipt | None:
    """The last answer of this guardian for each child and purpose, up to a decision (id); None when there is none.

    Only of children over whom this guardian has authority today: in which group another child is, is not said.
    """
    links = Guardianship.objects.with_authority(clock.today()).filter(guardian=guardian)
    said = Decision.objects.filter(guardian=guardian, pupil__in=links.values("pupil"), pupil__deceased_at=None)
    if up_to is not None:
        said = said.filter(pk__lte=up_to)
    rows = said.newest().select_related("pupil__school", "guardian", "purpose", "shown", "link")
    rows = rows.order_by("pupil__first_name", "pupil", "purpose__position", "pk")
    # Of several years the last answer stays.
    last = list({(row.pupil_id, row.purpose_id): row for row in rows}.values())
    if not last:
        return None
    data = _receipt(guardian, last)
    return Receipt(
        _("consent-%(day)s.pdf") % {"day": data["file_day"]},
        typeset(TEMPLATE, data),
        frozenset(row.pupil_id for row in last),
    )


def _receipt(guardian: User, said: list[Decision]) -> dict[str, Any]:
    """All words of the receipt, in Dutch: what it says is what the school keeps."""
    school, groups = said[0].pupil.school, groups_of({row.pupil for row in said})
    policy = policy_of(school.pk)
    last = max(said, key=lambda row: row.pk)
    return {
        "school": school.name,
        "place": school.place,
        "file_day": clock.at_school(last.at).date().isoformat(),
        "title": _("Consent for photos and names"),
        "intro": _("This is what %(name)s chose.") % {"name": _writable(guardian.full_name, guardian.sign_in_name)},
        "kept": _("The school keeps these answers as proof. Nobody can change them without it being seen."),
        "change": _("You can change an answer any day. You do that in the portal, under Children."),
        "check": _("Check code"),
        "children": [
            _child(pupil, groups.get(pupil.pk), list(rows), policy)
            for pupil, rows in groupby(said, key=lambda row: row.pupil)
        ],
    }


def _child(pupil: Pupil, group: SchoolGroup | None, said: list[Decision], policy: ConsentPolicy) -> dict[str, Any]:
    place = group.name if group is not None else ""
    first_name = _writable(pupil.first_name, "")
    name = f"{first_name}, {place}" if first_name and place else first_name or place or _("Your child")
    return {"name": name, "answers": [_answer(row, policy) for row in said]}


def _answer(row: Decision, policy: ConsentPolicy) -> dict[str, str]:
    signed = {
        "name": _writable(row.signed_name, row.guardian.sign_in_name),
        "moment": date_format(clock.at_school(row.at), "j F Y, G.i"),
        "channel": row.get_channel_display(),
    }
    title, *text = row.shown.text.split("\n")
    return {
        "title": title,
        "text": "\n".join(text),
        "said": _answered(row),
        "until": _until(row, policy),
        "signed": _("Signed by %(name)s, %(moment)s, %(channel)s.") % signed,
        "code": row.link.hash[:16],
    }


def _answered(row: Decision) -> str:
    if row.said == Decision.Said.WITHDRAW:
        return _("Taken back")
    return _("Yes") if row.said == Decision.Said.GRANT else _("No")


def _until(row: Decision, policy: ConsentPolicy) -> str:
    if row.said != Decision.Said.GRANT or not policy.renews:
        return _("Holds until you change it.")
    day = date_format(last_day_of(row.year, policy.lapses), "j F Y")
    return _("Holds until and including %(day)s.") % {"day": day}


def _writable(name: str, otherwise: str) -> str:
    """A name in signs that no font has would be boxes."""
    return name if can_write(name) else otherwise

"""The head changes what parents are asked: whether, how many must say yes, and in which words (B9, D6)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from consent.actions.policies import hold_school, tell_school
from consent.models import Purpose, PurposeText
from consent.shown import newest_text, wording_of
from consent.texts import Wording
from protocol.clauses import clause


@clause("B9", "D6")
@transaction.atomic
def change_purpose(
    purpose: Purpose, *, is_asked: bool, policy: str, wording: Wording, asks_again: bool, by: User
) -> Purpose:
    """How a purpose is asked from now on. New words are a new version; with ``asks_again`` an earlier yes no longer
    counts, without it (a spelling mistake) it does. What nobody may see now is gone on the next request.

    A purpose that is asked for the first time is asked of everybody, as one that is asked again.
    """
    hold_school(purpose.school)
    row = Purpose.objects.select_related("school").get(pk=purpose.pk)
    begins = is_asked and not row.is_asked and not row.decisions.exists()
    if wording != wording_of(newest_text(row)) or asks_again or begins:
        text = _write(row, wording, by)
        row.version = text.version if asks_again or begins else row.version
    row.is_asked, row.policy = is_asked, policy
    row.save(update_fields=["is_asked", "policy", "version"])
    event = "consent_asked_again" if asks_again else "consent_purpose_changed"
    audit.record(event, by=by, on=row.school, detail=wording.title)
    tell_school(row.school)
    return row


def _write(purpose: Purpose, wording: Wording, by: User) -> PurposeText:
    """Words are never changed: what somebody answered to stays to be read."""
    number = newest_text(purpose).version + 1
    made: PurposeText = PurposeText.objects.create(purpose=purpose, version=number, made_by=by, **wording._asdict())
    return made

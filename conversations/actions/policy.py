"""The school's agreements about conversations: set by the head."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from conversations.models import ConversationPolicy
from groups.models import School
from protocol.clauses import clause

# Not of the conversations alone: of all mails.
TITLES = "mails_show_titles"


@clause("B7", "E8")
@transaction.atomic
def change_conversation_policy(school: School, *, by: User, **settings: Any) -> ConversationPolicy:
    """Each that changed is written down with what it became."""
    school = School.objects.select_for_update().get(pk=school.pk)
    policy = ConversationPolicy.objects.filter(school=school).first() or ConversationPolicy(school=school)
    for name, value in settings.items():
        row = school if name == TITLES else policy
        if getattr(row, name) != value:
            setattr(row, name, value)
            audit.record("conversation_policy_changed", by=by, on=school, detail=_in_words(row, name))
    school.save(update_fields=[TITLES])
    policy.save()
    return policy


def _in_words(row: models.Model, name: str) -> str:
    value = getattr(row, name)
    said = (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)
    return f"{row._meta.get_field(name).verbose_name}: {said}"  # type: ignore[union-attr]

"""What the school agreed about removal, changed by the head."""

from typing import Any

from django.db import transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from groups.models import School
from moderation.models import ModerationPolicy
from protocol.clauses import clause


@clause("D12", "F5", "F6")
@transaction.atomic
def change_moderation(school: School, *, by: User, **settings: Any) -> ModerationPolicy:
    """The school's agreements about removal; each that changed is written down with what it became."""
    School.objects.select_for_update().get(pk=school.pk)
    policy = ModerationPolicy.objects.filter(school=school).first() or ModerationPolicy(school=school)
    changed = [name for name, value in settings.items() if getattr(policy, name) != value]
    for name in changed:
        setattr(policy, name, settings[name])
    policy.save()
    for name in changed:
        audit.record("moderation_changed", by=by, on=school, detail=_in_words(policy, name))
    return policy


def _in_words(policy: ModerationPolicy, name: str) -> str:
    field: Field[Any, Any] = next(field for field in ModerationPolicy._meta.concrete_fields if field.name == name)
    value = getattr(policy, name)
    said = (_("yes") if value else _("no")) if isinstance(value, bool) else str(value or _("nothing"))
    return f"{field.verbose_name}: {said}"

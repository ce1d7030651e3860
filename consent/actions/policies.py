"""The head changes how the school keeps the agreement about photos and names (B9)."""

from typing import Any

from django.db import transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from consent.changes import hold, tell
from consent.models import ConsentPolicy
from consent.models.policy import policy_of
from groups.models import Pupil, School
from protocol.clauses import clause


@clause("B9", "D3")
@transaction.atomic
def change_consent_policy(school: School, *, by: User, **settings: Any) -> ConsentPolicy:
    """The school's agreement from now on; each part that changed is written down with what it became.

    What nobody may see by the new agreement is gone on the next request; what came to be allowed comes back only by a
    person's choice.
    """
    hold_school(school)
    policy = policy_of(school.pk)
    changed = [name for name, value in settings.items() if getattr(policy, name) != value]
    for name in changed:
        setattr(policy, name, settings[name])
    policy.save()
    for name in changed:
        audit.record("consent_policy_changed", by=by, on=school, detail=_in_words(policy, name))
    if changed:
        tell_school(school)
    return policy


def hold_school(school: School) -> None:
    """Let nobody publish or answer with what is about to change; pupils before the school, as who answers does."""
    hold(_pupils(school))
    list(School.objects.select_for_update(no_key=True).filter(pk=school.pk).values_list("pk"))


def tell_school(school: School) -> None:
    """What holds may be another thing for every pupil."""
    tell(_pupils(school))


def _pupils(school: School) -> set[int]:
    return set(Pupil.objects.filter(school=school).values_list("pk", flat=True))


def _in_words(policy: ConsentPolicy, name: str) -> str:
    field: Field[Any, Any] = next(field for field in ConsentPolicy._meta.concrete_fields if field.name == name)
    value = getattr(policy, name)
    if isinstance(value, bool):
        said = _("yes") if value else _("no")
    else:
        said = getattr(policy, f"get_{name}_display")() if field.choices else str(value)
    return f"{field.verbose_name}: {said}"

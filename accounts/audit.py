"""Writing down who did what, in the transaction of what was done: no deed without its row, no row without its deed.

An app brings down the events it knows, each in the words of the page: ``register(guardian_let_in=_("let in"))``.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User

Outcome = AuditEntry.Outcome
EVENTS: dict[str, Any] = {}
KEPT_FROM: list[Callable[[User], Q]] = []


def register(**events: Any) -> None:
    """Make events known, each with what the page says of it (a lazy translation)."""
    EVENTS.update(events)


def keep_from(which: Callable[[User], Q]) -> None:
    """Bring down which entries somebody does not get to read, though the log is open to them."""
    KEPT_FROM.append(which)


def entries_for(user: User) -> "QuerySet[AuditEntry]":
    """The log as this person reads it, with who did it."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.select_related("actor")
    for which in KEPT_FROM:
        entries = entries.exclude(which(user))
    return entries


def record(
    event: str, *, by: User | None, on: models.Model | None = None, detail: str = "", outcome: str = Outcome.DONE
) -> AuditEntry:
    """Add one entry. ``by`` is None for what nobody signed in did; ``detail`` is a choice or a name, never a text.

    Raises:
        LookupError: nobody registered this event.
    """
    if event not in EVENTS:
        raise LookupError(f"no event is called {event!r}")
    entry: AuditEntry = AuditEntry.objects.create(
        actor=by,
        event=event,
        outcome=outcome,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_name=str(on)[:150] if on is not None else "",
        detail=detail[:150],
    )
    return entry


register(
    sign_in=_("signed in"),
    sign_in_denied=_("could not sign in"),
    sign_out=_("signed out"),
    password_changed=_("chose a new password"),
    sessions_ended=_("signed out on other devices"),
    new_device=_("signed in on a new device"),
    address_changed=_("changed the e-mail address of"),
    password_reset=_("chose a new password by mail"),
    second_step_added=_("set up a second step"),
    second_step_removed=_("took away a second step"),
    second_step_denied=_("gave a wrong code of the second step"),
    second_step_taken_away=_("took away the lost second step of"),
    school_account_tied=_("signed in for the first time with the school's account"),
    recovery_code_used=_("used a recovery code"),
    recovery_codes_renewed=_("made new recovery codes"),
)

"""A second step is set up, taken away, or helped away at the desk; each is written down and told by mail."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from accounts import audit
from accounts.devices import end_sessions
from accounts.models import User

Type = Authenticator.Type


class OwnStepError(Exception):
    """Nobody helps oneself at the desk."""


def _tell(kind: str, user: User, **words: Any) -> None:
    get_adapter().send_notification_mail(f"account/email/{kind}", user, words)


def _hold(user: User) -> None:
    """Two changes at once: one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def add_app(user: User, secret: str, step: int, *, by: User) -> bool:
    """Codes of an app from now on; the code of this step was used to show it. True when recovery codes were made too.

    Raises:
        IntegrityError: there is an app already.
    """
    _hold(user)
    app = TOTP.activate(user, secret).instance
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    return _added(user, Type.TOTP, by=by)


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict[str, Any], *, by: User) -> bool:
    """A passkey from now on, under this name. True when recovery codes were made too."""
    _hold(user)
    WebAuthn.add(user, name, credential)
    return _added(user, Type.WEBAUTHN, by=by)


def _added(user: User, kind: str, *, by: User) -> bool:
    has_codes = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).exists()
    RecoveryCodes.activate(user)
    audit.record("second_step_added", by=by, on=user, detail=kind)
    _tell("second_step_added", user)
    return not has_codes


@transaction.atomic
def remove_step(step: Authenticator, *, by: User) -> bool:
    """Take away an app or a passkey; with the last one the recovery codes go. True when this call did it."""
    user = step.user
    _hold(user)
    steps = Authenticator.objects.filter(user=user)
    if not steps.filter(pk=step.pk).delete()[0]:
        return False
    if not steps.exclude(type=Type.RECOVERY_CODES).exists():
        steps.delete()
    audit.record("second_step_removed", by=by, on=user, detail=step.type)
    _tell("second_step_removed", user)
    return True


@transaction.atomic
def renew_recovery_codes(user: User, *, by: User) -> bool:
    """New recovery codes instead of the old ones. False when there is no second step that they could stand in for."""
    _hold(user)
    steps = Authenticator.objects.filter(user=user)
    if not steps.exclude(type=Type.RECOVERY_CODES).exists():
        return False
    steps.filter(type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    audit.record("recovery_codes_renewed", by=by, on=user)
    _tell("recovery_codes_renewed", user)
    return True


@transaction.atomic
def take_away_steps(user: User, *, by: User) -> bool:
    """Help at the desk: take away all of a second step that somebody lost, and sign that person out everywhere.

    True when there was something to take away.

    Raises:
        OwnStepError: it is one's own.
    """
    if user.pk == by.pk:
        raise OwnStepError
    _hold(user)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        return False
    end_sessions(user, by=by)
    audit.record("second_step_taken_away", by=by, on=user)
    _tell("second_step_taken_away", user)
    return True

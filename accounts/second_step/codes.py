"""Whether a code fits, and that it fits once: marked in the database in one step, over all processes."""

import secrets
from collections.abc import Iterable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from accounts import audit
from accounts.models import User

Type = Authenticator.Type


def step_of(secret: str, code: str, after: int = -1) -> int | None:
    """The step of 30 seconds (UTC, since 1970) of which this is the code, now or one off; None when it fits none.

    A step up to ``after`` was used already and no longer fits.
    """
    counters: Iterable[int] = yield_hotp_counters_from_time()
    return next(
        (
            counter
            for counter in counters
            if counter > after and secrets.compare_digest(format_hotp_value(hotp_value(secret, counter)), code)
        ),
        None,
    )


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator | None:
    """The app or the recovery codes of this person that this code is of; it is used up. None when it fits nothing.

    Of the same code given twice at once exactly one fits: the row is held while it is looked at.
    """
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    rows = Authenticator.objects.select_for_update().filter(user=user, type__in=[Type.TOTP, Type.RECOVERY_CODES])
    for row in rows.order_by("-type"):  # the app first
        if row.type == Type.TOTP and _is_next(row, digits):
            return row
        if row.type == Type.RECOVERY_CODES and row.wrap().validate_code(digits):
            audit.record("recovery_code_used", by=user, on=user)
            return row
    return None


def reseal_seeds() -> int:
    """Close every seed with the newest key, so that an earlier SECRET_KEY can go; the number closed anew."""
    done = 0
    for pk in list(Authenticator.objects.exclude(type=Type.WEBAUTHN).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            done += row is not None and _reseal(row)
    return done


def _reseal(row: Authenticator) -> bool:
    name = "secret" if row.type == Type.TOTP else "seed"
    anew = get_adapter().reseal(row.data[name])
    if anew is None:
        return False
    row.data[name] = anew
    row.save(update_fields=["data"])
    return True


def _is_next(app: Authenticator, code: str) -> bool:
    step = step_of(decrypt(app.data["secret"]), code, after=app.data.get("last_step", -1))
    if step is None:
        return False
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    return True

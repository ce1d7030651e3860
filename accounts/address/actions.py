"""Changing one's e-mail address: asked with a password, confirmed from both mailboxes, told to the old one (B8)."""

import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import audit
from accounts.devices import end_sessions
from accounts.models import AddressChange, User
from protocol import clock
from protocol.clauses import clause

LASTS = timedelta(minutes=30)
GUESSES = 5
# So often a day one may ask: with five guesses each, a code of six digits stays out of reach.
A_DAY = 5


class AskedTooOftenError(Exception):
    """Five times a day is the most."""


class ChangeGoneError(Exception):
    """Nothing waits any more: it took too long, was guessed at too often, or is done."""


class CodesDifferError(Exception):
    """One of the codes, or both, are not those of the mails."""


def _digest(change_of: User, address: str, code: str) -> str:
    typed = "".join(code.split())
    return salted_hmac("accounts.address", f"{change_of.pk}\n{address}\n{typed}", algorithm="sha256").hexdigest()


@clause("B8")
@transaction.atomic
def ask_address_change(user: User, address: str, *, by: User) -> AddressChange:
    """Send a code to the new address and one to the old; until both are filled in, nothing changes.

    Raises:
        AskedTooOftenError: see there.
    """
    User.objects.select_for_update().get(pk=user.pk)
    now = clock.now()
    if AddressChange.objects.filter(user=user, asked_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise AskedTooOftenError
    AddressChange.objects.filter(user=user, closed_at__isnull=True).update(closed_at=now)
    new_code, old_code = (f"{secrets.randbelow(10**6):06d}" for _ in range(2))
    change: AddressChange = AddressChange.objects.create(
        user=user,
        address=address,
        new_code_hash=_digest(user, address, new_code),
        old_code_hash=_digest(user, user.email, old_code) if user.email else "",
        asked_at=now,
        expires_at=now + LASTS,
    )
    get_adapter().send_address_codes(change, new_code, old_code)
    return change


def waiting_change_of(user: User) -> AddressChange | None:
    """The change that waits for its codes."""
    waiting = AddressChange.objects.filter(user=user, closed_at__isnull=True, expires_at__gt=clock.now())
    found: AddressChange | None = waiting.filter(tries__lt=GUESSES).first()
    return found


@clause("B8")
def confirm_address_change(user: User, new_code: str, old_code: str, *, by: User) -> User:
    """Change the address when both codes are right. Each call counts as a guess before it is looked at.

    Raises:
        ChangeGoneError, CodesDifferError: see there.
    """
    change = waiting_change_of(user)
    if change is None:
        raise ChangeGoneError
    open_rows = AddressChange.objects.filter(pk=change.pk, closed_at__isnull=True)
    if (
        open_rows.filter(tries__lt=GUESSES).update(tries=F("tries") + 1) != 1
    ):  # counted though the rest comes to nothing
        raise ChangeGoneError
    is_new_right = constant_time_compare(change.new_code_hash, _digest(user, change.address, new_code))
    is_old_right = not change.old_code_hash or constant_time_compare(
        change.old_code_hash, _digest(user, user.email, old_code)
    )
    if not (is_new_right and is_old_right):
        audit.record("address_changed", by=by, on=user, outcome=audit.Outcome.DENIED)
        raise CodesDifferError
    return _change(change, by=by)


@transaction.atomic
def _change(change: AddressChange, *, by: User) -> User:
    if AddressChange.objects.filter(pk=change.pk, closed_at__isnull=True).update(closed_at=clock.now()) != 1:
        raise ChangeGoneError
    return _move(change.user_id, change.address, by=by)


@clause("B8")
@transaction.atomic
def set_address(user: User, address: str, *, by: User) -> User:
    """The school changes the address of somebody who can no longer open the old mailbox, or who had none: signed out
    everywhere, and told at the old address.

    Raises:
        ChangeGoneError: the account was closed meanwhile.
    """
    AddressChange.objects.filter(user=user, closed_at__isnull=True).update(closed_at=clock.now())
    person = _move(user.pk, address, by=by)
    end_sessions(person, by=by)
    return person


def _move(pk: int, address: str, *, by: User) -> User:
    user = User.objects.select_for_update().filter(pk=pk, is_active=True).first()
    if user is None:  # closed while the page was open
        raise ChangeGoneError
    before, user.email = user.email, address
    user.save(update_fields=["email", "sort_name"])
    audit.record("address_changed", by=by, on=user)
    if before:
        get_adapter().tell_address_changed(user, before)
    return user


def forget_old_changes() -> int:
    """Remove what was asked more than a day ago; the number of rows."""
    return int(AddressChange.objects.filter(asked_at__lt=clock.now() - timedelta(days=1)).delete()[0])

"""The devices that may show a push: let in by a tap, asleep once somebody ended the session there."""

from dataclasses import dataclass

from django.db import transaction

from accounts.devices import device_name
from accounts.models import User
from notifications.models import PushDevice
from protocol import clock
from protocol.clauses import clause

# More than anybody has; the one that was not used for longest makes room.
DEVICES_MAX = 10
# Where a session keeps which session it is that the device here belongs to.
SESSION = "push_device"


@dataclass(frozen=True)
class Subscription:
    """What a browser tells: where its push service takes a push, and the keys that close it."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class OwnDevice:
    """A device as its owner sees it."""

    device: PushDevice
    is_awake: bool
    is_here: bool


def devices_of(person: User, session_key: str | None) -> list[OwnDevice]:
    """This person's devices, the last used first. Two queries."""
    rows = PushDevice.objects.filter(person=person)
    awake = set(rows.awake().values_list("pk", flat=True))
    found = rows.order_by("-used_at", "-pk")
    return [OwnDevice(row, row.pk in awake, row.session_key == session_key) for row in found]


@clause("B8")
@transaction.atomic
def add_device(person: User, told: Subscription, *, session_key: str, user_agent: str) -> PushDevice:
    """Let a device in for this person, in this session; whoever had it before hears nothing on it any more."""
    device: PushDevice = PushDevice.objects.update_or_create(
        endpoint=told.endpoint,
        defaults={
            "person": person,
            "p256dh": told.p256dh,
            "auth": told.auth,
            "name": device_name(user_agent)[:80],
            "session_key": session_key,
            "used_at": clock.now(),
        },
    )[0]
    kept = PushDevice.objects.filter(person=person).order_by("-used_at", "-pk")[:DEVICES_MAX]
    PushDevice.objects.filter(person=person).exclude(pk__in=[row.pk for row in kept]).delete()
    return device


@clause("B8")
@transaction.atomic
def wake_device(person: User, known: str, told: Subscription, *, session_key: str) -> PushDevice | None:
    """A device of this person is here again, perhaps at another address: it belongs to this session from now on.

    ``known`` is the address that the browser had before. None when neither address is of a device of this person.
    """
    mine = PushDevice.objects.select_for_update().filter(person=person)
    device = mine.filter(endpoint=told.endpoint).first() or mine.filter(endpoint=known).first()
    if device is None or PushDevice.objects.filter(endpoint=told.endpoint).exclude(pk=device.pk).exists():
        return None
    device.endpoint, device.p256dh, device.auth = told.endpoint, told.p256dh, told.auth
    device.session_key, device.used_at = session_key, clock.now()
    device.save()
    return device


def remove_device(person: User, pk: int) -> bool:
    """Show nothing on this device any more. True when it was one of this person's."""
    return PushDevice.objects.filter(person=person, pk=pk).delete()[0] > 0


def put_to_sleep(session_keys: list[str]) -> None:
    """Somebody ended these sessions: their devices hear nothing until their owner signs in there again."""
    PushDevice.objects.filter(session_key__in=session_keys).update(session_key="")


def leave_device(session_key: str) -> None:
    """Somebody signs out: the device of this session is nobody's."""
    PushDevice.objects.filter(session_key=session_key).delete()

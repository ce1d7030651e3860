"""How people are told: what there is to tell, the mails and the pushes that tell it, and how each person wants it."""

from notifications.models.bounce import DeadAddress
from notifications.models.mail import OutboxMail
from notifications.models.notice import Notice, Spread
from notifications.models.preference import Preference, TellingTimes
from notifications.models.push import OutboxPush, PushDevice, PushKeys
from notifications.models.sending import Sending

__all__ = [
    "DeadAddress",
    "Notice",
    "OutboxMail",
    "OutboxPush",
    "Preference",
    "PushDevice",
    "PushKeys",
    "Sending",
    "Spread",
    "TellingTimes",
]

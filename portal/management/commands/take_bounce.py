"""``manage.py take_bounce < mail``: what the mail server says when a mail could not be delivered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from notifications.bounces import take_bounce

BYTES_MAX = 2 * 1024 * 1024


class Command(BaseCommand):
    help = "Read a delivery status notification (RFC 3464) from stdin, and park the mail of ours that came back."

    def handle(self, *args: Any, **options: Any) -> None:
        """Never fails: a mail server would send back the message that says something came back."""
        mail = take_bounce(sys.stdin.buffer.read(BYTES_MAX))
        self.stdout.write("nothing of ours came back for good" if mail is None else f"came back: {mail.key}")

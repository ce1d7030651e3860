"""The connection to the mail server that a sweep keeps, instead of knocking for every mail."""

import contextlib
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

# Mail servers hang up on who stays too long; a new connection costs little after so many mails.
MAILS = 50


class NoMailServer(Exception):
    """Nobody answers there, or it does not let us in."""


class Line:
    """Opened before a mail is taken in hand, so that no lease runs while we knock; a new one after so many mails, and
    after whatever went wrong on it. What is no mail server (files, for a demo) has one of its own for each mail."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.left = 0

    def open(self) -> None:
        """Have a connection for one mail more.

        Raises:
            NoMailServer: there is none now.
        """
        if self.left == 0:
            self.close()
            self.connection, self.left = get_connection(), 1
            if isinstance(self.connection, EmailBackend):
                self._knock()
        self.left -= 1

    def _knock(self) -> None:
        try:
            self.connection.open()
        except Exception as error:  # refused, silent, a wrong password: no mail is to blame
            self.close()
            raise NoMailServer(f"{type(error).__name__}: {error}") from error
        self.left = MAILS

    def close(self) -> None:
        """Let it go; the next mail gets a new one."""
        if isinstance(self.connection, EmailBackend):
            with contextlib.suppress(Exception):  # it may have gone already
                self.connection.close()
        self.connection, self.left = None, 0

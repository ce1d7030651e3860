"""django-allauth's mails through the outbox, in our words."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.adapter import SignInAdapter
from accounts.forms import CodeRequestForm
from accounts.models import AddressChange, User
from notifications.bounces import works_again
from notifications.devices import leave_device
from notifications.models import OutboxMail
from notifications.outbox import queue_mail


def at(name: str) -> str:
    """The whole address of a page, for a mail."""
    return str(settings.SITE_URL) + reverse(name)


class MailingAdapter(SignInAdapter):
    """Every mail is a row first; one for nobody is written too, and dropped, so that time does not tell who exists."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail of these templates to a person; without ``user`` in the context to whom the code is for."""
        user: User = context.get("user") or self.request.code_for
        self._queue(template_prefix, user, context)

    def logout(self, request: HttpRequest) -> None:
        """Signing out here takes the device along that the person let in here."""
        leave_device(request.session.session_key or "")
        super().logout(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        self.send_mail("account/email/password_reset_key", user.email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if user.email:
            self.send_mail(template_prefix, user.email, {"user": user} | (context or {}))

    def prepare_code_mail(self, form: CodeRequestForm) -> None:
        """Who gets the code. Who share an address learn which sign-in names go with it instead."""
        self.request.code_for = form.person
        if form.person is not None:
            return
        if not form.sharing:
            self.answer_nobody("account/email/login_code")
            return
        names = sorted((reader.sign_in_name for reader in form.sharing), key=str.lower)
        words = {"names": names, "code_url": at("account_request_login_code")}
        self._queue("account/email/shared_address", form.sharing[0], words)

    def send_address_codes(self, change: AddressChange, new_code: str, old_code: str) -> None:
        """A code to the address somebody wants, and one to the address there is."""
        user = change.user
        self._queue("account/email/address_code_new", user, {"code": new_code}, to=change.address)
        if user.email:
            self._queue("account/email/address_code_old", user, {"code": old_code})

    def tell_address_changed(self, user: User, before: str) -> None:
        """Word to the old address; and to who had the new one alone, that it no longer says who somebody is. A code
        came through at the new one: it works."""
        works_again(user.email)
        if before:
            self._queue("account/email/address_changed", user, {}, to=before)
        others = list(User.objects.reached_at(user.email).exclude(pk=user.pk)[:2])
        if len(others) == 1:
            self._queue("account/email/address_joined", others[0], {})

    def answer_nobody(self, template_prefix: str) -> None:
        """What a mail to nobody costs: the same words and a row, dropped at once."""
        self._queue(template_prefix, None, {})

    def _queue(self, template_prefix: str, user: User | None, context: dict[str, Any], *, to: str = "") -> None:
        kind = template_prefix.rpartition("/")[2]
        words = context | {"person": user, "reset_url": at("account_reset_password")}
        mail = queue_mail(
            kind,
            f"{user.pk if user else 0}:{uuid4().hex}",
            to or (user.email if user else ""),
            subject=render_to_string(f"{template_prefix}_subject.txt", words, self.request),
            text=render_to_string(f"{template_prefix}_message.txt", words, self.request).strip() + "\n",
            html=render_to_string(f"{template_prefix}_message.html", words, self.request),
            recipient=user,
        )
        if user is None:
            OutboxMail.objects.filter(pk=mail.pk).update(state=OutboxMail.State.DROPPED, text="", html="")

"""What django-allauth asks us about the school's accounts: nobody comes in by them who was not let in here before."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.demands import demands_on
from accounts.models import User
from accounts.school_account.rules import is_owned, said_by

NOT_IN = _("This did not work with the school's account. Sign in with your password, or ask the school.")


class SchoolAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """No sign-up, nothing tied by hand: only who works here, by an address that is vouched for and the school's own."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whom this means; the first time the account there is tied to the account here, for good.

        Raises:
            ImmediateHttpResponse: nobody; the sign-in page says so in one sentence, whatever the reason.
        """
        person = None
        if sociallogin.state.get("process") == "login":
            person = self._whom(sociallogin)
        if person is None or not _tie(person, sociallogin.account):
            raise ImmediateHttpResponse(self.refusal(request, person))
        sociallogin.user = person

    def _whom(self, sociallogin: SocialLogin) -> User | None:
        settings: dict[str, Any] = sociallogin.account.get_provider().app.settings
        said = said_by(sociallogin.account.extra_data, tenant=settings["tenant"])
        if said is None or not said.is_vouched_for or not is_owned(said.address, settings["domains"]):
            return None
        readers = list(User.objects.reached_at(said.address)[:2])
        return readers[0] if len(readers) == 1 and demands_on(readers[0]).is_staff else None

    def on_authentication_error(self, request: HttpRequest, provider: Any, **reasons: Any) -> None:
        raise ImmediateHttpResponse(self.refusal(request, None))

    def refusal(self, request: HttpRequest, person: User | None) -> HttpResponse:
        """Back to the sign-in page, with one sentence."""
        audit.record("sign_in_denied", by=person, on=person, outcome=audit.Outcome.DENIED)
        messages.error(request, NOT_IN)
        return redirect("account_login")


def _tie(person: User, account: SocialAccount) -> bool:
    """Tie the account there to this person, once; False when either is tied to another already.

    Of what the provider says of somebody nothing is kept.
    """
    account.extra_data = {}
    if account.pk is not None:
        account.save(update_fields=["extra_data"])
        return bool(account.user_id == person.pk)
    if SocialAccount.objects.filter(user=person, provider=account.provider).exists():
        return False
    account.user = person
    try:
        with transaction.atomic():
            account.save()
            audit.record("school_account_tied", by=person, on=person, detail=account.provider)
    except IntegrityError:  # two first times at once: the other one did it
        return bool(SocialAccount.objects.filter(user=person, provider=account.provider, uid=account.uid).exists())
    return True

"""Who is who: a sign-in name or an e-mail address, and a password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.models import User


class SignInBackend(BaseBackend):
    """One lookup and one password hash, whether the account exists, is closed, or shares its address."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str = "",
        email: str = "",
        password: str = "",
        **others: Any,
    ) -> User | None:
        """The person with an open account whom this name or address means and whose password this is."""
        user = User.objects.signing_in_as(username or email)
        if user is None or not user.has_usable_password():
            User().set_password(password)  # as long as checking one takes, so that time does not tell either
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        """Who has this session; nobody once the account is closed."""
        return User.objects.filter(pk=user_id, is_active=True).first()

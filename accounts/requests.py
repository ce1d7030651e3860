"""What a view behind the sign-in gets."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that LoginRequiredMiddleware let through: its user is a person (for the types; never made)."""

    user: User

"""How allauth names a person."""

from accounts.models import User


def shown_name(user: User) -> str:
    """As the screen does."""
    return user.called

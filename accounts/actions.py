"""What people do with their own account, apart from signing in."""

import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from files.isolated import portrait
from protocol import clock
from protocol.clauses import clause


@clause("D13")
def set_portrait(user: User, upload: bytes, *, by: User) -> User:
    """Give somebody this photo as portrait: a square, everything but the pixels gone, under a new address.

    Raises:
        NotAPicture: it is none, or too large or damaged; the old portrait stays.
    """
    square = portrait(upload)
    with transaction.atomic():
        user.portrait_key = uuid.uuid4()
        user.portrait.save("portrait.webp", ContentFile(square), save=False)
        user.save(update_fields=["portrait", "portrait_key", "sort_name"])
    return user


def remove_portrait(user: User, *, by: User) -> User:
    """Back to initials."""
    user.portrait, user.portrait_key = "", uuid.uuid4()
    user.save(update_fields=["portrait", "portrait_key", "sort_name"])
    return user


def set_theme(user: User, theme: str, *, by: User) -> User:
    """How the portal looks for this person."""
    user.theme = theme
    user.save(update_fields=["theme", "sort_name"])
    return user


def note_first_login(user: User) -> bool:
    """Remember when somebody came in for the very first time. True when this is it."""
    if user.first_login_at is not None:
        return False
    user.first_login_at = clock.now()
    first = User.objects.filter(pk=user.pk, first_login_at__isnull=True)
    return first.update(first_login_at=user.first_login_at) == 1

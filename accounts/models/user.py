"""Who signs in."""

import unicodedata
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from files.storage import random_name


def sort_key(*names: str) -> str:
    """A key that sorts Dutch names in every database alike: lower case, no accents ("Yıldız" -> "yildiz")."""
    text = " ".join(name for name in names if name).casefold().replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def portrait_name(user: "User", filename: str) -> str:
    return random_name("portraits", ".webp")


class UserManager(BaseUserManager["User"]):
    def create_user(self, sign_in_name: str, password: str | None = None, **fields: object) -> "User":
        """A new person who can sign in; without a password only after setting one by mail or code."""
        user = self.model(sign_in_name=sign_in_name, **fields)
        user.set_password(password)
        user.save()
        return user

    def reached_at(self, address: str) -> "models.QuerySet[User]":
        """The people with an open account who read the mail at this address, whatever the case."""
        return (
            self.alias(address=Lower("email")).filter(is_active=True, address=address.strip().lower()).exclude(email="")
        )

    def signing_in_as(self, login: str) -> "User | None":
        """Whom a sign-in name or an e-mail address means: one person with an open account, or nobody.

        An address that several people share means none of them: they have their sign-in names.
        """
        name = login.strip().lower()
        person = self.alias(name=Lower("sign_in_name")).filter(is_active=True, name=name).first()
        if person is not None:
            return person
        readers = list(self.reached_at(name)[:2])
        return readers[0] if len(readers) == 1 else None


class User(AbstractBaseUser):
    """A person with an account.

    Signs in with the sign-in name, or with the e-mail address when nobody else uses it. There is no superuser:
    every right comes from a membership (groups/), so what ends there ends everywhere.
    """

    class Theme(models.TextChoices):
        AUTO = "auto", _("as my device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    sign_in_name = models.CharField(_("sign-in name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=120)
    form_of_address = models.CharField(
        _("form of address"), max_length=20, blank=True, help_text=_("For staff: juf or meester")
    )
    sort_name = models.CharField(max_length=250, editable=False)
    portrait = models.ImageField(_("portrait"), upload_to=portrait_name, blank=True, max_length=120)
    portrait_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    # What somebody reads best, as the school knows it; any code may come in (F3).
    language = models.CharField(_("language"), max_length=5, default="nl")
    news_seen_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # ``last_login`` forgets it; empty for who was never in.
    first_login_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "first_name", "last_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name"]
        constraints = [
            models.UniqueConstraint(Lower("sign_in_name"), name="sign_in_name_unique_whatever_case"),
            models.CheckConstraint(condition=~Q(sign_in_name=""), name="sign_in_name_not_empty"),
        ]
        indexes = [models.Index(Lower("email"), name="user_email_lower")]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = sort_key(self.last_name, self.first_name)[:250]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def called(self) -> str:
        """How the screen names this person: "juf Naima" for who has a form of address, else the whole name."""
        return f"{self.form_of_address} {self.first_name}" if self.form_of_address else self.full_name

    @property
    def initials(self) -> str:
        """Two letters for who has no portrait (D13)."""
        return (self.first_name[:1] + (self.last_name.split() or [""])[-1][:1]).upper()

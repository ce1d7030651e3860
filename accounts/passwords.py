"""Passwords that are easily guessed are refused, without asking anybody outside: what people around a school try first.

Long is enough; nothing is said about capitals, digits or signs.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

Words = Callable[[], Iterable[str]]
SOURCES: list[Words] = []
LEET = str.maketrans("0134578@$!€+|", "oieastbasieti")
SHORTEST = 4  # a shorter word is part of too many others
LEFT = 6  # letters that must remain of a password once the words everybody tries are taken out
DIFFERENT = 5


def know_words(source: Words) -> None:
    """An app above brings words of the school down: its name, its place, its groups."""
    SOURCES.append(source)


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Long enough, said in our words."""

    def get_error_message(self) -> str:
        return _("This password is too short. Use at least %(min)d characters.") % {"min": self.min_length}


class MaximumLengthValidator:
    """Not longer than a person types or a manager makes."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > self.max_length:
            message = _("This password is too long. Use at most %(max)d characters.")
            raise ValidationError(message, "password_too_long", {"max": self.max_length})

    def get_help_text(self) -> str:
        return ""


class GuessableWordsValidator:
    """More than words that go with the school or the person, whatever digits and signs stand around or in them."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(set(password.casefold())) < DIFFERENT or {password.casefold(), _stem(password)} & _common():
            raise ValidationError(
                _("Many people use this password, or one much like it. Choose another one."), "password_too_common"
            )
        words = {*_listed(), *_pieces(word for source in SOURCES for word in source()), *_words_of(user)}
        if any(_is_made_of(letters, words) for letters in _readings(password)):
            message = _(
                "This password is easy to guess: it is made of words about the school or you. Choose another one."
            )
            raise ValidationError(message, "password_guessable")

    def get_help_text(self) -> str:
        return ""


def _plain(text: str) -> str:
    """Lower case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _readings(password: str) -> set[str]:
    """Only its letters: once with the digits and signs left out, once with them read as letters (k1n9 -> king)."""
    plain = _plain(password)
    return {re.sub(r"[^a-z]", "", plain), re.sub(r"[^a-z]", "", plain.translate(LEET))}


def _is_made_of(letters: str, words: set[str]) -> bool:
    left = letters
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    return " " in left and len(left.replace(" ", "")) < LEFT


def _stem(password: str) -> str:
    """Without the digits and signs before and after: "!!princess2026" -> "princess"."""
    return re.sub(r"^[^a-z]+|[^a-z]+$", "", _plain(password))


def _pieces(phrases: Iterable[str]) -> set[str]:
    """The words of names, and each name in one piece: "Het Kiezelpad" -> kiezelpad, hetkiezelpad."""
    found: set[str] = set()
    for phrase in phrases:
        pieces = re.findall(r"[a-z]+", _plain(phrase))
        found.update(piece for piece in [*pieces, "".join(pieces)] if len(piece) >= SHORTEST)
    return found


def _words_of(user: User | None) -> set[str]:
    if user is None:
        return set()
    return _pieces([user.first_name, user.last_name, user.full_name, user.sign_in_name, *re.split("[@.]", user.email)])


@cache
def _listed() -> frozenset[str]:
    lines = (Path(__file__).parent / "words" / "guessable.txt").read_text("utf-8").splitlines()
    return frozenset(_pieces(line for line in lines if not line.startswith("#")))


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)

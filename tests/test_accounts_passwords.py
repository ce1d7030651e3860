"""Passwords: long is enough, and nothing that people around this school try first."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

pytestmark = pytest.mark.django_db


def refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "drie blauwe fietsen",
        "paardebloem op dinsdag in de regen",
        "kring van acht vrolijke olifanten",
        "aaaabbbbccccddddeeee",
        "x7#Qm!pL9w@Z",
        "a" * 20 + "bcdefg" + "h" * 102,
        "пароль из двенадцати",
        "🐢🐇🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵",
    ],
)
def test_a_long_password_of_ones_own_is_taken(cast, password):
    assert refused(password, cast.samira) == []


@pytest.mark.parametrize("password", ["kort", "elf tekens!", "a" * 11])
def test_shorter_than_twelve_is_refused(cast, password):
    assert any("12" in message for message in refused(password))


def test_longer_than_128_is_refused_with_the_number(cast):
    assert refused("een woord " * 13) == ["Dit wachtwoord is te lang. Gebruik hoogstens 128 tekens."]


@pytest.mark.parametrize(
    "password",
    [
        "hetkiezelpad2026",
        "Kiezelpad-2026!",
        "!!k1ez3lp4d!!",
        "Merenveld12345",
        "groep5groep5",
        "Welkom-Kring-01",
        "w3lk0m@school",
        "Wachtwoord2026",
        "schoolkring!!",
        "Egels-1-2-Egels",
        "ouders welkom op school",
        "WELKOM WELKOM 1",
    ],
)
def test_words_of_the_school_are_refused_whatever_stands_around_them(cast, password):
    assert refused(password, cast.samira)


@pytest.mark.parametrize("password", ["Samira-Bouazza", "b0uazza-b0uazza", "samira12345678", "SamiraBouazza1!"])
def test_ones_own_name_and_address_are_refused(cast, password):
    assert refused(password, cast.samira)
    assert refused("samira en bouazza gaan samen naar het strand", cast.samira) == []


@pytest.mark.parametrize(
    "password", ["princess2026!", "1234567890123", "!!!dragon!!!111", "aaaaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop12"]
)
def test_common_passwords_are_refused_with_padding_too(cast, password):
    assert refused(password)


def test_the_refusal_says_what_to_do(cast):
    assert refused("hetkiezelpad2026", cast.samira) == [
        "Dit wachtwoord is makkelijk te raden: er staan vooral woorden in over school of over jou. Kies een ander."
    ]


def test_new_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one of the tests
    assert identify_hasher(make_password("drie blauwe fietsen")).algorithm == "argon2"


def test_an_older_hash_is_renewed_when_signing_in(cast, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one of the tests
    cast.samira.password = make_password("drie blauwe fietsen", hasher="pbkdf2_sha256")
    cast.samira.save()
    assert cast.samira.check_password("drie blauwe fietsen")
    assert User.objects.get(pk=cast.samira.pk).password.startswith("argon2")

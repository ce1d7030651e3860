"""The limits count in the database, in one step, whoever asks at the same moment."""

import socket
from datetime import timedelta

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import limits
from accounts.models import Tries
from accounts.tasks import tidy_up
from notifications import bell
from protocol import clock

FIVE = limits.Limit("a test", 5)


@pytest.mark.django_db
def test_a_limit_lets_so_many_through_and_no_more():
    assert [limits.take(FIVE, "a") for _ in range(7)] == [True] * 5 + [False] * 2
    assert limits.take(FIVE, "b")


@pytest.mark.django_db
def test_trying_on_does_not_make_the_wait_longer():
    for _ in range(5):
        limits.take(FIVE, "a")
    until = Tries.objects.get().until
    for _ in range(20):
        limits.take(FIVE, "a")
    assert Tries.objects.get().until == until <= clock.now() + limits.WINDOW


@pytest.mark.django_db
def test_the_next_window_starts_anew():
    for _ in range(6):
        limits.take(FIVE, "a")
    Tries.objects.update(until=clock.now() - timedelta(seconds=1))
    assert [limits.take(FIVE, "a") for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_what_is_given_back_may_be_tried_again():
    for _ in range(5):
        limits.take(FIVE, "a")
    limits.give_back(FIVE, "a")
    assert [limits.take(FIVE, "a"), limits.take(FIVE, "a")] == [True, False]


@pytest.mark.django_db
def test_old_counts_are_swept():
    limits.take(FIVE, "old")
    Tries.objects.update(until=clock.now() - limits.KEPT - timedelta(seconds=1))
    limits.take(FIVE, "new")
    assert tidy_up() == 1
    assert Tries.objects.count() == 1


@pytest.mark.django_db
def test_one_household_of_ipv6_is_one_network():
    assert limits.network("2001:db8::1") == limits.network("2001:db8::ffff")
    assert limits.network("2001:db8::1") != limits.network("2001:db8:0:1::1")
    assert limits.network("192.0.2.1") == "192.0.2.1"


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_no_more_tries_than_the_limit(race):
    for key in ("first", "second", "third"):
        outcomes = race(lambda _, key=key: limits.take(FIVE, key), 20)
        assert sorted(outcomes) == [False] * 15 + [True] * 5
    Tries.objects.update(until=clock.now() - timedelta(seconds=1))
    assert sum(race(lambda _: limits.take(FIVE, "first"), 20)) == 5


@pytest.fixture
def frozen_redis(settings, monkeypatch):
    """A broker and a cache that take the call and never answer, as a process that was stopped does."""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as line:
        address = f"redis://127.0.0.1:{line.getsockname()[1]}/0"
        monkeypatch.setattr(current_app.conf, "broker_url", address)
        monkeypatch.setattr(bell, "_silent_until", 0.0)
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}}
        yield


@pytest.mark.django_db(transaction=True)
def test_two_hundred_guesses_at_once_are_five_guesses_while_redis_is_frozen(cast, race, monkeypatch, frozen_redis):
    """With the real sign-in view; a guess counts when the password was looked at."""
    looked = []
    check = type(cast.samira).check_password
    monkeypatch.setattr(
        type(cast.samira), "check_password", lambda user, raw: (looked.append(raw), check(user, raw))[1]
    )

    def guess(number):
        tries = [{"login": "samira", "password": f"gok {number} {time}"} for time in range(10)]
        return [Client().post("/aanmelden/", words).status_code for words in tries]

    assert race(guess, 20) == [[200] * 10] * 20
    assert len(looked) == 5


def test_the_message_names_the_window():
    from accounts.adapter import SignInAdapter

    error = SignInAdapter().validation_error("too_many_login_attempts")
    assert isinstance(error, ValidationError)
    assert f"{limits.WINDOW.seconds // 60}\u00a0minuten" in str(error.message)

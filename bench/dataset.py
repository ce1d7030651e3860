"""The data of the benchmark: always the same, so that runs can be compared. 30 groups, 500 people, 10,000 posts."""

import datetime as dt
import random
from collections.abc import Iterator

USERS, GROUPS, POSTS, COMMENTS = 500, 30, 10_000, 60_000
PASSWORD = "bench-Passw0rd!"
START = dt.datetime(2025, 9, 1, 7, tzinfo=dt.UTC)
TEXT = (
    "vandaag de groep bouwde bruggen van karton morgen neemt iedereen gymspullen mee we lazen voor in de hal en telden "
    "bladeren buiten dank voor jullie hulp bij de soep vrijdag is er een studiedag rekenen taal verhaal muziek toneel"
)
WORDS = TEXT.split()


def username(user: int) -> str:
    return f"parent{user:03d}"


def group_name(group: int) -> str:
    return f"Groep {group // 5 + 1}{'abcde'[group % 5]}"


def groups_of(user: int) -> list[int]:
    """The first person, whom we measure, has children in five groups; everybody else in three."""
    steps = (0, 7, 13, 19, 25) if user == 1 else (0, 7, 13)
    return sorted({(user - 1 + step) % GROUPS for step in steps})


MEMBERS: dict[int, list[int]] = {
    group: [user for user in range(1, USERS + 1) if group in groups_of(user)] for group in range(GROUPS)
}


def _text(rng: random.Random, low: int, high: int) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(low, high))).capitalize() + "."


def posts() -> Iterator[tuple[int, int, int, str, str, bool, dt.datetime]]:
    """(number, group, author, title, text, has a photo, moment), oldest first."""
    rng = random.Random(11)
    for number in range(1, POSTS + 1):
        group = (number - 1) % GROUPS
        text = f"{_text(rng, 25, 60)}\n\n{_text(rng, 15, 50)}"
        author = rng.choice(MEMBERS[group])
        moment = START + dt.timedelta(minutes=30 * number)
        yield number, group, author, _text(rng, 4, 8)[:-1], text, number % 3 == 1, moment


def comments() -> Iterator[tuple[int, int, int, str, dt.datetime]]:
    """(number, post, author, text, moment): six under each post."""
    rng = random.Random(12)
    for number in range(1, COMMENTS + 1):
        post = (number - 1) // (COMMENTS // POSTS) + 1
        author = rng.choice(MEMBERS[(post - 1) % GROUPS])
        moment = START + dt.timedelta(minutes=30 * post + number % 29)
        yield number, post, author, _text(rng, 6, 35), moment

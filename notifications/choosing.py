"""What a person chose about being told."""

from typing import Any

from django.db import transaction

from accounts.models import User
from notifications.models import Preference, TellingTimes
from notifications.topics import AS_IT_COMES, CHOSEN, How


def choices_of(person: User) -> dict[str, Any]:
    """By the names of the form's fields."""
    ways = {row.topic: row for row in Preference.objects.filter(person=person)}
    found: dict[str, Any] = {}
    for topic in CHOSEN:
        row = ways.get(topic)
        found[f"{topic}_mail"] = row.by_mail if row is not None else AS_IT_COMES[topic]
        found[f"{topic}_push"] = row.by_push if row is not None else True
    times = TellingTimes.objects.filter(person=person).first() or TellingTimes(person=person)
    return found | {
        "quiet_from": times.quiet_from,
        "quiet_until": times.quiet_until,
        "together_at": times.together_at,
    }


@transaction.atomic
def save_choices(person: User, data: dict[str, Any]) -> None:
    """Keep what was filled in; it holds for what is told from now on."""
    for topic in CHOSEN:
        way = {"by_mail": data[f"{topic}_mail"], "by_push": data[f"{topic}_push"]}
        Preference.objects.update_or_create(person=person, topic=topic, defaults=way)
    times = {key: data[key] for key in ("quiet_from", "quiet_until", "together_at")}
    TellingTimes.objects.update_or_create(person=person, defaults=times)


def stop_mails(person_pk: int, topics: list[str]) -> None:
    """No mail about these topics any more; what comes on a device stays as it was."""
    if User.objects.filter(pk=person_pk).exists():
        for topic in topics:
            Preference.objects.update_or_create(person_id=person_pk, topic=topic, defaults={"by_mail": How.NEVER})
